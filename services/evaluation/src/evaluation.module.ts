import { evaluationEvents, organizationEvents, resourcesEvents, trainingEvents } from '@homeroom/contracts';
import { service } from '@homeroom/platform';
import { assessment } from './assessments/assessment.decider';
import { SCORING } from './assessments/assessment.model';
import { assessmentRefusals, AssessmentRoutes } from './assessments/assessment.routes';
import { assessmentsOfCycleRefusals, AssessmentsOfCycleRoutes } from './assessments/assessments-of-cycle.routes';
import { AssessmentQueries, assessments } from './assessments/assessments.view';
import { evaluationCycle } from './evaluation-cycles/evaluation-cycle.decider';
import { evaluationCycleRefusals, EvaluationCycleRoutes } from './evaluation-cycles/evaluation-cycle.routes';
import { EvaluationCycleQueries, evaluationCycles } from './evaluation-cycles/evaluation-cycles.view';
import { facts } from './facts/facts.view';
import { framework } from './frameworks/framework.decider';
import { frameworkRefusals, FrameworkRoutes } from './frameworks/framework.routes';
import { FrameworkQueries, frameworks, frameworkVersions } from './frameworks/frameworks.view';
import { improvementPlan } from './improvement-plans/improvement-plan.decider';
import { improvementPlanRefusals, ImprovementPlanRoutes } from './improvement-plans/improvement-plan.routes';
import { ImprovementPlanQueries, improvementPlans } from './improvement-plans/improvement-plans.view';
import { objection } from './objections/objection.decider';
import { objectionRefusals, ObjectionRoutes } from './objections/objection.routes';
import { ObjectionQueries, objections } from './objections/objections.view';
import { evaluatedSchools } from './people/evaluated-schools.view';
import { evaluationSubjects } from './people/evaluation-subjects.view';
import { personPositions } from './people/person-positions.view';
import { grantPointsByTheRules } from './points/grant-points-by-the-rules.reaction';
import { pointsLedger } from './points/points-ledger.decider';
import { PointsLedgerQueries, pointsLedgers, pointsStatement } from './points/points-ledgers.view';
import { pointsRuleSet } from './points/points-rule-set.decider';
import { pointsRules, PointsRulesQueries } from './points/points-rules.view';
import { pointsSources } from './points/points-sources.view';
import { pointsRefusals, PointsRoutes } from './points/points.routes';
import { ComparisonQueries } from './scores/comparison.view';
import { resultsRecompute, sourcesExist } from './scores/recorded-results.proof';
import { recordedScores } from './scores/recorded-scores.view';
import { ScoreBook } from './scores/score-book.view';
import { ScoreRecordQueries } from './scores/score-records.view';
import { ScorecardQueries, scoreRefusals } from './scores/scorecards.view';
import { closeSheetsWithTheirSurvey } from './surveys/close-sheets-with-their-survey.reaction';
import { surveySatisfaction, SurveySatisfactionQueries } from './surveys/survey-satisfaction.view';
import { surveySheet } from './surveys/survey-sheet.decider';
import { SurveySheetQueries, surveySheets } from './surveys/survey-sheets.view';
import { survey } from './surveys/survey.decider';
import { surveyRefusals, SurveyRoutes, SurveySheetRoutes } from './surveys/survey.routes';
import { SurveyQueries, surveys } from './surveys/surveys.view';

/** How class teachers, lead class teachers, schools and studios are evaluated: by published frameworks, from facts that anyone may follow. */
export const evaluation = service({
  name: 'evaluation',
  says: 'Evaluation by published frameworks: cycles, assessments, surveys, objections, points and improvement plans',
  events: evaluationEvents,
  peers: [organizationEvents, resourcesEvents, trainingEvents],
  streams: [framework, evaluationCycle, survey, surveySheet, assessment, objection, pointsRuleSet, pointsLedger, improvementPlan],
  routes: [
    FrameworkRoutes, FrameworkQueries, EvaluationCycleRoutes, EvaluationCycleQueries, SurveyRoutes, SurveySheetRoutes, SurveyQueries, SurveySheetQueries, SurveySatisfactionQueries,
    AssessmentRoutes, AssessmentsOfCycleRoutes, AssessmentQueries, ScorecardQueries, ScoreRecordQueries, ComparisonQueries, ObjectionRoutes, ObjectionQueries, PointsRoutes, PointsRulesQueries, PointsLedgerQueries, ImprovementPlanRoutes, ImprovementPlanQueries,
  ],
  views: [
    personPositions, evaluationSubjects, evaluatedSchools, frameworks, frameworkVersions, evaluationCycles, surveys, surveySheets, surveySatisfaction, facts, recordedScores, assessments, objections,
    pointsSources, pointsRules, pointsLedgers, pointsStatement, improvementPlans,
  ],
  reactions: [closeSheetsWithTheirSurvey, grantPointsByTheRules],
  proofs: [resultsRecompute, sourcesExist],
  refusals: [frameworkRefusals, evaluationCycleRefusals, surveyRefusals, assessmentRefusals, assessmentsOfCycleRefusals, scoreRefusals, objectionRefusals, pointsRefusals, improvementPlanRefusals],
  providers: ({ runtime }) => {
    const book = new ScoreBook(runtime);
    return [{ provide: ScoreBook, useValue: book }, { provide: SCORING, useValue: book }];
  },
});
