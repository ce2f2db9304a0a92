import { published } from '../catalogue';
import type { Event, Instant, LocalDate, Sealed, Uuid } from '../event';
import type { Stage } from './org-unit';

/**
 * 年级班主任例会, 集团班主任例会, 班级工作会议, 联合班主任工作小组例会, 党政联席会 and 班主任工作联席会议. `class-work` and `joint-group`
 * are of a class, the others of a unit.
 */
export const meetingKinds = ['grade', 'group', 'class-work', 'joint-group', 'party-administration', 'joint'] as const;
export type MeetingKind = (typeof meetingKinds)[number];

/** Whose meeting it is: a unit's, or a class's. */
export const meetingScopes = ['unit', 'class'] as const;
export type MeetingScope = (typeof meetingScopes)[number];

/** What every event of a meeting says. */
export interface OfMeeting {
  meetingId: Uuid;
  kind: MeetingKind;
  scope: MeetingScope;
  /** The unit, or the class. */
  scopeId: Uuid;
  /** Absent for meetings of the county, a town or an education group. */
  schoolId?: Uuid;
  /** For a class's meeting. */
  classId?: Uuid;
  /** For a grade's meeting: which one. */
  stage?: Stage;
  grade?: number;
  /** The day it is, or was, to take place. */
  on: LocalDate;
  at: Instant;
}

/** A meeting shall take place. `chairId` leads it. */
export type MeetingScheduled = Event<'MeetingScheduled', OfMeeting & { startsAt: Instant; chairId: Uuid; invitedPersonIds: Uuid[]; agenda?: Sealed; scheduledBy: Uuid }>;

/** Who was there, and who had said that they would not be. Replaces an earlier record. */
export type MeetingAttendanceRecorded = Event<'MeetingAttendanceRecorded', OfMeeting & { attendedPersonIds: Uuid[]; excusedPersonIds: Uuid[]; recordedBy: Uuid }>;

/** The meeting took place, and this was said; the n-th wording. The first one is the proof that it was held. */
export type MeetingMinutesRecorded = Event<'MeetingMinutesRecorded', OfMeeting & {
  edition: number;
  minutes: Sealed;
  /** 协商计划, 总结经验, 解决问题: what a joint group's minutes tell apart. */
  plans?: Sealed; lessons?: Sealed; solutions?: Sealed;
  recordedBy: Uuid;
}>;

/** The meeting decided something. `decisionId` is `<meetingId>:d<n>`. */
export type DecisionRecorded = Event<'DecisionRecorded', OfMeeting & { decisionId: string; decision: Sealed; recordedBy: Uuid }>;

/** Somebody shall do something by the end of a day. `actionItemId` is `<meetingId>:a<n>`. */
export type ActionItemRaised = Event<'ActionItemRaised', OfMeeting & { actionItemId: string; ownerId: Uuid; dueOn: LocalDate; task: Sealed; decisionId?: string; raisedBy: Uuid }>;

/** It is done, by the word of its owner or the chair. */
export type ActionItemCompleted = Event<'ActionItemCompleted', OfMeeting & {
  actionItemId: string; ownerId: Uuid; dueOn: LocalDate; completedOn: LocalDate; onTime: boolean; outcome?: Sealed; completedBy: Uuid;
}>;

/** It does not take place. Terminal; only while there are no minutes. */
export type MeetingCancelled = Event<'MeetingCancelled', OfMeeting & { reason: Sealed; cancelledBy: Uuid }>;

export type MeetingEvent =
  | MeetingScheduled | MeetingAttendanceRecorded | MeetingMinutesRecorded | DecisionRecorded | ActionItemRaised | ActionItemCompleted | MeetingCancelled;

export const meetingEvents = {
  MeetingScheduled: published('meeting'),
  MeetingAttendanceRecorded: published('meeting'),
  MeetingMinutesRecorded: published('meeting'),
  DecisionRecorded: published('meeting'),
  ActionItemRaised: published('meeting'),
  ActionItemCompleted: published('meeting'),
  MeetingCancelled: published('meeting'),
};
