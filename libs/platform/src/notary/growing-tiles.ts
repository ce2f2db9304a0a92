import { GrowingTree, HASH_BYTES, type Leaves, leavesHash, type ReadTile, subtreeHash, subtreesOf, type Tile, TILE_HEIGHT, TILE_WIDTH, tileWidth } from '@homeroom/contracts';

interface OpenTile extends Tile {
  /** Hex. */
  readonly hashes: string[];
}

/** A tile as it is stored: all the hashes that it has so far. */
export interface StoredTile extends Tile {
  readonly hashes: Buffer;
}

/** A tree that grows, with the last tile of each level: what it writes next is a function of the leaves alone. */
export class GrowingTiles {
  private readonly tree: GrowingTree;
  private readonly last: (OpenTile | undefined)[] = [];
  private readonly touched = new Set<OpenTile>();

  /** @param read the tiles of a tree of this size */
  constructor(size: number, read: ReadTile) {
    this.tree = new GrowingTree(size, subtreesOf({ from: 0, to: size }).map((subtree) => subtreeHash(subtree, read)));
    for (let level = 0; size >= TILE_WIDTH ** level; level++) {
      const index = Math.floor(size / TILE_WIDTH ** (level + 1));
      const hashes = read({ level, index }) ?? Buffer.alloc(0);
      this.last[level] = { level, index, hashes: Array.from({ length: tileWidth({ level, index }, size) }, (_, i) => hashes.toString('hex', i * HASH_BYTES, (i + 1) * HASH_BYTES)) };
    }
  }

  get size(): number {
    return this.tree.size;
  }

  get root(): Buffer {
    return this.tree.root;
  }

  /** @param leafHash hex */
  add(leafHash: string): void {
    this.tree.add(leafHash, (level, hash) => {
      if (level % TILE_HEIGHT === 0) this.put(level / TILE_HEIGHT, hash);
    });
  }

  /** Tiles that have changed since this was last asked. */
  changed(): StoredTile[] {
    const tiles = [...this.touched].map(({ level, index, hashes }) => ({ level, index, hashes: Buffer.from(hashes.join(''), 'hex') }));
    this.touched.clear();
    return tiles;
  }

  private put(level: number, hash: string): void {
    const open = this.last[level] ?? { level, index: 0, hashes: [] };
    const tile = open.hashes.length < TILE_WIDTH ? open : { level, index: open.index + 1, hashes: [] };
    tile.hashes.push(hash);
    this.last[level] = tile;
    this.touched.add(tile);
  }
}

/** The root of the first so many leaves. */
export const rootAt = (size: number, read: ReadTile): Buffer => leavesHash({ from: 0, to: size } satisfies Leaves, read);
