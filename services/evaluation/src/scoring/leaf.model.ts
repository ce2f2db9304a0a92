import type { LeafNode, MeasureInput, MissingReason, Normaliser, ScoreInput } from '@homeroom/contracts';
import { MIN_RESPONSE, MIN_VALID } from './check-leaf.model';
import { MAX_LEVELS, MAX_PEERS } from './limits.model';
import { Rational, RESULT_LENGTH } from './rational.model';

/** An input that no measure could have given: an error of whoever made it, never a matter of missing data. */
export class BadInput extends Error {
  constructor(readonly about: string, says: string) {
    super(`${about}: ${says}`);
  }
}

type Method =
  | { type: 'RUBRIC'; points: Map<number, Rational> }
  | { type: 'SURVEY'; minValid: number; minResponse: Rational }
  /** `times`: from the raw value to 0..100. */
  | { type: 'EVENT_COUNT'; times: Rational }
  | { type: 'LEDGER'; cap: Rational; times: Rational }
  | { type: 'QUANTITATIVE' | 'RATIO' | 'MANUAL' };

type Scale =
  | { type: 'LINEAR'; times: Rational; plus: Rational }
  | { type: 'TARGET'; times: Rational; cap: Rational }
  | { type: 'BANDS' | 'STEP'; below: Rational; steps: { at: Rational | null; score: Rational }[] }
  | { type: 'PERCENT_RANK'; group: string; minN: number }
  | { type: 'INVERSE'; of: Scale };

export interface CompiledLeaf { measure: string; method: Method; scale: Scale | null }

/** What a measure comes to: its raw value, and on 0..100; or why there is none. */
export interface LeafValue { input: MeasureInput | null; raw: Rational | null; score: Rational | null; reason: MissingReason | null }

const number = (text: string): Rational => Rational.parse(text)!;

export const compileLeaf = ({ measure, method, normaliser }: LeafNode): CompiledLeaf => ({
  measure, scale: normaliser ? compileScale(normaliser) : null,
  method: method.type === 'RUBRIC' ? { type: 'RUBRIC', points: new Map(method.levels.map(({ level, points }) => [level, number(points)])) }
    : method.type === 'SURVEY' ? { type: 'SURVEY', minValid: method.minValid ?? MIN_VALID, minResponse: method.minResponse === undefined ? MIN_RESPONSE : number(method.minResponse) }
      : method.type === 'EVENT_COUNT' ? { type: 'EVENT_COUNT', times: Rational.hundred.over(number(method.target ?? '1')) }
        : method.type === 'LEDGER' ? { type: 'LEDGER', cap: number(method.cap), times: Rational.hundred.over(number(method.cap)) } : { type: method.type },
});

const compileScale = (normaliser: Normaliser): Scale => {
  switch (normaliser.type) {
    case 'LINEAR': {
      const times = Rational.hundred.over(number(normaliser.max).minus(number(normaliser.min)));
      return { type: 'LINEAR', times, plus: number(normaliser.min).times(times).negated() };
    }
    case 'TARGET': return { type: 'TARGET', times: Rational.hundred.over(number(normaliser.target)), cap: number(normaliser.cap).times(Rational.hundred) };
    case 'STEP': return { type: 'STEP', below: Rational.zero, steps: normaliser.steps.map((step) => ({ at: number(step.at), score: number(step.score) })) };
    // Bands join without gaps, so each is a step that holds until the next; the lowest one holds below itself too.
    case 'BANDS': return { type: 'BANDS', below: number(normaliser.bands[0]!.score), steps: normaliser.bands.map(({ from, score }) => ({ at: from === undefined ? null : number(from), score: number(score) })) };
    case 'PERCENT_RANK': return normaliser;
    case 'INVERSE': return { type: 'INVERSE', of: compileScale(normaliser.of) };
  }
};

/** No measure's name is a property that every object has, so the plain look-up is safe here. */
export const leafValue = (leaf: CompiledLeaf, { measures, peers }: ScoreInput): LeafValue => {
  const input = measures[leaf.measure] ?? null;
  if (!input) return { input, raw: null, score: null, reason: 'no-measure' };
  const raw = rawValue(leaf, input);
  if (typeof raw === 'string') return { input, raw: null, score: null, reason: raw };
  const score = leaf.scale ? scaled(leaf.scale, raw, leaf.measure, peers) : onOwnScale(leaf.method, raw);
  return { input, raw, score, reason: score ? null : 'too-few-peers' };
};

const rawValue = ({ measure, method }: CompiledLeaf, input: MeasureInput): Rational | MissingReason => {
  switch (method.type) {
    case 'RUBRIC': return input.kind === 'levels' ? meanPoints(measure, method.points, input.levels) : wrongKind(measure, input);
    case 'SURVEY': return input.kind === 'survey' ? share(measure, method.minValid, method.minResponse, input) : wrongKind(measure, input);
    case 'EVENT_COUNT': return input.kind === 'count' ? Rational.of(whole(measure, input.count)) : wrongKind(measure, input);
    case 'RATIO': return input.kind === 'ratio' ? ratio(measure, input.numerator, input.denominator) : wrongKind(measure, input);
    case 'LEDGER': return input.kind === 'points' ? read(measure, input.points).atLeast(Rational.zero).atMost(method.cap) : wrongKind(measure, input);
    case 'MANUAL': return input.kind === 'value' ? read(measure, input.value) : wrongKind(measure, input);
    case 'QUANTITATIVE': return input.kind === 'value' ? read(measure, input.value) : input.kind === 'score' ? read(measure, input.score, RESULT_LENGTH) : wrongKind(measure, input);
  }
};

const wrongKind = (measure: string, input: MeasureInput): never => {
  throw new BadInput(measure, `a measure of kind ${String(input.kind)} does not fit the method`);
};

const read = (about: string, text: unknown, maxLength?: number): Rational => {
  const value = Rational.parse(text, maxLength);
  if (!value) throw new BadInput(about, 'no decimal or fraction');
  return value;
};

const whole = (about: string, value: number): number => {
  if (!Number.isSafeInteger(value) || value < 0) throw new BadInput(about, 'no count');
  return value;
};

const meanPoints = (measure: string, points: Map<number, Rational>, levels: number[]): Rational | MissingReason => {
  if (!Array.isArray(levels) || levels.length > MAX_LEVELS) throw new BadInput(measure, `no list of at most ${MAX_LEVELS} levels`);
  if (levels.length === 0) return 'no-ratings';
  let sum = Rational.zero;
  for (const level of levels) {
    const worth = points.get(level);
    if (!worth) throw new BadInput(measure, `the rubric has no level ${String(level)}`);
    sum = sum.plus(worth);
  }
  return sum.over(Rational.of(levels.length));
};

const share = (measure: string, minValid: number, minResponse: Rational, survey: { satisfied: number; valid: number; invited: number }): Rational | MissingReason => {
  const { satisfied, valid, invited } = survey;
  if (whole(measure, satisfied) > whole(measure, valid) || valid > whole(measure, invited)) throw new BadInput(measure, 'satisfied ≤ valid ≤ invited does not hold');
  if (valid < minValid) return 'too-few-answers';
  if (Rational.of(valid, invited).compare(minResponse) < 0) return 'low-response';
  return Rational.of(satisfied, valid);
};

const ratio = (measure: string, numerator: number, denominator: number): Rational | MissingReason => {
  if (whole(measure, numerator) > whole(measure, denominator)) throw new BadInput(measure, 'more than there are');
  return denominator === 0 ? 'nothing-counted' : Rational.of(numerator, denominator);
};

const onOwnScale = (method: Method, raw: Rational): Rational => {
  switch (method.type) {
    case 'RUBRIC': return raw;
    case 'SURVEY': case 'RATIO': return raw.times(Rational.hundred);
    case 'EVENT_COUNT': return raw.times(method.times).atMost(Rational.hundred);
    case 'LEDGER': return raw.times(method.times);
    case 'MANUAL': case 'QUANTITATIVE': return withinScale(raw);
  }
};

export const withinScale = (value: Rational): Rational => value.atLeast(Rational.zero).atMost(Rational.hundred);

/** On 0..100; `null` where there are too few to be ranked among. */
const scaled = (scale: Scale, raw: Rational, measure: string, peers: ScoreInput['peers']): Rational | null => {
  switch (scale.type) {
    case 'LINEAR': return withinScale(raw.times(scale.times).plus(scale.plus));
    case 'TARGET': return raw.times(scale.times).atLeast(Rational.zero).atMost(scale.cap);
    case 'STEP': case 'BANDS': return scale.steps.findLast(({ at }) => at === null || raw.compare(at) >= 0)?.score ?? scale.below;
    case 'PERCENT_RANK': return percentRank(raw, (peers && Object.hasOwn(peers, scale.group) && peers[scale.group]?.[measure]) || [], scale.minN, measure);
    case 'INVERSE': {
      const inner = scaled(scale.of, raw, measure, peers);
      return inner && Rational.hundred.minus(inner);
    }
  }
};

const percentRank = (raw: Rational, peers: readonly string[], minN: number, measure: string): Rational | null => {
  if (!Array.isArray(peers) || peers.length > MAX_PEERS) throw new BadInput(measure, `no list of at most ${MAX_PEERS} peers`);
  if (peers.length + 1 < minN) return null;
  let halves = 0;
  for (const peer of peers) {
    const difference = raw.compare(read(`${measure} of a peer`, peer, RESULT_LENGTH));
    halves += difference > 0 ? 2 : difference === 0 ? 1 : 0;
  }
  return Rational.of(halves * 50, peers.length);
};
