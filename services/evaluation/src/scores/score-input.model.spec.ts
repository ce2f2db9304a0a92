import { basicClassTeacher, combinedClassTeacher, type FrameworkDocument } from '@homeroom/contracts';
import fc from 'fast-check';
import type { Fact, Matter } from '../facts/fact.model';
import { canonicalJson } from '../scoring/canonical-json.model';
import { compile } from '../scoring/compile.model';
import { Cohort, type CohortScore, compute, type Evidence, hasQuota, kindsFor, measuresIn, tellsOf } from './score-input.model';

const basic = compile(basicClassTeacher);
let position = 0;
const value = (cycleId: string, subjectId: string, measured: string, at = ++position): Matter => ({
  matter: `assessment:${cycleId}:${subjectId}`, kind: 'assessment', classId: null, schoolId: null, personIds: [], cycleId,
  facts: [{ service: 'evaluation', position: at, eventId: `e${at}`, type: 'QuantitativeMeasureRecorded', at: '2026-06-08T00:00:00.000Z', on: '2026-06-08', recordedAt: '2026-06-08T00:00:00.000Z', data: { measure: 'quantitative:academic-position', value: measured } }],
});
const held = (n: number): Matter => {
  const fact: Fact = { service: 'organization', position: n, eventId: `o${n}`, type: 'ClassActivityHeld', at: '2025-10-08T00:00:00.000Z', on: '2025-10-08', recordedAt: '2025-10-08T00:00:00.000Z', data: { kind: 'themed-class-meeting' } };
  return { matter: `entry:c:${n}`, kind: 'entry', classId: 'c', schoolId: 's', personIds: [], cycleId: null, facts: [fact] };
};
const cycle = { cycleId: 'y', kind: 'basic', subjectType: 'class-teacher', subjects: 2, from: '2025-09-01', until: '2026-06-12' } as const;
const subject = { subjectId: 'c', schoolId: 's', personId: 'p', group: 's:junior:1' };
const others = (...values: string[]) => values.map((one, i) => ({ subject: { subjectId: `d${i}` }, matters: [value('y', `d${i}`, one)] }));
const evidence = (more: Partial<Evidence> = {}): Evidence => ({ cycle, subject, matters: [value('y', 'c', '80'), held(1), held(2)], parallels: [], cohort: new Cohort([]), ...more });
const recorded = (subjectId: string, exact: string, more: Partial<CohortScore> = {}): CohortScore => ({
  cycleId: 'y', subjectId, schoolId: 's', resultVersion: 0, exact, grade: 'EXCELLENT', position: ++position, eventId: 'x', type: 'ScoreComputed', at: '2026-06-15T00:00:00.000Z', recordedAt: '2026-06-15T00:00:00.000Z', ...more,
});

describe('what a score is made of', () => {
  it('ranks a value among the parallel classes, without its own', () => {
    const { input, trace } = compute(basic, evidence({ parallels: others('70', '75', '90', '80') }));
    expect(Object.values(input.peers!)).toEqual([{ 'quantitative:academic-position': ['70', '75', '80', '90'] }]);
    expect(trace.nodes.find(({ nodeId }) => nodeId === 'academic-position')).toMatchObject({ raw: '80', score: '125/2' });
  });

  it('is the same to the byte in whatever order it was read', () => {
    const matters = [value('y', 'c', '80', 1), ...[1, 2, 3, 4, 5].map(held)];
    const bytes = (read: readonly Matter[]) => canonicalJson(compute(basic, evidence({ matters: read })));
    fc.assert(fc.property(fc.shuffledSubarray(matters, { minLength: matters.length }), (read) => bytes(read) === bytes(matters)), { numRuns: 30 });
  });

  it('says where its measures stand', () => {
    expect(kindsFor(measuresIn(basic)).sort()).toEqual(['assessment', 'charter', 'entry', 'inspection', 'satisfaction']);
  });
});

describe('a score among others', () => {
  it('has its grade after the quota of the cycle, by the last score of each', () => {
    expect(hasQuota(basic)).toBe(true);
    const document = { ...basicClassTeacher, gates: [], gradeBands: [{ grade: 'EXCELLENT', from: '0.01', to: '100', quota: '0.5' }, { grade: 'UNQUALIFIED', from: '0', to: '0.01' }] } as FrameworkDocument;
    const framework = compile(document);
    const graded = (...cohort: CohortScore[]) => compute(framework, evidence({ cohort: new Cohort(cohort) })).cohortGrade;
    expect(graded()).toBeUndefined();
    expect(graded(recorded('d', '99', { cycleId: 'another' }))).toBeUndefined();
    expect(graded(recorded('d', '0', { exact: null, grade: null }))).toBe('UNQUALIFIED');
    expect(graded(recorded('d', '0.02'))).toBe('EXCELLENT');
    expect(graded(recorded('d', '99'))).toBe('UNQUALIFIED');
    expect(graded(recorded('d', '99'), recorded('d', '0.02'))).toBe('EXCELLENT');
    expect(graded(recorded('d', '99', { cycleId: 'another' }), recorded('e', '0.02'))).toBe('EXCELLENT');
  });

  it('is graded among the same others whether it was scored before or not, and with what', () => {
    const document = { ...basicClassTeacher, gates: [], gradeBands: [{ grade: 'EXCELLENT', from: '0.01', to: '100', quota: '0.5' }, { grade: 'UNQUALIFIED', from: '0', to: '0.01' }] } as FrameworkDocument;
    const framework = compile(document);
    const { score: exact, grade } = compute(framework, evidence()).trace.result;
    const anew = (cohort: Cohort) => compute(framework, evidence({ cohort })).cohortGrade;
    fc.assert(fc.property(fc.constantFrom('0.02', '99', exact!.exact), fc.constantFrom('0.02', '99'), (other, before) => {
      const fresh = anew(new Cohort([recorded('d', other)]));
      const again = new Cohort([recorded('c', exact!.exact, { grade }), recorded('d', other)]);
      expect(anew(again)).toBe(fresh);
      expect(anew(again)).toBe(fresh);
      expect(anew(new Cohort([recorded('c', before), recorded('d', other)]))).toBe(fresh);
    }));
  });

  it('knows no more of the others than was known', () => {
    const cohort = new Cohort([recorded('d', '90', { position: 50, recordedAt: '2026-06-15T00:00:00.000Z' }), recorded('d', '95', { position: 60, recordedAt: '2026-06-16T00:00:00.000Z' })]);
    const last = (known: Parameters<Cohort['asKnown']>[0]) => cohort.asKnown(known).lastIn('y').get('d')?.exact;
    expect(last({ to: { evaluation: 50 } })).toBe('90');
    expect(last({ asOf: '2026-06-15T12:00:00.000Z' })).toBe('90');
    expect(last({ to: { organization: 100 } })).toBeUndefined();
    expect(last({})).toBe('95');
  });
});

describe('a matter', () => {
  const matter = (more: Partial<Matter>): Matter => ({ matter: 'report:r', kind: 'report', classId: 'c', schoolId: 's', personIds: ['p'], cycleId: null, facts: [], ...more });
  const told = (one: Matter) => (['class-teacher', 'lead-class-teacher', 'school', 'studio'] as const).filter((subjectType) =>
    tellsOf(one, { ...cycle, subjectType }, { subjectId: { 'class-teacher': 'c', 'lead-class-teacher': 'p', school: 's', studio: 'x' }[subjectType], ...(subjectType !== 'studio' && { schoolId: 's' }), ...(/teacher/.test(subjectType) && { personId: 'p' }) }));

  it('of a class tells of the class, of its school, and of the lead class teachers in it', () => {
    expect(told(matter({}))).toEqual(['class-teacher', 'lead-class-teacher', 'school']);
    expect(told(matter({ classId: 'another', personIds: [] }))).toEqual(['school']);
    expect(told(matter({ classId: 'another', schoolId: 'another' }))).toEqual([]);
  });
  it('of a person tells of that person, in whatever school', () => {
    expect(told(matter({ kind: 'points', classId: null, schoolId: null }))).toEqual(['class-teacher', 'lead-class-teacher']);
    expect(told(matter({ kind: 'points', classId: null, schoolId: null, personIds: ['q'] }))).toEqual([]);
  });
  it('that is an assessment tells of its own subject alone', () => {
    expect(told(matter({ kind: 'assessment', matter: 'assessment:y:c' }))).toEqual(['class-teacher']);
    expect(told(matter({ kind: 'assessment', matter: 'assessment:another:c' }))).toEqual([]);
  });
});

describe('both results together', () => {
  const combined = compile(combinedClassTeacher);
  const both = { ...cycle, kind: 'combined' as const, combines: { basicCycleIds: ['b'], developmentalCycleId: 'd' } };
  const result = (cycleId: string, subjectId: string, exact: string, resultVersion = 1) => recorded(subjectId, exact, { cycleId, resultVersion, type: 'EvaluationResultFinalised' });

  it('are measures with the events that recorded them; scores of a moment are none', () => {
    const cohort = [result('b', 'c', '80'), result('b', 'e', '60'), result('d', 'c', '70'), recorded('c', '10', { cycleId: 'd' })];
    const { input } = compute(combined, evidence({ cycle: both, cohort: new Cohort(cohort) }));
    expect(input.measures['result:developmental']).toMatchObject({ kind: 'score', score: '70', sources: [{ service: 'evaluation', type: 'EvaluationResultFinalised', position: cohort[2]!.position }] });
    expect(input.measures['result:basic']).toMatchObject({ kind: 'score', sources: [{ position: cohort[0]!.position }] });
  });

  it('are graded with the quota of their own cycle, not of those that they combine', () => {
    const results = ['c', 'e', 'f', 'g', 'h'].flatMap((one, i) => [result('b', one, `${99 - i * 10}`), result('d', one, `${99 - i * 10}`)]);
    const graded = (more: CohortScore[]) => compute(combined, evidence({ cycle: { ...both, subjects: 5 }, cohort: new Cohort([...results, ...more]) })).cohortGrade;
    expect(graded([])).toBeUndefined();
    expect(graded(['e', 'f', 'g', 'h'].map((one) => recorded(one, '60', { grade: 'QUALIFIED' })))).toBe('EXCELLENT');
    expect(graded(['e', 'f', 'g', 'h'].map((one) => recorded(one, '99')))).toBe('GOOD');
  });

  it('take the last version, and wait for what is not there', () => {
    const { input } = compute(combined, evidence({ cycle: both, cohort: new Cohort([result('d', 'c', '70'), result('d', 'c', '75', 2)]) }));
    expect(input.measures['result:developmental']).toMatchObject({ score: '75' });
    expect(input.measures['result:basic']).toBeUndefined();
  });
});
