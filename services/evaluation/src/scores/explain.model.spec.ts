import { basicClassTeacher, combinedClassTeacher, type FrameworkDocument, type RecordedScore, sampleFrameworks } from '@homeroom/contracts';
import type { Matter } from '../facts/fact.model';
import { explain, explainAll, explainRecorded, recomputes, recordedIn } from './explain.model';
import { rebuiltArchive } from './rebuilt-archive.model';
import type { CohortScore } from './score-input.model';

const leadClassTeacher = sampleFrameworks['lead-class-teacher-developmental']!;
const [cycleId, subjectId, frameworkId] = ['00000000-0000-7000-8000-00000000000c', '00000000-0000-7000-8000-00000000000d', 'f'];
const assessmentId = `${cycleId}:${subjectId}`;
const fact = (service: string, position: number, type: string, data: object) =>
  ({ service, position, eventId: `${service}${position}`, type, at: '2025-10-08T02:00:00.000Z', on: '2025-10-08', recordedAt: '2025-10-08T02:00:00.000Z', data });
const held = (position: number): Matter => ({ matter: `entry:${position}`, kind: 'entry', classId: subjectId, schoolId: 's', personIds: [], cycleId: null, facts: [fact('organization', position, 'ClassActivityHeld', { kind: 'themed-class-meeting' })] });
const said = (...facts: Matter['facts']): Matter => ({ matter: `assessment:${assessmentId}`, kind: 'assessment', classId: null, schoolId: 's', personIds: [], cycleId, facts });
const archive = (facts: Matter[], scores: CohortScore[] = []) => rebuiltArchive({
  facts, scores, frameworks: [{ key: `${frameworkId}:1`, status: 'published', document: basicClassTeacher } as never],
  cycles: [{ cycleId, kind: 'basic', subjectType: 'class-teacher', subjects: 1, firstDay: '2025-09-01', lastDay: '2026-06-12', frameworkId, frameworkVersion: 1, combines: [], previousCycleId: null } as never],
  assessments: [{ assessmentId, cycleId, subjectId, schoolId: 's', personId: 'p', peerGroup: 's:junior:1' } as never],
});

describe('a result computed again from rows that the logs alone gave', () => {
  const record = async (): Promise<RecordedScore> => {
    const { trace, inputDigest, cohortGrade, framework, knownTo } = await explain(archive([held(1), said(fact('evaluation', 1, 'IndicatorRated', { measure: 'rating:class-climate', raterId: 'r', level: 3 }))]), assessmentId);
    return { frameworkId, frameworkVersion: 1, formulaHash: framework.formulaHash, engineVersion: trace.engineVersion, knownTo, inputDigest, result: trace.result, ...(cohortGrade && { cohortGrade }) };
  };
  const later = (scored: RecordedScore): Matter[] => [held(1), held(2), said(fact('evaluation', 1, 'IndicatorRated', { measure: 'rating:class-climate', raterId: 'r', level: 3 }), fact('evaluation', 2, 'EvaluationResultFinalised', { resultVersion: 1, scored }))];
  const again = async (matters: Matter[]) => {
    const found = archive(matters);
    const [recorded] = recordedIn(await found.said(assessmentId));
    return recomputes(await explainRecorded(found, assessmentId, recorded!), recorded!);
  };

  it('has its bytes, whatever came later', async () => expect(await again(later(await record()))).toBe(true));
  it('is found out where a recorded number was altered', async () => {
    const scored = await record();
    expect(await again(later({ ...scored, result: { ...scored.result, score: { ...scored.result.score!, shown: '99.99' } } }))).toBe(false);
    expect(await again(later({ ...scored, inputDigest: 'another' }))).toBe(false);
  });
  it('is found out where a fact behind it is gone', async () => expect(await again(later(await record()).slice(1))).toBe(false));
  it('cannot be told by another version of the engine, and stands as it was recorded', async () => expect(await again(later({ ...await record(), engineVersion: '0.9.0' }))).toBeNull());
  it('is of no assessment that is not there', async () => await expect(explain(archive([]), `${cycleId}:00000000-0000-7000-8000-00000000000e`)).rejects.toMatchObject({ code: 'assessment-not-found' }));
});

describe('a score of some archive', () => {
  const [lead, other, third] = ['00000000-0000-7000-8000-0000000000a1', '00000000-0000-7000-8000-0000000000a2', '00000000-0000-7000-8000-0000000000a3'] as const;
  const before = '00000000-0000-7000-8000-0000000000b0';
  const cycleOf = (more: object) => ({ cycleId, kind: 'basic', subjectType: 'class-teacher', subjects: 1, firstDay: '2025-09-01', lastDay: '2026-06-12', frameworkId, frameworkVersion: 1, combines: [], previousCycleId: null, ...more }) as never;
  const version = (number: number, document: FrameworkDocument) => ({ key: `${frameworkId}:${number}`, status: 'published', document }) as never;
  const onRoster = (subject: string, more: object = {}) => ({ assessmentId: `${cycleId}:${subject}`, cycleId, subjectId: subject, schoolId: 's', personId: subject, peerGroup: 's', ...more }) as never;
  const value = (id: string, position: number, at: string) => ({ ...fact('evaluation', position, 'QuantitativeMeasureRecorded', { measure: 'quantitative:five-domain-index', value: id }), recordedAt: at });
  /** The document with one leaf changed. */
  const withLeaf = (document: FrameworkDocument, nodeId: string, change: object): FrameworkDocument =>
    JSON.parse(JSON.stringify(document), (_, node: { nodeId?: string }) => (node?.nodeId === nodeId ? { ...node, ...change } : node)) as FrameworkDocument;

  it('ranks lead class teachers among those of the school, by what is told of each', async () => {
    const ranked = withLeaf(leadClassTeacher, 'directives-in-time', { normaliser: { type: 'PERCENT_RANK', group: 'leads', minN: 3 } });
    const receipt = (personId: string, position: number, late: boolean): Matter => ({
      matter: `receipt:${position}`, kind: 'receipt', classId: null, schoolId: null, personIds: [personId], cycleId: null,
      facts: [fact('organization', position, 'DirectiveDelivered', { mandatory: true, reportDueAt: '2025-10-09T00:00:00.000Z' }), fact('organization', position + 10, 'DirectiveCompletionReported', { late })],
    });
    const { input } = await explain(rebuiltArchive({
      facts: [receipt(lead, 1, false), receipt(other, 2, false), receipt(third, 3, true)], scores: [], frameworks: [version(1, ranked)],
      cycles: [cycleOf({ kind: 'developmental', subjectType: 'lead-class-teacher', subjects: 3 })], assessments: [onRoster(lead), onRoster(other), onRoster(third)],
    }), `${cycleId}:${lead}`);
    expect(input.peers).toEqual({ leads: { 'directives-completed-in-time': ['0/1', '1/1'] } });
  });

  it('is the same for one alone and for one among several, whose facts are read together; and no more than was known of either', async () => {
    const ranked = withLeaf(leadClassTeacher, 'directives-in-time', { normaliser: { type: 'PERCENT_RANK', group: 'leads', minN: 2 } });
    const told = (personId: string, schoolId: string | null, position: number): Matter => ({
      matter: `receipt:${position}`, kind: 'receipt', classId: null, schoolId, personIds: [personId], cycleId: null,
      facts: [fact('organization', position, 'DirectiveDelivered', { mandatory: true, reportDueAt: '2025-10-09T00:00:00.000Z' }), fact('organization', position + 10, 'DirectiveCompletionReported', { late: position === 2 })],
    });
    const found = rebuiltArchive({
      facts: [told(lead, null, 1), told(other, null, 2), told(third, null, 3), told(third, 'another', 4)], scores: [], frameworks: [version(1, ranked)],
      cycles: [cycleOf({ kind: 'developmental', subjectType: 'lead-class-teacher', subjects: 3 })], assessments: [onRoster(lead), onRoster(other), onRoster(third, { peerGroup: 'another' })],
    });
    const together = await explainAll(found, cycleId, [third, lead, other]);
    expect(together.map(({ evidence }) => [evidence.subject.subjectId, evidence.matters.map(({ matter }) => matter)])).toEqual([[third, ['receipt:3']], [lead, ['receipt:1']], [other, ['receipt:2']]]);
    const { evidence: { matters: own, parallels } } = await explain(found, `${cycleId}:${lead}`, { to: { organization: 2 } });
    expect([own, parallels.flatMap(({ matters }) => matters)].map((read) => read.flatMap(({ facts }) => facts.map(({ position }) => position)))).toEqual([[1], [2]]);
    expect(together).toEqual([await explain(found, `${cycleId}:${third}`), await explain(found, `${cycleId}:${lead}`), await explain(found, `${cycleId}:${other}`)]);
  });

  it('tells lead class teachers what goes on in the classes they lead, and in no other', async () => {
    const entry = (classId: string, position: number): Matter => ({ matter: `entry:${position}`, kind: 'entry', classId, schoolId: 's', personIds: [], cycleId: null, facts: [fact('organization', position, 'HomeSchoolContactRecorded', { kind: 'meet-the-lead-class-teacher' })] });
    const found = rebuiltArchive({
      facts: [entry('c1', 1), entry('c2', 2), entry('c3', 3), entry('c4', 4)], scores: [], frameworks: [version(1, leadClassTeacher)],
      cycles: [cycleOf({ kind: 'developmental', subjectType: 'lead-class-teacher', subjects: 2 })], assessments: [onRoster(lead, { classIds: ['c1', 'c2'] }), onRoster(other, { classIds: ['c3'] })],
    });
    const [both, one] = await explainAll(found, cycleId, [lead, other]);
    expect([both!.input.measures['lead-class-teacher-sessions'], one!.input.measures['lead-class-teacher-sessions']]).toMatchObject([{ count: 2 }, { count: 1, sources: [{ position: 3 }] }]);
  });

  it('carries what the cycle before came to, as far as it was known on the day asked for', async () => {
    const carrying = withLeaf(basicClassTeacher, 'five-domain-index', { missing: 'CARRY_FORWARD', otherwise: 'EXCLUDE_REWEIGHT' });
    const matters = (...facts: Matter['facts']): Matter[] => [{ ...said(...facts), matter: `assessment:${before}:${subjectId}`, cycleId: before }];
    const of = (facts: Matter[]) => rebuiltArchive({
      facts, scores: [], frameworks: [version(1, carrying)], cycles: [cycleOf({ previousCycleId: before }), cycleOf({ cycleId: before })],
      assessments: [onRoster(subjectId), onRoster(subjectId, { assessmentId: `${before}:${subjectId}`, cycleId: before })],
    });
    const measured = value('88', 1, '2025-06-10T00:00:00.000Z');
    const { trace, inputDigest, framework, knownTo } = await explain(of(matters(measured)), `${before}:${subjectId}`);
    const scored = { frameworkId, frameworkVersion: 1, formulaHash: framework.formulaHash, engineVersion: trace.engineVersion, knownTo, inputDigest, result: trace.result };
    const finalised = { ...fact('evaluation', 2, 'EvaluationResultFinalised', { resultVersion: 1, scored }), recordedAt: '2025-06-20T00:00:00.000Z' };
    const index = async (asOf?: string) => (await explain(of(matters(measured, finalised)), assessmentId, asOf ? { asOf } : {})).trace.nodes.find(({ nodeId }) => nodeId === 'five-domain-index');
    expect(await index()).toMatchObject({ score: '88', missing: { decision: 'carried' } });
    expect((await explain(of(matters(measured, finalised)), assessmentId)).carriedFrom).toMatchObject({ ref: { position: 2, type: 'EvaluationResultFinalised' }, assessmentId: `${before}:${subjectId}`, resultVersion: 1 });
    expect(await index('2025-06-19T23:59:59.999Z')).toMatchObject({ score: null, missing: { decision: 'excluded' } });
  });

  it('under a framework that is not the cycle\'s own has no place in the quota of the cycle', async () => {
    const score = (subject: string): CohortScore => ({ cycleId, subjectId: subject, schoolId: 's', resultVersion: 0, exact: '99', grade: 'EXCELLENT', position: 1, eventId: 'e', type: 'ScoreComputed', at: '', recordedAt: '' });
    const found = rebuiltArchive({
      facts: [said(fact('evaluation', 1, 'IndicatorRated', { measure: 'rating:class-climate', raterId: 'r', level: 3 }))], scores: [score(other)], frameworks: [version(1, basicClassTeacher), version(2, { ...basicClassTeacher, gates: [] })],
      cycles: [cycleOf({ subjects: 2 })], assessments: [onRoster(subjectId), onRoster(other)],
    });
    expect(await explain(found, assessmentId)).toHaveProperty('cohortGrade');
    expect(await explain(found, assessmentId, { frameworkId, frameworkVersion: 2 })).not.toHaveProperty('cohortGrade');
  });

  it('is refused under a framework of other subjects, or one that combines results where there are none', async () => {
    const found = rebuiltArchive({ facts: [], scores: [], frameworks: [version(1, basicClassTeacher), version(2, leadClassTeacher), version(3, combinedClassTeacher)], cycles: [cycleOf({})], assessments: [onRoster(subjectId)] });
    await expect(explain(found, assessmentId, { frameworkId, frameworkVersion: 2 })).rejects.toMatchObject({ code: 'framework-of-other-subjects' });
    await expect(explain(found, assessmentId, { frameworkId, frameworkVersion: 3 })).rejects.toMatchObject({ code: 'framework-of-another-kind' });
  });
});
