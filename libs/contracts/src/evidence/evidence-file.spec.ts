import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  EvidenceRejected, evidenceLines, exportLines, GrowingTree, HASH_BYTES, inclusionPath, leafHash, leavesHash, linesOf, type LogRecord, NoteSigner, openCheckpoint, originOf, RECORD_EVIDENCE, signCheckpoint, TILE_HEIGHT, TILE_WIDTH, tilePath, verifyEvidence,
} from '../index';

const LOG = { service: 'organization', county: '370786' };
const signer = new NoteSigner(originOf(LOG), Buffer.alloc(32, 7));
const keys = [signer.key];
const records = Array.from({ length: 600 }, (_, i): LogRecord => ({
  ...LOG, position: i + 1, stream: `s-${i}`, version: 1, eventId: `0190d1c0-0000-7000-8000-${String(i).padStart(12, '0')}`, commandId: `0190d1c0-0000-7000-8000-${String(i).padStart(12, 'c')}`,
  nth: 0, type: 'Happened', recordedAt: '2025-09-01T00:30:00.000Z', data: `{"n":${i},"text":"班主任 \u2028 🎈"}`, meta: '{"schemaVersion":1}',
}));
const rows: Buffer[][] = [];
const notes = new Map<number, string>();
const tree = new GrowingTree();
for (const record of records) {
  tree.add(leafHash(record), (level, hash) => { if (level % TILE_HEIGHT === 0) (rows[level / TILE_HEIGHT] ??= []).push(Buffer.from(hash, 'hex')); });
  notes.set(tree.size, signCheckpoint(signer, tree));
}
const read = ({ level, index }: { level: number; index: number }) => Buffer.concat(rows[level]!.slice(index * TILE_WIDTH, (index + 1) * TILE_WIDTH));
const evidence = (position: number) => ({
  format: RECORD_EVIDENCE, record: records[position - 1]!, leafHash: leafHash(records[position - 1]!), proof: inclusionPath(position - 1, 600).map((range) => leavesHash(range, read).toString('base64')), checkpoint: notes.get(600)!,
});
const folder = mkdtempSync(join(tmpdir(), 'homeroom-evidence-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string, text: string | Buffer): string => {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const exported = async (): Promise<string> => {
  let text = '';
  for await (const part of exportLines(notes.get(600)!, (async function* () { yield records; })())) text += part;
  return text;
};

describe('a file of evidence', () => {
  it('is checked by what it says that it is', async () => {
    expect(await verifyEvidence(await evidenceLines(file('one.json', JSON.stringify(evidence(7)))), { keys })).toMatch(/^The record holds: Happened .* position 7 of the 600 records that homeroom\/organization\/370786 signed\.$/);
    expect(await verifyEvidence(await evidenceLines(file('readable.json', JSON.stringify(evidence(7), undefined, 2))), { keys })).toMatch(/^The record holds/);
    expect(await verifyEvidence(await evidenceLines(file('log', await exported())), { keys, kept: [openCheckpoint(notes.get(256)!, keys)] })).toMatch(/^The log holds: 600 records .* It begins with the 256 records/);
    for (const [text, says] of [['{}', 'no evidence'], ['', 'The file is empty'], ['{"format":"homeroom-score-evidence-v1"}', 'evaluation\'s engine']] as const) {
      await expect(verifyEvidence(await evidenceLines(file('other', text)), { keys })).rejects.toThrow(says);
    }
    await expect(verifyEvidence(await evidenceLines(file('log', (await exported()).replace('n\\":9,', 'n\\":8,'))), { keys })).rejects.toThrow(EvidenceRejected);
  });

  it('has lines as long as they are, wherever its chunks end', async () => {
    const lines: string[] = [];
    for await (const line of linesOf((async function* () { yield Buffer.from('a\u2028'); yield Buffer.from([0xe7, 0x8f]); yield Buffer.from([0xad, 0x0a, 0x0a]); yield 'x'; })())) lines.push(line);
    expect(lines).toEqual(['a\u2028班', '', 'x']);
  });
});

describe('golang.org/x/mod, which checks Go\'s own checksum database', () => {
  const program = join(__dirname, '..', '..', 'go');
  const go = (...args: string[]) => spawnSync('go', args, { cwd: program, encoding: 'utf8', env: { ...process.env, GOFLAGS: '-mod=mod' } });

  it('takes our notes, tiles and proofs, and refuses what was altered', () => {
    const there = go('version');
    const fetched = there.status === 0 ? go('build', '-o', join(folder, 'check'), '.') : there;
    if (fetched.status !== 0) return console.warn(`skipped: this machine has no Go, or cannot fetch golang.org/x/mod: ${String(fetched.error ?? fetched.stderr).trim()}`);
    file('go/vkey', `${signer.key.vkey}\n`);
    file('go/checkpoint', notes.get(600)!);
    file('go/earlier', notes.get(257)!);
    for (const [level, row] of rows.entries()) {
      for (let index = 0; index * TILE_WIDTH < row.length; index++) file(`go/tile/${tilePath({ level, index }, read({ level, index }).length / HASH_BYTES)}`, read({ level, index }));
    }
    for (const position of [1, 256, 257, 512, 600]) file(`go/evidence/${position}.json`, JSON.stringify(evidence(position)));
    const check = () => spawnSync(join(folder, 'check'), [join(folder, 'go')], { encoding: 'utf8' });
    expect(check()).toMatchObject({ status: 0, stdout: '5 records proven, 600 leaves from tiles, consistent with 257\n' });
    file('go/evidence/257.json', JSON.stringify({ ...evidence(257), record: { ...records[256]!, data: '{}' } }));
    expect(check()).toMatchObject({ status: 1, stderr: expect.stringContaining('invalid transparency proof') });
    file('go/evidence/257.json', JSON.stringify(evidence(257)));
    file('go/tile/0/000', Buffer.concat([Buffer.alloc(HASH_BYTES), read({ level: 0, index: 0 }).subarray(HASH_BYTES)]));
    expect(check().status).toBe(1);
    file('go/tile/0/000', read({ level: 0, index: 0 }));
    file('go/earlier', notes.get(257)!.replace('257', '258'));
    expect(check()).toMatchObject({ status: 1, stderr: expect.stringContaining('invalid signature') });
  });
});
