import type { EventRef, RecordedScore, ScoreTrace, Uuid } from '@homeroom/contracts';
import { Rejected } from '@homeroom/eventsourcing';
import { assessmentIdOf, cycleIdOf, subjectIdOf } from '../assessments/assessment.model';
import type { AssessmentRow } from '../assessments/assessments.view';
import type { EvaluationCycleRow } from '../evaluation-cycles/evaluation-cycles.view';
import { asKnown, type Known, type Matter, type MatterKind, refOf, type Vector } from '../facts/fact.model';
import { canonicalJson } from '../scoring/canonical-json.model';
import type { CompiledFramework } from '../scoring/compile.model';
import {
  carries, Cohort, type CohortScore, compute, type Computed, type Evidence, hasQuota, kindsFor, mattersOfEach, measuresIn, ranksIn, type ScoredCycle, type Subject,
} from './score-input.model';

/** Where scores find what they are made of: tables as they stand, or rows that were folded anew. */
export interface Archive {
  cycle(cycleId: Uuid): Promise<EvaluationCycleRow | undefined>;
  assessments(assessmentIds: readonly string[]): Promise<readonly AssessmentRow[]>;
  /** The assessments of a cycle whose subjects are of these groups: those of one are parallel. */
  parallels(cycleId: Uuid, groups: readonly string[]): Promise<readonly AssessmentRow[]>;
  framework(frameworkId: Uuid, version: number): Promise<CompiledFramework>;
  /** What was said in one assessment. */
  said(assessmentId: string): Promise<Matter | undefined>;
  /** Every score and result that was recorded in some cycles. */
  recorded(cycleIds: readonly Uuid[]): Promise<readonly CohortScore[]>;
  /** Matters of these kinds that tell of the subjects of a cycle. */
  matters(cycle: ScoredCycle, subjects: readonly Subject[], kinds: readonly MatterKind[]): Promise<readonly Matter[]>;
  /** Up to where the archive holds each log. */
  standing(): Promise<Vector>;
}

/** Which score: by which framework, of what was known when. */
export interface Asked extends Known {
  readonly frameworkId?: Uuid;
  readonly frameworkVersion?: number;
}

/** A score with everything that explains it. */
export interface Explained extends Computed {
  readonly framework: CompiledFramework;
  readonly frameworkId: Uuid;
  readonly frameworkVersion: number;
  readonly knownTo: Vector;
  readonly evidence: Evidence;
  /** The result of the cycle before, where something is carried from it. */
  readonly carriedFrom?: PreviousResult;
}

/** A result that values may be carried from, and where it is read. */
export interface PreviousResult { readonly ref: EventRef; readonly assessmentId: string; readonly resultVersion: number }

/** A result that was recorded: 1 as it was finalised, one more each time it was computed anew. */
export interface RecordedVersion { readonly resultVersion: number; readonly scored: RecordedScore }

/** The score of an assessment with its evidence. @throws Rejected for an unknown assessment or framework */
export const explain = async (archive: Archive, assessmentId: string, asked: Asked = {}): Promise<Explained> =>
  (await explainAll(archive, cycleIdOf(assessmentId), [subjectIdOf(assessmentId)], asked))[0]!;

/** The scores of some subjects of a cycle, in their order; what they have in common is read once. @throws Rejected as {@link explain} does */
export const explainAll = async (archive: Archive, cycleId: Uuid, subjectIds: readonly Uuid[], asked: Asked = {}): Promise<Explained[]> => {
  const cycle = await archive.cycle(cycleId);
  const rows = new Map((await archive.assessments(subjectIds.map((subjectId) => assessmentIdOf(cycleId, subjectId)))).map((row) => [row.subjectId, row]));
  if (!cycle || subjectIds.some((subjectId) => !rows.has(subjectId))) throw new Rejected('assessment-not-found', 'There is no such assessment.');
  const knownTo = asked.to ?? await archive.standing();
  const { frameworkId, frameworkVersion } = { frameworkId: asked.frameworkId ?? cycle.frameworkId, frameworkVersion: asked.frameworkVersion ?? cycle.frameworkVersion };
  const framework = await archive.framework(frameworkId, frameworkVersion);
  fits(framework, cycle);
  const known = { to: knownTo, asOf: asked.asOf };
  const pinned = frameworkId === cycle.frameworkId && frameworkVersion === cycle.frameworkVersion;
  const read = await evidenceOfEach(archive, scoredCycle(cycle), subjectIds.map((subjectId) => subjectOf(rows.get(subjectId)!)), framework, pinned, known);
  const told: Explained[] = [];
  for (const found of read) {
    const previous = cycle.previousCycleId && carries(framework) ? await previousResult(archive, assessmentIdOf(cycle.previousCycleId, found.subject.subjectId), known) : undefined;
    const evidence = previous ? { ...found, previous: previous.trace } : found;
    told.push({ ...compute(framework, evidence), framework, frameworkId, frameworkVersion, knownTo, evidence, ...(previous && { carriedFrom: previous.from }) });
  }
  return told;
};

/** Another framework may be asked for, but none that is not of these subjects, nor one that combines results where there are none. */
const fits = ({ document }: CompiledFramework, { subjectType, kind }: EvaluationCycleRow): void => {
  if (document.subjectType !== subjectType) throw new Rejected('framework-of-other-subjects', 'The framework is of other subjects.');
  if ((document.kind === 'combined') !== (kind === 'combined')) throw new Rejected('framework-of-another-kind', 'One of the two combines results, the other does not.');
};

/** A recorded result, computed again from what was known when it was recorded. */
export const explainRecorded = (archive: Archive, assessmentId: string, { scored: { frameworkId, frameworkVersion, knownTo } }: RecordedVersion): Promise<Explained> =>
  explain(archive, assessmentId, { frameworkId, frameworkVersion, to: knownTo });

/**
 * Whether a computation gives the very bytes that were recorded; `null` where another version of the engine recorded them,
 * which this one cannot tell: then what went in is the same all the same. @returns false also where that is not
 */
export const recomputes = ({ inputDigest, trace, cohortGrade }: Explained, { scored }: RecordedVersion): boolean | null => {
  if (inputDigest !== scored.inputDigest || trace.formulaHash !== scored.formulaHash) return false;
  if (trace.engineVersion !== scored.engineVersion) return null;
  return canonicalJson(trace.result) === canonicalJson(scored.result) && cohortGrade === scored.cohortGrade;
};

/** The results of an assessment, in order. */
export const recordedIn = (said: Matter | undefined): RecordedVersion[] => (said?.facts ?? []).filter(({ data }) => data['resultVersion'] !== undefined)
  .map(({ data }) => ({ resultVersion: data['resultVersion'] as number, scored: data['scored'] as RecordedScore }));

const scoredCycle = ({ cycleId, kind, subjectType, subjects, firstDay: from, lastDay: until, combines }: EvaluationCycleRow): ScoredCycle => ({
  cycleId, kind, subjectType, subjects, from, until, ...(kind === 'combined' && { combines: { basicCycleIds: combines.slice(0, -1), developmentalCycleId: combines.at(-1)! } }),
});

export const subjectOf = ({ subjectId, schoolId, personId, classIds, peerGroup }: AssessmentRow): Subject =>
  ({ subjectId, ...(schoolId && { schoolId }), ...(personId && { personId }), classIds, ...(peerGroup && { group: peerGroup }) });

/** What the cycle before came to, by what its result was recorded with. */
const previousResult = async (archive: Archive, assessmentId: string, known: Known): Promise<{ trace: ScoreTrace; from: PreviousResult } | undefined> => {
  const said = await archive.said(assessmentId);
  const [then] = said ? asKnown([said], known) : [];
  const last = recordedIn(then).at(-1);
  if (!last) return undefined;
  const { resultVersion } = last;
  const ref = refOf(then!.facts.find(({ data }) => data['resultVersion'] === resultVersion)!);
  return { trace: (await explainRecorded(archive, assessmentId, last)).trace, from: { ref, assessmentId, resultVersion } };
};

/** No more than was known. Grades of others by the cycle's own framework say nothing of a quota under another one. */
const evidenceOfEach = async (archive: Archive, cycle: ScoredCycle, subjects: readonly Subject[], framework: CompiledFramework, pinned: boolean, known: Known): Promise<Evidence[]> => {
  const matters = mattersOfEach(asKnown(await archive.matters(cycle, subjects, kindsFor(measuresIn(framework))), known), cycle, subjects);
  const ranked = kindsFor(ranksIn(framework).map(({ measure }) => measure));
  const groups = ranked.length > 0 ? await parallelsOf(archive, cycle, subjects, ranked, known) : new Map<string, Evidence['parallels']>();
  const beside = cycle.combines ? [...cycle.combines.basicCycleIds, cycle.combines.developmentalCycleId] : [];
  const asking = hasQuota(framework) && pinned ? [...beside, cycle.cycleId] : beside;
  const cohort = new Cohort(asking.length === 0 ? [] : await archive.recorded(asking)).asKnown(known);
  return subjects.map((subject) => ({
    cycle, subject, matters: matters.get(subject.subjectId)!, parallels: (groups.get(subject.group ?? '') ?? []).filter((other) => other.subject.subjectId !== subject.subjectId), cohort,
  }));
};

/** By group, everyone of it, with what is told of them. */
const parallelsOf = async (archive: Archive, cycle: ScoredCycle, subjects: readonly Subject[], kinds: readonly MatterKind[], known: Known): Promise<Map<string, Evidence['parallels']>> => {
  const groups = [...new Set(subjects.flatMap(({ group }) => group ?? []))];
  const all = groups.length === 0 ? [] : (await archive.parallels(cycle.cycleId, groups)).map(subjectOf);
  const matters = mattersOfEach(asKnown(await archive.matters(cycle, all, kinds), known), cycle, all);
  return Map.groupBy(all.map((subject) => ({ subject, matters: matters.get(subject.subjectId)! })), ({ subject: { group } }) => group!);
};
