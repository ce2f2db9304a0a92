import { published } from '../catalogue';
import type { Event, Instant, LocalDate, SchoolYear, Sealed, Uuid } from '../event';
import type { Stage } from '../organization/org-unit';
import type { Subject } from '../organization/teacher';

/** The rainbow plan's growth team (彩虹计划成长团队): five teachers, two mentors, one stage, one subject. */
export const RAINBOW_TEACHERS = 5;
export const RAINBOW_MENTORS = 2;

export const rainbowRoles = ['teacher', 'mentor'] as const;
export type RainbowRole = (typeof rainbowRoles)[number];

/** What every event of a team says. */
interface OfTeam { readonly teamId: Uuid; readonly schoolYear: SchoolYear; readonly stage: Stage; readonly subject: Subject; readonly at: Instant }

/** A team begins to gather. It does not work before it is complete. */
export type RainbowTeamFormed = Event<'RainbowTeamFormed', OfTeam & { readonly formedBy: Uuid }>;

/** The person grows in this team; they teach its subject. */
export type TeamTeacherAdded = Event<'TeamTeacherAdded', OfTeam & { readonly personId: Uuid; readonly addedBy: Uuid }>;

/** The person guides the team, and is not one of its teachers. */
export type TeamMentorAdded = Event<'TeamMentorAdded', OfTeam & { readonly personId: Uuid; readonly addedBy: Uuid }>;

/** Another person stands in the same place; the team stays complete throughout. */
export type TeamMemberReplaced = Event<'TeamMemberReplaced', OfTeam & {
  readonly role: RainbowRole; readonly personId: Uuid; readonly previousPersonId: Uuid; readonly reason: Sealed; readonly replacedBy: Uuid;
}>;

/** Five teachers and two mentors work together from `on`. */
export type TeamActivated = Event<'TeamActivated', OfTeam & {
  readonly on: LocalDate; readonly teacherIds: readonly Uuid[]; readonly mentorIds: readonly Uuid[]; readonly activatedBy: Uuid;
}>;

/** The team works no longer. Terminal. */
export type TeamDissolved = Event<'TeamDissolved', OfTeam & { readonly on: LocalDate; readonly reason: Sealed; readonly dissolvedBy: Uuid }>;

export type RainbowTeamEvent = RainbowTeamFormed | TeamTeacherAdded | TeamMentorAdded | TeamMemberReplaced | TeamActivated | TeamDissolved;

export const rainbowTeamEvents = {
  RainbowTeamFormed: published('rainbow-team'),
  TeamTeacherAdded: published('rainbow-team'),
  TeamMentorAdded: published('rainbow-team'),
  TeamMemberReplaced: published('rainbow-team'),
  TeamActivated: published('rainbow-team'),
  TeamDissolved: published('rainbow-team'),
};
