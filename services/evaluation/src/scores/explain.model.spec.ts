import { basicClassTeacher, type RecordedScore } from '@homeroom/contracts';
import type { Matter } from '../facts/fact.model';
import { explain, explainRecorded, recomputes, recordedIn } from './explain.model';
import { rebuiltArchive } from './rebuilt-archive.model';
import type { CohortScore } from './score-input.model';

const [cycleId, subjectId, frameworkId] = ['00000000-0000-7000-8000-00000000000c', '00000000-0000-7000-8000-00000000000d', 'f'];
const assessmentId = `${cycleId}:${subjectId}`;
const fact = (service: string, position: number, type: string, data: object) =>
  ({ service, position, eventId: `${service}${position}`, type, at: '2025-10-08T02:00:00.000Z', on: '2025-10-08', recordedAt: '2025-10-08T02:00:00.000Z', data });
const held = (position: number): Matter => ({ matter: `entry:${position}`, kind: 'entry', classId: subjectId, schoolId: 's', personIds: [], cycleId: null, facts: [fact('organization', position, 'ClassActivityHeld', { kind: 'themed-class-meeting' })] });
const said = (...facts: Matter['facts']): Matter => ({ matter: `assessment:${assessmentId}`, kind: 'assessment', classId: null, schoolId: 's', personIds: [], cycleId, facts });
const archive = (facts: Matter[], scores: CohortScore[] = []) => rebuiltArchive({
  facts, scores, frameworks: [{ key: `${frameworkId}:1`, status: 'published', document: basicClassTeacher } as never],
  cycles: [{ cycleId, kind: 'basic', subjectType: 'class-teacher', firstDay: '2025-09-01', lastDay: '2026-06-12', frameworkId, frameworkVersion: 1, combines: [], previousCycleId: null } as never],
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
