import type { County, RecordedScore, ScoreResult, Uuid } from '@homeroom/contracts';
import { Rejected } from '@homeroom/eventsourcing';
import { type Runtime, viewReader } from '@homeroom/platform';
import { type EntityManager, In } from 'typeorm';
import { cycleIdOf, subjectIdOf } from '../assessments/assessment.model';
import type { Scoring, ToScore } from '../assessments/assessment.routes';
import { type AssessmentRow, assessments } from '../assessments/assessments.view';
import { evaluationCycles } from '../evaluation-cycles/evaluation-cycles.view';
import { type Fact, type Known, type Matter, type MatterKind, type Vector } from '../facts/fact.model';
import { facts } from '../facts/facts.view';
import { frameworkVersions } from '../frameworks/frameworks.view';
import { compile, type CompiledFramework } from '../scoring/compile.model';
import { ENGINE_VERSION } from '../scoring/score.model';
import { compute, type Computed, type Evidence, evidenceAsKnown, hasQuota, kindsFor, measuresIn, ranksIn, type ScoredCycle, type Subject } from './score-input.model';

/** How long a score waits until the facts that its asker knows of have arrived. */
const WAIT_MS = 10_000;
/** Versions of frameworks kept compiled. */
const KEEP_COMPILED = 64;

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
}

/** A result that was recorded. */
export interface RecordedVersion {
  readonly resultVersion: number;
  readonly scored: RecordedScore;
  readonly fact: Fact;
}

/** Scores of assessments, computed from the facts of their subjects: now, as of any day, by any framework. It stores nothing. */
export class ScoreBook implements Scoring {
  private readonly compiled = new Map<string, CompiledFramework>();

  constructor(private readonly runtime: Runtime) {}

  /** By the cycle's pinned framework and every fact that this service has heard. */
  async scoreOf({ county, cycle, subjectId }: ToScore): Promise<RecordedScore> {
    const { heads } = await this.runtime.health();
    const position = heads[`${this.runtime.service}/${county}`] ?? 0;
    const states = await Promise.all([facts, assessments].map((view) => this.runtime.waitFor(view, county, { service: this.runtime.service, position }, WAIT_MS)));
    if (states.some((state) => state !== 'current')) throw new Rejected('facts-behind', 'The facts have not arrived yet: ask again in a moment.');
    const { trace, inputDigest, cohortGrade, framework, frameworkId, frameworkVersion, knownTo } = await this.explain(county, `${cycle.cycleId}:${subjectId}`);
    return { frameworkId, frameworkVersion, formulaHash: framework.formulaHash, engineVersion: ENGINE_VERSION, knownTo, inputDigest, result: trace.result, ...(cohortGrade && { cohortGrade }) };
  }

  /** The score of an assessment with its evidence. @throws Rejected for an unknown assessment or framework */
  explain(county: County, assessmentId: string, asked: Asked = {}): Promise<Explained> {
    return this.runtime.read(county, (manager) => this.explained(manager, county, assessmentId, asked));
  }

  /** The results of an assessment that were recorded, in order: 1 when it was finalised, one more each time it was computed anew. */
  results(county: County, assessmentId: string): Promise<RecordedVersion[]> {
    return this.runtime.read(county, async (manager) => {
      const [matter] = await manager.findBy(facts.row, { matter: `assessment:${assessmentId}` });
      return (matter?.facts ?? []).filter(({ data }) => data['resultVersion'] !== undefined)
        .map((fact) => ({ resultVersion: fact.data['resultVersion'] as number, scored: fact.data['scored'] as RecordedScore, fact }));
    });
  }

  /** Results of the classes parallel to a subject: as recorded, or else as they last were scored. */
  parallelResults(county: County, { cycle, subject }: Pick<Evidence, 'cycle' | 'subject'>): Promise<ScoreResult[]> {
    return this.runtime.read(county, async (manager) => {
      if (!subject.group) return [];
      const others = (await manager.findBy(assessments.row, { cycleId: cycle.cycleId, peerGroup: subject.group })).filter(({ subjectId }) => subjectId !== subject.subjectId);
      const matters = await manager.find(facts.row, { where: { matter: In(others.map(({ assessmentId }) => `assessment:${assessmentId}`)) } });
      return matters.flatMap((matter) => (matter.facts.findLast(({ data }) => data['scored'] !== undefined)?.data['scored'] as RecordedScore | undefined)?.result ?? []);
    });
  }

  private async explained(manager: EntityManager, county: County, assessmentId: string, asked: Asked): Promise<Explained> {
    const [cycle] = await manager.findBy(evaluationCycles.row, { cycleId: cycleIdOf(assessmentId) });
    const [row] = await manager.findBy(assessments.row, { assessmentId });
    if (!cycle || !row) throw new Rejected('assessment-not-found', 'There is no such assessment.');
    const standing = await this.standing(manager, county);
    const knownTo = asked.to ?? standing;
    const { frameworkId, frameworkVersion } = { frameworkId: cycle.frameworkId, frameworkVersion: cycle.frameworkVersion, ...asked };
    const framework = await this.framework(manager, county, frameworkId, frameworkVersion);
    const scored: ScoredCycle = {
      cycleId: cycle.cycleId, kind: cycle.kind, subjectType: cycle.subjectType, from: cycle.firstDay, until: cycle.lastDay,
      ...(cycle.kind === 'combined' && { combines: { basicCycleIds: cycle.combines.slice(0, -1), developmentalCycleId: cycle.combines.at(-1)! } }),
    };
    const previous = cycle.previousCycleId && await this.previous(manager, county, `${cycle.previousCycleId}:${subjectIdOf(assessmentId)}`, knownTo);
    const evidence = evidenceAsKnown(await this.evidence(manager, scored, subjectOf(row), framework), { to: knownTo, asOf: asked.asOf });
    return { ...compute(framework, previous ? { ...evidence, previous: previous.trace } : evidence), framework, frameworkId, frameworkVersion, knownTo, evidence };
  }

  /** What the cycle before came to, by what its result was recorded with. */
  private async previous(manager: EntityManager, county: County, assessmentId: string, known: Vector): Promise<Explained | undefined> {
    const [matter] = await manager.findBy(facts.row, { matter: `assessment:${assessmentId}` });
    const last = matter?.facts.findLast(({ data, position }) => data['resultVersion'] !== undefined && position <= (known['evaluation'] ?? 0))?.data['scored'] as RecordedScore | undefined;
    return last && this.explained(manager, county, assessmentId, { to: last.knownTo, frameworkId: last.frameworkId, frameworkVersion: last.frameworkVersion });
  }

  private async evidence(manager: EntityManager, cycle: ScoredCycle, subject: Subject, framework: CompiledFramework): Promise<Evidence> {
    const kinds = kindsFor(measuresIn(framework));
    const parallels = ranksIn(framework).length > 0 && subject.group ? await this.parallels(manager, cycle, subject, kindsFor(ranksIn(framework).map(({ measure }) => measure))) : [];
    const beside = cycle.combines ? [...cycle.combines.basicCycleIds, cycle.combines.developmentalCycleId] : hasQuota(framework) ? [cycle.cycleId] : [];
    const cohort = beside.length === 0 ? [] : await manager.query(`select ${COLUMNS} from ${facts.table} where cycle_id = any($1)`, [beside]) as Matter[];
    return { cycle, subject, matters: await this.matters(manager, cycle, [subject], kinds), parallels, cohort };
  }

  private async parallels(manager: EntityManager, cycle: ScoredCycle, { subjectId, group }: Subject, kinds: readonly MatterKind[]): Promise<Evidence['parallels']> {
    const others = (await manager.findBy(assessments.row, { cycleId: cycle.cycleId, peerGroup: group! })).filter((row) => row.subjectId !== subjectId).map(subjectOf);
    const matters = await this.matters(manager, cycle, others, kinds);
    return others.map((subject) => ({ subject, matters: matters.filter(({ matter, classId }) => classId === subject.subjectId || matter === `assessment:${cycle.cycleId}:${subject.subjectId}`) }));
  }

  /** By index, and of the kinds that are measured: never the whole log. */
  private async matters(manager: EntityManager, { cycleId, subjectType }: ScoredCycle, subjects: readonly Subject[], kinds: readonly MatterKind[]): Promise<Matter[]> {
    const ids = subjects.map(({ subjectId }) => subjectId);
    const people = subjects.flatMap(({ personId }) => personId ?? []);
    const wheres = [
      ['matter = any($1)', ids.map((id) => `assessment:${cycleId}:${id}`), kinds.includes('assessment')],
      ['class_id = any($1) and kind = any($2)', ids, subjectType === 'class-teacher'],
      ['school_id = any($1) and kind = any($2)', ids, subjectType === 'school'],
      ['school_id = any($3) and kind = any($2) and person_ids && $1', people, subjectType === 'lead-class-teacher'],
      ['school_id is null and kind = any($2) and person_ids && $1', people, people.length > 0 && kinds.some((kind) => kind === 'points' || kind === 'receipt')],
    ] as const;
    const found = await Promise.all(wheres.filter(([, values, wanted]) => wanted && values.length > 0).map(([where, values]) => {
      const parameters = [values, ...(where.includes('$2') ? [kinds.filter((kind) => kind !== 'assessment')] : []), ...(where.includes('$3') ? [subjects.flatMap(({ schoolId }) => schoolId ?? [])] : [])];
      return manager.query(`select ${COLUMNS} from ${facts.table} where ${where} order by matter`, parameters) as Promise<Matter[]>;
    }));
    return found.flat();
  }

  /** Up to where the rows that are read here hold each log. */
  private async standing(manager: EntityManager, county: County): Promise<Vector> {
    const places = await manager.query('select log, position from checkpoints where county = $1 and reader = $2', [county, viewReader(facts)]) as { log: string; position: string }[];
    return Object.fromEntries(places.map(({ log, position }) => [log.split('/')[0]!, Number(position)]));
  }

  private async framework(manager: EntityManager, county: County, frameworkId: Uuid, version: number): Promise<CompiledFramework> {
    const key = `${frameworkId}:${version}`;
    const known = this.compiled.get(`${county}/${key}`);
    if (known) return known;
    const [row] = await manager.findBy(frameworkVersions.row, { key });
    if (row?.status !== 'published') throw new Rejected('framework-not-found', 'There is no such published version of a framework.');
    const compiled = compile(row.document);
    if (this.compiled.size >= KEEP_COMPILED) this.compiled.clear();
    this.compiled.set(`${county}/${key}`, compiled);
    return compiled;
  }
}

const COLUMNS = 'matter, kind, class_id as "classId", school_id as "schoolId", person_ids as "personIds", cycle_id as "cycleId", facts';

const subjectOf = ({ subjectId, schoolId, personId, peerGroup }: AssessmentRow): Subject =>
  ({ subjectId, ...(schoolId && { schoolId }), ...(personId && { personId }), ...(peerGroup && { group: peerGroup }) });
