import type { County, Position, RecordedScore, ScoreResult, Uuid } from '@homeroom/contracts';
import { Rejected, streamOf } from '@homeroom/eventsourcing';
import { type Runtime, viewReader } from '@homeroom/platform';
import { type EntityManager, In } from 'typeorm';
import type { Scoring, ToScore } from '../assessments/assessment.model';
import { assessments } from '../assessments/assessments.view';
import { evaluationCycle } from '../evaluation-cycles/evaluation-cycle.decider';
import { evaluationCycles } from '../evaluation-cycles/evaluation-cycles.view';
import type { Matter, Vector } from '../facts/fact.model';
import { facts } from '../facts/facts.view';
import { framework } from '../frameworks/framework.decider';
import { frameworkVersions } from '../frameworks/frameworks.view';
import { compile, type CompiledFramework } from '../scoring/compile.model';
import { ENGINE_VERSION } from '../scoring/score.model';
import { type Archive, type Asked, explain, explainAll, type Explained, explainRecorded, recordedIn, type RecordedVersion } from './explain.model';
import { recordedScores } from './recorded-scores.view';
import { type CohortScore, type Evidence, hasQuota, OF_CLASSES_LED, type ScoredCycle, type Subject } from './score-input.model';

/** How long a score waits until the facts that its asker knows of have arrived. */
const WAIT_MS = 10_000;
/** Versions of frameworks kept compiled. */
const KEEP_COMPILED = 64;

/** Views that a score is read from. */
export const scoreViews = [facts, assessments, recordedScores] as const;

/** Scores of assessments, computed from the facts of their subjects: now, as of any day, by any framework. It stores nothing. */
export class ScoreBook implements Scoring {
  private readonly compiled = new Map<string, CompiledFramework>();

  constructor(private readonly runtime: Runtime) {}

  /** By the cycle's pinned framework and every fact that this service has heard. */
  async scoresOf({ county, cycle, subjectIds }: ToScore): Promise<RecordedScore[]> {
    const knownTo = await this.heard(county);
    const told = await this.runtime.read(county, (manager) => explainAll(new Tables(manager, county, this.frameworks(manager, county)), cycle.cycleId, subjectIds, { to: knownTo }));
    return told.map(({ trace, inputDigest, cohortGrade, framework, frameworkId, frameworkVersion }) => (
      { frameworkId, frameworkVersion, formulaHash: framework.formulaHash, engineVersion: ENGINE_VERSION, knownTo, inputDigest, result: trace.result, ...(cohortGrade && { cohortGrade }) }));
  }

  async unscored({ county, cycle }: Omit<ToScore, 'subjectIds'>): Promise<number> {
    await this.heard(county);
    return this.runtime.read(county, async (manager) => {
      if (!hasQuota(await this.frameworks(manager, county)(cycle.frameworkId, cycle.frameworkVersion))) return 0;
      const [{ scored }] = await manager.query(`select count(distinct subject_id)::int as scored from ${recordedScores.table} where cycle_id = $1`, [cycle.cycleId]) as [{ scored: number }];
      return cycle.subjects.size - scored;
    });
  }

  /** Everything said here so far is in the facts; and where they stand, all the other views of a score stand too, so that what is recorded as known was. */
  private async heard(county: County): Promise<Vector> {
    const { service } = this.runtime;
    await this.reached(county, (await this.runtime.health()).heads[`${service}/${county}`] ?? 0);
    const standing = await this.runtime.read(county, (manager) => new Tables(manager, county, this.frameworks(manager, county)).standing());
    await this.reached(county, standing[service] ?? 0);
    return standing;
  }

  private async reached(county: County, position: Position): Promise<void> {
    const states = await Promise.all(scoreViews.map((view) => this.runtime.waitFor(view, county, { service: this.runtime.service, position }, WAIT_MS)));
    if (states.some((state) => state !== 'current')) throw new Rejected('facts-behind', 'The facts have not arrived yet: ask again in a moment.');
  }

  /** The score of an assessment with its evidence. @throws Rejected for an unknown assessment or framework */
  explain(county: County, assessmentId: string, asked: Asked = {}): Promise<Explained> {
    return this.runtime.read(county, (manager) => explain(new Tables(manager, county, this.frameworks(manager, county)), assessmentId, asked));
  }

  /** A recorded result, from what was known when it was recorded. */
  explainRecorded(county: County, assessmentId: string, recorded: RecordedVersion): Promise<Explained> {
    return this.runtime.read(county, (manager) => explainRecorded(new Tables(manager, county, this.frameworks(manager, county)), assessmentId, recorded));
  }

  /** The results of an assessment that were recorded, in order. */
  results(county: County, assessmentId: string): Promise<RecordedVersion[]> {
    return this.runtime.read(county, async (manager) => recordedIn(await new Tables(manager, county, this.frameworks(manager, county)).said(assessmentId)));
  }

  /**
   * Every record that a recorded result rests on, itself included: framework, cycle, facts, what others were scored, and
   * the result before where values are carried from it. Positions by service, in order.
   */
  async restsOn(county: County, assessmentId: string, recorded: RecordedVersion): Promise<Map<string, Set<Position>>> {
    const { evidence: { cycle, matters, parallels, cohort }, frameworkId, carriedFrom } = await this.explainRecorded(county, assessmentId, recorded);
    const said = await this.runtime.read(county, (manager) => new Tables(manager, county, this.frameworks(manager, county)).said(assessmentId));
    const results = said!.facts.filter(({ data }) => (data['resultVersion'] as number | undefined ?? Infinity) <= recorded.resultVersion);
    const streams = await Promise.all([streamOf(evaluationCycle, cycle.cycleId), streamOf(framework, frameworkId)].map((stream) => this.runtime.log.store.read(county, stream, 0)));
    const found: { service: string; position: Position }[] = [
      ...[...matters, ...parallels.flatMap((one) => one.matters)].flatMap(({ facts: all }) => all), ...results,
      ...[...cohort.scores, ...streams.flat()].map(({ position }) => ({ service: this.runtime.service, position })),
    ];
    const before = carriedFrom && (await this.results(county, carriedFrom.assessmentId)).find((one) => one.resultVersion === carriedFrom.resultVersion);
    const rests = before ? await this.restsOn(county, carriedFrom.assessmentId, before) : new Map<string, Set<Position>>();
    for (const { service, position } of found) rests.set(service, (rests.get(service) ?? new Set()).add(position));
    return rests;
  }

  /** Results of the classes parallel to a subject, those that have one. */
  parallelResults(county: County, { cycle, subject }: Pick<Evidence, 'cycle' | 'subject'>): Promise<ScoreResult[]> {
    return this.runtime.read(county, async (manager) => {
      if (!subject.group) return [];
      const others = (await manager.findBy(assessments.row, { cycleId: cycle.cycleId, peerGroup: subject.group })).filter(({ subjectId }) => subjectId !== subject.subjectId);
      const said = await manager.find(facts.row, { where: { matter: In(others.map(({ assessmentId }) => `assessment:${assessmentId}`)) } });
      return said.flatMap((matter) => recordedIn(matter).at(-1)?.scored.result ?? []);
    });
  }

  private frameworks(manager: EntityManager, county: County): (frameworkId: Uuid, version: number) => Promise<CompiledFramework> {
    return async (frameworkId, version) => {
      const key = `${frameworkId}:${version}`;
      const known = this.compiled.get(`${county}/${key}`);
      if (known) return known;
      const [row] = await manager.findBy(frameworkVersions.row, { key });
      if (row?.status !== 'published') throw new Rejected('framework-not-found', 'There is no such published version of a framework.');
      const compiled = compile(row.document);
      if (this.compiled.size >= KEEP_COMPILED) this.compiled.clear();
      this.compiled.set(`${county}/${key}`, compiled);
      return compiled;
    };
  }
}

const COLUMNS = 'matter, kind, class_id as "classId", school_id as "schoolId", person_ids as "personIds", cycle_id as "cycleId", facts';

const instant = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const SCORE_COLUMNS = `cycle_id as "cycleId", subject_id as "subjectId", school_id as "schoolId", result_version as "resultVersion", exact, grade, position, event_id as "eventId", type,
  ${instant('at')} as at, ${instant('recorded_at')} as "recordedAt"`;

/** The archive as it stands in the tables, in one transaction. Everything is found by an index: never the whole log. */
class Tables implements Archive {
  constructor(private readonly manager: EntityManager, private readonly county: County, readonly framework: Archive['framework']) {}

  async cycle(cycleId: Uuid) {
    return await this.manager.findOneBy(evaluationCycles.row, { cycleId }) ?? undefined;
  }

  assessments(assessmentIds: readonly string[]) {
    return this.manager.findBy(assessments.row, { assessmentId: In(assessmentIds) });
  }

  parallels(cycleId: Uuid, groups: readonly string[]) {
    return this.manager.findBy(assessments.row, { cycleId, peerGroup: In(groups) });
  }

  async said(assessmentId: string) {
    return await this.manager.findOneBy(facts.row, { matter: `assessment:${assessmentId}` }) ?? undefined;
  }

  /** Thousands in a county's cycle, for each of its scores: plain rows, no entities. */
  recorded(cycleIds: readonly Uuid[]) {
    return this.manager.query(`select ${SCORE_COLUMNS} from ${recordedScores.table} where cycle_id = any($1)`, [cycleIds]) as Promise<CohortScore[]>;
  }

  async matters({ cycleId, subjectType }: ScoredCycle, subjects: readonly Subject[], kinds: readonly string[]): Promise<Matter[]> {
    const ids = subjects.map(({ subjectId }) => subjectId);
    const people = subjects.flatMap(({ personId }) => personId ?? []);
    const told = kinds.filter((kind) => kind !== 'assessment');
    const found = [
      ...(kinds.includes('assessment') ? await this.find('matter = any($1)', ids.map((id) => `assessment:${cycleId}:${id}`)) : []),
      ...(subjectType === 'class-teacher' ? await this.find('class_id = any($1) and kind = any($2)', ids, told) : []),
      ...(subjectType === 'school' ? await this.find('school_id = any($1) and kind = any($2)', ids, told) : []),
      ...(subjectType === 'lead-class-teacher' ? await this.find('school_id = any($3) and kind = any($2) and person_ids && $1', people, told, subjects.flatMap(({ schoolId }) => schoolId ?? [])) : []),
      ...(subjectType === 'lead-class-teacher' ? await this.find('class_id = any($1) and kind = any($2)', subjects.flatMap(({ classIds }) => classIds ?? []), told.filter((kind) => OF_CLASSES_LED.some((one) => one === kind))) : []),
      ...(kinds.some((kind) => kind === 'points' || kind === 'receipt' || kind === 'credit') ? await this.find('person_id = any($1) and kind = any($2)', people, told) : []),
    ];
    return found;
  }

  async standing() {
    const places = await this.manager.query('select log, position from checkpoints where county = $1 and reader = $2', [this.county, viewReader(facts)]) as { log: string; position: string }[];
    return Object.fromEntries(places.map(({ log, position }) => [log.split('/')[0]!, Number(position)]));
  }

  private async find(where: string, ...values: readonly (readonly string[])[]): Promise<Matter[]> {
    return values.some((list) => list.length === 0) ? [] : this.manager.query(`select ${COLUMNS} from ${facts.table} where ${where} order by matter`, [...values]) as Promise<Matter[]>;
  }
}
