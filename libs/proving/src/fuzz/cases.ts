import fc from 'fast-check';
import type { Operation, Schema } from '../ground/documents';
import type { Catalogue, Played } from '../ground/player';
import { CAST, type Who } from '../ground/story';
import { bodiesOf, fromPool, parameterOf } from './bodies';
import { HOSTILE_JSON, hostileHeaders, hostileQuery, hostileSegment } from './hostile';

/** How somebody shows who they are, other than by a good token. */
export type BrokenToken = 'none' | 'garbage' | 'unsigned' | 'foreign' | 'cut' | 'huge' | 'basic';

/** One request, before ids and tokens are put in: the same seed makes the same cases. */
export interface Case {
  readonly operation: Operation;
  readonly by: Who | BrokenToken;
  readonly method: string;
  /** One for each parameter of the path; `pool:…` for one that exists. */
  readonly segments: readonly string[];
  readonly query: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  /** A value to be sent as JSON, or text or bytes as they stand. */
  readonly body: { readonly json: unknown } | { readonly text: string } | { readonly base64: string } | undefined;
  /** The same request so many times at once. */
  readonly times: number;
}

const BROKEN: readonly BrokenToken[] = ['none', 'garbage', 'unsigned', 'foreign', 'cut', 'huge', 'basic'];
/** Who gets furthest asks most. */
const LIKELY: readonly Who[] = ['bureau', 'principal', 'teacher', 'lead', 'middle', 'head', 'researcher', 'colleague'];

const who: fc.Arbitrary<Case['by']> = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom<Case['by']>(...LIKELY) }, { weight: 3, arbitrary: fc.constantFrom<Case['by']>(...Object.keys(CAST) as Who[]) }, { weight: 1, arbitrary: fc.constantFrom<Case['by']>(...BROKEN) },
);

const queryOf = ({ query }: Operation, of: (schema: Schema, name: string) => fc.Arbitrary<string>): fc.Arbitrary<string[]> => {
  const asked = query.filter(({ name }) => !['minPosition', 'cursor'].includes(name));
  const fitting = asked.map(({ name, schema, required }) => fc.tuple(required ? fc.constant(true) : fc.boolean(), of(schema, name)).map(([given, value]) => (given ? `${name}=${encodeURIComponent(value)}` : '')));
  const paging = query.some(({ name }) => name === 'cursor') ? [fc.oneof(fc.constant(''), fc.nat(9).map((n) => `cursor=pool:cursor:${n}`))] : [];
  return fc.tuple(fc.tuple(...fitting, ...paging), fc.oneof({ weight: 4, arbitrary: fc.constant('') }, hostileQuery)).map(([parts, hostile]) => [...parts, hostile].filter(Boolean));
};

const METHODS = fc.oneof({ weight: 60, arbitrary: fc.constant('') }, fc.constantFrom('PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS', 'GET', 'POST', 'TRACE'));

/** Cases of one operation: as the story has it, a little changed; or anyhow. */
const casesOf = (operation: Operation, catalogue: Catalogue, story: readonly Played[]): fc.Arbitrary<Case> => {
  const played = story.filter((each) => each.operation === operation);
  const anyhow = { weight: 3, arbitrary: anyCase(operation, catalogue, played.map(({ body }) => body)) };
  return played.length === 0 ? anyhow.arbitrary : fc.oneof(anyhow, { weight: 2, arbitrary: likePlayed(operation, played) });
};

const anyCase = (operation: Operation, catalogue: Catalogue, accepted: readonly object[]): fc.Arbitrary<Case> => {
  const document = catalogue.document(operation.service);
  const segments = operation.params.map((name) => fc.oneof({ weight: 9, arbitrary: fromPool(name) }, fc.uuid({ version: 7 }), hostileSegment));
  const json = operation.body && bodiesOf(operation.body, document, accepted);
  const body: fc.Arbitrary<Case['body']> = json ? fc.oneof(
    { weight: 20, arbitrary: json.map((value): Case['body'] => ({ json: value })) }, { weight: 1, arbitrary: fc.constantFrom(...HOSTILE_JSON).map((text): Case['body'] => ({ text })) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 60 }).map((bytes): Case['body'] => ({ base64: Buffer.from(bytes).toString('base64') })) },
  ) : fc.oneof({ weight: 30, arbitrary: fc.constant(undefined) }, fc.constantFrom('{}', 'x').map((text): Case['body'] => ({ text })));
  return fc.record({
    operation: fc.constant(operation), by: who, method: METHODS.map((method) => method || operation.method), segments: fc.tuple(...segments), headers: hostileHeaders, body,
    query: operation.method === 'GET' ? queryOf(operation, (schema, name) => parameterOf(name, schema, document)) : fc.oneof({ weight: 20, arbitrary: fc.constant([]) }, hostileQuery.map((one) => [one])),
    times: fc.oneof({ weight: 30, arbitrary: fc.constant(1) }, fc.constantFrom(2, 5)),
  });
};

/** By who did it in the story, for the same thing or another of its kind: what it takes to get far. What begins something begins something new. */
const likePlayed = (operation: Operation, played: readonly Played[]): fc.Arbitrary<Case> =>
  fc.record({
    as: fc.constantFrom(...played), fresh: fc.uuid({ version: 7 }), other: fc.tuple(...operation.params.map((name) => fc.oneof({ weight: 2, arbitrary: fc.constant('') }, fromPool(name)))),
    by: fc.oneof({ weight: 5, arbitrary: fc.constant(undefined) }, who), headers: fc.oneof({ weight: 5, arbitrary: fc.constant({}) }, { weight: 2, arbitrary: fc.uuid().map((key) => ({ 'idempotency-key': `own-${key}` })) }, hostileHeaders), times: fc.oneof({ weight: 9, arbitrary: fc.constant(1) }, fc.constant(3)),
  }).map(({ as, fresh, other, by, headers, times }): Case => ({
    operation, by: by ?? as.step.by, method: operation.method, segments: as.step.ids.map((id, i) => other[i] || encodeURIComponent(id)), query: [], headers, times, body: { json: begun(operation, as.body, fresh) },
  }));

const begun = ({ params }: Operation, body: object, fresh: string): object => {
  const [first, value] = Object.entries(body)[0] ?? [];
  return params.length === 0 && first?.endsWith('Id') && typeof value === 'string' ? { ...body, [first]: fresh } : body;
};

/** Cases over all operations, each as likely. */
export class Cases {
  private readonly any: fc.Arbitrary<Case>;

  constructor(catalogue: Catalogue, story: readonly Played[]) {
    this.any = fc.oneof(...catalogue.operations.map((operation) => casesOf(operation, catalogue, story)));
  }

  /** The n-th batch of a seed. */
  batch(seed: number, n: number, size: number): Case[] {
    return fc.sample(this.any, { seed: (seed * 1_000_003 + n) | 0, numRuns: size });
  }
}
