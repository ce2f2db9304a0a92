import { type Catalogue, type County, leafHash, logName, type LogRecord, type Position } from '@homeroom/contracts';
import { streamOf } from '@homeroom/eventsourcing';
import type { ClientBase } from 'pg';
import { compare } from '../kafka/relay';
import { openRecord } from '../log/log-record';
import { viewPool } from '../log/connections';
import { beginInCounty, inCounty } from '../log/county-transaction';
import { signedTree, verifyTree } from '../notary/verify-tree';
import type { LogSource } from '../readers/log-source';
import type { RuntimeDefinition } from '../service-runtime';
import type { ViewDefinition } from '../views/view';
import { viewReader } from '../views/view-sink';
import { ViewTable } from '../views/view-table';
import { foldLog, recordsUntil, ViewFold } from './fold-log';
import type { Invariant } from './invariants';
import type { Rebuilt } from './proof';
import { cataloguesOf } from './rebuild';
import { type OperationSettings, OperationSources } from './settings';

/** The outcome of one check. */
export interface Finding {
  /** The invariant that it is about, by its number. */
  readonly invariant: Invariant;
  readonly check: string;
  readonly about: string;
  /** How many things were looked at. */
  readonly count: number;
  /** What is wrong, with its place; empty when all is well. */
  readonly violations: readonly string[];
}

/** Violations told per check; the count says how many there are. */
const TELL = 5;

/** Checks a service's logs, topics and views as they stand, from the outside: it trusts nothing that the service says of itself. */
export const verify = async (definition: RuntimeDefinition, settings: OperationSettings): Promise<Finding[]> => {
  const sources = new OperationSources(definition, settings);
  try {
    const findings: Finding[] = [];
    for (const county of settings.counties) {
      const hashes: string[] = [];
      const signed = await signedTree(definition.name, county, settings);
      findings.push(...await verifyLog(definition, sources, county, hashes));
      findings.push(...verifyTree(signed, hashes));
      findings.push(await verifyPlaces(definition, sources, county, settings));
      if (sources.kafka) findings.push(await verifyTopic(definition, sources.kafka, county, hashes));
      for (const kind of sources.kafka ? ['postgres', 'kafka'] as const : ['postgres'] as const) findings.push(...await verifyViews(definition, sources, county, kind, settings));
    }
    return findings;
  } finally {
    await sources.close();
  }
};

/** What can be said in a second of a log of any size: its count, its end in the topic, and how far its views are. */
export const quickVerify = async (definition: RuntimeDefinition, settings: OperationSettings): Promise<Finding[]> => {
  const sources = new OperationSources(definition, settings);
  try {
    const findings: Finding[] = [];
    for (const county of settings.counties) {
      const log = sources.own(county);
      const about = logName(log.log);
      const [head, count] = [await log.head(), await log.count()];
      findings.push({ invariant: 5, check: 'positions are 1..N', about, count, violations: head === count ? [] : [`${count} records, the last at position ${head}`] });
      if (sources.kafka) {
        const compared = await compare(log.log, sources.kafka, async () => head, async (position) => (await log.after(position - 1, 1)).find((record) => record.position === position));
        const wrong = 'says' in compared ? [compared.says] : compared.state === 'behind' ? [`the topic ends at ${compared.confirmed}, the log at ${head}`] : [];
        findings.push({ invariant: 7, check: 'the topic ends with the record that the log ends with', about, count: head, violations: wrong });
      }
      const standing = await Promise.all(definition.views.map(async (view) => ({ view, at: (await standingPlaces(view, county, settings)).get(about) })));
      const behind = standing.filter(({ view, at = 0 }) => cataloguesOf(definition, view).includes(definition.events) && at < head);
      findings.push({ invariant: 13, check: 'every view holds the whole log', about, count: standing.length, violations: behind.map(({ view, at = 0 }) => `${view.name} stands at ${at}, the log at ${head}`) });
    }
    return findings;
  } finally {
    await sources.close();
  }
};

/** One line a finding, for people. @returns whether all is well */
export const sayFindings = (findings: readonly Finding[], say: (line: string) => void): boolean => {
  for (const { invariant, check, about, count, violations } of findings) {
    say(`${violations.length === 0 ? 'ok  ' : 'FAIL'} ${about}: ${invariant}. ${check} (${count})`);
    for (const violation of violations.slice(0, TELL)) say(`       ${violation}`);
    if (violations.length > TELL) say(`       … and ${violations.length - TELL} more`);
  }
  return findings.every(({ violations }) => violations.length === 0);
};

/** Positions 1..N, versions 1..n, commands whole and once, time not going back, every event known and folded by its stream. */
const verifyLog = async (definition: RuntimeDefinition, sources: OperationSources, county: County, hashes: string[]): Promise<Finding[]> => {
  const log = { service: definition.name, county };
  const source = sources.source('postgres', definition.events, county);
  const to = await source.head(log);
  const wrong = { positions: [] as string[], streams: [] as string[], commands: [] as string[], time: [] as string[] };
  const streams = new StreamCheck(definition);
  const commands = new Set<string>();
  let last: LogRecord | undefined;
  for await (const records of recordsUntil(source, log, 0, to)) {
    for (const record of records) {
      const at = `${logName(log)}:${record.position}`;
      if (record.position !== (last?.position ?? 0) + 1) wrong.positions.push(`${at} follows ${last?.position ?? 0}`);
      const illegal = streams.take(record);
      if (illegal) wrong.streams.push(`${at} ${illegal}`);
      if (record.nth === 0 ? commands.has(record.commandId) : last?.commandId !== record.commandId || last.nth !== record.nth - 1) wrong.commands.push(`${at} is event ${record.nth} of command ${record.commandId}, out of its place`);
      commands.add(record.commandId);
      if (last && record.recordedAt < last.recordedAt) wrong.time.push(`${at} was recorded at ${record.recordedAt}, after ${last.recordedAt}`);
      hashes.push(leafHash(record));
      last = record;
    }
  }
  const about = logName(log);
  return [
    { invariant: 5, check: 'positions are 1..N', about, count: to, violations: wrong.positions },
    { invariant: 4, check: 'streams are 1..n, each event legal', about, count: streams.size, violations: wrong.streams },
    { invariant: 2, check: 'one command, one effect', about, count: commands.size, violations: wrong.commands },
    { invariant: 5, check: 'recorded time never goes back', about, count: to, violations: wrong.time },
  ];
};

/** Every stream's version and folded state, as its events come by. */
class StreamCheck {
  private readonly streams = new Map<string, { version: number; state: unknown }>();

  constructor(private readonly definition: RuntimeDefinition) {}

  get size(): number {
    return this.streams.size;
  }

  /** @returns what is wrong with a record as the next of its stream */
  take(record: LogRecord): string | undefined {
    const { category } = (this.definition.events as Catalogue<any>).types[record.type] ?? {};
    const decider = this.definition.streams.find(({ name }) => name === category);
    if (!decider) return `${record.type} belongs to no stream of ${this.definition.name}`;
    if (!record.stream.startsWith(streamOf(decider, ''))) return `${record.type} stands in ${record.stream}`;
    const { version, state } = this.streams.get(record.stream) ?? { version: 0, state: decider.initial };
    try {
      this.streams.set(record.stream, { version: record.version, state: decider.evolve(state, openRecord(record, this.definition.events)) });
    } catch (error) {
      return `${record.type} cannot follow in ${record.stream}: ${(error as Error).message}`;
    }
    return record.version === version + 1 ? undefined : `${record.stream} goes from version ${version} to ${record.version}`;
  }
}

/** First occurrences in the topic are in order, and each has the bytes of the log. */
const verifyTopic = async (definition: RuntimeDefinition, kafka: LogSource, county: County, hashes: readonly string[]): Promise<Finding> => {
  const log = { service: definition.name, county };
  const violations: string[] = [];
  let count = 0;
  try {
    for await (const records of recordsUntil(kafka, log, 0, hashes.length)) {
      for (const record of records) if (leafHash(record) !== hashes[record.position - 1]) violations.push(`${logName(log)}:${record.position} is another record in the topic`);
      count += records.length;
    }
  } catch (error) {
    violations.push((error as Error).message);
  }
  return { invariant: 7, check: 'the topic holds every record, byte for byte', about: logName(log), count, violations };
};

/** Each view as it stands equals a fold of its logs up to the positions that it says it holds. */
const verifyViews = async (definition: RuntimeDefinition, sources: OperationSources, county: County, kind: LogSource['kind'], settings: OperationSettings): Promise<Finding[]> => {
  const standing = await Promise.all(definition.views.map((view) => standingView(view, county, settings)));
  const folds = new Map(definition.views.map((view) => [view, new ViewFold(view)]));
  const ids = new Map<string, string>();
  const seen = (definition.proofs?.length ?? 0) > 0 ? ({ service, position, eventId }: LogRecord): void => void ids.set(`${service}:${position}`, eventId) : undefined;
  for (const catalogue of [definition.events, ...definition.peers]) {
    const due = standing.filter(({ view }) => cataloguesOf(definition, view).includes(catalogue))
      .map(({ view, vector }) => ({ fold: folds.get(view)!, from: 0, to: vector.get(logName({ service: catalogue.service, county })) ?? 0 }));
    if (due.some(({ to }) => to > 0)) await foldLog(sources.source(kind, catalogue, county), catalogue, county, due, seen);
  }
  const equal = standing.map(({ view, digest, rows, vector }): Finding => {
    const table = new ViewTable(view);
    const anew = table.digest(folds.get(view)!.inOrder());
    const at = [...vector].map(([log, position]) => `${log}:${position}`).join(' ');
    return { invariant: 8, check: `view ${view.name} equals a rebuild from ${kind} at ${at || 'the beginning'}`, about: `${definition.name}/${county}`, count: rows, violations: anew === digest ? [] : [`digest ${digest.slice(0, 16)}…, rebuilt ${anew.slice(0, 16)}…`] };
  });
  const rebuilt: Rebuilt = { county, rows: (view) => folds.get(view)!.inOrder() as never[], eventAt: (service, position) => ids.get(`${service}:${position}`) };
  const proven = await Promise.all((definition.proofs ?? []).map(async ({ name, check }): Promise<Finding> => (
    { invariant: 12, check: `${name}, from ${kind}`, about: `${definition.name}/${county}`, ...await check(rebuilt) })));
  return [...equal, ...proven];
};

/** No view, relay or reaction stands behind the end of the own log. */
const verifyPlaces = async (definition: RuntimeDefinition, sources: OperationSources, county: County, { databaseUrl }: OperationSettings): Promise<Finding> => {
  const log = sources.own(county);
  const pool = viewPool(databaseUrl, 1);
  try {
    const { rows } = await inCounty(pool, county, (client) => client.query<{ reader: string; position: string }>('select reader, position from checkpoints where county = $1 and log = $2', [county, logName(log.log)]));
    const head = await log.head();
    const passed = rows.filter(({ position }) => Number(position) > head);
    return { invariant: 9, check: 'no reader has passed the log', about: logName(log.log), count: rows.length, violations: passed.map(({ reader, position }) => `${reader} stands at ${position}, the log ends at ${head}`) };
  } finally {
    await pool.end();
  }
};

/** The positions that a view holds, by log. */
const standingPlaces = async (view: ViewDefinition, county: County, { databaseUrl }: Pick<OperationSettings, 'databaseUrl'>): Promise<Map<string, Position>> => {
  const pool = viewPool(databaseUrl, 1);
  try {
    return await inCounty(pool, county, (client) => placesOf(client, view, county));
  } finally {
    await pool.end();
  }
};

const placesOf = async (client: ClientBase, view: ViewDefinition, county: County): Promise<Map<string, Position>> => {
  const { rows } = await client.query<{ log: string; position: string }>('select log, position from checkpoints where county = $1 and reader = $2 order by log', [county, viewReader(view)]);
  return new Map(rows.map(({ log, position }) => [log, Number(position)]));
};

/** A view's digest and the position vector it was read at, in one snapshot. */
export const standingView = async (view: ViewDefinition, county: County, settings: Pick<OperationSettings, 'databaseUrl'>): Promise<{ view: ViewDefinition; digest: string; rows: number; vector: Map<string, Position> }> => {
  const pool = viewPool(settings.databaseUrl, 1);
  try {
    const client = await pool.connect();
    try {
      await client.query(beginInCounty(county).replace('begin', 'begin isolation level repeatable read read only'));
      const vector = await placesOf(client, view, county);
      const table = new ViewTable(view);
      const rows = await table.all(client, county);
      await client.query('commit');
      return { view, digest: table.digest(rows), rows: rows.length, vector };
    } finally {
      client.release();
    }
  } finally {
    await pool.end();
  }
};
