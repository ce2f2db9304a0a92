import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Catalogue, type Event, evaluationEvents, organizationEvents, type RosterSubject, sampleFrameworks, type Uuid } from '@homeroom/contracts';
import { Client } from 'pg';
import { run } from './database';
import { COUNTY, META } from './sample';
import type { Addresses, Stage } from './stage';

/*
 * A school year of a county as evaluation meets it: what goes on in each class, and what is said of it in the county's cycle.
 * Every event is the published sample of its type with the ids and days of its class, so that it has its size and shape.
 */

/** A log under a name of its own: what other works do with the services' topics is not to meet it. */
export interface YearLog { readonly catalogue: Catalogue<any>; readonly addresses: Addresses; readonly events: number }

export interface CountyYear {
  readonly organization: YearLog;
  readonly evaluation: YearLog;
  readonly cycleId: Uuid;
  readonly subjects: readonly RosterSubject[];
}

const id = (kind: string, n: number): Uuid => `018f${kind}-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
const cycleId = id('00c1', 1);
const frameworkId = id('00f1', 1);
const FRAMEWORK = sampleFrameworks['class-teacher-developmental']!;

const samples = new Map<string, Readonly<Record<string, any>>>();

/** The published sample of an event type. */
export const sampleOf = (service: string, type: string): Readonly<Record<string, any>> => {
  const known = samples.get(type) ?? (JSON.parse(readFileSync(join(__dirname, `../../contracts/samples/${service}/${type}.v1.json`), 'utf8')) as { data: object }).data;
  samples.set(type, known);
  return known;
};

interface Happened extends Event { readonly stream: string }

/** Classes of a school, and grades that they are spread over. */
const CLASSES_OF_SCHOOL = 24;
const GRADES = 3;

const subjectOf = (n: number): RosterSubject => {
  const schoolId = id('0005', Math.floor(n / CLASSES_OF_SCHOOL));
  return { subjectId: id('000c', n), schoolId, personId: id('000a', n), group: `${schoolId}:junior:${n % GRADES + 1}` };
};

/** Weeks of the year in which something goes on in every class. */
const WEEKS = 40;
const DAY_MS = 86_400_000;
const dayOf = (week: number): string => new Date(Date.parse('2025-09-02') + week * 7 * DAY_MS).toISOString().slice(0, 10);

/** What goes on in one class in one week. */
const weekOf = ({ subjectId: classId, schoolId }: RosterSubject, week: number): Happened[] => {
  const [on, logId] = [dayOf(week), `${classId}:2025-2026-1`];
  const of = (type: string, stream: string, more: object): Happened => ({ type, stream, data: { ...sampleOf('organization', type), classId, schoolId, at: `${on}T08:00:00.000Z`, ...more } });
  const entry = (type: string, nth: number, more: object = {}): Happened => of(type, `class-work-log-${logId}`, { logId, entryId: `${logId}:${week * 4 + nth}`, on, ...more });
  const reportId = id('00e0', Number.parseInt(classId.slice(-12), 16) * WEEKS + week);
  const inspectionId = reportId.replace('00e0', '00e1');
  const report = (type: string): Happened => of(type, `upward-report-${reportId}`, { reportId });
  return [
    ...(week === 0 ? [of('ClassGoalsSet', `class-charter-${classId}`, {}), of('ClassCovenantAdopted', `class-charter-${classId}`, {})] : []),
    entry('ClassActivityHeld', 1, { kind: week % 2 === 0 ? 'themed-class-meeting' : 'red-story-session' }),
    ...(week % 2 === 0 ? [entry('RoutineWorkRecorded', 2), entry('ClassReportSubmitted', 3)] : [entry('HomeSchoolContactRecorded', 2)]),
    ...(week % 20 === 5 ? [of('InspectionFindingRecorded', `class-inspection-${inspectionId}`, { inspectionId, findingId: `${inspectionId}:1`, on }), of('ClassInspectionCompleted', `class-inspection-${inspectionId}`, { inspectionId, on })] : []),
    ...(week % 10 === 7 ? ['UpwardReportRaised', 'UpwardReportAcknowledged', 'UpwardReportResponded', 'UpwardReportResolved', 'UpwardReportConfirmed'].map(report) : []),
  ];
};

const of = (type: string, stream: string, data: object): Happened => ({ type, stream, data: { ...sampleOf('evaluation', type), ...data } });
const AT = '2026-06-15T02:00:00.000Z';

const cycleSteps = (subjects: readonly RosterSubject[]): Happened[] => {
  const stream = `evaluation-cycle-${cycleId}`;
  const { combines: _, previousCycleId: __, ...opened } = sampleOf('evaluation', 'CycleOpened');
  return [
    of('FrameworkPublished', `framework-${frameworkId}`, { frameworkId, frameworkVersion: 1, owner: 'county', document: FRAMEWORK }),
    { type: 'CycleOpened', stream, data: { ...opened, cycleId, kind: 'developmental', owner: 'county', frameworkId, frameworkVersion: 1, subjectType: 'class-teacher', from: '2025-09-01', until: '2026-06-30' } },
    of('RosterFrozen', stream, { cycleId, subjects }), of('CollectionOpened', stream, { cycleId }),
  ];
};

/** What is said of one class in the county's cycle. */
const saidOf = ({ subjectId, schoolId }: RosterSubject, n: number): Happened[] => {
  const assessmentId = `${cycleId}:${subjectId}`;
  const said = (type: string, more: object): Happened => of(type, `assessment-${assessmentId}`, { assessmentId, cycleId, subjectId, at: AT, ...more });
  const value = (name: string, most: number): Happened => said('QuantitativeMeasureRecorded', { measure: `quantitative:${name}`, value: `${50 + (n * 31) % most}.${n % 10}` });
  const cells = (['student', 'parent'] as const).flatMap((audience) => (['class-teacher', 'subject-teachers'] as const).map((target) => of('SatisfactionComputed', `survey-sheet-${id('00d0', 1)}:${subjectId}`, {
    surveyId: id('00d0', 1), classId: subjectId, schoolId, audience, target, invited: 45, valid: 30, satisfied: 20 + n % 11, outcome: 'sufficient', at: AT,
  })));
  return [...cells, said('IndicatorRated', { nodeId: 'county-panel', measure: 'rating:county-panel', level: 1 + n % 4, raterId: id('00aa', 1) }), value('five-domain-index', 45), value('academic-position', 40)];
};

/** A score that was recorded: the others' quota of grades depends on it. */
const scoredOf = ({ subjectId }: RosterSubject, n: number): Happened => {
  const { scored } = sampleOf('evaluation', 'ScoreComputed') as { scored: { result: object } };
  const shown = `${55 + (n * 17) % 45}.${n % 10}`;
  const score = { exact: shown, stored: `${shown}00000`, shown: `${shown}0` };
  return of('ScoreComputed', `assessment-${cycleId}:${subjectId}`, {
    assessmentId: `${cycleId}:${subjectId}`, cycleId, subjectId, at: AT, scored: { ...scored, frameworkId, frameworkVersion: 1, result: { ...scored.result, score, grade: Number(shown) >= 90 ? 'EXCELLENT' : 'GOOD' } },
  });
};

/** Rows written with one statement. */
const AT_ONCE = 2_000;
const COLUMNS = 'position bigint, stream text, version int, event_id uuid, command_id uuid, type text, recorded_at timestamptz, data json, meta json';

/** Writes events straight into a log's table, as {@link fillLog} does. @returns how many */
const write = async ({ superuser }: Addresses, kind: string, events: Iterable<Happened>): Promise<number> => {
  const client = new Client({ connectionString: superuser });
  await client.connect();
  const versions = new Map<string, number>();
  let position = 0;
  let rows: object[] = [];
  const flush = async (): Promise<void> => {
    await client.query(`insert into events (county, nth, position, stream, version, event_id, command_id, type, recorded_at, data, meta) select '${COUNTY}', 0, r.* from json_to_recordset($1) as r(${COLUMNS})`, [JSON.stringify(rows)]);
    rows = [];
  };
  try {
    for (const { stream, type, data } of events) {
      const version = (versions.get(stream) ?? 0) + 1;
      versions.set(stream, version);
      position++;
      rows.push({ position, stream, version, event_id: id(`${kind}1`, position), command_id: id(`${kind}2`, position), type, recorded_at: AT, data, meta: META });
      if (rows.length === AT_ONCE) await flush();
    }
    await flush();
  } finally {
    await client.end();
  }
  await run(superuser, 'vacuum (freeze, analyze) events', 'checkpoint');
  return position;
};

function* organizationYear(subjects: readonly RosterSubject[]): Iterable<Happened> {
  for (let week = 0; week < WEEKS; week++) for (const subject of subjects) yield* weekOf(subject, week);
}

function* evaluationYear(subjects: readonly RosterSubject[]): Iterable<Happened> {
  yield* cycleSteps(subjects);
  for (const [n, subject] of subjects.entries()) yield* saidOf(subject, n);
  for (const [n, subject] of subjects.entries()) yield scoredOf(subject, n);
}

export const fillCountyYear = async (stage: Stage): Promise<CountyYear> => {
  const subjects = Array.from({ length: stage.scale.classes }, (_, n) => subjectOf(n));
  const log = async (of: Catalogue<any>, kind: string, events: Iterable<Happened>): Promise<YearLog> => {
    const addresses = await stage.database(`year_${of.service}`);
    return { catalogue: { ...of, service: `year-${of.service}` }, addresses, events: await write(addresses, kind, events) };
  };
  return {
    organization: await log(organizationEvents, '0b0', organizationYear(subjects)),
    evaluation: await log(evaluationEvents, '0b1', evaluationYear(subjects)),
    cycleId, subjects,
  };
};
