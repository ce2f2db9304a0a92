import { randomUUID } from 'node:crypto';
import { derivedId, type Uuid } from '@homeroom/contracts';
import { county } from '@homeroom/local';
import { type Answer, type Desk, NoAnswer } from './desk';

/** What a command asks for. */
export interface Asked {
  readonly service: string;
  readonly by: Desk;
  readonly operation: string;
  /** Id of the stream it is for, as the address or the body names it. */
  readonly target: string;
  readonly path: string;
  readonly body: object;
  readonly ifMatch?: number;
}

/** A command as its client knows it. */
export interface Entry extends Asked {
  /** What the command's id in the log must be: a function of who asked for what, under which key. */
  readonly commandId: Uuid;
  readonly key: string;
  /** Attempts after which it was not known whether it had happened. */
  unsure: number;
  /** When it was asked last. */
  askedAt: number;
  /** What it was told in the end; absent while nothing certain came. */
  outcome?: Outcome;
}

export type Outcome =
  | { readonly kind: 'acknowledged'; readonly position: number; readonly streams: readonly { readonly stream: string; readonly version: number }[]; readonly repeated: boolean; readonly headers: Answer['headers'] }
  /** Already as it was asked for. */
  | { readonly kind: 'nothing to do' }
  | { readonly kind: 'refused'; readonly status: number; readonly code: string };

/** Between two attempts, twice as long each time: many clients that ask all the time would keep the processor from what starts. */
const AGAIN_MS = 25;
const AGAIN_AT_MOST_MS = 200;

/**
 * What clients asked and were told while things broke: every command with its id, and its answer or that there was none.
 * One without an answer may have had its effect: it is asked again under the same key until somebody says.
 */
export class ClientJournal {
  readonly entries: Entry[] = [];
  /** What came instead of an answer, and how often. */
  readonly troubles: Record<string, number> = {};
  acknowledged = 0;
  /** Commands after which it was unknown for a while whether they had happened, and now is known. */
  ambiguous = 0;
  /** Of these, those that had happened. */
  hadHappened = 0;
  /** Longest time from a first attempt to a certain answer. */
  slowestMs = 0;
  private waiting: { readonly since: number; readonly resolve: (at: number) => void }[] = [];

  /** @param signal aborted: clients give up, what is unanswered stays so */
  constructor(private readonly signal: AbortSignal) {}

  /** Asks until there is a certain answer. @returns `undefined` when it was given up */
  async command(asked: Asked): Promise<Entry | undefined> {
    const entry = this.enter(asked);
    const started = performance.now();
    for (let pause = AGAIN_MS; !this.signal.aborted; pause = Math.min(2 * pause, AGAIN_AT_MOST_MS)) {
      const answer = await this.attempt(entry);
      if (answer) {
        this.slowestMs = Math.max(this.slowestMs, performance.now() - started);
        return this.settle(entry, answer);
      }
      await new Promise((again) => setTimeout(again, pause));
    }
    return undefined;
  }

  /** Asks once; what did not come stays open. @throws NoAnswer */
  async once(asked: Asked): Promise<Answer> {
    const entry = this.enter(asked);
    const answer = await this.again(entry, entry.body);
    if (answer.status < 500) this.settle(entry, answer);
    return answer;
  }

  /** Asks once more under the key of a command that is settled. */
  again({ by, path, key, ifMatch }: Entry, body: object): Promise<Answer> {
    return by.ask('POST', path, body, headersOf(key, ifMatch));
  }

  /** When the next command that is asked from now on is acknowledged. @throws after so long */
  nextAcknowledged(patienceMs: number): Promise<number> {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`No command was acknowledged within ${patienceMs / 1000} s; instead came ${JSON.stringify(this.troubles)}.`)), patienceMs);
      this.waiting.push({ since: performance.now(), resolve: (at) => { clearTimeout(late); resolve(at); } });
    });
  }

  private enter(asked: Asked): Entry {
    const key = randomUUID();
    const entry: Entry = { ...asked, key, commandId: derivedId(county, asked.by.personId, asked.operation, asked.target, key), unsure: 0, askedAt: 0 };
    this.entries.push(entry);
    return entry;
  }

  private async attempt(entry: Entry): Promise<Answer | undefined> {
    entry.askedAt = performance.now();
    try {
      const answer = await this.again(entry, entry.body);
      if (answer.status < 500) return answer;
      this.trouble(`${answer.status} ${answer.body?.code}`);
      entry.unsure++;
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      this.trouble(`no answer: ${error.message}`);
      if (!error.neverSent) entry.unsure++;
    }
    return undefined;
  }

  private settle(entry: Entry, { status, body, headers }: Answer): Entry {
    if (entry.unsure > 0) this.ambiguous++;
    if (status >= 300) entry.outcome = { kind: 'refused', status, code: body.code };
    else if (body.position === null) entry.outcome = { kind: 'nothing to do' };
    else {
      entry.outcome = { kind: 'acknowledged', position: Number(body.position.split(':')[1]), streams: body.streams, repeated: body.repeated, headers };
      this.acknowledged++;
      if (entry.unsure > 0 && body.repeated) this.hadHappened++;
      const now = performance.now();
      for (const { since, resolve } of this.waiting) if (since <= entry.askedAt) resolve(now);
      this.waiting = this.waiting.filter(({ since }) => since > entry.askedAt);
    }
    return entry;
  }

  private trouble(what: string): void {
    this.troubles[what] = (this.troubles[what] ?? 0) + 1;
  }
}

const headersOf = (key: string, ifMatch?: number): Record<string, string> => ({ 'idempotency-key': key, ...(ifMatch !== undefined && { 'if-match': `"${ifMatch}"` }) });
