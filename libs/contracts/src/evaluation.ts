import { catalogue } from './catalogue';
import { type AssessmentEvent, assessmentEvents } from './evaluation/assessment';
import { type EvaluationCycleEvent, evaluationCycleEvents } from './evaluation/evaluation-cycle';
import { type FrameworkEvent, frameworkEvents } from './evaluation/framework';
import { type ImprovementPlanEvent, improvementPlanEvents } from './evaluation/improvement-plan';
import { type ObjectionEvent, objectionEvents } from './evaluation/objection';
import { type PointsLedgerEvent, pointsLedgerEvents, type PointsRuleSetEvent, pointsRuleSetEvents } from './evaluation/points';
import { type SurveyEvent, surveyEvents, type SurveySheetEvent, surveySheetEvents } from './evaluation/survey';

export * from './evaluation/framework-document';
export * from './evaluation/measures';
export * from './evaluation/score';
export * from './evaluation/framework';
export * from './evaluation/evaluation-cycle';
export * from './evaluation/survey';
export * from './evaluation/assessment';
export * from './evaluation/objection';
export * from './evaluation/points';
export * from './evaluation/improvement-plan';
export * from './evaluation/samples/class-teacher-frameworks';
export * from './evaluation/samples/frameworks';
export * from './evaluation/samples/points-rules';

/** Everything that evaluation records, in the order of the story. */
export type EvaluationEvent =
  | FrameworkEvent | EvaluationCycleEvent | SurveyEvent | SurveySheetEvent | AssessmentEvent | ObjectionEvent
  | PointsRuleSetEvent | PointsLedgerEvent | ImprovementPlanEvent;

export const evaluationEvents = catalogue<EvaluationEvent>()('evaluation', {
  ...frameworkEvents, ...evaluationCycleEvents, ...surveyEvents, ...surveySheetEvents, ...assessmentEvents, ...objectionEvents,
  ...pointsRuleSetEvents, ...pointsLedgerEvents, ...improvementPlanEvents,
});
