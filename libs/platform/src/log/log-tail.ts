import type { Instant, Log, LogRecord, Position } from '@homeroom/contracts';

/** A record as it was sent to the lane; the log's place and time are told by its answer. */
export type SentRecord = Omit<LogRecord, 'service' | 'county' | 'position' | 'recordedAt'>;

/** Records kept: as many as a reader takes at once. */
const KEEP_RECORDS = 2_000;
/** Text kept, in characters. */
const KEEP_CHARACTERS = 8_000_000;

/**
 * The end of a log as this process wrote it, the same bytes at the same positions as in the table: its readers need not
 * ask the database for what this process has just given to it. It holds one run without gaps; what another process wrote
 * ends the run, and readers look into the table for it.
 */
export class LogTail {
  private records: LogRecord[] = [];
  private characters = 0;
  private last: { readonly position: Position; readonly recordedAt: Instant } | undefined;

  constructor(private readonly log: Log) {}

  /**
   * The lane has written these records after `head`.
   * @param at the time it was given; a log's time never goes back, so the records may have a later one
   */
  grow(head: Position, at: Instant, sent: readonly SentRecord[]): void {
    if (sent.length === 0) return;
    if (this.last?.position !== head) return this.forget();
    const given = new Date(at).toISOString();
    const recordedAt = this.last.recordedAt > given ? this.last.recordedAt : given;
    sent.forEach((record, i) => {
      this.records.push({ service: this.log.service, county: this.log.county, position: head + 1 + i, recordedAt, ...record });
      this.characters += record.data.length + record.meta.length;
    });
    this.last = { position: head + sent.length, recordedAt };
    this.shrink();
  }

  /** The last position, as far as this process knows the end of the log. */
  get end(): Position | undefined {
    return this.last?.position;
  }

  /** Records after a position, at most so many; none where the run does not reach back so far. */
  after(position: Position, limit: number): LogRecord[] {
    const from = position - (this.records[0]?.position ?? Infinity) + 1;
    return from < 0 ? [] : this.records.slice(from, from + limit);
  }

  /** Nothing is known any more: the database may have lost what it had, or another process has written. */
  forget(): void {
    this.records = [];
    this.characters = 0;
    this.last = undefined;
  }

  /** What the table was seen to end with, `undefined` for an empty one: the next run begins behind it. */
  seen(record: LogRecord | undefined): void {
    if (this.last && this.last.position >= (record?.position ?? 0)) return;
    this.forget();
    this.last = record ?? { position: 0, recordedAt: '' };
  }

  /** Half of it goes at once, so that it does not move with every record. */
  private shrink(): void {
    while (this.records.length > 2 * KEEP_RECORDS || (this.characters > 2 * KEEP_CHARACTERS && this.records.length > 1)) {
      const gone = this.records.splice(0, this.records.length >> 1);
      this.characters -= gone.reduce((sum, { data, meta }) => sum + data.length + meta.length, 0);
    }
  }
}
