import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { canonicalHash, canonicalJson } from './canonical-json.model';

const plain = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 4 }, fc.string({ unit: 'grapheme' }), fc.maxSafeInteger(), fc.boolean(), fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }), fc.dictionary(fc.string({ unit: 'grapheme' }), tie('value'), { maxKeys: 5 })),
})).value;

const shuffled = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(shuffled);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).reverse().map(([key, item]) => [key, shuffled(item)]));
};

describe('canonical JSON', () => {
  it('orders keys by their UTF-16 code units, as RFC 8785 does in its example', () => {
    const example = { '\u20ac': 'Euro Sign', '\r': 'Carriage Return', '\ufb33': 'Hebrew Letter Dalet With Dagesh', 1: 'One', '\ud83d\ude00': 'Emoji: Grinning Face', '\u0080': 'Control', '\u00f6': 'Latin Small Letter O With Diaeresis' };
    expect([...canonicalJson(example).matchAll(/:"([^"]+)"/g)].map((match) => match[1])).toEqual([
      'Carriage Return', 'One', 'Control', 'Latin Small Letter O With Diaeresis', 'Euro Sign', 'Emoji: Grinning Face', 'Hebrew Letter Dalet With Dagesh',
    ]);
  });

  it('escapes as ECMAScript does, and nothing more', () => {
    expect(canonicalJson({ text: '\u20ac$\u000f\nA\'B"\\\\"/班' })).toBe('{"text":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/班"}');
  });

  it('says the same of the same, whatever the order of the keys, and means what it was', () => {
    fc.assert(fc.property(plain, (value) => {
      fc.pre(JSON.stringify(value).isWellFormed());
      expect(canonicalJson(shuffled(value))).toBe(canonicalJson(value));
      expect(canonicalJson(JSON.parse(canonicalJson(value)))).toBe(canonicalJson(value));
    }));
  });

  it('leaves out what is undefined, and writes -0 as 0', () => {
    expect(canonicalJson({ b: undefined, a: [-0, true, null] })).toBe('{"a":[0,true,null]}');
  });

  it.each([0.5, NaN, Infinity, 2 ** 53, 10n, undefined, () => 1, '\ud800', { '\udc00': 1 }])('refuses %p', (value) => {
    expect(() => canonicalJson(value)).toThrow(TypeError);
  });

  it('refuses 10,000 levels instead of losing the stack', () => {
    let deep: unknown = 0;
    for (let i = 0; i < 10_000; i++) deep = [deep];
    expect(() => canonicalJson(deep)).toThrow(TypeError);
  });

  it('hashes the UTF-8 of the text', () => {
    expect(canonicalHash({ b: '班', a: 1 })).toBe(createHash('sha256').update('{"a":1,"b":"班"}').digest('hex'));
  });
});
