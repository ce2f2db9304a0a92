import { basicClassTeacher, samplePointsRules } from '@homeroom/contracts';
import { COUNTIES } from './two-counties';
import { later, type Names, step, type Step, type Story, type Told, type Who } from './story';

/** June: a survey, a cycle of the school from its framework to its end, and what comes of it; `open cycle` still collects. */
export const evaluationStory = (names: Names): Story => [...frameworks(names), ...survey(names), ...cycle(names), ...afterwards(names), ...open(names)];

const frameworks = (names: Names): Story => {
  const draft = (what: string): Step => step('bureau', 'draftFramework', [], { frameworkId: names.id(what), owner: 'county', document: basicClassTeacher });
  return [
    draft('framework'), step('bureau', 'publishFramework', [names.id('framework')], { frameworkVersion: 1 }),
    draft('retired framework'), step('bureau', 'publishFramework', [names.id('retired framework')], { frameworkVersion: 1 }), step('bureau', 'retireFramework', [names.id('retired framework')]),
    step('bureau', 'publishPointsRules', [], { sample: true, rules: samplePointsRules.rules, caps: samplePointsRules.caps }),
    later('2026-05-29T01:00:00.000Z'),
    step('bureau', 'closeLedger', [`${names.person('teacher')}:2024-2025`]),
  ];
};

const survey = (names: Names): Story => {
  const sheet = `${names.id('survey')}:${names.id('class')}`;
  const answers = [{ target: 'class-teacher', answer: 'very-satisfied' }];
  const token = (n: number) => (told: Told): object => ({ token: told.get('issueTokens').tokens[n], answers });
  return [
    step('principal', 'designSurvey', [], { surveyId: names.id('survey'), owner: names.id('school one'), audiences: ['student', 'parent'] }),
    step('principal', 'openSurvey', [names.id('survey')], { from: '2026-05-29' }),
    step('principal', 'issueTokens', [sheet], { audience: 'parent', count: 3 }),
    step('unregistered', 'submitSurveyResponse', [COUNTIES[0], sheet], token(0)),
    step('unregistered', 'submitSurveyResponse', [COUNTIES[0], sheet], token(1)),
    step('principal', 'closeSheet', [sheet]),
    step('principal', 'issueTokens', [`${names.id('survey')}:${names.id('neighbour class')}`], { audience: 'parent', count: 2 }),
    step('principal', 'designSurvey', [], { surveyId: names.id('closed survey'), owner: names.id('school one'), audiences: ['student'] }),
    step('principal', 'openSurvey', [names.id('closed survey')], { from: '2026-05-29' }),
    step('principal', 'closeSurvey', [names.id('closed survey')]),
  ];
};

const begins = (names: Names, what: string, until: string): Step[] => [
  step('principal', 'openCycle', [], {
    cycleId: names.id(what), kind: 'basic', owner: names.id('school one'), frameworkId: names.id('framework'), frameworkVersion: 1, subjectType: 'class-teacher', from: '2025-09-01', until, objectionWorkingDays: 1,
  }),
  step('principal', 'freezeRoster', [names.id(what)], { asOf: '2026-05-29' }),
  step('principal', 'appointRaters', [names.id(what)], { raterIds: [names.person('middle'), names.person('head')] }),
  step('principal', 'openCollection', [names.id(what)]),
];

const ASSESSED = ['class', 'neighbour class'] as const;

const assessmentsOf = (names: Names, cycle: string): readonly string[] => ASSESSED.map((each) => `${names.id(cycle)}:${names.id(each)}`);

const measured = (assessment: string): Step[] => [
  step('middle', 'rateIndicator', [assessment], { nodeId: 'class-climate', level: 3, comment: '班风较好。' }),
  step('middle', 'rateIndicator', [assessment], { nodeId: 'goal-alignment', level: 4, comment: '目标清楚。' }),
  step('principal', 'recordQuantitativeMeasure', [assessment], { name: 'five-domain-index', value: '87.0' }),
  step('principal', 'recordQuantitativeMeasure', [assessment], { name: 'academic-position', value: '80.5' }),
];

const scored = (names: Names, cycle: string): Step[] => [
  ...assessmentsOf(names, cycle).map((assessment) => step('principal', 'computeScore', [assessment])),
  ...assessmentsOf(names, cycle).map((assessment) => step('principal', 'finaliseResult', [assessment])),
];

const cycle = (names: Names): Story => {
  const id = names.id('cycle');
  const [own] = assessmentsOf(names, 'cycle') as [string];
  const does = (by: Who, operation: string, body: object = {}): Step => step(by, operation, [own], body);
  return [
    ...begins(names, 'cycle', '2026-06-12'),
    does('teacher', 'attachEvidence', { evidenceId: names.id('evidence'), kind: 'document', what: '班会记录。' }),
    does('teacher', 'submitSelfAssessment', { text: '本学年以习惯养成为主线。' }),
    ...assessmentsOf(names, 'cycle').flatMap(measured),
    does('head', 'rateIndicator', { nodeId: 'class-climate', level: 2, comment: '仍需努力。' }), does('head', 'withdrawRating', { nodeId: 'class-climate' }),
    does('head', 'rateIndicator', { nodeId: 'goal-alignment', level: 2, comment: '目标偏多。' }),
    step('principal', 'closeCollection', [id]), step('principal', 'startReview', [id]),
    does('principal', 'overrideRating', { nodeId: 'goal-alignment', raterId: names.person('head'), level: 3, reason: '与记录不符。' }),
    ...scored(names, 'cycle'),
    step('principal', 'publiciseResults', [id], { objectionsUntil: '2026-06-05T08:00:00.000Z' }),
  ];
};

const afterwards = (names: Names): Story => {
  const [id, own] = [names.id('cycle'), `${names.id('cycle')}:${names.id('class')}`];
  const objection = (by: Who, what: string, assessment = own): Step => step(by, 'fileObjection', [], { objectionId: names.id(what), assessment, nodeIds: ['process'], grounds: '漏记一次家访。' });
  const decides = (operation: string, what: string, reason?: string): Step => step('bureau', operation, [names.id(what)], reason === undefined ? {} : { reason });
  return [
    objection('teacher', 'objection'), decides('acceptObjection', 'objection'), decides('upholdObjection', 'objection', '情况属实。'),
    step('principal', 'recomputeResult', [own], { cause: 'objection', causeId: names.id('objection') }),
    objection('neighbour', 'rejected objection', `${id}:${names.id('neighbour class')}`), decides('acceptObjection', 'rejected objection'), decides('rejectObjection', 'rejected objection', '经核对无误。'),
    objection('neighbour', 'dismissed objection', `${id}:${names.id('neighbour class')}`), decides('dismissObjection', 'dismissed objection', '理由不具体。'),
    step('bureau', 'approveCorrection', [own], { correctionId: names.id('correction'), reason: '数据更正。' }),
    step('teacher', 'createImprovementPlan', [], { planId: names.id('plan'), cycleId: id, subjectId: names.id('class'), nodeIds: ['process'], plan: '增加家访。', reviewBy: '2027-01-15' }),
    later('2026-06-08T01:00:00.000Z'),
    step('principal', 'closeObjections', [id]), step('principal', 'finaliseCycle', [id]),
  ];
};

/** The same for several subjects at once. */
const atOnce = (names: Names, cycle: readonly string[]): Step[] => {
  const subjectIds = ASSESSED.map((each) => names.id(each));
  const rated = (subjectId: string, nodeId: string): object => ({ subjectId, nodeId, level: 3, comment: '较好。' });
  const valued = (subjectId: string, name: string): object => ({ subjectId, name, value: '85.0' });
  return [
    step('middle', 'rateIndicators', cycle, { ratings: subjectIds.flatMap((id) => [rated(id, 'class-climate'), rated(id, 'goal-alignment')]) }),
    step('principal', 'recordQuantitativeMeasures', cycle, { values: subjectIds.flatMap((id) => [valued(id, 'five-domain-index'), valued(id, 'academic-position')]) }),
    step('principal', 'closeCollection', cycle), step('principal', 'startReview', cycle),
    step('principal', 'computeScores', cycle, { subjectIds }), step('principal', 'finaliseResults', cycle, { subjectIds }),
  ];
};

/** A plan is held against a later result. */
const open = (names: Names): Story => [
  ...begins(names, 'later cycle', '2026-06-20'), ...atOnce(names, [names.id('later cycle')]),
  ...begins(names, 'open cycle', '2026-06-30'),
  step('principal', 'reviewImprovementPlan', [names.id('plan')], { cycleId: names.id('later cycle'), note: '有进展。' }),
  step('teacher', 'createImprovementPlan', [], { planId: names.id('closed plan'), cycleId: names.id('cycle'), subjectId: names.id('class'), nodeIds: ['process'], plan: '班会多样化。', reviewBy: '2027-01-15' }),
  step('principal', 'closeImprovementPlan', [names.id('closed plan')], { outcome: 'achieved', note: '已达成。' }),
];
