import type { ClientJournal, Entry } from '../journal/client-journal';
import type { LogWatch } from './log-watch';

/**
 * Holds what clients were told against the log: what was acknowledged is there with the versions it was told, what was
 * refused left nothing, and what was answered by nobody is there once or not at all, which is what its retry was told.
 */
export class JournalCheck {
  private settled = 0;
  private waiting: Entry[] = [];

  constructor(private readonly journal: ClientJournal, private readonly watch: (service: string) => LogWatch, private readonly breach: (invariant: 1 | 3, evidence: string) => void) {}

  /** What was settled since the last look, as far as the log was seen. */
  look(): void {
    const { entries } = this.journal;
    const fresh = [...this.waiting, ...entries.slice(this.settled)];
    this.settled = entries.length;
    this.waiting = fresh.filter((entry) => !this.check(entry));
  }

  /** At the end, when the logs were seen whole: nothing is left to wait for, and what was refused left nothing later either. */
  lookAtAll(): void {
    this.look();
    for (const entry of this.waiting) if (entry.outcome?.kind === 'acknowledged') this.breach(1, `${about(entry)} was told ${entry.outcome.position}, and the log ends before`);
    for (const entry of this.journal.entries) if (entry.outcome && entry.outcome.kind !== 'acknowledged') this.check(entry);
  }

  /** @returns false when it is too early to say */
  private check(entry: Entry): boolean {
    const { outcome } = entry;
    if (!outcome) return false;
    const watch = this.watch(entry.service);
    const effect = watch.effects.get(entry.commandId);
    if (outcome.kind !== 'acknowledged') {
      if (effect) this.breach(3, `${about(entry)} was told ${outcome.kind === 'refused' ? `${outcome.status} ${outcome.code}` : outcome.kind}, and stands at ${effect.first}`);
      return true;
    }
    if (!effect && watch.head < outcome.position) return false;
    if (!effect) this.breach(1, `${about(entry)} was told ${outcome.position}, and is not in the log`);
    else if (effect.last !== outcome.position) this.breach(1, `${about(entry)} was told ${outcome.position}, and stands at ${effect.first}–${effect.last}`);
    else if (!sameVersions(effect.versions, outcome.streams)) this.breach(1, `${about(entry)} was told ${JSON.stringify(outcome.streams)}, the log has ${JSON.stringify([...effect.versions])}`);
    return true;
  }
}

const about = ({ operation, commandId, unsure }: Entry): string => `${operation} (${commandId}${unsure > 0 ? `, ${unsure} times without an answer` : ''})`;

const sameVersions = (versions: ReadonlyMap<string, number>, told: readonly { readonly stream: string; readonly version: number }[]): boolean =>
  told.length === versions.size && told.every(({ stream, version }) => versions.get(stream) === version);
