import type { Catalogue, Event, Instant, Log, LogRecord, Meta, Recorded } from '@homeroom/contracts';

/** Columns of a record, in the order in which {@link recordFromRow} takes them, as PostgreSQL prints them in UTC. */
export const RECORD_COLUMNS = 'position, stream, version, event_id, command_id, nth, type, recorded_at, data, meta';

type RecordRow = readonly [string, string, string, string, string, string, string, string, string, string];

/** `2025-09-01 00:30:00.5+00` → `2025-09-01T00:30:00.500Z`. */
export const instantFromText = (text: string): Instant => {
  const fraction = text.length > 22 ? text.slice(20, -3).padEnd(3, '0').slice(0, 3) : '000';
  return `${text.slice(0, 10)}T${text.slice(11, 19)}.${fraction}Z`;
};

/** A row read in array mode with raw text types. */
export const recordFromRow = (log: Log, row: RecordRow): LogRecord => ({
  service: log.service, county: log.county, position: Number(row[0]), stream: row[1], version: Number(row[2]), eventId: row[3], commandId: row[4],
  nth: Number(row[5]), type: row[6], recordedAt: instantFromText(row[7]), data: row[8], meta: row[9],
});

/** An event that this build cannot read: readers are deployed before writers. Stops whoever reads it. */
export class UnknownEvent extends Error {
  override readonly name = 'UnknownEvent';
  constructor(record: LogRecord, version: number) {
    super(`${record.service}/${record.county}:${record.position} holds ${record.type} version ${version}, which this build does not know: deploy its readers before its writers.`);
  }
}

/** A record opened on demand: most readers care for few event types, and text that nobody reads is not parsed. */
class OpenedRecord implements Recorded {
  private parsedData: object | undefined;
  private parsedMeta: Meta | undefined;

  constructor(readonly record: LogRecord, private readonly catalogue: Catalogue<any>) {}

  get type(): string { return this.record.type; }
  get stream(): string { return this.record.stream; }
  get version(): number { return this.record.version; }
  get position(): number { return this.record.position; }
  get eventId(): string { return this.record.eventId; }
  get commandId(): string { return this.record.commandId; }
  get recordedAt(): Instant { return this.record.recordedAt; }
  get meta(): Meta { return (this.parsedMeta ??= JSON.parse(this.record.meta) as Meta); }
  get data(): object { return (this.parsedData ??= this.upcast(JSON.parse(this.record.data) as object)); }

  private upcast(data: object): object {
    const mark = this.catalogue.types[this.record.type]!;
    if (mark.version === 1 && !this.record.meta.includes('"schemaVersion":1')) throw new UnknownEvent(this.record, this.meta.schemaVersion);
    if (mark.version === 1) return data;
    for (let version = this.meta.schemaVersion; version !== mark.version; version++) {
      const upcast = mark.upcasts[version];
      if (!upcast) throw new UnknownEvent(this.record, this.meta.schemaVersion);
      data = upcast(data);
    }
    return data;
  }
}

/** @throws UnknownEvent for a type this build does not know; for a version it does not know, when the data is first read. */
export const openRecord = (record: LogRecord, catalogue: Catalogue<any>): Recorded => {
  if (!catalogue.types[record.type]) throw new UnknownEvent(record, 0);
  return new OpenedRecord(record, catalogue) as Recorded<Event>;
};

/** The stored bytes of an opened record. */
export const recordOf = (event: Recorded): LogRecord => {
  if (!(event instanceof OpenedRecord)) throw new Error('Only what a log source delivered has stored bytes.');
  return event.record;
};
