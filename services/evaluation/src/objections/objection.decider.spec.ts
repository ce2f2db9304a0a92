import { type EvaluationCycleEvent, type ObjectionEvent, type RecordedScore, sampleFrameworks } from '@homeroom/contracts';
import { given, someone, someTime as at } from '@homeroom/testing';
import { assessment } from '../assessments/assessment.decider';
import { evaluationCycle } from '../evaluation-cycles/evaluation-cycle.decider';
import { objection } from './objection.decider';

const [cycleId, subjectId, filer] = ['018f6b1e-0000-7000-8000-00000000e101', '018f6b1e-0000-7000-8000-00000000c001', 'p'];
const assessmentId = `${cycleId}:${subjectId}`;
const about = { objectionId: 'o', assessmentId, cycleId, subjectId, at };
const by = (personId: string) => ({ personId, role: 'school-staff' });
const step = { cycleId, by: 'x', at };
const story: EvaluationCycleEvent[] = [
  { type: 'CycleOpened', data: { ...step, kind: 'basic', owner: 's', frameworkId: 'f', frameworkVersion: 1, subjectType: 'class-teacher', from: '2025-09-01', until: '2026-06-30', objectionWorkingDays: 5 } },
  { type: 'ReviewStarted', data: step }, { type: 'ResultsPublicised', data: { ...step, objectionsUntil: '2025-09-15T15:59:59.999Z' } }, { type: 'ObjectionsClosed', data: step },
];
const cycle = (steps: number) => given(evaluationCycle, ...story.slice(0, steps)).state();
const rated = given(assessment, { type: 'IndicatorRated', data: { assessmentId, cycleId, subjectId, at, nodeId: 'n', measure: 'rating:n', level: 2, raterId: 'rater' } },
  { type: 'EvaluationResultFinalised', data: { assessmentId, cycleId, subjectId, at, resultVersion: 1, kind: 'basic', subjectType: 'class-teacher', scored: {} as RecordedScore, finalisedBy: 'x' } }).state();

const filed: ObjectionEvent = { type: 'ObjectionFiled', data: { ...about, resultVersion: 1, nodeIds: [], grounds: 'sealed', filedBy: filer } };
const accepted: ObjectionEvent = { type: 'ObjectionAccepted', data: { ...about, acceptedBy: someone.personId } };
const framework = { frameworkVersion: 1, formulaHash: 'h', document: sampleFrameworks['class-teacher-basic']! };
const file = (when: string, steps = 3, state = rated, nodeIds: string[] = []) =>
  given(objection).when('FileObjection', { assessment: assessmentId, nodeIds, grounds: 'sealed' }, { id: 'o', by: by(filer), at: when, facts: { cycle: cycle(steps), framework, assessment: state } });
const uphold = (personId: string, ...events: ObjectionEvent[]) => given(objection, ...events).when('UpholdObjection', { reason: 'sealed' }, { by: by(personId), facts: { assessment: rated } });

describe('an objection', () => {
  it('is filed while results are publicised, to the last moment of its window', () => {
    file(at).then(filed);
    file('2025-09-15T15:59:59.999Z').thenTypes('ObjectionFiled');
    file('2025-09-15T16:00:00.000Z').rejected('outside-objection-window');
    file(at, 2).rejected('outside-objection-window');
    file(at, 4).rejected('outside-objection-window');
    file(at, 3, given(assessment).state()).rejected('result-not-finalised');
  });
  it('is about indicators or measures that the framework has', () => {
    file(at, 3, rated, ['process', 'home-school']).thenTypes('ObjectionFiled');
    file(at, 3, rated, ['process', 'nothing-such']).rejected('no-such-node');
  });
  it('is taken up before it is decided, by nobody who filed or rated', () => {
    uphold(someone.personId, filed).rejected('objection-filed');
    uphold(someone.personId, filed, accepted).then({ type: 'ObjectionUpheld', data: { ...about, reason: 'sealed', decidedBy: someone.personId } });
    uphold('rater', filed, accepted).rejected('original-rater');
    uphold(filer, filed, accepted).rejected('own-objection');
    given(objection, filed).when('AcceptObjection', {}, { by: by('rater'), facts: { assessment: rated } }).rejected('original-rater');
    uphold(someone.personId).rejected('objection-not-found');
  });
  it('is decided once', () => {
    const rejected = given(objection, filed, accepted).when('RejectObjection', { reason: 'sealed' }, { facts: { assessment: rated } }).events;
    given(objection, filed, accepted, ...rejected).when('RejectObjection', { reason: 'sealed' }, { facts: { assessment: rated } }).then();
    uphold(someone.personId, filed, accepted, ...rejected).rejected('objection-rejected');
  });
  it('is dismissed where it is not admissible, and only then', () => {
    const dismiss = (...events: ObjectionEvent[]) => given(objection, ...events).when('DismissObjection', { reason: 'sealed' }, { facts: { assessment: rated } });
    dismiss(filed).thenTypes('ObjectionDismissed');
    dismiss(filed, ...dismiss(filed).events).then();
    dismiss(filed, accepted).rejected('objection-accepted');
  });
});
