import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { catalogue, type Event, type Log, type LogRecord, type NoteKey, type Position, published, type ReadTile, type RecordEvidence, type Tile, tilePath, tilesFor } from '@homeroom/contracts';
import { random } from '@homeroom/county';
import { EvidenceBook, KeptCheckpoints, Notary, NotaryKeys, openRecord, type StoredTile, type TreeStep, type TreeStore } from '@homeroom/platform';

export type Random = ReturnType<typeof random>;
type ThingHappened = Event<'ThingHappened', { thingId: string; text: string }>;
export const proofEvents = catalogue<ThingHappened>()('proofs', { ThingHappened: published('thing') });
export const LOG: Log = { service: proofEvents.service, county: '370786' };

const uuid = (chance: Random): string => [8, 4, 4, 4, 12].map((digits) => Array.from({ length: digits }, () => chance.whole(0, 15).toString(16)).join('')).join('-');

/** Records of every sort of text: what JSON escapes, what UTF-8 writes in several bytes, what a decoder puts for nonsense. */
export const recordsOf = (chance: Random, count: number): LogRecord[] => Array.from({ length: count }, (_, i) => {
  const thingId = uuid(chance);
  const text = chance.pick(['班主任', 'a "quoted" line\n', '\ufffd', '', '🎈', 'plain', '\u2028']);
  return {
    ...LOG, position: i + 1, stream: `thing-${thingId}`, version: 1, eventId: uuid(chance), commandId: uuid(chance), nth: 0, type: 'ThingHappened',
    recordedAt: new Date(Date.UTC(2025, 8, 1, 0, 0, i)).toISOString(), data: JSON.stringify({ thingId, text }), meta: JSON.stringify({ actor: { personId: uuid(chance), role: 'r' }, schemaVersion: 1 }),
  };
});

/** Trees in memory: what the notary does to tiles and checkpoints does not depend on where they lie. */
export class MemoryTrees implements TreeStore {
  private readonly stored = new Map<string, StoredTile>();
  private leaves: Position = 0;
  readonly notes: string[] = [];

  size = async (): Promise<Position> => this.leaves;
  lastNote = async (): Promise<string | undefined> => this.notes.at(-1);
  tilesOf: TreeStore['tilesOf'] = async (_, leaves) => this.tiles(LOG, tilesFor(leaves));
  tiles: TreeStore['tiles'] = async () => this.read;
  readonly read: ReadTile = (tile: Tile) => this.stored.get(tilePath(tile))?.hashes;

  get all(): readonly StoredTile[] {
    return [...this.stored.values()];
  }

  write = async (_: Log, { from, to, tiles, note }: TreeStep, keep: () => Promise<void>): Promise<Position> => {
    if (from !== this.leaves) return this.leaves;
    await keep();
    for (const tile of tiles) this.stored.set(tilePath(tile), tile);
    if (note !== undefined) this.notes.push(note);
    return (this.leaves = to);
  };
}

/** A log that the real notary has signed, in some steps. */
export interface SignedLog {
  readonly records: readonly LogRecord[];
  readonly evidence: readonly RecordEvidence[];
  readonly trees: MemoryTrees;
  readonly keys: readonly NoteKey[];
}

/** Lets the notary read some records, after what `kept` holds already. @throws what the notary halts with */
export const notarise = async (secret: Buffer, kept: KeptCheckpoints, trees: MemoryTrees, records: readonly LogRecord[], steps: readonly number[]): Promise<void> => {
  const notary = new Notary(trees, new NotaryKeys([secret]), kept, async () => true);
  let { position } = await notary.place(LOG);
  for (const to of steps) {
    const events = records.slice(position, to).map((record) => openRecord(record, proofEvents));
    if (events.length > 0) position = await notary.take(LOG, events, { position: to });
  }
};

export const signedLog = async (secret: Buffer, records: readonly LogRecord[], steps: readonly number[]): Promise<SignedLog> => inFolder(async (folder) => {
  const trees = new MemoryTrees();
  const keys = new NotaryKeys([secret]);
  await notarise(secret, new KeptCheckpoints(folder), trees, records, steps);
  const table = { log: LOG, after: async (position: Position, limit: number) => records.slice(position, position + limit) };
  const book = new EvidenceBook(trees, keys, new Map([[LOG.county, table]]), async () => true);
  const evidence = await Promise.all(records.map(({ position }) => book.record(LOG.county, position, 0) as Promise<RecordEvidence>));
  return { records, evidence, trees, keys: keys.keys(LOG) };
});

/** A folder of one's own, gone afterwards. */
export const inFolder = async <T>(work: (folder: string) => Promise<T>): Promise<T> => {
  const folder = mkdtempSync(join(tmpdir(), 'homeroom-tamper-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
