import { catalogue } from './catalogue';
import { type ActivityEvent, activityEvents, type ActivitySeriesEvent, activitySeriesEvents, type ShowcaseMonthEvent, showcaseMonthEvents } from './training/activity';
import { type CampaignEvent, campaignEvents, type CampaignParticipationEvent, campaignParticipationEvents } from './training/campaign';
import { type CaseConsultationEvent, caseConsultationEvents, type CitableReportEvent, citableReportEvents } from './training/case-consultation';
import { type CompetencyModelEvent, competencyModelEvents, type CompetencyProfileEvent, competencyProfileEvents } from './training/competency';
import { type CompetitionEvent, competitionEvents } from './training/competition';
import { type CourseEvent, courseEvents } from './training/course';
import { type CoverageTargetEvent, coverageTargetEvents } from './training/coverage-target';
import { type MaturityEvent, maturityEvents } from './training/maturity';
import { type ProjectCallEvent, projectCallEvents, type ProjectEvent, projectEvents } from './training/project';
import { type RainbowTeamEvent, rainbowTeamEvents } from './training/rainbow-team';
import { type StaffMemberEvent, staffMemberEvents } from './training/staff-member';
import { type CampPlaceEvent, campPlaceEvents, type StudyCampEvent, studyCampEvents } from './training/study-camp';
import { type TierLadderEvent, tierLadderEvents } from './training/tier-ladder';
import { type TrainingPlanEvent, trainingPlanEvents } from './training/training-plan';
import { type TrainingSessionEvent, trainingSessionEvents } from './training/training-session';
import { type WorkshopSelectionEvent, workshopSelectionEvents } from './training/workshop-selection';

export * from './training/tier-ladder';
export * from './training/training-plan';
export * from './training/course';
export * from './training/training-session';
export * from './training/coverage-target';
export * from './training/staff-member';
export * from './training/study-camp';
export * from './training/rainbow-team';
export * from './training/project';
export * from './training/activity';
export * from './training/campaign';
export * from './training/competition';
export * from './training/case-consultation';
export * from './training/competency';
export * from './training/workshop-selection';
export * from './training/maturity';

/** Everything that training records, in the order of the story. */
export type TrainingEvent =
  | TierLadderEvent
  | TrainingPlanEvent
  | CourseEvent
  | TrainingSessionEvent
  | CoverageTargetEvent
  | StaffMemberEvent
  | StudyCampEvent
  | CampPlaceEvent
  | RainbowTeamEvent
  | ProjectCallEvent
  | ProjectEvent
  | ActivityEvent
  | ShowcaseMonthEvent
  | ActivitySeriesEvent
  | CampaignEvent
  | CampaignParticipationEvent
  | CompetitionEvent
  | CaseConsultationEvent
  | CitableReportEvent
  | CompetencyModelEvent
  | CompetencyProfileEvent
  | WorkshopSelectionEvent
  | MaturityEvent;

export const trainingEvents = catalogue<TrainingEvent>()('training', {
  ...tierLadderEvents,
  ...trainingPlanEvents,
  ...courseEvents,
  ...trainingSessionEvents,
  ...coverageTargetEvents,
  ...staffMemberEvents,
  ...studyCampEvents,
  ...campPlaceEvents,
  ...rainbowTeamEvents,
  ...projectCallEvents,
  ...projectEvents,
  ...activityEvents,
  ...showcaseMonthEvents,
  ...activitySeriesEvents,
  ...campaignEvents,
  ...campaignParticipationEvents,
  ...competitionEvents,
  ...caseConsultationEvents,
  ...citableReportEvents,
  ...competencyModelEvents,
  ...competencyProfileEvents,
  ...workshopSelectionEvents,
  ...maturityEvents,
});
