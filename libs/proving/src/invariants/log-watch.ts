import { leafHash, type Log, logName, type LogRecord, type Position, type Uuid } from '@homeroom/contracts';
import { RECORD_COLUMNS, recordFromRow } from '@homeroom/platform';
import { Client } from 'pg';

/** What a command left in a log, as far as a client can be told of it. */
export interface Effect {
  readonly first: Position;
  last: Position;
  /** Of each stream it wrote, after it. */
  readonly versions: Map<string, number>;
}

/** Finds something wrong, with what shows it. */
export type Breach = (invariant: 2 | 4 | 5 | 6, evidence: string) => void;

const PAGE = 5_000;
const rawTypes = { getTypeParser: () => (value: string) => value } as never;

/**
 * Follows a service's log in its table, past the service, and remembers what stood where: each look takes what is new, and
 * a second look at a place must find the same bytes.
 */
export class LogWatch {
  readonly effects = new Map<Uuid, Effect>();
  private readonly hashes: string[] = [];
  private readonly versions = new Map<string, number>();
  private last: LogRecord | undefined;
  private client: Client | undefined;

  /** @param url as a role that no fence hides anything from */
  constructor(readonly log: Log, private readonly url: string, private readonly breach: Breach) {}

  get head(): Position {
    return this.hashes.length;
  }

  /** Of a stream, as far as it was seen; 0 of one that is not there. */
  versionOf(stream: string): number {
    return this.versions.get(stream) ?? 0;
  }

  /** Takes what is new as it stands now: what many write meanwhile is for the next look, or this one would never end. @throws when the database is away */
  async look(): Promise<void> {
    const [found] = await this.query<{ end: string | null }>(`select max(position) as end from events where county = '${this.log.county}'`);
    const end = Number(found!.end ?? 0);
    for (;;) {
      const records = await this.records(`position > ${this.head} and position <= ${end}`, PAGE);
      for (const record of records) this.take(record);
      if (records.length < PAGE) return;
    }
  }

  /** Looks again at what was seen, after a position. */
  async lookAgain(after: Position): Promise<void> {
    for (let from = after; from < this.head; from += PAGE) {
      const until = Math.min(from + PAGE, this.head);
      const records = await this.records(`position > ${from} and position <= ${until}`, PAGE);
      const found = new Map(records.map((record) => [record.position, record]));
      for (let position = from + 1; position <= until; position++) {
        const record = found.get(position);
        if (!record) this.breach(6, `${logName(this.log)}:${position} was there, and is gone`);
        else if (leafHash(record) !== this.hashes[position - 1]) this.breach(6, `${logName(this.log)}:${position} was another record before`);
      }
    }
  }

  /** Any statement on the service's database. */
  async query<Row extends object>(text: string): Promise<Row[]> {
    return (await (await this.connected()).query<Row>(text)).rows;
  }

  async close(): Promise<void> {
    await this.client?.end().catch(() => undefined);
    this.client = undefined;
  }

  private take(record: LogRecord): void {
    const at = `${logName(this.log)}:${record.position} (${record.type} of ${record.commandId})`;
    if (record.position !== this.head + 1) this.breach(5, `${at} follows ${this.head}`);
    if (this.last && record.recordedAt < this.last.recordedAt) this.breach(5, `${at} was recorded at ${record.recordedAt}, after ${this.last.recordedAt}`);
    const version = (this.versions.get(record.stream) ?? 0) + 1;
    if (record.version !== version) this.breach(4, `${at}: ${record.stream} goes on with ${record.version}, not ${version}`);
    this.versions.set(record.stream, record.version);
    this.takeEffect(record, at);
    this.hashes[record.position - 1] = leafHash(record);
    this.last = record;
  }

  private takeEffect({ commandId, nth, position, stream, version }: LogRecord, at: string): void {
    const known = this.effects.get(commandId);
    if (!known && nth === 0) return void this.effects.set(commandId, { first: position, last: position, versions: new Map([[stream, version]]) });
    if (!known || nth === 0 || position !== known.last + 1) return this.breach(2, `${at} is event ${nth} of its command, which stands at ${known ? `${known.first}–${known.last}` : 'no place before it'}`);
    known.last = position;
    known.versions.set(stream, version);
  }

  private async records(where: string, limit: number): Promise<LogRecord[]> {
    const client = await this.connected();
    const { rows } = await client.query({ text: `select ${RECORD_COLUMNS} from events where county = '${this.log.county}' and ${where} order by position limit ${limit}`, rowMode: 'array', types: rawTypes });
    return (rows as unknown as never[]).map((row) => recordFromRow(this.log, row));
  }

  private async connected(): Promise<Client> {
    if (this.client) return this.client;
    const client = new Client({ connectionString: this.url, application_name: 'homeroom proving', options: '-c timezone=UTC', connectionTimeoutMillis: 5_000 });
    client.on('error', () => undefined).on('end', () => { if (this.client === client) this.client = undefined; });
    await client.connect();
    return (this.client = client);
  }
}
