import { type AssessmentEvent, type EvaluationCycleEvent, type FrameworkKind, type RecordedScore, sampleFrameworks } from '@homeroom/contracts';
import { given, someone, someTime as at } from '@homeroom/testing';
import { evaluationCycle } from '../evaluation-cycles/evaluation-cycle.decider';
import { framework, publishedVersion } from '../frameworks/framework.decider';
import { objection } from '../objections/objection.decider';
import { assessment } from './assessment.decider';
import { leaves } from './assessment.model';

const uuid = (n: number) => `018f6b1e-0000-7000-8000-${String(n).padStart(12, '0')}`;
const [cycleId, subjectId, teacher, rater, school, elsewhere] = [1, 2, 3, 4, 5, 6].map(uuid) as [string, string, string, string, string, string];
const id = `${cycleId}:${subjectId}`;
const about = { assessmentId: id, cycleId, subjectId, at };
const by = (personId: string) => ({ personId, role: 'school-staff' });

const document = sampleFrameworks['class-teacher-basic']!;
const published = publishedVersion(given(framework, { type: 'FrameworkPublished', data: { frameworkId: 'f', frameworkVersion: 1, owner: 'county', formulaHash: 'h', document, publishedBy: 'x', at } }).state(), 1);
const rubric = leaves(published).find(({ method }) => method.type === 'RUBRIC')!;
const quantitative = leaves(published).find(({ measure }) => measure.startsWith('quantitative:'));
const nodeId = rubric.nodeId;

const step = { cycleId, by: someone.personId, at };
const cycle = (steps: number, kind: FrameworkKind = 'basic') => {
  const story: EvaluationCycleEvent[] = [
    { type: 'CycleOpened', data: { ...step, kind, owner: school, frameworkId: 'f', frameworkVersion: 1, subjectType: 'class-teacher', from: '2025-09-01', until: '2026-06-30', objectionWorkingDays: 5 } },
    { type: 'RatersAppointed', data: { ...step, raterIds: [rater, teacher] } },
    { type: 'RosterFrozen', data: { ...step, asOf: '2026-03-01', subjects: [{ subjectId, schoolId: school, personId: teacher }], knownTo: {} } },
    { type: 'CollectionOpened', data: step }, { type: 'CollectionClosed', data: step }, { type: 'ReviewStarted', data: step },
  ];
  return given(evaluationCycle, ...story.slice(0, steps)).state();
};
const [frozen, collecting, collected, reviewing] = [3, 4, 5, 6].map((steps) => cycle(steps)) as [ReturnType<typeof cycle>, ReturnType<typeof cycle>, ReturnType<typeof cycle>, ReturnType<typeof cycle>];

const scoredAs = (inputDigest: string, status: 'scored' | 'blocked' = 'scored'): RecordedScore => ({
  frameworkId: 'f', frameworkVersion: 1, formulaHash: 'h', engineVersion: '1', knownTo: { organization: 1 }, inputDigest,
  result: { status, score: null, grade: null, vetoed: false, nodes: [], gates: [], blockedBy: status === 'blocked' ? ['root'] : [] },
});
const rated = (level: number): AssessmentEvent => ({ type: 'IndicatorRated', data: { ...about, nodeId, measure: rubric.measure, level, raterId: rater } });
const finalised: AssessmentEvent = { type: 'EvaluationResultFinalised', data: { ...about, resultVersion: 1, kind: 'basic', subjectType: 'class-teacher', schoolId: school, personId: teacher, scored: scoredAs('1'), finalisedBy: someone.personId } };

const rate = (facts: { cycle?: typeof frozen; raterSchoolId?: string } = {}, personId = rater, level = 2, ...events: AssessmentEvent[]) =>
  given(assessment, ...events).when('RateIndicator', { nodeId, level }, { id, by: by(personId), facts: { cycle: collecting, framework: published, raterSchoolId: school, ...facts } });

describe('a rating', () => {
  it('is given while the cycle collects, and replaced by a later one', () => {
    rate().then(rated(2));
    rate({}, rater, 2, rated(2)).then();
    rate({}, rater, 3, rated(2)).then(rated(3));
    rate({ cycle: frozen }).rejected('cycle-roster-frozen');
    rate({ cycle: collected }).rejected('cycle-collected');
  });
  it('is an appointed rater\'s without conflict of interest', () => {
    rate({}, uuid(9)).rejected('not-a-rater');
    rate({}, teacher).rejected('rates-oneself');
    rate({ raterSchoolId: elsewhere }).rejected('rater-of-another-school');
    rate({ cycle: cycle(4, 'developmental') }).rejected('rater-of-own-school');
    rate({ cycle: cycle(4, 'developmental'), raterSchoolId: elsewhere }).then(rated(2));
    rate({ cycle: cycle(4, 'developmental'), raterSchoolId: undefined }).then(rated(2));
  });
  it('is one of the rubric\'s levels', () => {
    rate({}, rater, 999).rejected('no-such-level');
    given(assessment).when('RateIndicator', { nodeId: 'nothing', level: 1 }, { id, by: by(rater), facts: { cycle: collecting, framework: published, raterSchoolId: school } }).rejected('no-such-rubric');
  });
  it('is of who is on the roster', () => given(assessment).when('RateIndicator', { nodeId, level: 2 }, { id: `${cycleId}:${uuid(9)}`, by: by(rater), facts: { cycle: collecting, framework: published, raterSchoolId: school } }).rejected('subject-not-found'));
  it('is taken back by who gave it', () => {
    const withdraw = (...events: AssessmentEvent[]) => given(assessment, ...events).when('WithdrawRating', { nodeId }, { id, by: by(rater), facts: { cycle: collecting, framework: published } });
    withdraw(rated(2)).thenTypes('RatingWithdrawn');
    withdraw().then();
  });
  it('counts differently by somebody else\'s word, before the result is final', () => {
    const override = (personId: string, facts = reviewing, ...events: AssessmentEvent[]) =>
      given(assessment, ...events).when('OverrideRating', { nodeId, raterId: rater, level: 1, reason: 'sealed' }, { id, by: by(personId), facts: { cycle: facts, framework: published } });
    override(uuid(9), reviewing, rated(2)).then({ type: 'RatingOverridden', data: { ...about, nodeId, measure: rubric.measure, raterId: rater, fromLevel: 2, level: 1, reason: 'sealed', approvedBy: uuid(9) } });
    override(rater, reviewing, rated(2)).rejected('own-rating');
    override(teacher, reviewing, rated(2)).rejected('rates-oneself');
    override(uuid(9)).rejected('rating-not-found');
    override(uuid(9), reviewing, rated(2), finalised).rejected('result-finalised');
  });
});

describe('what else is said', () => {
  it('is a value that the framework asks for', () => {
    const record = (name: string, value: string, ...events: AssessmentEvent[]) => given(assessment, ...events).when('RecordQuantitativeMeasure', { name, value }, { id, facts: { cycle: collecting, framework: published } });
    record('nothing', '1').rejected('no-such-measure');
    const name = quantitative?.measure.slice('quantitative:'.length);
    if (name) record(name, '87.5').thenTypes('QuantitativeMeasureRecorded');
  });
  it('is taken while the cycle collects', () => {
    given(assessment).when('SubmitSelfAssessment', { text: 'sealed' }, { id, by: by(teacher), facts: { cycle: collecting } }).thenTypes('SelfAssessmentSubmitted');
    given(assessment).when('SubmitSelfAssessment', { text: 'sealed' }, { id, by: by(teacher), facts: { cycle: collected } }).rejected('cycle-collected');
    given(assessment).when('AttachEvidence', { evidenceId: 'e', kind: 'record', what: 'sealed' }, { id, facts: { cycle: collected } }).rejected('cycle-collected');
  });
});

describe('a result', () => {
  const finalise = (facts = reviewing, scored = scoredAs('1'), ...events: AssessmentEvent[]) => given(assessment, ...events).when('FinaliseResult', {}, { id, facts: { cycle: facts, scored, unscored: 0 } });
  const corrected: AssessmentEvent = { type: 'CorrectionApproved', data: { ...about, correctionId: 'k', reason: 'sealed', approvedBy: someone.personId } };
  const recompute = (cause: 'objection' | 'correction', causeId: string, facts: object, ...events: AssessmentEvent[]) =>
    given(assessment, ...events).when('RecomputeResult', { cause, causeId }, { id, facts: { cycle: reviewing, scored: scoredAs('2'), ...facts } });

  it('waits for the scores of all others where grades have quotas', () => {
    given(assessment).when('FinaliseResult', {}, { id, facts: { cycle: reviewing, scored: scoredAs('1'), unscored: 3 } }).rejected('cohort-not-scored');
  });

  it('is computed as often as it changes, and binds nobody', () => {
    const compute = (scored: RecordedScore, ...events: AssessmentEvent[]) => given(assessment, ...events).when('ComputeScore', {}, { id, facts: { cycle: collecting, scored } });
    const computed = compute(scoredAs('1')).events;
    compute(scoredAs('1'), ...computed).then();
    compute(scoredAs('2'), ...computed).thenTypes('ScoreComputed');
  });
  it('is final in review, once, and never without a score', () => {
    finalise().then(finalised);
    finalise(reviewing, scoredAs('2'), finalised).then();
    finalise(collected).rejected('cycle-collected');
    finalise(reviewing, scoredAs('1', 'blocked')).rejected('score-blocked');
  });
  it('changes through an approved correction, once', () => {
    recompute('correction', 'k', {}, finalised).rejected('correction-not-found');
    const events = recompute('correction', 'k', {}, finalised, corrected).events;
    expect(events).toMatchObject([{ type: 'ResultRecomputed', data: { resultVersion: 2, becauseOf: { cause: 'correction', id: 'k' } } }]);
    recompute('correction', 'k', {}, finalised, corrected, ...events).then();
    given(assessment).when('ApproveCorrection', { correctionId: 'k', reason: 'sealed' }, { id, facts: { cycle: reviewing } }).rejected('result-not-finalised');
    given(assessment, finalised).when('ApproveCorrection', { correctionId: 'k', reason: 'sealed' }, { id, by: by(teacher), facts: { cycle: reviewing } }).rejected('own-result');
  });
  it('changes through an upheld objection to it, and through no other', () => {
    const filed = (assessmentId: string) => ({ type: 'ObjectionFiled' as const, data: { objectionId: 'o', assessmentId, cycleId, subjectId, resultVersion: 1, nodeIds: [], grounds: 'sealed', filedBy: teacher, at } });
    const upheld = { type: 'ObjectionUpheld' as const, data: { objectionId: 'o', assessmentId: id, cycleId, subjectId, reason: 'sealed', decidedBy: 'x', at } };
    recompute('objection', 'o', { objection: given(objection, filed(id), upheld).state() }, finalised).thenTypes('ResultRecomputed');
    recompute('objection', 'o', { objection: given(objection, filed(id)).state() }, finalised).rejected('objection-not-upheld');
    recompute('objection', 'o', { objection: given(objection, filed(`${cycleId}:${uuid(9)}`), upheld).state() }, finalised).rejected('objection-not-upheld');
    recompute('objection', 'o', {}).rejected('result-not-finalised');
  });
});
