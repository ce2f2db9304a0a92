import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { county, createDatabases, type Kafka, type Postgres, roles, startKafka, startPostgres } from '@homeroom/local';
import { KafkaClient, LogReader, type LogSource, logPool, migrate, type OperationSettings, PostgresSource, promiseOf, ReadOnlyLog, rebuild, silent, verify } from '@homeroom/platform';
import { eventually } from '@homeroom/testing';
import { Client } from 'pg';
import type { Campaign, CampaignOptions, CampaignResult, Violation } from '../campaign';
import { LogWatch } from '../invariants/log-watch';
import { root } from '../root';
import { IdleTransactions } from './idle-transactions';
import { EVERYBODY_GETS_THROUGH, ONCE_IN_ORDER, TOLD, VERIFIED } from './race.promises';
import type { RaceNews, RaceOrders, RaceWord } from './race-process';
import { tallies, tallyEvents, tallyService, writers } from './tallies';
import { type Testimony, Witness } from './witness';

const LOG = { service: tallyService.name, county };
const PROCESSES = 4;
const WRITERS_EACH = 8;
/** Few, so that nearly every decision meets another. */
const TALLIES = Array.from({ length: 6 }, (_, i) => `00000000-0000-4000-8000-00000000000${i}`);
const PATIENCE_MS = 120_000;
/** A process that was told so often to come back, and wrote nothing meanwhile, does not get through. */
const OFTEN = 40;

/** One process of writers, as its starter knows it. */
class Racer {
  wrote = 0;
  /** How often it was told to come back since it wrote last. */
  inVain = 0;
  private contendedAt = 0;
  testimony: Extract<RaceNews, { kind: 'testimony' }> | undefined;
  private stopped = false;
  private readonly child: ChildProcess;

  constructor(orders: RaceOrders) {
    this.child = fork(join(root, 'libs', 'proving', 'dist', 'race', 'race-process.js'), [JSON.stringify(orders)], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    this.child.on('message', (news: RaceNews) => {
      if (news.wrote > this.wrote) this.contendedAt = news.contended;
      this.wrote = news.wrote;
      this.inVain = news.contended - this.contendedAt;
      if (news.kind === 'stopped') this.stopped = true;
      if (news.kind === 'testimony') this.testimony = news;
    });
  }

  async stop(): Promise<void> {
    this.child.send({ kind: 'stop' } satisfies RaceWord);
    await eventually(() => { if (!this.stopped) throw new Error('A process of writers does not stop.'); }, PATIENCE_MS);
  }

  async testify(head: number): Promise<void> {
    this.child.send({ kind: 'testify', head } satisfies RaceWord);
    await eventually(() => { if (!this.testimony) throw new Error('A witness does not testify.'); }, 2 * PATIENCE_MS);
  }

  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.kill('SIGKILL');
    await once(this.child, 'exit');
  }
}

/** The servers and everybody who writes, reads and disturbs. */
class RaceCourse {
  readonly folder = mkdtempSync(join(tmpdir(), 'homeroom-race-'));
  readonly violations: Violation[] = [];
  postgres!: Postgres;
  kafka: Kafka | undefined;
  racers: Racer[] = [];
  watch!: LogWatch;
  rebuilds = 0;
  private readonly readers: { readonly reader: LogReader; readonly witness: Witness }[] = [];
  private readonly pools: ReadOnlyLog[] = [];

  constructor(private readonly options: CampaignOptions) {}

  get settings(): OperationSettings {
    const url = (role: string): string => this.postgres.url(LOG.service, role);
    return { counties: [county], databaseUrl: url(roles.app), migratorUrl: url(roles.migrator), ...(this.kafka && { brokers: this.kafka.brokers.split(',') }), say: () => undefined };
  }

  get wrote(): number {
    return this.racers.reduce((sum, { wrote }) => sum + wrote, 0);
  }

  violated(promise: string, evidence: string): void {
    if (this.violations.length < 20) this.violations.push({ promise, evidence });
  }

  async prepare(): Promise<void> {
    const { say, seed } = this.options;
    this.postgres = await startPostgres({ dataDir: join(this.folder, 'postgres') });
    const kafka = await startKafka({ dataDir: join(this.folder, 'kafka') });
    if ('missing' in kafka) say(`skipped: everything about Kafka. ${kafka.missing}`);
    else this.kafka = kafka;
    await createDatabases(this.postgres, [LOG.service]);
    await migrate(this.settings.migratorUrl, tallyService.views);
    if (this.kafka) await new KafkaClient(this.settings.brokers!, 'homeroom-race').ensureTopics([LOG.service]);
    this.watch = new LogWatch(LOG, this.postgres.url(LOG.service), (invariant, evidence) => this.violated(promiseOf(invariant), evidence));
    if (this.kafka) this.read(new KafkaClient(this.settings.brokers!, 'homeroom-race-reader'), 'witness over Kafka');
    this.read(this.table(), 'witness of another service');
    this.racers = Array.from({ length: PROCESSES }, (_, process) => new Racer({
      databaseUrl: this.settings.databaseUrl, brokers: this.settings.brokers, county, process, writers: WRITERS_EACH, tallyIds: TALLIES, seed,
    }));
  }

  /** Views are built anew and switched while they are written, from each kind of source in turn. */
  async rebuildUntil(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await rebuild(tallyService, tallyService.views, this.kafka && this.rebuilds % 2 === 1 ? 'kafka' : 'postgres', this.settings);
      this.rebuilds++;
      await new Promise((pause) => setTimeout(pause, 500));
    }
  }

  /** Whoever read along, and one who reads the whole log now that it is at rest: all have seen the same. */
  async testimonies(head: number): Promise<void> {
    this.read(this.table(), 'witness afterwards');
    // First who reads over Kafka: a process that has testified ends, and takes along the relay that sends the rest.
    await Promise.all(this.readers.map(({ witness }) => this.arrived(witness, head)));
    await Promise.all(this.racers.map((racer) => racer.testify(head)));
    const all: [string, Testimony][] = [...this.readers.map(({ witness }): [string, Testimony] => [witness.name, witness.testimony()]), ...this.racers.map(({ testimony }, i): [string, Testimony] => [`witness of process ${i}`, testimony!.testimony])];
    const afterwards = all.find(([name]) => name === 'witness afterwards')![1];
    for (const [name, { position, hash, wrong }] of all) {
      for (const each of wrong) this.violated(ONCE_IN_ORDER, each);
      if (hash !== afterwards.hash) this.violated(ONCE_IN_ORDER, `${name} saw another history of ${position} events than the table of ${head} holds`);
    }
    for (const { testimony } of this.racers) for (const each of testimony!.failed) this.violated(TOLD, each);
  }

  /** However much is left to read: a reader that gets no further for so long will not. */
  private async arrived(witness: Witness, head: number): Promise<void> {
    for (let stood = -1; witness.stands < head && witness.stands > stood;) {
      stood = witness.stands;
      await eventually(() => { if (witness.stands === stood) throw new Error('It stands still.'); }, PATIENCE_MS).catch(() => undefined);
    }
    if (witness.stands < head) this.violated(promiseOf(13), `${witness.name} stands at ${witness.stands} of ${head}.`);
  }

  /** Counts that the views made themselves, and what `verify` finds. */
  async views(): Promise<void> {
    const client = new Client({ connectionString: this.postgres.url(LOG.service) });
    await client.connect();
    const { rows } = await client.query<{ tally_id: string; folded: number; said: number }>(`select tally_id, folded, said from ${tallies.table} where folded <> said`).finally(() => client.end());
    for (const { tally_id: id, folded, said } of rows) this.violated(promiseOf(8), `${tallies.name} folded ${folded} events of ${id}, whose last says ${said}`);
    for (const { invariant, about, check, violations } of await verify(tallyService, this.settings)) for (const each of violations) this.violated(promiseOf(invariant), `${about}: ${check}: ${each}`);
  }

  async close(): Promise<void> {
    await Promise.all(this.racers.map((racer) => racer.kill()));
    await Promise.all(this.readers.map(({ reader }) => reader.stop()));
    await Promise.all([this.watch?.close(), ...this.pools.map((log) => log.close())]);
    await Promise.all([this.kafka?.stop(), this.postgres?.stop()]);
    rmSync(this.folder, { recursive: true, force: true });
  }

  private read(source: LogSource, name: string): void {
    const witness = new Witness(name);
    const reader = new LogReader(source, LOG, tallyEvents, [witness], silent);
    this.readers.push({ reader, witness });
    reader.start();
  }

  /** As another service reads it on one machine: nobody wakes it. */
  private table(): PostgresSource {
    const log = new ReadOnlyLog(LOG, logPool(this.postgres.url(LOG.service, roles.reader), county, 2));
    this.pools.push(log);
    return new PostgresSource([log]);
  }
}

/** Writes, reads, rebuilds and disturbs, until the time is over or something is found. */
const compete = async (course: RaceCourse, { minutes, signal, say }: CampaignOptions): Promise<number> => {
  const ending = new AbortController();
  const idle = new IdleTransactions(course.postgres.url(LOG.service));
  const rebuilding = course.rebuildUntil(ending.signal).catch((error: Error) => course.violated('A view is rebuilt while it is written', error.message));
  idle.start();
  // The time counts from the first event.
  await eventually(() => { if (course.wrote === 0) throw new Error('Nobody has written.'); }, PATIENCE_MS);
  const until = performance.now() + minutes * 60_000;
  for (let looks = 1; !signal.aborted && performance.now() < until && course.violations.length === 0; looks++) {
    await new Promise((pause) => setTimeout(pause, 500));
    await course.watch.look();
    for (const { inVain, wrote } of course.racers) if (inVain > OFTEN) course.violated(EVERYBODY_GETS_THROUGH, `a process was told ${inVain} times to come back since it wrote its ${wrote}th event`);
    if (looks % 60 === 0) say(`${course.wrote} events, ${course.rebuilds} rebuilds, ${course.violations.length} violations`);
  }
  ending.abort();
  await Promise.all(course.racers.map((racer) => racer.stop()));
  await rebuilding;
  await course.watch.look();
  return idle.stop();
};

const run = async (options: CampaignOptions): Promise<CampaignResult> => {
  const course = new RaceCourse(options);
  try {
    await course.prepare();
    const idle = await compete(course, options);
    const { head } = course.watch;
    await course.testimonies(head);
    if (course.violations.length === 0) await course.watch.lookAgain(0);
    // Also where something was found: what views come to may say what it came of.
    await course.views().catch((error: Error) => course.violated(VERIFIED, error.message));
    const [contended, unavailable] = (['contended', 'unavailable'] as const).map((what) => course.racers.reduce((sum, { testimony }) => sum + testimony![what], 0)) as [number, number];
    if (course.wrote > head || (unavailable === 0 && course.wrote !== head)) course.violated(promiseOf(1), `writers were told of ${course.wrote} events, the log has ${head}`);
    return {
      figures: { events: head, commands: course.watch.effects.size, processes: PROCESSES, writers: PROCESSES * WRITERS_EACH, streams: TALLIES.length, 'views built anew': course.rebuilds * [tallies, writers].length, 'idle transactions': idle, 'told to come back': contended + unavailable },
      violations: course.violations,
    };
  } finally {
    await course.close();
  }
};

/** Many writers on few streams, in several processes, beside open transactions and rebuilds. */
export const race: Campaign = { name: 'race', says: '32 writers on few streams, several processes, idle transactions, rebuilds: none missed, none out of order, none twice', minutes: 15, run };
