import type { Leaves, Log, Position, ReadTile, Tile } from '@homeroom/contracts';
import type { StoredTile } from './growing-tiles';

/** Name of the notary as a reader. */
export const NOTARY = 'notary';

/** What the notary writes in one step. */
export interface TreeStep {
  readonly from: Position;
  readonly to: Position;
  readonly tiles: readonly StoredTile[];
  /** Absent where the tree has not passed what was signed before. */
  readonly note?: string;
}

/** Trees of the service's logs: tiles, the checkpoints that are kept, and up to where each tree has come. */
export interface TreeStore {
  /** How many leaves the tree has. */
  size(log: Log): Promise<Position>;
  /** The checkpoint that was signed last. */
  lastNote(log: Log): Promise<string | undefined>;
  /** The tiles from which hashes of these leaves are computed, in one look. */
  tilesOf(log: Log, leaves: readonly Leaves[]): Promise<ReadTile>;
  tiles(log: Log, wanted: readonly Tile[]): Promise<ReadTile>;
  /**
   * Writes tiles, checkpoint and place in one transaction, one writer at a time.
   * @param keep done under the lock and before the commit: what can be seen was kept outside before
   * @returns where the tree stands: at `to`, or elsewhere if another process moved it; then nothing was written
   */
  write(log: Log, step: TreeStep, keep: () => Promise<void>): Promise<Position>;
}
