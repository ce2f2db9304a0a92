import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { consistencyPath, EMPTY_ROOT, GrowingTree, HASH_BYTES, inclusionPath, isConsistent, isIncluded, type Leaves, TILE_WIDTH, tilePath, parseTilePath, leavesHash, type Tile, tilesFor, tileWidth } from '../index';

const sha = (...parts: readonly (Buffer | number)[]): Buffer => createHash('sha256').update(Buffer.concat(parts.map((part) => (typeof part === 'number' ? Buffer.from([part]) : part)))).digest();
const leaves = (count: number): Buffer[] => Array.from({ length: count }, (_, i) => sha(0, Buffer.from(`leaf ${i}`)));

/** RFC 9162 §2.1 once more, as it is written there. */
const largest = (n: number): number => { let k = 1; while (k * 2 < n) k *= 2; return k; };
const mth = (d: readonly Buffer[]): Buffer => (d.length === 0 ? sha() : d.length === 1 ? d[0]! : sha(1, mth(d.slice(0, largest(d.length))), mth(d.slice(largest(d.length)))));
const path = (m: number, d: readonly Buffer[]): Buffer[] => {
  if (d.length === 1) return [];
  const k = largest(d.length);
  return m < k ? [...path(m, d.slice(0, k)), mth(d.slice(k))] : [...path(m - k, d.slice(k)), mth(d.slice(0, k))];
};
const subproof = (m: number, d: readonly Buffer[], whole: boolean): Buffer[] => {
  if (m === d.length) return whole ? [] : [mth(d)];
  const k = largest(d.length);
  return m <= k ? [...subproof(m, d.slice(0, k), whole), mth(d.slice(k))] : [...subproof(m - k, d.slice(k), false), mth(d.slice(0, k))];
};

/** Every tile of a tree, made level by level from all of its leaves. */
const tiled = (all: readonly Buffer[]): ReadonlyMap<string, Buffer> => {
  const tiles = new Map<string, Buffer>();
  let row = [...all];
  for (let level = 0; row.length > 0; level++) {
    for (let index = 0; index * TILE_WIDTH < row.length; index++) tiles.set(`${level}/${index}`, Buffer.concat(row.slice(index * TILE_WIDTH, (index + 1) * TILE_WIDTH)));
    row = Array.from({ length: Math.floor(row.length / TILE_WIDTH) }, (_, i) => mth(row.slice(i * TILE_WIDTH, (i + 1) * TILE_WIDTH)));
  }
  return tiles;
};
const reading = (tiles: ReadonlyMap<string, Buffer>) => ({ level, index }: Tile) => tiles.get(`${level}/${index}`);

const sizes = [1, 2, 3, 4, 7, 8, 9, 31, 255, 256, 257, 511, 600];

describe('a tree', () => {
  it('has the root of RFC 9162 as it grows', () => {
    const all = leaves(600);
    const tree = new GrowingTree();
    expect(tree.root).toEqual(EMPTY_ROOT);
    expect(EMPTY_ROOT).toEqual(sha());
    all.forEach((leaf, i) => {
      tree.add(leaf.toString('hex'));
      if (sizes.includes(i + 1)) expect([tree.size, tree.root]).toEqual([i + 1, mth(all.slice(0, i + 1))]);
    });
  });

  it.each(sizes)('of %i leaves has the proofs of RFC 9162, all of them from tiles', (size) => {
    const all = leaves(size);
    const read = reading(tiled(all));
    const hashes = (ranges: readonly Leaves[]) => ranges.map((range) => leavesHash(range, read));
    const root = leavesHash({ from: 0, to: size }, read);
    expect(root).toEqual(mth(all));
    for (const leaf of [0, 1, size >> 1, size - 1].filter((one) => one < size)) {
      const proof = hashes(inclusionPath(leaf, size));
      expect(proof).toEqual(path(leaf, all));
      expect(isIncluded(all[leaf]!, leaf, size, root, proof)).toBe(true);
    }
    for (const old of sizes.filter((one) => one <= size)) {
      const proof = hashes(consistencyPath(old, size));
      expect(proof).toEqual(subproof(old, all, true));
      expect(isConsistent({ size: old, root: mth(all.slice(0, old)) }, { size, root }, proof)).toBe(true);
    }
  });

  it('proves nothing else', () => {
    const all = leaves(300);
    const root = mth(all);
    fc.assert(fc.property(fc.nat(299), fc.nat(299), fc.nat(400), fc.nat(8), (leaf, other, size, at) => {
      const proof = path(leaf, all);
      if (other !== leaf) {
        expect(isIncluded(all[other]!, leaf, 300, root, proof)).toBe(false);
        expect(isIncluded(all[leaf]!, other, 300, root, proof)).toBe(false);
      }
      if (proof.length !== path(Math.min(leaf, Math.max(0, size - 1)), leaves(Math.max(1, size))).length) expect(isIncluded(all[leaf]!, leaf, size, root, proof)).toBe(false);
      const altered = proof.map((hash, i) => (i === at % proof.length ? sha(hash) : hash));
      expect(isIncluded(all[leaf]!, leaf, 300, root, altered)).toBe(false);
      expect(isIncluded(all[leaf]!, leaf, 300, root, proof.slice(1))).toBe(false);
      expect(isIncluded(all[leaf]!, leaf, 300, root, [...proof, all[0]!])).toBe(false);
    }));
  });

  it('is no continuation of another one', () => {
    const all = leaves(300);
    const grown = { size: 300, root: mth(all) };
    fc.assert(fc.property(fc.integer({ min: 1, max: 299 }), (old) => {
      const proof = subproof(old, all, true);
      expect(isConsistent({ size: old, root: sha(mth(all.slice(0, old))) }, grown, proof)).toBe(false);
      expect(isConsistent({ size: old, root: mth(all.slice(0, old)) }, { size: 300, root: sha(grown.root) }, proof)).toBe(false);
      expect(isConsistent({ size: old, root: mth(all.slice(0, old)) }, grown, [])).toBe(false);
    }));
    expect(isConsistent(grown, { size: 299, root: mth(all.slice(0, 299)) }, [])).toBe(false);
    expect(isConsistent({ size: 0, root: EMPTY_ROOT }, grown, [])).toBe(true);
    expect(isConsistent({ size: 0, root: grown.root }, grown, [])).toBe(false);
  });
});

describe('a tile', () => {
  it('has one address', () => {
    expect([tilePath({ level: 0, index: 1_234_067 }), tilePath({ level: 1, index: 5 }, 12), tilePath({ level: 0, index: 999 })]).toEqual(['0/x001/x234/067', '1/005.p/12', '0/999']);
    fc.assert(fc.property(fc.nat(5), fc.nat(2_000_000_000), fc.integer({ min: 1, max: 256 }), (level, index, width) => {
      expect(parseTilePath(tilePath({ level, index }, width))).toEqual({ level, index, width });
    }));
    for (const path of ['0/1', '0/x000/001', '00/001', '0/001.p/0', '0/001.p/256', '0/001.p/012', '0/x001', '', '0/001/', '-1/001', '0/x001/x234/x067']) expect(parseTilePath(path)).toBeUndefined();
  });
  it('is as wide as the tree has come', () => {
    expect([0, 255, 256, 300, 512].map((size) => tileWidth({ level: 0, index: 1 }, size))).toEqual([0, 0, 0, 44, 256]);
    expect([65_535, 65_536, 65_791, 65_792].map((size) => tileWidth({ level: 1, index: 0 }, size))).toEqual([255, 256, 256, 256]);
  });
  it('is asked for once, however many hashes are taken from it', () => {
    expect(tilesFor([...inclusionPath(3, 300), ...inclusionPath(299, 300)])).toEqual(expect.arrayContaining([{ level: 0, index: 0 }, { level: 0, index: 1 }, { level: 1, index: 0 }]));
    expect(() => leavesHash({ from: 0, to: 2 }, () => Buffer.alloc(HASH_BYTES))).toThrow('does not hold');
  });
});
