import type { PlantedBug } from '../planted/planted-bug';

const bug = (name: string, says: string, violates: RegExp, ...plants: PlantedBug['plants']): PlantedBug => ({ name, says, violates, plants, campaign: 'tamper', minutes: 0.5 });

/** Mistakes of who hashes, signs or checks: each lets something altered pass. */
export const planted: readonly PlantedBug[] = [
  bug('leaf-without-lengths', 'fields of a leaf run into each other: a character that moves from one to the next changes no hash', /^No altered record/,
    { file: 'libs/contracts/src/record.ts', find: 'desk.write(field, at + 4)', replace: 'desk.write(field, at)' },
    { file: 'libs/contracts/src/record.ts', find: 'desk.writeUInt32BE(length, at);', replace: '' },
    { file: 'libs/contracts/src/record.ts', find: 'at += 4 + length;', replace: 'at += length;' }),
  bug('surrogates-hashed-as-noise', 'text that is no Unicode is hashed as what a decoder puts for it: two texts have one hash', /^No altered record/,
    { file: 'libs/contracts/src/evidence/evidence.ts', find: `typeof value === 'string' && value.isWellFormed()`, replace: `typeof value === 'string'` }),
  bug('unknown-fields-travel-along', 'evidence may hold fields that nobody checks: a reader takes them for proven', /^No altered record/,
    { file: 'libs/contracts/src/evidence/evidence.ts', find: ', ...Object.keys(object).filter((field) => !Object.hasOwn(fields, field))', replace: '' }),
  bug('hashes-in-several-spellings', 'base64 is taken with any last bits: one proof has many texts', /^No altered proof/,
    { file: 'libs/contracts/src/evidence/signed-note.ts', find: `if (bytes.toString('base64') !== text)`, replace: `if (bytes.length === 0 && text !== '')` }),
  bug('signature-not-checked', 'a checkpoint passes that anybody wrote under the key\'s name', /^No altered or foreign checkpoint/,
    { file: 'libs/contracts/src/evidence/signed-note.ts', find: ' || !key.verify(text, bytes.subarray(ID_BYTES))', replace: '' }),
  bug('tile-not-checked-against-its-parent', 'a full tile is taken as it came: whoever serves tiles decides what the tree holds', /^No altered tile/,
    { file: 'libs/contracts/src/evidence/tiles.ts', find: '!subtreeHash(above, exact).equals(reduced(hashesIn(exact({ level, index })!, 0, TILE_WIDTH)))', replace: 'exact(tile)!.length === 0' }),
  bug('old-root-not-compared', 'a consistency proof is good for any earlier root', /^No altered tree/,
    { file: 'libs/contracts/src/evidence/merkle-tree.ts', find: 'old.equals(first.root) && grown', replace: 'grown' }),
  bug('log-not-compared-with-its-root', 'a log is good as long as it has as many records as was signed', /^No altered log/,
    { file: 'libs/contracts/src/evidence/log-export.ts', find: 'if (!tree.root.equals(checkpoint.root))', replace: 'if (tree.size !== checkpoint.size)' }),
  bug('headers-not-compared', 'a message passes whose headers tell other platforms something else than its record', /^No altered message/,
    { file: 'libs/platform/src/notary/topic-evidence.ts', find: ' || !equal(message.headers ?? {}, written.headers!)', replace: '' }),
  bug('kept-checkpoint-not-compared', 'history may be rewritten by who holds the key, whatever somebody kept', /^No rewritten history/,
    { file: 'libs/contracts/src/evidence/log-export.ts', find: 'if (size === this.tree.size && !root.equals(this.tree.root))', replace: 'if (size > this.checkpoint!.size)' }),
  bug('notary-signs-a-non-extension', 'the notary signs on although the records before are others than it signed', /^The notary signs nothing/,
    { file: 'libs/platform/src/notary/notary.ts', find: 'size === tree.size && !root.equals(tree.root)', replace: 'size < tree.size && root.equals(tree.root)' }),
  bug('copy-outside-not-read', 'the notary believes its database alone: whoever restores or rewrites that takes back what was signed', /^The notary signs nothing/,
    { file: 'libs/platform/src/notary/notary.ts', find: '[await this.store.lastNote(log), this.kept.read(log)]', replace: '[await this.store.lastNote(log)]' }),
];
