import { logName, type Position } from '@homeroom/contracts';
import { county } from '@homeroom/local';
import { type Finding, type Invariant, promiseOf } from '@homeroom/platform';
import type { JourneyStack } from '@homeroom/testing';
import type { Violation } from '../campaign';
import type { ClientJournal } from '../journal/client-journal';
import { JournalCheck } from './journal-check';
import { LogWatch } from './log-watch';

/** Violations of one promise that are told; a thousand of them say no more than five. */
const TELL = 5;
/** So many records before the end are looked at again after a crash of the database. */
const RECENT = 300;

/** What checkers stand on: a stack, what its clients were told, and what was seen of its logs so far. */
export class Ground {
  readonly watches: readonly LogWatch[];
  private readonly found = new Map<string, string[]>();
  private readonly journalCheck: JournalCheck;
  /** Where readers stood, by service and reader, since the database crashed last. */
  private readonly places = new Map<string, Position>();
  private findings: Promise<Finding[]> | undefined;

  /** @param texts that clients wrote into sealed fields */
  constructor(readonly stack: JourneyStack, readonly journal: ClientJournal, readonly texts: readonly string[] = []) {
    this.watches = stack.services.map((service) => new LogWatch({ service, county }, stack.postgres.url(service), (invariant, evidence) => this.breach(invariant, evidence)));
    this.journalCheck = new JournalCheck(journal, (service) => this.watch(service), (invariant, evidence) => this.breach(invariant, evidence));
  }

  /** A promise is broken: found by a checker, or by a client as it goes. */
  breach(invariant: Invariant, evidence: string): void {
    this.told(promiseOf(invariant), evidence);
  }

  /** Of a promise that is none of the fifteen. */
  told(promise: string, evidence: string): void {
    this.found.set(promise, [...(this.found.get(promise) ?? []), evidence]);
  }

  get violations(): Violation[] {
    return [...this.found].flatMap(([promise, evidence]) => evidence.slice(0, TELL).map((each, i) => ({ promise, evidence: i === TELL - 1 && evidence.length > TELL ? `${each} … and ${evidence.length - TELL} more` : each })));
  }

  watch(service: string): LogWatch {
    return this.watches.find(({ log }) => log.service === service)!;
  }

  /** The incremental form, while things break: what is new in the logs, in the journal, and where readers stand. @throws when the database is away */
  async look(): Promise<void> {
    for (const watch of this.watches) await watch.look();
    this.journalCheck.look();
    for (const watch of this.watches) await this.lookAtPlaces(watch);
  }

  /** The database crashed and is back: what was seen in it is there, except places of readers, which may have gone back. */
  async lookAfterCrash(): Promise<void> {
    this.places.clear();
    for (const watch of this.watches) await watch.lookAgain(Math.max(0, watch.head - RECENT));
    await this.look();
  }

  /** Everything that was ever seen is as it was. */
  async lookThrough(): Promise<void> {
    for (const watch of this.watches) await watch.lookAgain(0);
    await this.look();
    this.journalCheck.lookAtAll();
  }

  /** What `verify` finds in each service; asked once. */
  verified(): Promise<Finding[]> {
    return (this.findings ??= (async () => {
      const findings: Finding[] = [];
      for (const service of this.stack.services) {
        const { output } = await this.stack.operate(service, 'verify', '--json');
        const lines = output.split('\n').filter((line) => line.startsWith('{'));
        if (lines.length === 0) throw new Error(`verify of ${service} said: ${output.slice(-500)}`);
        findings.push(...lines.map((line) => JSON.parse(line) as Finding));
      }
      return findings;
    })());
  }

  async close(): Promise<void> {
    await Promise.all(this.watches.map((watch) => watch.close()));
  }

  private async lookAtPlaces(watch: LogWatch): Promise<void> {
    const own = logName(watch.log);
    const rows = await watch.query<{ reader: string; log: string; position: string }>(`select reader, log, position from checkpoints where county = '${county}'`);
    const [{ head } = { head: 0 }] = await watch.query<{ head: number }>(`select coalesce(max(position), 0)::int as head from events where county = '${county}'`);
    for (const { reader, log, position } of rows) {
      const [at, key] = [Number(position), `${watch.log.service} ${reader} ${log}`];
      if (log === own && at > head) this.breach(9, `${reader} of ${watch.log.service} stands at ${at}, the log ends at ${head}`);
      if (at < (this.places.get(key) ?? 0)) this.breach(9, `${reader} of ${watch.log.service} went back in ${log} from ${this.places.get(key)} to ${at} without a crash`);
      this.places.set(key, at);
    }
  }
}
