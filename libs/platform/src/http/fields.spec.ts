import fc from 'fast-check';
import { Choice, Choices, Day, Flag, Id, Ids, Moment, PageQuery, Part, Parts, SealedText, Text, Whole } from './fields';
import { type Fault, Malformed } from './fault';
import type { Shape } from './shape';
import { bodyAs, queryAs } from './validation';

class Inner {
  @Text('A word', { max: 3 }) word!: string;
}
class Everything {
  @Text('Text', { min: 2, max: 5, optional: true }) text?: string;
  @Text('Code', { pattern: /\d{3}|x/, optional: true }) code?: string;
  @SealedText('Words', { max: 10, optional: true }) words?: string;
  @Id('Id', { optional: true }) id?: string;
  @Ids('Ids', { min: 1, max: 2, optional: true }) ids?: string[];
  @Choice(['A', 'B'], 'Choice', { optional: true }) choice?: string;
  @Choices(['A', 'B'], 'Choices', { optional: true }) choices?: string[];
  @Day('Day', { optional: true }) day?: string;
  @Moment('Moment', { optional: true }) moment?: string;
  @Whole('Whole', { min: -1, max: 9, optional: true }) whole?: number;
  @Flag('Flag', { optional: true }) flag?: boolean;
  @Part(() => Inner, 'Part', { optional: true }) part?: Inner;
  @Parts(() => Inner, 'Parts', { max: 2, optional: true }) parts?: Inner[];
}
class Needed {
  @Text('A') a!: string;
  @Whole('B', { min: 0, max: 1 }) b!: number;
}

const faults = (shape: Shape, body: unknown): readonly Fault[] => {
  try {
    bodyAs(shape, body);
    return [];
  } catch (error) {
    if (error instanceof Malformed) return error.faults;
    throw error;
  }
};
const codes = (body: unknown): string[] => faults(Everything, body).map(({ pointer, code }) => `${pointer} ${code}`);

const uuid = '01990a2c-7a10-7000-8000-000000000001';

describe('fields', () => {
  it.each<[object, ...string[]]>([
    [{ text: 'ab' }], [{ text: '😀😀😀😀😀' }], [{ text: '😀😀😀😀😀😀' }, '/text too-long'], [{ text: '😀' }, '/text too-short'], [{ text: 'a' }, '/text too-short'],
    [{ text: 12 }, '/text not-text'], [{ text: null }, '/text not-text'], [{ text: '   ' }, '/text blank'],
    [{ text: 'a\u0000b' }, '/text bad-characters'], [{ text: 'a\ud800b' }, '/text bad-characters'], [{ text: 'ab\n' }, '/text bad-characters'],
    [{ code: '123' }], [{ code: 'x' }], [{ code: '1234' }, '/code wrong-pattern'], [{ code: 'xx' }, '/code wrong-pattern'],
    [{ words: 'a\tb\nc' }], [{ words: 'a\u0000' }, '/words bad-characters'], [{ words: '\udc00' }, '/words bad-characters'],
    [{ id: uuid }], [{ id: uuid.toUpperCase() }, '/id not-a-uuid'], [{ id: `${uuid}\n` }, '/id not-a-uuid'], [{ id: '' }, '/id not-a-uuid'],
    [{ ids: [uuid] }], [{ ids: [] }, '/ids too-few'], [{ ids: [uuid, uuid] }, '/ids/1 repeated-item'], [{ ids: [uuid, 'x', 'y'] }, '/ids too-many'], [{ ids: uuid }, '/ids not-a-list'], [{ ids: [1] }, '/ids/0 not-a-uuid'],
    [{ choice: 'A' }], [{ choice: 'C' }, '/choice not-a-choice'], [{ choice: ['A'] }, '/choice not-a-choice'], [{ choices: ['A', 'B'] }], [{ choices: ['A', 'A'] }, '/choices/1 repeated-item'],
    [{ day: '2024-02-29' }], [{ day: '2026-02-30' }, '/day not-a-day'], [{ day: '2025-02-29' }, '/day not-a-day'], [{ day: '1900-02-29' }, '/day not-a-day'], [{ day: '2025-13-01' }, '/day not-a-day'], [{ day: '2025-1-1' }, '/day not-a-day'], [{ day: 20250101 }, '/day not-a-day'],
    [{ moment: '2025-09-01T00:30:00.000Z' }], [{ moment: '2025-09-01T00:30:00Z' }, '/moment not-an-instant'], [{ moment: '2025-02-30T00:30:00.000Z' }, '/moment not-an-instant'], [{ moment: '2025-09-01T24:00:00.000Z' }, '/moment not-an-instant'],
    [{ whole: -1 }], [{ whole: '1' }, '/whole not-a-whole-number'], [{ whole: 1.5 }, '/whole not-a-whole-number'], [{ whole: 10 }, '/whole out-of-range'], [{ whole: 1e300 }, '/whole not-a-whole-number'],
    [{ flag: false }], [{ flag: 'false' }, '/flag not-a-flag'], [{ flag: 0 }, '/flag not-a-flag'],
    [{ part: { word: 'a' } }], [{ part: {} }, '/part/word required'], [{ part: 'a' }, '/part not-an-object'], [{ part: [] }, '/part not-an-object'], [{ part: null }, '/part not-an-object'], [{ part: { word: 'a', more: 1 } }, '/part/more unknown-field'],
    [{ parts: [{ word: 'a' }, { word: 'long' }] }, '/parts/1/word too-long'], [{ parts: [null] }, '/parts/0 not-an-object'], [{ parts: { word: 'a' } }, '/parts not-a-list'], [{ parts: [{}, {}, {}] }, '/parts too-many'],
    [{ unknown: 1 }, '/unknown unknown-field'], [{ 'a/b~c': 1 }, '/a~1b~0c unknown-field'], [{ constructor: 1 }, '/constructor unknown-field'], [{ toString: {} }, '/toString unknown-field'], [{ hasOwnProperty: 1, text: 1 }, '/hasOwnProperty unknown-field', '/text not-text'],
    [JSON.parse('{"__proto__":{"text":1}}') as object, '/__proto__ unknown-field'],
  ])('%j', (body, ...expected) => {
    expect(codes(body)).toEqual(expected);
  });

  it('tells every fault at once', () => {
    expect(faults(Needed, { c: 1 }).map(({ pointer, code }) => `${pointer} ${code}`)).toEqual(['/c unknown-field', '/a required', '/b required']);
  });

  it.each([null, [], 'text', 1, undefined])('takes no body %j', (body) => {
    expect(faults(Needed, body)).toEqual([{ code: 'not-an-object', pointer: '' }]);
  });

  it('tells no more than a hundred faults', () => {
    expect(faults(Needed, Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`f${i}`, 1])))).toHaveLength(100);
  });

  it('does not descend further than its classes do', () => {
    const deep = JSON.parse(`${'{"part":'.repeat(3_000)}1${'}'.repeat(3_000)}`) as object;
    expect(codes(deep)).toEqual(['/part/part unknown-field', '/part/word required']);
  });

  it('accepts or tells faults for anything that is JSON, and never anything else', () => {
    fc.assert(fc.property(fc.jsonValue({ maxDepth: 4 }), fc.constantFrom(...['text', 'code', 'words', 'id', 'ids', 'choice', 'choices', 'day', 'moment', 'whole', 'flag', 'part', 'parts', 'x']), (value, name) => {
      for (const { code } of faults(Everything, { [name]: value })) expect(typeof code).toBe('string');
    }));
  });

  it('hands on what it accepted, as an instance of its class, unchanged', () => {
    const body = { text: 'ab', ids: [uuid], part: { word: 'a' }, whole: 3 };
    const made = bodyAs(Everything, body);
    expect(made).toBeInstanceOf(Everything);
    expect(made.part).toBeInstanceOf(Inner);
    expect(JSON.parse(JSON.stringify(made))).toEqual(body);
  });
});

class Query extends PageQuery {
  @Flag('Flag', { optional: true }) flag?: boolean;
  @Ids('Ids', { optional: true }) ids?: string[];
}

describe('query strings', () => {
  it('become numbers, flags and lists where the class says so', () => {
    expect({ ...queryAs(Query, { limit: '20', flag: 'true', ids: `${uuid},01990a2c-7a10-7000-8000-000000000002` }) }).toMatchObject({ limit: 20, flag: true, ids: [uuid, '01990a2c-7a10-7000-8000-000000000002'] });
    expect(queryAs(Query, { ids: [uuid] }).ids).toEqual([uuid]);
  });

  it.each<[Record<string, unknown>, string]>([
    [{ limit: '0' }, 'limit out-of-range'], [{ limit: '201' }, 'limit out-of-range'], [{ limit: '1e2' }, 'limit not-a-whole-number'], [{ limit: '' }, 'limit not-a-whole-number'], [{ limit: ['1', '2'] }, 'limit not-a-whole-number'],
    [{ flag: 'yes' }, 'flag not-a-flag'], [{ cursor: 'a\u0000' }, 'cursor bad-characters'], [{ cursor: ['a', 'b'] }, 'cursor not-text'], [{ other: 'x' }, 'other unknown-field'], [{ ['__proto__']: ['a'] }, '__proto__ unknown-field'],
  ])('%j', (query, expected) => {
    expect(() => queryAs(Query, query)).toThrow(Malformed);
    try {
      queryAs(Query, query);
    } catch (error) {
      expect((error as Malformed).faults.map((fault) => `${fault.name} ${fault.code}`)).toEqual([expected]);
    }
  });

  it('are refused where a route takes none', () => {
    expect(() => queryAs(undefined, { a: '1' })).toThrow(Malformed);
    expect(queryAs(undefined, {})).toEqual({});
  });
});
