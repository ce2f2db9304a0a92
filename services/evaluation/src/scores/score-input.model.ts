import type {
  EventRef, ExactNumber, FrameworkKind, Grade, Instant, LocalDate, MeasureInput, Normaliser, Position, ScoreInput, ScoreTrace, SubjectType, Uuid,
} from '@homeroom/contracts';
import type { Known, Matter, MatterKind } from '../facts/fact.model';
import { measuresOf, type Scope } from '../facts/measures.model';
import { calibrate, type CohortMember, quotaGrades } from '../scoring/cohort.model';
import type { CompiledFramework } from '../scoring/compile.model';
import { inputDigest, score } from '../scoring/score.model';

/** A cycle, as far as scores depend on it. */
export interface ScoredCycle {
  readonly cycleId: Uuid;
  readonly kind: FrameworkKind;
  readonly subjectType: SubjectType;
  /** How many are on its roster. */
  readonly subjects: number;
  readonly from: LocalDate;
  readonly until: LocalDate;
  readonly combines?: { readonly basicCycleIds: readonly Uuid[]; readonly developmentalCycleId: Uuid };
}

/** One of those on its roster. */
export interface Subject {
  readonly subjectId: Uuid;
  readonly schoolId?: Uuid;
  readonly personId?: Uuid;
  /** Of a lead class teacher: the classes they lead. */
  readonly classIds?: readonly Uuid[];
  readonly group?: string;
}

/** A score or result that was recorded for one subject of a cycle. */
export interface CohortScore {
  readonly cycleId: Uuid;
  readonly subjectId: Uuid;
  readonly schoolId: Uuid | null;
  /** 0: a score of its moment, no result. */
  readonly resultVersion: number;
  readonly exact: ExactNumber | null;
  readonly grade: Grade | null;
  readonly position: Position;
  readonly eventId: Uuid;
  readonly type: string;
  readonly at: Instant;
  readonly recordedAt: Instant;
}

/** Scores that were recorded in some cycles. Everybody who is scored beside them shares one, and what is asked of it again and again is found once. */
export class Cohort {
  private readonly found = new Map<string, unknown>();

  constructor(readonly scores: readonly CohortScore[]) {}

  /** No more than was known. */
  asKnown({ to, asOf }: Known): Cohort {
    return new Cohort(this.scores.filter(({ position, recordedAt }) => (!to || position <= (to[OWN] ?? 0)) && (!asOf || recordedAt <= asOf)));
  }

  /** What each subject of a cycle was last scored with. */
  lastIn(cycleId: Uuid): ReadonlyMap<Uuid, CohortScore> {
    return this.once(`last in ${cycleId}`, () => lastOfEach(this.scores.filter((one) => one.cycleId === cycleId)));
  }

  /** The last result of each subject in one of these cycles. */
  lastResults(cycleIds: readonly Uuid[]): ReadonlyMap<Uuid, CohortScore> {
    return this.once(`results in ${cycleIds.join()}`, () => lastOfEach(this.scores.filter(({ cycleId, resultVersion, exact }) => resultVersion > 0 && exact !== null && cycleIds.includes(cycleId))));
  }

  /** The last results of a school in one of these cycles. */
  resultsOfSchool(cycleIds: readonly Uuid[], schoolId: Uuid | null): readonly CohortScore[] {
    return this.once(`schools in ${cycleIds.join()}`, () => Map.groupBy(this.lastResults(cycleIds).values(), (one) => one.schoolId)).get(schoolId) ?? [];
  }

  /** Grades under these quotas, everybody as last scored. */
  gradesIn(cycleId: Uuid, { bands, formulaHash }: CompiledFramework): ReadonlyMap<Uuid, Grade> {
    return this.once(`grades in ${cycleId} by ${formulaHash}`, () => quotaGrades(bands, membersOf(this.lastIn(cycleId).values())));
  }

  private once<T>(what: string, find: () => T): T {
    if (!this.found.has(what)) this.found.set(what, find());
    return this.found.get(what) as T;
  }
}

/** Everything that was read to score one subject; what was not known yet is not in it. */
export interface Evidence {
  readonly cycle: ScoredCycle;
  readonly subject: Subject;
  readonly matters: readonly Matter[];
  /** The others of its group, with theirs; empty where the framework compares with nobody. */
  readonly parallels: readonly { readonly subject: Subject; readonly matters: readonly Matter[] }[];
  /** Recorded scores that this one stands beside: of its cycle where there is a quota, of the cycles that it combines. */
  readonly cohort: Cohort;
  /** What the cycle before it came to for the same subject. */
  readonly previous?: ScoreTrace;
}

export interface Computed {
  readonly input: ScoreInput;
  readonly inputDigest: string;
  readonly trace: ScoreTrace;
  /** After the quota of the cohort. */
  readonly cohortGrade?: Grade;
}

const OWN = 'evaluation';

/** What goes on in a class that tells of who leads it; everything else tells of a lead class teacher by their own name. */
export const OF_CLASSES_LED: readonly MatterKind[] = ['entry', 'meeting', 'satisfaction'];

/** Whether a matter is one of those that tell of a subject. */
export const tellsOf = ({ matter, kind, classId, schoolId, personIds }: Matter, { cycleId, subjectType }: ScoredCycle, subject: Subject): boolean => {
  if (kind === 'assessment') return matter === `assessment:${cycleId}:${subject.subjectId}`;
  const ofPerson = subject.personId !== undefined && personIds.includes(subject.personId);
  if (schoolId === null) return ofPerson;
  switch (subjectType) {
    case 'class-teacher': return classId === subject.subjectId;
    case 'lead-class-teacher': return (ofPerson && schoolId === subject.schoolId) || (OF_CLASSES_LED.includes(kind) && subject.classIds?.includes(classId ?? '') === true);
    case 'school': return schoolId === subject.subjectId;
    case 'studio': return false;
  }
};

/** The matters that tell of each of these subjects. Each matter is held against those whose ids it names, not against all. */
export const mattersOfEach = (matters: readonly Matter[], cycle: ScoredCycle, subjects: readonly Subject[]): Map<Uuid, Matter[]> => {
  const told = new Map(subjects.map(({ subjectId }) => [subjectId, [] as Matter[]]));
  const named = new Map<Uuid, Subject[]>();
  for (const subject of subjects) for (const id of new Set([subject.subjectId, subject.personId, ...subject.classIds ?? []])) if (id) named.set(id, [...named.get(id) ?? [], subject]);
  for (const matter of matters) {
    const ids = [matter.matter.slice(-36), matter.classId, matter.schoolId, ...matter.personIds];
    for (const subject of new Set(ids.flatMap((id) => named.get(id ?? '') ?? []))) if (tellsOf(matter, cycle, subject)) told.get(subject.subjectId)!.push(matter);
  }
  return told;
};

/** What a framework makes of the evidence. Pure: the same evidence gives the same bytes, at any time and on any machine. */
export const compute = (framework: CompiledFramework, evidence: Evidence): Computed => {
  const input = inputOf(framework, evidence);
  const trace = score(framework, input);
  const cohortGrade = gradeInCohort(framework, evidence, trace);
  return { input, inputDigest: inputDigest(input), trace, ...(cohortGrade && { cohortGrade }) };
};

const scopeOf = ({ cycleId, subjectType, from, until }: ScoredCycle, { subjectId, schoolId, personId }: Subject): Scope =>
  ({ cycleId, subjectType, from, until, subjectId, ...(schoolId && { schoolId }), ...(personId && { personId }) });

const inputOf = (framework: CompiledFramework, { cycle, subject, matters, parallels, cohort, previous }: Evidence): ScoreInput => {
  const measures = measuresOf(measuresIn(framework), matters, scopeOf(cycle, subject));
  if (cycle.combines) Object.assign(measures, combined(framework, cycle, subject, cohort));
  const ranked = ranksIn(framework);
  const values = ranked.length === 0 ? [] : parallels.map((one) => measuresOf(ranked.map(({ measure }) => measure), one.matters, scopeOf(cycle, one.subject)));
  return {
    measures,
    ...(ranked.length > 0 && { peers: peersOf(ranked, values) }),
    ...(previous && carries(framework) && { previous: Object.fromEntries(previous.nodes.flatMap(({ nodeId, score: exact, missing }) => (exact === null ? [] : [[nodeId, { score: exact, carried: missing?.decision === 'carried' }]]))) }),
  };
};

/** Every measure of a framework. */
export const measuresIn = ({ nodes }: CompiledFramework): string[] => nodes.flatMap(({ leaf }) => (leaf ? [leaf.measure] : []));

/** Whether what the cycle before came to can matter. */
export const carries = ({ nodes }: CompiledFramework): boolean => nodes.some(({ missing }) => missing === 'CARRY_FORWARD');

interface Ranked { readonly group: string; readonly measure: string }

const rankOf = (normaliser: Normaliser | undefined): { group: string } | undefined =>
  (normaliser?.type === 'PERCENT_RANK' ? normaliser : normaliser?.type === 'INVERSE' ? rankOf(normaliser.of) : undefined);

/** The measures that are ranked among parallel subjects. */
export const ranksIn = ({ document }: CompiledFramework): Ranked[] => {
  const found: Ranked[] = [];
  const walk = [...document.root.children];
  for (let node = walk.pop(); node; node = walk.pop()) {
    if (node.level !== 'measure') walk.push(...node.children);
    else if (rankOf(node.normaliser)) found.push({ group: rankOf(node.normaliser)!.group, measure: node.measure });
  }
  return found;
};

const peersOf = (ranked: readonly Ranked[], values: readonly Record<string, MeasureInput>[]): NonNullable<ScoreInput['peers']> => {
  const peers: Record<string, Record<string, string[]>> = {};
  for (const { group, measure } of ranked) (peers[group] ??= {})[measure] = values.flatMap((one) => numberOf(one[measure]) ?? []).sort();
  return peers;
};

/** What can be ranked is one number. */
const numberOf = (input: MeasureInput | undefined): string | undefined => {
  switch (input?.kind) {
    case 'count': return String(input.count);
    case 'value': return input.value;
    case 'ratio': return `${input.numerator}/${input.denominator}`;
    case 'points': return input.points;
    case 'score': return input.score;
    default: return undefined;
  }
};

const lastOfEach = (scores: readonly CohortScore[]): Map<Uuid, CohortScore> => {
  const last = new Map<Uuid, CohortScore>();
  for (const one of scores) if ((last.get(one.subjectId)?.position ?? 0) < one.position) last.set(one.subjectId, one);
  return last;
};

const refTo = ({ position, eventId, type, at }: CohortScore): EventRef => ({ service: OWN, position, eventId, type, at });

/** Both finalised results as measures; the basic one made comparable between schools as the framework says. */
const combined = ({ document }: CompiledFramework, { combines }: ScoredCycle, { subjectId }: Subject, cohort: Cohort): Record<string, MeasureInput> => {
  const found: Record<string, MeasureInput> = {};
  const basic = cohort.lastResults(combines!.basicCycleIds).get(subjectId);
  if (basic) {
    const school = cohort.resultsOfSchool(combines!.basicCycleIds, basic.schoolId).map((one) => ({ subjectId: one.subjectId, schoolId: one.schoolId ?? '', score: one.exact! }));
    found['result:basic'] = { kind: 'score', score: calibrate(document.calibration!, school).get(subjectId)!, sources: [refTo(basic)] };
  }
  const developmental = cohort.lastResults([combines!.developmentalCycleId]).get(subjectId);
  if (developmental) found['result:developmental'] = { kind: 'score', score: developmental.exact!, sources: [refTo(developmental)] };
  return found;
};

/** Whether grades depend on how many others have them. */
export const hasQuota = ({ bands }: CompiledFramework): boolean => bands.some(({ quota }) => quota !== null);

/** The grade with the quota of the cohort: the others as they were last scored, this one as it is now. None while some of the others have no score: the quota would be one of too few. */
const gradeInCohort = (framework: CompiledFramework, { cycle: { cycleId, subjects }, subject: { subjectId }, cohort }: Evidence, { result }: ScoreTrace): Grade | undefined => {
  if (!hasQuota(framework) || !result.score || !result.grade) return undefined;
  const last = cohort.lastIn(cycleId);
  const own = last.get(subjectId);
  if (last.size + (own ? 0 : 1) < subjects) return undefined;
  if (own?.exact === result.score.exact && own.grade === result.grade) return cohort.gradesIn(cycleId, framework).get(subjectId);
  const others = membersOf([...last.values()].filter((one) => one !== own));
  return quotaGrades(framework.bands, [...others, { subjectId, score: result.score.exact, grade: result.grade }]).get(subjectId);
};

const membersOf = (scores: Iterable<CohortScore>): CohortMember[] =>
  [...scores].flatMap(({ subjectId, exact, grade }) => (exact !== null && grade !== null ? [{ subjectId, score: exact, grade }] : []));

/** The matters in which facts of a measure stand. */
export const kindsFor = (measures: readonly string[]): MatterKind[] => [...new Set(measures.flatMap((measure) => KINDS.find(([starts]) => measure.startsWith(starts))?.[1] ?? []))];

const KINDS: readonly (readonly [string, MatterKind])[] = [
  ['class-goals', 'charter'], ['class-covenant', 'charter'], ['daily-norms', 'charter'], ['development-plan', 'charter'],
  ['class-activities', 'entry'], ['themed-class', 'entry'], ['moral-education', 'entry'], ['home-school-contacts', 'entry'], ['class-reports', 'entry'],
  ['inspection', 'inspection'], ['rectifications', 'inspection'], ['home-school-conflicts', 'report'], ['reports-answered', 'report'], ['directives', 'receipt'],
  ['meetings', 'meeting'], ['lead-class-teacher-sessions', 'entry'], ['satisfaction', 'satisfaction'], ['points', 'points'], ['training-hours', 'credit'], ['training-sessions', 'session'], ['training-coverage', 'coverage'], ['rating', 'assessment'], ['quantitative', 'assessment'], ['result', 'assessment'],
];
