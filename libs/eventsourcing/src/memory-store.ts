import type { County, Recorded } from '@homeroom/contracts';
import type { Append, Appended, EventStore, Written } from './event-store';

/** A log in memory with the same promises as the real one; for tests of everything that stands on the port. */
export class MemoryStore implements EventStore {
  private readonly logs = new Map<County, Recorded[]>();
  private readonly results = new Map<string, { first: Written; fingerprint?: string }>();

  /** The whole log of a county, by position. */
  log(county: County): readonly Recorded[] {
    return this.logs.get(county) ?? [];
  }

  async read(county: County, stream: string, after: number): Promise<readonly Recorded[]> {
    return this.log(county).filter((e) => e.stream === stream && e.version > after);
  }

  async result(county: County, commandId: string): Promise<Extract<Appended, { status: 'repeated' }> | undefined> {
    const known = this.results.get(`${county}/${commandId}`);
    return known && { status: 'repeated', ...known };
  }

  async append(county: County, append: Append): Promise<Appended> {
    const known = await this.result(county, append.commandId);
    if (known) return known;
    const log = this.logs.get(county) ?? [];
    const versions = new Map(append.checks.map(({ stream }) => [stream, log.filter((e) => e.stream === stream).length]));
    if (append.checks.some(({ stream, expected }) => versions.get(stream) !== expected)) return { status: 'conflict' };
    const last = log.at(-1)?.recordedAt ?? '';
    const recordedAt = append.at > last ? append.at : last;
    const events = append.events.map(({ stream, ...event }) => {
      const version = (versions.get(stream) ?? 0) + 1;
      versions.set(stream, version);
      log.push({ ...event, stream, version, position: log.length + 1, commandId: append.commandId, recordedAt });
      return { stream, version };
    });
    this.logs.set(county, log);
    const first: Written = { position: log.length, events };
    this.results.set(`${county}/${append.commandId}`, { first, ...(append.fingerprint && { fingerprint: append.fingerprint }) });
    return { status: 'written', first };
  }
}
