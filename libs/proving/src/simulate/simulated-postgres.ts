import { type County, type Instant, type Log, logName, type LogRecord, type Position, type Uuid } from '@homeroom/contracts';
import { isOf, type LaneAnswer, latest, type Move, type Place, type Rejection, type SerializedAppend, type StoredResult, type ViewChanges, type ViewNeeds, type ViewsFound, type ViewTable } from '@homeroom/platform';
import { BLOCKED, type Process, type Request, type Server } from './world';

type Rows = Map<string, object>;
interface Lease { readonly holder: string; readonly until: number }

/** What a transaction over several requests holds until it ends. */
export interface Transaction {
  readonly of: Process;
  open: boolean;
  readers: readonly string[];
}

/** Everything that a backup of the database keeps. */
interface Tables {
  records: LogRecord[];
  places: Map<string, Place>;
  rows: Map<string, Rows>;
  leases: Map<string, Lease>;
  rejections: Map<string, Rejection>;
}

const copy = ({ records, places, rows, leases, rejections }: Tables): Tables => (
  { records: [...records], places: new Map(places), rows: new Map([...rows].map(([table, each]) => [table, new Map(each)])), leases: new Map(leases), rejections: new Map(rejections) });

/**
 * One service's database, of one county, as far as the platform's ports rely on it: each method is what the server does
 * for one request, at once and whole. Appends and rejections are durable when they are visible; everything else is written without fsync
 * and lost in a crash, from some commit on, unless an append or the server itself has flushed it since.
 */
export class SimulatedPostgres implements Server {
  up = true;
  /** Counts crashes and restorations: a connection is of one era. */
  era = 0;
  /** A crash may leave it as it is: one of the server's processes dies, and it recovers without a restart. */
  private starts = 0;
  private tables: Tables = { records: [], places: new Map(), rows: new Map(), leases: new Map(), rejections: new Map() };
  private streams = new Map<string, LogRecord[]>();
  private commands = new Map<Uuid, StoredResult>();
  private readonly fingerprints = new Map<Uuid, string>();
  /** Takes back the commits since the last flush, the latest last. */
  private unflushed: (() => void)[] = [];
  private readonly locks = new Map<string, Transaction>();
  private backup: Tables | undefined;

  constructor(readonly log: Log, private readonly now: () => number) {}

  get name(): string {
    return this.log.service;
  }

  get records(): readonly LogRecord[] {
    return this.tables.records;
  }

  /** Commits that a crash would take back. */
  get atRisk(): number {
    return this.unflushed.length;
  }

  lostConnection({ within }: Pick<Request, 'within'>): void {
    if (within) this.end(within as Transaction);
  }

  // The append lane

  one({ append, data, meta }: SerializedAppend): Position | undefined {
    const [{ stream, expected }] = append.checks as [SerializedAppend['append']['checks'][number]];
    if (this.commands.has(append.commandId) || this.version(stream) !== expected) return undefined;
    this.write({ append, data, meta }, this.timeOf(append.at));
    return this.records.length;
  }

  batch(appends: readonly SerializedAppend[]): LaneAnswer {
    const head = this.records.length;
    const at = this.timeOf(latest(appends));
    const firsts: Record<Uuid, StoredResult> = {};
    const status = appends.map((each) => {
      const { commandId, checks, fingerprint } = each.append;
      const first = this.commands.get(commandId);
      if (first) {
        firsts[commandId] = this.result(commandId)!;
        return 2;
      }
      if (checks.some(({ stream, expected }) => this.version(stream) !== expected)) return 1;
      if (fingerprint) this.fingerprints.set(commandId, fingerprint);
      this.write(each, at);
      return 0;
    });
    return { head, status: status.every((each) => each === 0) ? null : status, firsts: Object.keys(firsts).length > 0 ? firsts : null };
  }

  result(commandId: Uuid): StoredResult | null {
    const first = this.commands.get(commandId);
    return first ? { ...first, fingerprint: this.fingerprints.get(commandId) ?? null } : null;
  }

  private write({ append: { commandId, events }, data, meta }: SerializedAppend, recordedAt: Instant): void {
    const places = events.map(({ stream, eventId, type }, nth) => {
      const version = this.version(stream) + 1;
      this.add({ ...this.log, position: this.records.length + 1, stream, version, eventId, commandId, nth, type, recordedAt, data: data[nth]!, meta: meta[nth]! });
      return [stream, version] as const;
    });
    this.commands.set(commandId, { position: this.records.length, events: places, fingerprint: null });
    this.flush();
  }

  private add(record: LogRecord): void {
    this.tables.records.push(record);
    const stream = this.streams.get(record.stream);
    if (stream) stream.push(record); else this.streams.set(record.stream, [record]);
  }

  private timeOf(at: Instant): Instant {
    const last = this.records.at(-1)?.recordedAt ?? '';
    const given = new Date(at).toISOString();
    return last > given ? last : given;
  }

  private version(stream: string): number {
    return this.streams.get(stream)?.length ?? 0;
  }

  // Reading the log

  head(): Position {
    return this.records.length;
  }

  after(position: Position, limit: number): LogRecord[] {
    return this.records.slice(position, position + limit);
  }

  stream(stream: string, after: number): LogRecord[] {
    return (this.streams.get(stream) ?? []).slice(after);
  }

  // Places

  place(reader: string, log: Log): Place | undefined {
    const found = this.tables.places.get(keyOf(reader, log));
    return found && { ...found, server: this.server };
  }

  get server(): string {
    return String(this.starts);
  }

  begin(reader: string, log: Log, position: Position): Place {
    const key = keyOf(reader, log);
    const { places } = this.tables;
    const there = places.get(key);
    if (!there) {
      places.set(key, { position });
      this.unflushed.push(() => places.delete(key));
    }
    return this.place(reader, log)!;
  }

  /** Waits while a transaction holds the place of one of them. */
  move(moves: readonly Move[]): void | typeof BLOCKED {
    if (moves.some(({ reader }) => this.locks.has(reader))) return BLOCKED;
    this.moveEach(moves);
  }

  private moveEach(moves: readonly Move[]): void {
    const { places } = this.tables;
    for (const { reader, log, place, from } of moves) {
      const key = keyOf(reader, log);
      const before = places.get(key);
      if (!before || before.position < from || !isOf(place, this.server)) continue;
      places.set(key, { position: Math.max(before.position, place.position), hint: place.hint ?? before.hint });
      this.unflushed.push(() => places.set(key, before));
    }
  }

  // Views

  /** Holds the readers' places, as soon as no other transaction does. */
  lock(transaction: Transaction, needs: readonly ViewNeeds[]): ViewsFound | typeof BLOCKED {
    if (needs.some(({ reader }) => this.locks.has(reader))) return BLOCKED;
    transaction.readers = needs.map(({ reader }) => reader);
    for (const { reader } of needs) this.locks.set(reader, transaction);
    const { places } = this.tables;
    return {
      server: this.server,
      stored: (reader, log) => places.get(keyOf(reader, log))?.position,
      rows: needs.map(({ table, keys }) => new Map(keys.flatMap((key) => {
        const row = this.rowsOf(table.table).get(key);
        return row ? [[key, row] as const] : [];
      }))),
    };
  }

  commit(transaction: Transaction, { rows, moves }: ViewChanges): void {
    if (!transaction.open) throw Object.assign(new Error('Connection terminated'), { code: '57P01' });
    const written = rows.map(({ table, changes }) => [this.rowsOf(table.table), [...changes].map(([key, row]) => [key, row && completed(table, key, row)] as const)] as const);
    const undo: (() => void)[] = [];
    for (const [stored, changes] of written) {
      for (const [key, row] of changes) {
        const before = stored.get(key);
        undo.push(() => { if (before) stored.set(key, before); else stored.delete(key); });
        if (row) stored.set(key, row); else stored.delete(key);
      }
    }
    const before = this.unflushed.length;
    this.moveEach(moves);
    undo.push(...this.unflushed.splice(before));
    this.unflushed.push(() => { for (const each of undo.reverse()) each(); });
    this.end(transaction);
  }

  end(transaction: Transaction): void {
    transaction.open = false;
    for (const reader of transaction.readers) if (this.locks.get(reader) === transaction) this.locks.delete(reader);
  }

  /** A process died: what it held is let go, unless its last statement is still under way. */
  endOf(process: Process, underWay: (transaction: Transaction) => boolean): void {
    for (const transaction of new Set(this.locks.values())) if (transaction.of === process && !underWay(transaction)) this.end(transaction);
  }

  due(table: ViewTable, property: string, until: Instant | undefined, limit: number): object[] {
    const at = (row: object): string | null => (row as Record<string, string | null>)[property] ?? null;
    return [...this.rowsOf(table.table).values()].filter((row) => at(row) !== null && (until === undefined || at(row)! <= until)).sort((a, b) => (at(a)! < at(b)! ? -1 : 1)).slice(0, limit);
  }

  /** In key order. */
  all(table: string): object[] {
    return [...this.rowsOf(table)].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  }

  private rowsOf(table: string): Rows {
    const { rows } = this.tables;
    return rows.get(table) ?? rows.set(table, new Map()).get(table)!;
  }

  // Leases and rejections

  take(county: County, name: string, holder: string, ms: number): boolean {
    const key = `${county} ${name}`;
    const { leases } = this.tables;
    const before = leases.get(key);
    if (before && before.holder !== holder && before.until >= this.now()) return false;
    leases.set(key, { holder, until: this.now() + ms });
    this.unflushed.push(() => { if (before) leases.set(key, before); else leases.delete(key); });
    return true;
  }

  release(county: County, name: string, holder: string): void {
    const key = `${county} ${name}`;
    const { leases } = this.tables;
    const before = leases.get(key);
    if (before?.holder !== holder) return;
    leases.delete(key);
    this.unflushed.push(() => leases.set(key, before));
  }

  reject(rejection: Rejection): void {
    const { reaction, log, position, target } = rejection;
    const key = `${reaction} ${logName(log)}:${position} ${target}`;
    const { rejections } = this.tables;
    if (rejections.has(key)) return;
    rejections.set(key, rejection);
    this.flush();
  }

  get rejections(): readonly Rejection[] {
    return [...this.tables.rejections.values()];
  }

  // What befalls it

  /** The write-ahead log reaches the disk. */
  flush(): void {
    if (this.unflushed.length > 0) this.unflushed = [];
  }

  /** Stops at once; of what was not flushed, the first `kept` commits are there when it is back. */
  crash(kept: number, restarted = true): void {
    this.up = false;
    this.era++;
    if (restarted) this.starts++;
    for (const undo of this.unflushed.splice(kept).reverse()) undo();
    this.flush();
    for (const transaction of new Set(this.locks.values())) this.end(transaction);
  }

  backUp(): void {
    this.backup = copy(this.tables);
  }

  get backedUp(): boolean {
    return this.backup !== undefined;
  }

  /** Is as it was when it was backed up. */
  restore(): void {
    this.crash(0);
    this.load(copy(this.backup!));
  }

  /** As `heal` does: what the topic has after the log's end, byte for byte. */
  heal(records: readonly LogRecord[]): void {
    this.load({ ...this.tables, records: [...this.records, ...records] });
  }

  private load(tables: Tables): void {
    this.tables = { ...tables, records: [] };
    this.streams = new Map();
    this.commands = new Map();
    for (const record of tables.records) {
      this.add(record);
      const { events } = this.commands.get(record.commandId) ?? { events: [] };
      this.commands.set(record.commandId, { position: record.position, events: [...events, [record.stream, record.version]], fingerprint: null });
    }
  }
}

/** A row as a table gives it back: every column is there. */
const completed = (table: ViewTable, key: string, row: object): object => {
  table.complete(key, row);
  return Object.fromEntries(table.view.columns.map(({ property }) => [property, (row as Record<string, unknown>)[property] ?? null]));
};

const keyOf = (reader: string, log: Log): string => `${reader} ${logName(log)}`;
