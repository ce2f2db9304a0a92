import {
  type County, HASH_BYTES, inclusionPath, leafHash, leavesHash, type Log, type LogRecord, openCheckpoint, type Position, RECORD_EVIDENCE, type RecordEvidence, type Tile, tileWidth,
} from '@homeroom/contracts';
import type { LogTable } from '../log/own-log';
import type { NotaryKeys } from './notary-keys';
import type { TreeStore } from './tree-store';

type Readable = Pick<LogTable, 'log' | 'after'>;

/** Several records of one log with their proofs, all to one checkpoint. */
export interface RecordsEvidence {
  readonly checkpoint: string;
  readonly records: readonly Pick<RecordEvidence, 'record' | 'leafHash' | 'proof'>[];
}

/** What the notary has signed, as outsiders ask for it. */
export class EvidenceBook {
  /** @param reached whether the tree comes to a position within so long */
  constructor(private readonly store: TreeStore, private readonly keys: NotaryKeys, private readonly logs: ReadonlyMap<County, Readable>, private readonly reached: (log: Log, position: Position, ms: number) => Promise<boolean>) {}

  /** The checkpoint signed last; `undefined` while the log is empty. */
  checkpoint(county: County): Promise<string | undefined> {
    return this.store.lastNote(this.of(county).log);
  }

  /** The first hashes of a tile of the signed tree; `undefined` where it does not have so many. */
  async tile(county: County, tile: Tile, width: number): Promise<Buffer | undefined> {
    const { log } = this.of(county);
    if (tileWidth(tile, await this.signed(log)) < width) return undefined;
    return (await this.store.tiles(log, [tile]))(tile)?.subarray(0, width * HASH_BYTES);
  }

  /**
   * Waits, at most so long, until the tree holds them all.
   * @returns `'behind'` where it does not; without those positions that the log does not have; `undefined` while the log is empty
   */
  async records(county: County, positions: readonly Position[], waitMs: number): Promise<RecordsEvidence | 'behind' | undefined> {
    const { log } = this.of(county);
    const records = (await Promise.all(positions.map((position) => this.at(county, position)))).filter((record) => record !== undefined).sort((a, b) => a.position - b.position);
    const last = records.at(-1)?.position ?? 0;
    if (last > await this.signed(log)) await this.reached(log, last, waitMs);
    const note = await this.store.lastNote(log);
    const size = this.sizeOf(log, note);
    if (last > size) return 'behind';
    if (note === undefined) return undefined;
    const paths = records.map(({ position }) => inclusionPath(position - 1, size));
    const read = await this.store.tilesOf(log, paths.flat());
    return { checkpoint: note, records: records.map((record, i) => ({ record, leafHash: leafHash(record), proof: paths[i]!.map((leaves) => leavesHash(leaves, read).toString('base64')) })) };
  }

  /** One record's evidence by itself; `undefined` where the log does not have it. */
  async record(county: County, position: Position, waitMs: number): Promise<RecordEvidence | 'behind' | undefined> {
    const found = await this.records(county, [position], waitMs);
    if (found === 'behind') return found;
    const [proven] = found?.records ?? [];
    return proven && { format: RECORD_EVIDENCE, ...proven, checkpoint: found!.checkpoint };
  }

  private async at(county: County, position: Position): Promise<LogRecord | undefined> {
    return (await this.of(county).after(position - 1, 1)).find((record) => record.position === position);
  }

  private async signed(log: Log): Promise<Position> {
    return this.sizeOf(log, await this.store.lastNote(log));
  }

  private sizeOf(log: Log, note: string | undefined): Position {
    return note === undefined ? 0 : openCheckpoint(note, this.keys.keys(log)).size;
  }

  private of(county: County): Readable {
    const log = this.logs.get(county);
    if (!log) throw new Error(`This deployment does not hold the county ${county}.`);
    return log;
  }
}
