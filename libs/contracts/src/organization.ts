import { catalogue } from './catalogue';
import { type AppointmentRulesEvent, appointmentRulesEvents } from './organization/appointment-rules';
import { type ClassLeadershipEvent, classLeadershipEvents } from './organization/class-leadership';
import { type ClassNumberEvent, classNumberEvents } from './organization/class-number';
import { type LeadClassTeacherLoadEvent, leadClassTeacherLoadEvents } from './organization/lead-class-teacher-load';
import { type OrgUnitEvent, orgUnitEvents } from './organization/org-unit';
import { type SchoolClassEvent, schoolClassEvents } from './organization/school-class';
import { type SchoolCodeEvent, schoolCodeEvents } from './organization/school-code';
import { type StaffNumberEvent, staffNumberEvents } from './organization/staff-number';
import { type TeacherEvent, teacherEvents } from './organization/teacher';
import { type UnitRosterEvent, unitRosterEvents } from './organization/unit-roster';
import { type SchoolCalendarEvent, schoolCalendarEvents } from './organization/school-calendar';
import { type DeadlinePolicyEvent, deadlinePolicyEvents } from './organization/deadline-policy';
import { type CollaborationChainEvent, collaborationChainEvents } from './organization/collaboration-chain';
import { type UpwardReportEvent, upwardReportEvents } from './organization/upward-report';
import { type DirectiveEvent, directiveEvents, type DirectiveReceiptEvent, directiveReceiptEvents, type DirectiveTallyEvent, directiveTallyEvents } from './organization/directive';
import { type CommonProblemEvent, commonProblemEvents } from './organization/common-problem';
import { type ClassWorkLogEvent, classWorkLogEvents } from './organization/class-work-log';
import { type ClassInspectionEvent, classInspectionEvents } from './organization/class-inspection';
import { type MeetingEvent, meetingEvents } from './organization/meeting';
import { type JointWorkGroupEvent, jointWorkGroupEvents } from './organization/joint-work-group';
import { type DutyAcknowledgementEvent, dutyAcknowledgementEvents, type DutyCharterEvent, dutyCharterEvents } from './organization/duty-charter';
import { type CadencePolicyEvent, cadencePolicyEvents } from './organization/cadence-policy';

export * from './organization/org-unit';
export * from './organization/school-code';
export * from './organization/unit-roster';
export * from './organization/school-class';
export * from './organization/class-number';
export * from './organization/teacher';
export * from './organization/staff-number';
export * from './organization/appointment-rules';
export * from './organization/class-leadership';
export * from './organization/lead-class-teacher-load';
export * from './organization/school-calendar';
export * from './organization/deadline-policy';
export * from './organization/collaboration-chain';
export * from './organization/upward-report';
export * from './organization/directive';
export * from './organization/common-problem';
export * from './organization/class-work-log';
export * from './organization/class-inspection';
export * from './organization/meeting';
export * from './organization/joint-work-group';
export * from './organization/duty-charter';
export * from './organization/cadence-policy';
export * from './organization/class-as-told';
export * from './organization/person-position';

/** Every event of the organization service. */
export type OrganizationEvent =
  | OrgUnitEvent
  | SchoolCodeEvent
  | UnitRosterEvent
  | SchoolClassEvent
  | ClassNumberEvent
  | TeacherEvent
  | StaffNumberEvent
  | AppointmentRulesEvent
  | ClassLeadershipEvent
  | LeadClassTeacherLoadEvent
  | SchoolCalendarEvent
  | DeadlinePolicyEvent
  | CollaborationChainEvent
  | UpwardReportEvent
  | DirectiveEvent
  | DirectiveReceiptEvent
  | DirectiveTallyEvent
  | CommonProblemEvent
  | ClassWorkLogEvent
  | ClassInspectionEvent
  | MeetingEvent
  | JointWorkGroupEvent
  | DutyCharterEvent
  | DutyAcknowledgementEvent
  | CadencePolicyEvent;

export const organizationEvents = catalogue<OrganizationEvent>()('organization', {
  ...orgUnitEvents,
  ...schoolCodeEvents,
  ...unitRosterEvents,
  ...schoolClassEvents,
  ...classNumberEvents,
  ...teacherEvents,
  ...staffNumberEvents,
  ...appointmentRulesEvents,
  ...classLeadershipEvents,
  ...leadClassTeacherLoadEvents,
  ...schoolCalendarEvents,
  ...deadlinePolicyEvents,
  ...collaborationChainEvents,
  ...upwardReportEvents,
  ...directiveEvents,
  ...directiveReceiptEvents,
  ...directiveTallyEvents,
  ...commonProblemEvents,
  ...classWorkLogEvents,
  ...classInspectionEvents,
  ...meetingEvents,
  ...jointWorkGroupEvents,
  ...dutyCharterEvents,
  ...dutyAcknowledgementEvents,
  ...cadencePolicyEvents,
});
