import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { encodeLeaf, leafHash, type LogRecord } from './index';

interface Vector { readonly says: string; readonly record: LogRecord; readonly encoded: string; readonly leafHash: string }
const vectors = JSON.parse(readFileSync(join(__dirname, '..', 'vectors', 'leaf-encoding.json'), 'utf8')) as Vector[];

/** The encoding once more, by another way: what anybody would write from its description. */
const described = (r: LogRecord): Buffer => Buffer.concat([Buffer.from([0]), ...[
  'homeroom-leaf-v1', r.service, r.county, `${r.position}`, r.stream, `${r.version}`, r.eventId, r.commandId, `${r.nth}`, r.type, r.recordedAt, r.data, r.meta,
].map((field) => { const bytes = Buffer.from(field, 'utf8'); const length = Buffer.alloc(4); length.writeUInt32BE(bytes.length); return Buffer.concat([length, bytes]); })]);

const arbitrary = fc.record({
  service: fc.string(), county: fc.string(), position: fc.nat(), stream: fc.string(), version: fc.nat(), eventId: fc.uuid(), commandId: fc.uuid(), nth: fc.nat(999),
  type: fc.string(), recordedAt: fc.string(), data: fc.string({ unit: 'binary' }), meta: fc.string({ unit: 'grapheme' }),
});

describe('the leaf encoding of a record', () => {
  it.each(vectors)('$says', ({ record, encoded, leafHash: hash }) => {
    expect(encodeLeaf(record).toString('hex')).toBe(encoded);
    expect(leafHash(record)).toBe(hash);
  });

  it('is what its description says', () => {
    fc.assert(fc.property(arbitrary, (record) => {
      expect(encodeLeaf(record)).toEqual(described(record));
      expect(leafHash(record)).toBe(createHash('sha256').update(described(record)).digest('hex'));
    }));
  });

  it('changes with every field, wherever a boundary between two fields is moved', () => {
    fc.assert(fc.property(arbitrary, fc.constantFrom(...Object.keys(vectors[0]!.record) as (keyof LogRecord)[]), (record, field) => {
      const other = { ...record, [field]: typeof record[field] === 'number' ? record[field] + 1 : `${record[field]}x` };
      expect(leafHash(other)).not.toBe(leafHash(record));
    }));
    const [{ record }] = vectors as [Vector];
    expect(leafHash({ ...record, stream: 'ab', type: 'c' })).not.toBe(leafHash({ ...record, stream: 'a', type: 'bc' }));
  });
});
