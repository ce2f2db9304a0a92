import fc from 'fast-check';
import { originOf, EvidenceRejected, GrowingTree, inclusionPath, leafHash, leavesHash, LogVerifier, type LogRecord, NoteSigner, openCheckpoint, parseVkey, RECORD_EVIDENCE, type RecordEvidence, signCheckpoint, verifyRecord, exportLines } from '../index';
import { openNote } from './signed-note';

const LOG = { service: 'organization', county: '370786' };
const seed = (n: number): Buffer => Buffer.alloc(32, n);
const signer = new NoteSigner(originOf(LOG), seed(7));
const stranger = new NoteSigner(originOf(LOG), seed(8));
const keys = [signer.key];

const record = (position: number): LogRecord => ({
  ...LOG, position, stream: `s-${position}`, version: 1, eventId: `0190d1c0-0000-7000-8000-${String(position).padStart(12, '0')}`, commandId: `0190d1c0-0000-7000-8000-${String(position).padStart(12, 'c')}`,
  nth: 0, type: 'Happened', recordedAt: '2025-09-01T00:30:00.000Z', data: `{"n":${position},"text":"班主任"}`, meta: '{"schemaVersion":1}',
});
const records = Array.from({ length: 21 }, (_, i) => record(i + 1));
const leaves = records.map((one) => Buffer.from(leafHash(one), 'hex'));
const treeOf = (size: number): GrowingTree => leaves.slice(0, size).reduce((tree, leaf) => { tree.add(leaf.toString('hex')); return tree; }, new GrowingTree());
const noteAt = (size: number, by = signer): string => signCheckpoint(by, treeOf(size));
const read = () => Buffer.concat(leaves);
const evidence = (position: number): RecordEvidence => ({
  format: RECORD_EVIDENCE, record: record(position), leafHash: leafHash(record(position)), proof: inclusionPath(position - 1, 21).map((range) => leavesHash(range, read).toString('base64')), checkpoint: noteAt(21),
});
const rejected = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof EvidenceRejected) return error.message;
    throw error;
  }
  return 'accepted';
};

describe('a signed note', () => {
  it('is read as the Go implementation writes it', () => {
    const text = 'If you think cryptography is the answer to your problem,\nthen you don\'t know what your problem is.\n';
    const key = parseVkey('PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW');
    const note = `${text}\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n`;
    expect(openNote(note, [key])).toMatchObject({ text, key: { name: 'PeterNeumann' } });
  });
  it('is nobody else\'s', () => {
    expect(rejected(() => openNote(noteAt(3, stranger), keys))).toMatch(/None of the given keys/);
    expect(openNote(noteAt(3).replace(/\n$/, `\n${stranger.sign('x\n').split('\n').at(-2)}\n`), keys).key).toBe(signer.key);
    expect(rejected(() => parseVkey(signer.key.vkey.replace(/\+[0-9a-f]{8}\+/, '+00000000+')))).toMatch(/another id/);
    expect(rejected(() => parseVkey('nonsense'))).not.toBe('accepted');
  });
  it('does not survive the change of a byte', () => {
    const note = noteAt(3);
    fc.assert(fc.property(fc.nat(note.length - 1), fc.string({ minLength: 1, maxLength: 1 }), (at, other) => {
      fc.pre(note[at] !== other);
      expect(rejected(() => openCheckpoint(note.slice(0, at) + other + note.slice(at + 1), keys))).not.toBe('accepted');
    }));
  });
  it('is a checkpoint of the log that its key signs for alone', () => {
    expect(rejected(() => openCheckpoint(signer.sign('homeroom/organization/370784\n3\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n'), keys))).toMatch(/signed by the key of/);
    expect(rejected(() => openCheckpoint(signer.sign('hello\n'), keys))).toMatch(/no checkpoint/);
  });
});

describe('evidence of a record', () => {
  it('is checked with nothing but a public key, and its proof is small', () => {
    for (const position of [1, 8, 16, 17, 21]) expect(verifyRecord(JSON.parse(JSON.stringify(evidence(position))), keys)).toMatchObject({ record: { position }, checkpoint: { size: 21 } });
    expect(JSON.stringify(Array.from({ length: 20 }, () => leaves[0]!.toString('base64'))).length).toBeLessThan(1_000);
  });
  it.each<[string, (one: RecordEvidence) => unknown]>([
    ['another text', (one) => ({ ...one, record: { ...one.record, data: one.record.data.replace('班', '斑') } })],
    ['another position', (one) => ({ ...one, record: { ...one.record, position: 9 } })],
    ['another type of a field', (one) => ({ ...one, record: { ...one.record, version: '1' } })],
    ['a lone surrogate for what it is hashed as', (one) => ({ ...one, record: { ...one.record, data: '\ud800' } })],
    ['a field that nobody checks', (one) => ({ ...one, remark: 'x' })],
    ['a field of the record that nobody checks', (one) => ({ ...one, record: { ...one.record, remark: 'x' } })],
    ['another leaf hash', (one) => ({ ...one, leafHash: leafHash(record(9)) })],
    ['another proof', (one) => ({ ...one, proof: evidence(9).proof })],
    ['a hash of the proof in another spelling', (one) => ({ ...one, proof: one.proof.map((hash) => hash.replace('=', '')) })],
    ['a checkpoint by another key', (one) => ({ ...one, checkpoint: noteAt(21, stranger) })],
    ['a checkpoint of another size', (one) => ({ ...one, checkpoint: noteAt(20) })],
    ['another county', (one) => ({ ...one, record: { ...one.record, county: '370784' } })],
    ['nothing', () => null],
  ])('is refused with %s', (_, change) => expect(rejected(() => verifyRecord(change(evidence(8)), keys))).not.toBe('accepted'));
});

describe('a whole log', () => {
  const lines = async (checkpoint: string, of = records): Promise<string[]> => {
    const text: string[] = [];
    for await (const part of exportLines(checkpoint, (async function* () { yield of.slice(0, 5); yield of.slice(5); })())) text.push(part);
    return text.join('').split('\n').slice(0, -1);
  };
  const check = (text: readonly string[], kept: readonly string[] = []): string => rejected(() => {
    const verifier = new LogVerifier(keys, kept.map((note) => openCheckpoint(note, keys)));
    text.forEach((line) => verifier.line(line));
    expect(verifier.end().size).toBe(21);
  });

  it('comes to its signed root, and begins with every checkpoint that was kept', async () => {
    expect(check(await lines(noteAt(21)), [noteAt(1), noteAt(8), noteAt(21)])).toBe('accepted');
  });
  it('is found out where a record is altered, missing, twice, or too many', async () => {
    const all = await lines(noteAt(21));
    expect(check(all.map((line, i) => (i === 9 ? line.replace('班', '斑') : line)))).toMatch(/do not come to the signed root/);
    expect(check(all.filter((_, i) => i !== 9))).toMatch(/Position 10 stands where 9 should/);
    expect(check(all.slice(0, -1))).toMatch(/ends at 20/);
    expect(check([...all, all.at(-1)!])).toMatch(/where the log has ended/);
    expect(check([])).toMatch(/empty/);
    expect(check(['{', ...all])).toMatch(/no JSON/);
  });
  it('is found out where history was rewritten, though signed anew', async () => {
    const rewritten = records.map((one) => (one.position === 4 ? { ...one, data: '{}' } : one));
    const tree = rewritten.reduce((grown, one) => { grown.add(leafHash(one)); return grown; }, new GrowingTree());
    const text = await lines(signCheckpoint(signer, tree), rewritten);
    expect(check(text)).toBe('accepted');
    expect(check(text, [noteAt(3)])).toBe('accepted');
    expect(check(text, [noteAt(8)])).toMatch(/history was rewritten/);
    expect(check(await lines(noteAt(20), records.slice(0, 20)), [noteAt(21)])).toMatch(/the log ends at 20/);
  });
});
