import { organizationEvents, resourcesEvents } from '@homeroom/contracts';
import { service } from '@homeroom/platform';
import { CadenceComplianceQueries } from './cadence-policies/cadence-compliance.view';
import { cadencePolicies, CadencePolicyQueries } from './cadence-policies/cadence-policies.view';
import { cadencePolicy } from './cadence-policies/cadence-policy.decider';
import { cadencePolicyRefusals, CadencePolicyRoutes } from './cadence-policies/cadence-policy.routes';
import { ClassCharterQueries, classCharters } from './class-charters/class-charters.view';
import { classInspection } from './class-inspections/class-inspection.decider';
import { classInspectionRefusals, ClassInspectionRoutes } from './class-inspections/class-inspection.routes';
import { ClassInspectionQueries, classInspections } from './class-inspections/class-inspections.view';
import { InspectionFindingQueries, inspectionFindings } from './class-inspections/inspection-findings.view';
import { appointmentRules } from './class-leaderships/appointment-rules.decider';
import { AppointmentRulesRoutes } from './class-leaderships/appointment-rules.routes';
import { AppointmentQueries, appointmentTimeline } from './class-leaderships/appointment-timeline.view';
import { classLeadership } from './class-leaderships/class-leadership.decider';
import { classLeadershipRefusals, ClassLeadershipRoutes } from './class-leaderships/class-leadership.routes';
import { endAppointmentsOfEndedClasses } from './class-leaderships/end-appointments-of-ended-classes.reaction';
import { endAppointmentsOfThoseWhoLeave } from './class-leaderships/end-appointments-of-those-who-leave.reaction';
import { leadClassTeacherLoad } from './class-leaderships/lead-class-teacher-load.decider';
import { LeadClassTeacherLoadRoutes } from './class-leaderships/lead-class-teacher-load.routes';
import { releaseLoadOfEndedAppointments } from './class-leaderships/release-load-of-ended-appointments.reaction';
import { classWorkLog } from './class-work-logs/class-work-log.decider';
import { classWorkLogRefusals, ClassWorkLogRoutes } from './class-work-logs/class-work-log.routes';
import { workLog, WorkLogQueries } from './class-work-logs/work-log.view';
import { chainFollowsAppointments } from './collaboration-chains/chain-follows-appointments.reaction';
import { ChainVersionQueries, chainVersions } from './collaboration-chains/chain-versions.view';
import { collaborationChain } from './collaboration-chains/collaboration-chain.decider';
import { collaborationChainRefusals, CollaborationChainRoutes } from './collaboration-chains/collaboration-chain.routes';
import { CollaborationChainQueries, collaborationChains } from './collaboration-chains/collaboration-chains.view';
import { commonProblem } from './common-problems/common-problem.decider';
import { commonProblemRefusals, CommonProblemRoutes } from './common-problems/common-problem.routes';
import { CommonProblemQueries, commonProblems } from './common-problems/common-problems.view';
import { DeadlinePolicyQueries, deadlinePolicies } from './deadline-policies/deadline-policies.view';
import { deadlinePolicy } from './deadline-policies/deadline-policy.decider';
import { deadlinePolicyRefusals, DeadlinePolicyRoutes } from './deadline-policies/deadline-policy.routes';
import { closeFulfilledDirectives } from './directives/close-fulfilled-directives.reaction';
import { closeRelaysWithTheirDirective } from './directives/close-relays-with-their-directive.reaction';
import { deliverDirectives } from './directives/deliver-directives.reaction';
import { directiveDeadlines, elapseDirectiveDeadlines } from './directives/directive-deadlines.view';
import { DirectiveQueries, directiveList } from './directives/directive-list.view';
import { directiveMatrix, DirectiveMatrixQueries, ReceivedDirectiveQueries } from './directives/directive-matrix.view';
import { directiveReceipt } from './directives/directive-receipt.decider';
import { directiveReceiptRefusals, DirectiveReceiptRoutes } from './directives/directive-receipt.routes';
import { directiveTally } from './directives/directive-tally.decider';
import { directive } from './directives/directive.decider';
import { directiveRefusals, DirectiveRoutes } from './directives/directive.routes';
import { flagOverdueRecipients } from './directives/flag-overdue-recipients.reaction';
import { dutyAcknowledgement } from './duty-charters/duty-acknowledgement.decider';
import { DutyAcknowledgementQueries, dutyAcknowledgements } from './duty-charters/duty-acknowledgements.view';
import { dutyCharter } from './duty-charters/duty-charter.decider';
import { DutyAcknowledgementRoutes, dutyCharterRefusals, DutyCharterRoutes } from './duty-charters/duty-charter.routes';
import { DutyCharterQueries, dutyCharters } from './duty-charters/duty-charters.view';
import { groupsFollowOffices } from './joint-work-groups/groups-follow-offices.reaction';
import { jointWorkGroup } from './joint-work-groups/joint-work-group.decider';
import { jointWorkGroupRefusals, JointWorkGroupRoutes } from './joint-work-groups/joint-work-group.routes';
import { JointWorkGroupQueries, jointWorkGroups } from './joint-work-groups/joint-work-groups.view';
import { actionItems, ActionItemQueries } from './meetings/action-items.view';
import { meeting } from './meetings/meeting.decider';
import { meetingRefusals, MeetingRoutes } from './meetings/meeting.routes';
import { MeetingQueries, meetings } from './meetings/meetings.view';
import { orgTree, OrgTreeQueries } from './org-units/org-tree.view';
import { orgUnit } from './org-units/org-unit.decider';
import { EducationGroupRoutes, orgUnitRefusals, OrgUnitRoutes } from './org-units/org-unit.routes';
import { schoolCode } from './org-units/school-code.decider';
import { unitRoster } from './org-units/unit-roster.decider';
import { schoolCalendar } from './school-calendars/school-calendar.decider';
import { schoolCalendarRefusals, SchoolCalendarRoutes } from './school-calendars/school-calendar.routes';
import { SchoolCalendarQueries, schoolCalendars } from './school-calendars/school-calendars.view';
import { ClassBoardQueries, classBoard } from './school-classes/class-board.view';
import { classNumber } from './school-classes/class-number.decider';
import { schoolClass } from './school-classes/school-class.decider';
import { schoolClassRefusals, SchoolClassRoutes } from './school-classes/school-class.routes';
import { ClassTeacherSearchQueries, nameIndex, nameSearch } from './teachers/class-teacher-search.view';
import { rememberFirstAppointments } from './teachers/remember-first-appointments.reaction';
import { staffNumber } from './teachers/staff-number.decider';
import { StaffPositionQueries, staffPositions } from './teachers/staff-positions.view';
import { teacher } from './teachers/teacher.decider';
import { teacherRefusals, TeacherRoutes } from './teachers/teacher.routes';
import { elapseReportDeadlines } from './upward-reports/elapse-report-deadlines.reaction';
import { recomputeDueTimes } from './upward-reports/recompute-due-times.reaction';
import { recordSupportOutcomes } from './upward-reports/record-support-outcomes.reaction';
import { ReportAgeingQueries } from './upward-reports/report-ageing-queries.view';
import { reportAgeing } from './upward-reports/report-ageing.view';
import { reportDeadlines, ReportDeadlinesQueries } from './upward-reports/report-deadlines.view';
import { reportInbox, ReportInboxQueries } from './upward-reports/report-inbox.view';
import { reportTimeline, ReportTimelineQueries } from './upward-reports/report-timeline.view';
import { upwardReport } from './upward-reports/upward-report.decider';
import { upwardReportRefusals, UpwardReportRoutes } from './upward-reports/upward-report.routes';

/** Who leads which class, and what goes up and comes down the collaboration chain. */
export const organization = service({
  name: 'organization',
  says: 'Units, classes, people and their appointments; upward reports and directives along the collaboration chain',
  events: organizationEvents,
  peers: [resourcesEvents],
  streams: [
    orgUnit, schoolCode, unitRoster, schoolClass, classNumber, teacher, staffNumber,
    appointmentRules, classLeadership, leadClassTeacherLoad, collaborationChain,
    schoolCalendar, deadlinePolicy, upwardReport, directive, directiveReceipt, directiveTally, commonProblem,
    classWorkLog, classInspection, meeting, jointWorkGroup, dutyCharter, dutyAcknowledgement, cadencePolicy,
  ],
  routes: [
    OrgUnitRoutes, EducationGroupRoutes, OrgTreeQueries,
    SchoolClassRoutes, ClassBoardQueries,
    TeacherRoutes, StaffPositionQueries, ClassTeacherSearchQueries,
    AppointmentRulesRoutes, ClassLeadershipRoutes, LeadClassTeacherLoadRoutes, AppointmentQueries,
    CollaborationChainRoutes, CollaborationChainQueries, ChainVersionQueries,
    SchoolCalendarRoutes, SchoolCalendarQueries, DeadlinePolicyRoutes, DeadlinePolicyQueries,
    UpwardReportRoutes, ReportInboxQueries, ReportTimelineQueries, ReportAgeingQueries, ReportDeadlinesQueries,
    DirectiveRoutes, DirectiveReceiptRoutes, DirectiveQueries, DirectiveMatrixQueries, ReceivedDirectiveQueries,
    CommonProblemRoutes, CommonProblemQueries,
    ClassWorkLogRoutes, WorkLogQueries,
    ClassCharterQueries,
    ClassInspectionRoutes, ClassInspectionQueries, InspectionFindingQueries,
    MeetingRoutes, MeetingQueries, ActionItemQueries,
    JointWorkGroupRoutes, JointWorkGroupQueries,
    DutyCharterRoutes, DutyAcknowledgementRoutes, DutyCharterQueries, DutyAcknowledgementQueries,
    CadencePolicyRoutes, CadencePolicyQueries, CadenceComplianceQueries,
  ],
  views: [
    orgTree, classBoard, staffPositions, appointmentTimeline, collaborationChains, chainVersions, schoolCalendars, deadlinePolicies,
    reportInbox, reportTimeline, reportAgeing, reportDeadlines, directiveList, directiveMatrix, directiveDeadlines, commonProblems,
    workLog, classCharters, classInspections, inspectionFindings, meetings, actionItems, jointWorkGroups,
    dutyCharters, dutyAcknowledgements, cadencePolicies,
  ],
  reactions: [
    rememberFirstAppointments, endAppointmentsOfThoseWhoLeave, endAppointmentsOfEndedClasses, releaseLoadOfEndedAppointments, chainFollowsAppointments,
    recomputeDueTimes, recordSupportOutcomes, deliverDirectives, flagOverdueRecipients, closeFulfilledDirectives, closeRelaysWithTheirDirective,
    groupsFollowOffices,
  ],
  deadlines: [elapseReportDeadlines, elapseDirectiveDeadlines],
  refusals: [
    orgUnitRefusals, schoolClassRefusals, teacherRefusals, classLeadershipRefusals, collaborationChainRefusals, schoolCalendarRefusals, deadlinePolicyRefusals,
    upwardReportRefusals, directiveRefusals, directiveReceiptRefusals, commonProblemRefusals,
    classWorkLogRefusals, classInspectionRefusals, meetingRefusals, jointWorkGroupRefusals, dutyCharterRefusals, cadencePolicyRefusals,
  ],
  sinks: nameIndex,
  providers: nameSearch,
});
