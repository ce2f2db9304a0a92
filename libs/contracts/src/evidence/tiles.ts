import type { Checkpoint } from './checkpoint';
import { HASH_BYTES, joined, type Leaves, nodeHash, type Subtree, subtreesOf } from './merkle-tree';
import { EvidenceRejected } from './signed-note';

/** Levels of the tree that one tile spans, and the hashes of a full one: C2SP `tlog-tiles`. */
export const TILE_HEIGHT = 8;
export const TILE_WIDTH = 2 ** TILE_HEIGHT;

/** A tile's place: hashes `index` · 256 to `index` · 256 + 255 of the tree's level `level` · 8. */
export interface Tile {
  readonly level: number;
  readonly index: number;
}

/** How many hashes a tile of a tree of this size has; 256 is a full one, 0 none. */
export const tileWidth = ({ level, index }: Tile, size: number): number =>
  Math.max(0, Math.min(TILE_WIDTH, Math.floor(size / TILE_WIDTH ** level) - index * TILE_WIDTH));

const digits = (group: number): string => String(group).padStart(3, '0');

/** `0/x001/x234/067`, or `0/x001/x234/067.p/12` where it is not full: what stands behind `tile/` in its address. */
export const tilePath = ({ level, index }: Tile, width = TILE_WIDTH): string => {
  const groups = [digits(index % 1_000)];
  for (let rest = Math.floor(index / 1_000); rest > 0; rest = Math.floor(rest / 1_000)) groups.unshift(`x${digits(rest % 1_000)}`);
  return `${level}/${groups.join('/')}${width < TILE_WIDTH ? `.p/${width}` : ''}`;
};

/** @returns `undefined` for what is no tile's address, spelt in the one way that there is */
export const parseTilePath = (path: string): (Tile & { readonly width: number }) | undefined => {
  const [, level, groups, last, width] = /^(\d{1,2})\/((?:x\d{3}\/)*)(\d{3})(?:\.p\/(\d{1,3}))?$/.exec(path) ?? [];
  if (level === undefined) return undefined;
  const found = { level: Number(level), index: Number(groups!.replaceAll(/[x/]/g, '') + last!), width: width === undefined ? TILE_WIDTH : Number(width) };
  return found.width >= 1 && Number.isSafeInteger(found.index) && tilePath(found, found.width) === path ? found : undefined;
};

/** Where the hash of a complete subtree is computed from: so many hashes of a tile. */
const inTile = ({ level, index }: Subtree): Tile & { readonly first: number; readonly count: number } => {
  const count = 2 ** (level % TILE_HEIGHT);
  const first = index * count;
  return { level: Math.floor(level / TILE_HEIGHT), index: Math.floor(first / TILE_WIDTH), first: first % TILE_WIDTH, count };
};

/** The tiles that hold what the hashes of these leaves are computed from, each once. */
export const tilesFor = (leaves: readonly Leaves[]): Tile[] =>
  [...new Map(leaves.flatMap(subtreesOf).map(inTile).map(({ level, index }) => [`${level}/${index}`, { level, index }])).values()];

/** The hashes of a tile, one behind the other. */
export type ReadTile = (tile: Tile) => Buffer | undefined;

/** @throws Error where a tile is missing or too short */
export const subtreeHash = (subtree: Subtree, read: ReadTile): Buffer => {
  const { first, count, ...tile } = inTile(subtree);
  const hashes = read(tile);
  if (!hashes || hashes.length < (first + count) * HASH_BYTES) throw new Error(`Tile ${tilePath(tile)} does not hold hash ${first + count - 1}.`);
  return reduced(hashesIn(hashes, first, count));
};

const hashesIn = (hashes: Buffer, first: number, count: number): Buffer[] => Array.from({ length: count }, (_, i) => hashes.subarray((first + i) * HASH_BYTES, (first + i + 1) * HASH_BYTES));

/** The hash of a complete subtree, from those of its lowest row: a power of two of them. */
const reduced = (row: readonly Buffer[]): Buffer => (row.length === 1 ? row[0]! : reduced(row.flatMap((left, i) => (i % 2 === 0 ? [nodeHash(left, row[i + 1]!)] : []))));

/** The hash of some leaves, from tiles. */
export const leavesHash = (leaves: Leaves, read: ReadTile): Buffer => joined(subtreesOf(leaves).map((subtree) => subtreeHash(subtree, read)));

/**
 * Checks that a tile is one of the signed tree: it has as many hashes as it must, they come to what the tile above it
 * says, up to a tile that is not full, and those together come to the root.
 * @throws EvidenceRejected
 */
export const checkTile = (tile: Tile, { size, root }: Checkpoint, read: ReadTile): void => {
  let [{ level, index }, width] = [tile, tileWidth(tile, size)];
  const exact: ReadTile = (asked) => {
    const hashes = read(asked);
    if (hashes?.length !== tileWidth(asked, size) * HASH_BYTES) throw new EvidenceRejected(`Tile ${tilePath(asked)} is not as wide as the tree has come.`);
    return hashes;
  };
  if (width === 0) throw new EvidenceRejected(`The tree has no tile ${tilePath(tile)}.`);
  for (exact(tile); width === TILE_WIDTH; width = tileWidth({ level, index }, size)) {
    const above = { level: (level + 1) * TILE_HEIGHT, index };
    if (!subtreeHash(above, exact).equals(reduced(hashesIn(exact({ level, index })!, 0, TILE_WIDTH)))) throw new EvidenceRejected(`Tile ${tilePath({ level, index })} does not come to what the tile above it says.`);
    [level, index] = [level + 1, Math.floor(index / TILE_WIDTH)];
  }
  if (!leavesHash({ from: 0, to: size }, exact).equals(root)) throw new EvidenceRejected('The tiles do not come to the signed root.');
};
