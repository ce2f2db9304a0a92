import { published } from '../catalogue';
import type { Event, Instant, LocalDate, Sealed, Uuid } from '../event';

/** Why somebody is in the group. The first two come with the office, one each. */
export const groupRoles = ['lead-class-teacher', 'class-teacher', 'middle-leader', 'subject-teacher', 'mentor', 'parent-representative', 'other'] as const;
export type GroupRole = (typeof groupRoles)[number];

export interface GroupMember {
  personId: Uuid;
  role: GroupRole;
}

/** What every event of a group says. A class has one group at a time: its id is the class's; `formation` counts them from 1. */
export interface OfGroup {
  classId: Uuid;
  schoolId: Uuid;
  formation: number;
  on: LocalDate;
  at: Instant;
}

/** The class has a joint work group (班级联合班主任工作小组), with its lead class teacher and its class teacher in it. */
export type JointWorkGroupFormed = Event<'JointWorkGroupFormed', OfGroup & { members: GroupMember[]; formedBy: Uuid }>;

/** Somebody works in the group too, perhaps because an office of the class changed hands: then it follows by itself, and `addedBy` names the reaction. */
export type GroupMemberAdded = Event<'GroupMemberAdded', OfGroup & GroupMember & { addedBy: string }>;

/** `office-ended`: the class has another class teacher or lead class teacher, or none. `other-role`: the member holds such an office now. */
export const memberRemovalReasons = ['asked', 'office-ended', 'other-role'] as const;
export type MemberRemovalReason = (typeof memberRemovalReasons)[number];

/** Somebody does not work in the group any more. */
export type GroupMemberRemoved = Event<'GroupMemberRemoved', OfGroup & GroupMember & { cause: MemberRemovalReason; removedBy: string }>;

/** What the group means to reach together; the n-th wording of this formation. */
export type GroupGoalsAgreed = Event<'GroupGoalsAgreed', OfGroup & { edition: number; goals: Sealed; recordedBy: Uuid }>;

/** Something that the group found or made is there for others. `outcomeId` is `<classId>:<formation>:<n>`. */
export type GroupOutcomeShared = Event<'GroupOutcomeShared', OfGroup & { outcomeId: string; outcome: Sealed; sharedBy: Uuid }>;

export const groupDissolutionCauses = ['asked', 'class-ended'] as const;
export type GroupDissolutionCause = (typeof groupDissolutionCauses)[number];

/** The group works no longer. The class may form another one, unless it has ended. */
export type GroupDissolved = Event<'GroupDissolved', OfGroup & { cause: GroupDissolutionCause; reason?: Sealed; dissolvedBy: string }>;

export type JointWorkGroupEvent = JointWorkGroupFormed | GroupMemberAdded | GroupMemberRemoved | GroupGoalsAgreed | GroupOutcomeShared | GroupDissolved;

export const jointWorkGroupEvents = {
  JointWorkGroupFormed: published('joint-work-group'),
  GroupMemberAdded: published('joint-work-group'),
  GroupMemberRemoved: published('joint-work-group'),
  GroupGoalsAgreed: published('joint-work-group'),
  GroupOutcomeShared: published('joint-work-group'),
  GroupDissolved: published('joint-work-group'),
};
