import { hash } from 'node:crypto';

/** Bytes of a SHA-256. */
export const HASH_BYTES = 32;

/** The root of a tree without leaves, RFC 9162 §2.1.1. */
export const EMPTY_ROOT: Buffer = hash('sha256', '', 'buffer');

const node = Buffer.alloc(1 + 2 * HASH_BYTES, 1);

/** SHA-256 over 0x01 and both children, RFC 9162 §2.1.1. A leaf begins with 0x00: no node passes for a leaf. */
export const nodeHash = (left: Buffer, right: Buffer): Buffer => {
  left.copy(node, 1);
  right.copy(node, 1 + HASH_BYTES);
  return hash('sha256', node, 'buffer');
};

/** Leaves `from` to `to` - 1, counted from 0. The leaf of position p is p - 1. */
export interface Leaves {
  readonly from: number;
  readonly to: number;
}

/** 2^level leaves from index · 2^level on: complete, so that no later leaf changes its hash. */
export interface Subtree {
  readonly level: number;
  readonly index: number;
}

/** The complete subtrees that hold these leaves, from left to right: the largest one first, as RFC 9162 divides a tree. */
export const subtreesOf = ({ from, to }: Leaves): Subtree[] => {
  const found: Subtree[] = [];
  for (let at = from; at < to;) {
    const level = Math.floor(Math.log2(to - at));
    found.push({ level, index: at / 2 ** level });
    at += 2 ** level;
  }
  return found;
};

/** The hash of leaves, from those of their {@link subtreesOf}. */
export const joined = (hashes: readonly Buffer[]): Buffer => (hashes.length === 0 ? EMPTY_ROOT : hashes.reduceRight((right, left) => nodeHash(left, right)));

/** Largest power of two below n. */
const split = (n: number): number => 2 ** Math.floor(Math.log2(n - 1));

/** What an inclusion proof of a leaf consists of, RFC 9162 §2.1.3.1: each the hash of these leaves, the nearest first. */
export const inclusionPath = (leaf: number, size: number): Leaves[] => {
  const path: Leaves[] = [];
  for (let from = 0, to = size; to - from > 1;) {
    const middle = from + split(to - from);
    path.push(leaf < middle ? { from: middle, to } : { from, to: middle });
    if (leaf < middle) to = middle; else from = middle;
  }
  return path.reverse();
};

/** What a proof consists of that a tree of `old` leaves is the beginning of one of `size`, RFC 9162 §2.1.4.1. */
export const consistencyPath = (old: number, size: number): Leaves[] => {
  const path: Leaves[] = [];
  if (old === 0 || old === size) return path;
  let [from, to] = [0, size];
  while (to !== old) {
    const middle = from + split(to - from);
    path.push(old <= middle ? { from: middle, to } : { from, to: middle });
    if (old <= middle) to = middle; else from = middle;
  }
  if (from > 0) path.push({ from, to });
  return path.reverse();
};

const half = (n: number): number => Math.floor(n / 2);
const isOdd = (n: number): boolean => n % 2 === 1;

/** Whether a leaf's hash is in the tree of this size and root, RFC 9162 §2.1.3.2. */
export const isIncluded = (leafHash: Buffer, leaf: number, size: number, root: Buffer, path: readonly Buffer[]): boolean => {
  if (leaf < 0 || leaf >= size) return false;
  let [at, last, found] = [leaf, size - 1, leafHash];
  for (const beside of path) {
    if (last === 0) return false;
    if (isOdd(at) || at === last) {
      found = nodeHash(beside, found);
      while (!isOdd(at) && at !== 0) [at, last] = [half(at), half(last)];
    } else found = nodeHash(found, beside);
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && found.equals(root);
};

/** Whether the second tree begins with the first, RFC 9162 §2.1.4.2. */
export const isConsistent = (first: { readonly size: number; readonly root: Buffer }, second: { readonly size: number; readonly root: Buffer }, path: readonly Buffer[]): boolean => {
  if (first.size > second.size) return false;
  if (first.size === second.size) return path.length === 0 && first.root.equals(second.root);
  if (first.size === 0) return path.length === 0 && first.root.equals(EMPTY_ROOT);
  const whole = Number.isInteger(Math.log2(first.size)) ? [first.root, ...path] : path;
  if (whole.length === 0) return false;
  let [at, last] = [first.size - 1, second.size - 1];
  while (isOdd(at)) [at, last] = [half(at), half(last)];
  let [old, grown] = [whole[0]!, whole[0]!];
  for (const beside of whole.slice(1)) {
    if (last === 0) return false;
    if (isOdd(at) || at === last) {
      [old, grown] = [nodeHash(beside, old), nodeHash(beside, grown)];
      while (!isOdd(at) && at !== 0) [at, last] = [half(at), half(last)];
    } else grown = nodeHash(grown, beside);
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && old.equals(first.root) && grown.equals(second.root);
};

/** {@link nodeHash} of hashes as hex: Node makes a text in half the time of a Buffer, which counts where a whole log is hashed. */
const nodeText = (left: string, right: string): string => {
  node.write(left + right, 1, 'hex');
  return hash('sha256', node, 'hex');
};

/** A tree that grows by one leaf after the other and keeps nothing but the hashes of its complete subtrees: a few dozen for any size. */
export class GrowingTree {
  /** By level, hex: as the ones of a binary number, which a further leaf carries over. */
  private readonly peaks: (string | undefined)[] = [];

  /** @param peaks hashes of the {@link subtreesOf} the leaves that are there already */
  constructor(private leaves = 0, peaks: readonly Buffer[] = []) {
    subtreesOf({ from: 0, to: leaves }).forEach(({ level }, i) => { this.peaks[level] = peaks[i]!.toString('hex'); });
  }

  get size(): number {
    return this.leaves;
  }

  get root(): Buffer {
    return joined(this.peaks.flatMap((peak) => (peak === undefined ? [] : [Buffer.from(peak, 'hex')])).reverse());
  }

  /**
   * @param leafHash hex, as `leafHash` has it
   * @param seen told of every complete subtree that the leaf completes, itself first, as hex
   */
  add(leafHash: string, seen: (level: number, hash: string) => void = () => undefined): void {
    let [level, grown] = [0, leafHash];
    seen(level, grown);
    for (let left; (left = this.peaks[level]) !== undefined; seen(level, grown)) {
      grown = nodeText(left, grown);
      this.peaks[level++] = undefined;
    }
    this.peaks[level] = grown;
    this.leaves++;
  }
}
