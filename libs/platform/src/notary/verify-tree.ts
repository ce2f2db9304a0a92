import { type Checkpoint, type County, EvidenceRejected, HASH_BYTES, type Log, logName, openCheckpoint, parseVkey, TILE_WIDTH, tilePath } from '@homeroom/contracts';
import { viewPool } from '../log/connections';
import type { Finding } from '../operations/verify';
import { GrowingTiles, type StoredTile } from './growing-tiles';
import { KeptCheckpoints } from './kept-checkpoints';
import { PostgresTrees } from './postgres-trees';

/** What a log's notary has said so far, in the database and outside. */
export interface SignedTree {
  readonly log: Log;
  /** What is to be checked of it: the checkpoints under their places, and the tiles. */
  readonly notes: readonly { readonly where: string; readonly note: string }[];
  readonly tiles: readonly StoredTile[];
  readonly vkeys: readonly string[];
}

interface Where {
  readonly databaseUrl: string;
  readonly notaryFolder?: string;
}

/** Reads it all; before the log is read, so that the log may only be longer. */
export const signedTree = async (service: string, county: County, { databaseUrl, notaryFolder }: Where): Promise<SignedTree> => {
  const log = { service, county };
  const pool = viewPool(databaseUrl, 1);
  try {
    const trees = new PostgresTrees(pool);
    const kept = notaryFolder === undefined ? undefined : new KeptCheckpoints(notaryFolder);
    const outside = kept?.read(log);
    const notes = (await trees.notes(log)).map((note, i) => ({ where: `checkpoint ${i + 1}`, note }));
    return { log, notes: [...notes, ...(outside === undefined ? [] : [{ where: 'the copy outside the database', note: outside }])], tiles: await trees.all(log), vkeys: kept?.vkeys(log) ?? [] };
  } finally {
    await pool.end();
  }
};

/**
 * The records, hashed anew, come to the root of every checkpoint that is kept, each signed by the log's key. All of them
 * are then roots of one growing tree, so each is consistent with the next.
 * @param hashes leaf hashes of the log, hex, from position 1 on
 */
export const verifyTree = ({ log, notes, tiles, vkeys }: SignedTree, hashes: readonly string[]): Finding[] => {
  const about = logName(log);
  const wrong: string[] = [];
  const opened = notes.flatMap(({ where, note }) => {
    try {
      return [{ where, ...openCheckpoint(note, vkeys.map(parseVkey)) }];
    } catch (error) {
      if (!(error instanceof EvidenceRejected)) throw error;
      wrong.push(`${where}: ${error.message}${vkeys.length === 0 ? ' NOTARY_DIR names the folder of the public keys.' : ''}`);
      return [];
    }
  });
  const { roots, grown } = regrown(hashes, new Set(opened.map(({ size }) => size)));
  wrong.push(...opened.flatMap((checkpoint) => faultOf(checkpoint, roots, hashes.length)));
  return [
    { invariant: 10, check: 'the log comes to the root of every signed checkpoint', about, count: notes.length, violations: wrong },
    { invariant: 10, check: 'the tiles are those of the log', about, count: tiles.length, violations: tiles.flatMap((tile) => (isOf(tile, grown) ? [] : [`tile ${tilePath(tile)} holds other hashes`])) },
  ];
};

const regrown = (hashes: readonly string[], sizes: ReadonlySet<number>): { roots: Map<number, Buffer>; grown: Map<string, Buffer> } => {
  const tree = new GrowingTiles(0, () => undefined);
  const roots = new Map([[0, tree.root]]);
  const grown = new Map<string, Buffer>();
  const keep = (): void => { for (const tile of tree.changed()) grown.set(tilePath(tile), tile.hashes); };
  for (const hash of hashes) {
    tree.add(hash);
    if (sizes.has(tree.size)) roots.set(tree.size, tree.root);
    if (tree.size % TILE_WIDTH === 0) keep();
  }
  keep();
  return { roots, grown };
};

const faultOf = ({ where, size, root }: Checkpoint & { readonly where: string }, roots: ReadonlyMap<number, Buffer>, length: number): string[] => {
  if (size > length) return [`${where} tells of ${size} records, the log ends at ${length}`];
  return roots.get(size)!.equals(root) ? [] : [`the first ${size} records do not come to the root of ${where}`];
};

/** A tile may have been written before the log's last records were. */
const isOf = (tile: StoredTile, grown: ReadonlyMap<string, Buffer>): boolean => {
  const anew = grown.get(tilePath(tile));
  return anew !== undefined && tile.hashes.length % HASH_BYTES === 0 && anew.subarray(0, tile.hashes.length).equals(tile.hashes);
};
