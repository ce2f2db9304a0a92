import { randomUUID } from 'node:crypto';
import { derivedId, type Uuid } from '@homeroom/contracts';
import { county } from '@homeroom/local';
import type { Answered, Person } from './person';

/** A command as its client knows it. */
export interface JournalEntry {
  /** What the command's id in the log must be: a function of who asked for what, under which key. */
  readonly commandId: Uuid;
  readonly by: Person;
  readonly path: string;
  readonly body: object;
  readonly key: string;
  /** How often it was asked; more than once where nothing certain came back. */
  asked: number;
  /** What it was told in the end. */
  answer?: { readonly position: string | null; readonly streams: readonly { readonly stream: string; readonly version: number }[]; readonly repeated: boolean };
}

/** An event as the log holds it, as far as a client can know it. */
export interface Logged {
  readonly position: number;
  readonly commandId: Uuid;
  readonly stream: string;
  readonly version: number;
  readonly type: string;
}

/** Between two attempts, so that a service that starts is not asked all the time. */
const AGAIN_MS = 50;

/**
 * What clients asked and were told while things broke. A command without an answer may have had its effect: it is asked
 * again under the same key until somebody says.
 */
export class ClientJournal {
  readonly entries: JournalEntry[] = [];
  /** What came instead of an answer, and how often. */
  readonly troubles: Record<string, number> = {};
  answered = 0;
  /** Clients give up: the test has failed, and nobody is there to answer. */
  over = false;

  /** @throws when it is refused: these clients ask for nothing that may be */
  async command(by: Person, operation: string, target: string, path: string, body: object): Promise<void> {
    const key = randomUUID();
    const entry: JournalEntry = { commandId: derivedId(county, by.personId, operation, target, key), by, path, body, key, asked: 0 };
    this.entries.push(entry);
    for (;;) {
      const answer = await this.ask(entry).catch((error: Error) => this.trouble(`no answer: ${(error.cause as Error | undefined)?.message ?? error.message}`));
      if (answer && answer.status < 300) {
        entry.answer = answer.body;
        this.answered++;
        return;
      }
      if (answer && answer.status < 500) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
      if (answer) this.trouble(`${answer.status} ${answer.body.code}`);
      if (this.over) throw new Error(`${path} is given up, after ${JSON.stringify(this.troubles)}`);
      await new Promise((again) => setTimeout(again, AGAIN_MS));
    }
  }

  ask(entry: JournalEntry): Promise<Answered> {
    entry.asked++;
    return entry.by.ask('POST', entry.path, entry.body, { 'idempotency-key': entry.key });
  }

  private trouble(what: string): void {
    this.troubles[what] = (this.troubles[what] ?? 0) + 1;
  }
}

/** What a log does not keep of what clients were told; empty when every command stands in it once, whole, with the versions it was told. */
export const brokenPromises = ({ entries }: ClientJournal, log: readonly Logged[]): string[] => {
  const byCommand = Map.groupBy(log, ({ commandId }) => commandId);
  return entries.flatMap(({ commandId, path, answer }) => {
    const events = byCommand.get(commandId) ?? [];
    const about = `${path} (${commandId})`;
    if (!answer) return [`${about} was never answered`];
    if (answer.position !== `organization/${county}:${events.at(-1)?.position}`) return [`${about} was told ${answer.position}, and the log has ${events.length} events of it up to ${events.at(-1)?.position}`];
    if (events.some(({ position }, i) => position !== events[0]!.position + i)) return [`${about} stands in the log more than once: ${events.map(({ position }) => position).join(', ')}`];
    const versions = new Map(events.map(({ stream, version }) => [stream, version]));
    const told = new Map(answer.streams.map(({ stream, version }) => [stream, version]));
    const same = versions.size === told.size && [...versions].every(([stream, version]) => told.get(stream) === version);
    return same ? [] : [`${about} was told ${JSON.stringify([...told])}, the log has ${JSON.stringify([...versions])}`];
  });
};
