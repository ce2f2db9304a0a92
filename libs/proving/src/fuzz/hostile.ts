import fc from 'fast-check';

/** Texts that have broken software before: lengths, characters, other languages' syntax. */
const TEXTS = [
  '', ' ', '\u0000', 'a\u0000b', '\ud83d', '\udc00\ud800', '\u202e逆', '\ufeff', '\u0085\u2028', 'null', 'undefined', 'NaN', '__proto__', 'constructor', '-1', '1e309', '0x1f', '𠮷'.repeat(300),
  '\'; drop table events; --', '" or 1=1', '%00', '%s%n', '{{7*7}}', '${7*7}', '<script>alert(1)</script>', '../../../../etc/passwd', 'C:\\con', '\\', '\\u0000', '王'.repeat(2_001), 'x'.repeat(100_000), 'ﷺ'.repeat(600),
  'v1.00000000-0000-0000-0000-000000000000.AAAA', '2026-02-30', '2025-13-01', '0000-00-00', '9999-12-31', '+275760-09-13T00:00:00.001Z', '2025-09-01T24:00:00.000Z', '2025-09-01T00:00:60.000Z', '2025-09-01',
  'ffffffff-ffff-ffff-ffff-ffffffffffff', '00000000-0000-0000-0000-000000000000', '01990A2C-7A10-7000-8000-000000000001', 'county', '370786', '999999', '1'.repeat(21), '١٢٣', '１２３',
];

export const hostileText = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...TEXTS) },
  fc.string({ unit: 'binary', maxLength: 40 }), fc.string({ unit: 'grapheme', maxLength: 40 }), fc.string({ maxLength: 40 }),
);

const NUMBERS = [0, -0, -1, 1.5, 2 ** 31, 2 ** 53, -(2 ** 53), 1e21, 1e308, 5e-324, 32_768, 2_147_483_648];

const deep = (levels: number, open: string, close: string): string => `${open.repeat(levels)}1${close.repeat(levels)}`;

/** JSON as it stands in a request: also what no object in memory can say, such as a key that stands twice. */
export const HOSTILE_JSON: readonly string[] = [
  '', 'null', '[]', '""', '0', 'true', '{', '{"a":', '{}{}', '{"a":1,}', '{\'a\':1}', '\ufeff{}', '{"__proto__":{"a":1}}', '{"constructor":{"prototype":{"a":1}}}', '{"a":1,"a":2}', '{"classId":"x","classId":"y"}',
  '{"\\u0000":1}', '{"a":1e400}', '{"a":-0}', '{"a":01}', 'NaN', 'Infinity', deep(2_000, '[', ']'), deep(2_000, '{"a":', '}'), deep(60_000, '[', ']'),
  `{${Array.from({ length: 5_000 }, (_, i) => `"f${i}":${i}`).join()}}`, `[${'0,'.repeat(50_000)}0]`, `{"reason":"${'x'.repeat(900_000)}"}`, `{"reason":"${'x'.repeat(1_100_000)}"}`, `{"reason":"\\ud83d"}`,
];

/** Any value where another was wanted. */
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: hostileText }, { weight: 2, arbitrary: fc.constantFrom<unknown>(...NUMBERS) }, fc.constantFrom<unknown>(null, true, [], {}, [[]], [null], { length: 3 }, { toString: 1 }, { then: 1 }),
  fc.jsonValue({ maxDepth: 3 }), fc.array(hostileText, { maxLength: 5 }), fc.nat(400).map((n) => Array.from({ length: n }, (_, i) => i)),
);

/** Headers that a service reads, with what nobody should send in them. */
export const hostileHeaders: fc.Arbitrary<Record<string, string>> = fc.oneof(
  { weight: 5, arbitrary: fc.constant({}) },
  { weight: 2, arbitrary: fc.constantFrom('"0"', '"1"', '"2"', '"3"', '"99"', 'W/"1"', '*', '"abc"', '"-1"', '"99999999999"', '"1", "2"', '').map((value) => ({ 'if-match': value })) },
  { weight: 2, arbitrary: fc.nat(200).map((n) => ({ 'idempotency-key': `key-${n}` })) },
  fc.constantFrom('', ' ', 'a b', 'x'.repeat(201), '\u00e9', '\'--').map((value) => ({ 'idempotency-key': value })),
  fc.constantFrom('zh-CN', 'zh;q=0.9,en;q=1', '*', '', 'x'.repeat(500), 'zh;q=9', ',,,;q=', 'en-US-x-'.repeat(40)).map((value) => ({ 'accept-language': value })),
  fc.constantFrom('text/plain', 'application/json; charset=utf-16', 'application/json;', 'APPLICATION/JSON', 'multipart/form-data; boundary=x', '', 'application/json, text/html', 'x'.repeat(300)).map((value) => ({ 'content-type': value })),
  fc.constantFrom('2025-09-01T00:00:00.000Z', '2999-01-01T00:00:00.000Z', 'yesterday', '2025-09-01', '').map((value) => ({ 'occurred-at': value })),
  fc.constantFrom('00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', '00-0-0-0', 'x'.repeat(200)).map((value) => ({ traceparent: value })),
  fc.constantFrom('not-a-uuid', 'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF', '').map((value) => ({ 'x-correlation-id': value })),
  fc.constantFrom<Record<string, string>>({ 'content-encoding': 'gzip' }, { accept: 'image/png' }, { accept: '' }, { range: 'bytes=0-1' }, { 'x-forwarded-for': '\'' }, { 'x-http-method-override': 'DELETE' }, { 'x-padding': 'x'.repeat(12_000) }, { cookie: 'a=b; '.repeat(500) }, { host: 'elsewhere' }, { expect: '100-continue' }, { upgrade: 'h2c', connection: 'upgrade' }),
);

/** What stands where an id should. */
export const hostileSegment = fc.oneof(
  fc.constantFrom('%00', '%zz', '%e4%b8', '..', '%2e%2e', '%2f', 'a'.repeat(150), 'a'.repeat(500), '王', ' ', '1', 'county', ':', 'null', '%27', ';', '01990A2C-7A10-7000-8000-000000000001').map((text) => (/%/.test(text) ? text : encodeURIComponent(text))),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).map((text) => encodeURIComponent(text.toWellFormed())),
);

/** What stands in a query. */
export const hostileQuery = fc.oneof(
  fc.constantFrom('limit=0', 'limit=201', 'limit=1e3', 'limit=-1', 'limit=1&limit=2', 'cursor=', 'cursor=W10', 'cursor=W251bGwsbnVsbF0', 'cursor=%00', `cursor=${'A'.repeat(1_000)}`, 'minPosition=', 'minPosition=organization/370785:1', 'minPosition=x', 'minPosition=organization/370786:1e9', 'a[b]=c', 'a[]=1', '__proto__=1', 'constructor=x', '=', '&&&', '%', `x=${'y'.repeat(3_000)}`),
  fc.tuple(fc.constantFrom('schoolId', 'classId', 'personId', 'status', 'kind', 'on', 'asOf', 'from', 'q', 'owner', 'limit', 'cursor'), fc.string({ unit: 'grapheme', maxLength: 12 })).map(([name, text]) => `${name}=${encodeURIComponent(text.toWellFormed())}`),
);
