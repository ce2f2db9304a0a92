import { randomUUID } from 'node:crypto';
import { logName } from '@homeroom/contracts';
import { Contended, handle } from '@homeroom/eventsourcing';
import { isPassing, ServiceRuntime, silent, systemClock } from '@homeroom/platform';
import { Random } from '../faults/random';
import { tally, tallyService } from './tallies';
import { type Testimony, Witness } from './witness';

/** What a process of the race is told. */
export interface RaceOrders {
  readonly databaseUrl: string;
  readonly brokers?: readonly string[];
  readonly county: string;
  readonly process: number;
  readonly writers: number;
  readonly tallyIds: readonly string[];
  readonly seed: number;
}

/** What it says: how much it wrote so far, that it writes no more, and what it saw. */
export type RaceNews =
  | { readonly kind: 'wrote' | 'stopped'; readonly wrote: number; readonly contended: number }
  | { readonly kind: 'testimony'; readonly testimony: Testimony; readonly wrote: number; readonly contended: number; readonly unavailable: number; readonly failed: readonly string[] };
/** What it is told: to write no more, and then how far its witness has to see. */
export type RaceWord = { readonly kind: 'stop' } | { readonly kind: 'testify'; readonly head: number };

/** Events of one append: one of several as often as a lone one, which the lane writes by another function. */
const TIMES = [1, 1, 20, 100, 300] as const;
const NEWS_MS = 250;

const AGAIN_MS = 5;
/** A reader that is further behind than this at the end stands still. */
const PATIENCE_MS = 120_000;
/** Failures that are told; a thousand say no more than five. */
const TELL = 5;

/** Writers of one process: each decides on a tally, again and again, against all others. */
class Writers {
  wrote = 0;
  contended = 0;
  unavailable = 0;
  readonly failed: string[] = [];
  private going = true;
  private running: Promise<unknown> | undefined;

  constructor(private readonly runtime: ServiceRuntime, private readonly orders: RaceOrders) {}

  start(): void {
    const { seed, process: nth, writers } = this.orders;
    const random = new Random(seed + nth);
    this.running = Promise.all(Array.from({ length: writers }, (_, i) => this.write(random.fork(), `writer-${nth}-${i}`)));
  }

  async stop(): Promise<void> {
    this.going = false;
    await this.running;
  }

  private async write(random: Random, writer: string): Promise<void> {
    while (this.going) {
      const times = random.pick(TIMES);
      await this.count(random.pick(this.orders.tallyIds), times, writer).catch((error: Error) => this.refused(writer, error));
    }
  }

  private async count(id: string, times: number, writer: string): Promise<void> {
    const command = { county: this.orders.county, commandId: randomUUID(), by: { personId: writer, role: 'writer' }, at: new Date().toISOString(), correlationId: randomUUID() };
    const { first } = await handle(this.runtime.log, command, (decision) => decision.decide(tally, id, 'Count', { times, writer }));
    if (first?.events.length !== times) this.fail(`${writer} wrote ${times} events and was told of ${first?.events.length}`);
    this.wrote += times;
  }

  /** To come back, as HTTP tells it, is no failure; anything else is. */
  private async refused(writer: string, error: Error): Promise<void> {
    if (error instanceof Contended) this.contended++;
    else if (isPassing(error)) this.unavailable++;
    else this.fail(`${writer} was told: ${error.message}`);
    await new Promise((again) => setTimeout(again, AGAIN_MS));
  }

  private fail(says: string): void {
    if (this.failed.length < TELL) this.failed.push(says);
  }
}

const say = (news: RaceNews): Promise<void> => new Promise((said) => { process.send!(news, () => said()); });

const race = async (orders: RaceOrders): Promise<void> => {
  const { databaseUrl, brokers, county, process: nth } = orders;
  const witness = new Witness(`witness of process ${nth}`);
  const runtime = new ServiceRuntime(tallyService, { counties: [county], databaseUrl, ...(brokers && { kafka: { brokers } }), clock: systemClock, observer: silent, watchDeadlines: false }, () => [witness]);
  await runtime.start();
  const writers = new Writers(runtime, orders);
  writers.start();
  const telling = setInterval(() => void say({ kind: 'wrote', wrote: writers.wrote, contended: writers.contended }), NEWS_MS);
  const hear = async (word: RaceWord): Promise<void> => {
    if (word.kind === 'stop') {
      await writers.stop();
      clearInterval(telling);
      return say({ kind: 'stopped', wrote: writers.wrote, contended: writers.contended });
    }
    await runtime.reached({ [logName({ service: tallyService.name, county })]: word.head }, PATIENCE_MS);
    const { wrote, contended, unavailable, failed } = writers;
    await say({ kind: 'testimony', testimony: witness.testimony(), wrote, contended, unavailable, failed });
    await runtime.stop();
    process.exit(0);
  };
  process.on('message', (word: RaceWord) => void hear(word));
  process.once('disconnect', () => process.exit(1));
};

void race(JSON.parse(process.argv[2]!) as RaceOrders).catch((error: Error) => {
  console.error(error);
  process.exit(1);
});
