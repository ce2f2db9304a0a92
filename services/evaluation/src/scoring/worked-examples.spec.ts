import type { Aggregator, Expression, FrameworkDocument, FrameworkNode, Gate, Grade, LeafMethod, LeafNode, MeasureInput, MeasureKey, MissingPolicy, Normaliser, ScoreInput } from '@homeroom/contracts';
import { compile } from './compile.model';
import { score } from './score.model';

/**
 * The published table: what each rule comes to, worked out by hand. Expected values are written as the fraction that a pen
 * arrives at, unreduced where that shows the way; they are compared by cross multiplication, and the roundings by eye.
 */

const name = { zh: '例', en: 'Example' };
const leaf = (nodeId: string, measure: MeasureKey, method: LeafMethod, more: Partial<LeafNode> = {}): LeafNode => ({ nodeId, level: 'measure', name, missing: 'EXCLUDE_REWEIGHT', measure, method, ...more });
const value = (nodeId: string, normaliser: Normaliser, more: Partial<LeafNode> = {}): LeafNode => leaf(nodeId, `quantitative:${nodeId}`, { type: 'QUANTITATIVE' }, { normaliser, ...more });
/** A value that is its own score. */
const plain = (nodeId: string, weight?: string, missing: MissingPolicy = 'EXCLUDE_REWEIGHT', more: Partial<LeafNode> = {}): LeafNode =>
  leaf(nodeId, `quantitative:${nodeId}`, { type: 'MANUAL' }, { weight, missing, ...more });
const indicator = (nodeId: string, aggregator: Aggregator, children: FrameworkNode[], weight?: string): FrameworkNode => ({ nodeId, level: 'indicator', name, weight, missing: 'EXCLUDE_REWEIGHT', aggregator, children });
const of = (aggregator: Aggregator, children: FrameworkNode[], gates: Gate[] = []): FrameworkDocument => ({
  language: 1, subjectType: 'class-teacher', kind: 'basic', name, gates,
  root: { nodeId: 'total', level: 'framework', name, missing: 'BLOCK', aggregator, children },
  gradeBands: [{ grade: 'EXCELLENT', from: '90', to: '100' }, { grade: 'GOOD', from: '75', to: '90' }, { grade: 'QUALIFIED', from: '60', to: '75' }, { grade: 'UNQUALIFIED', from: '0', to: '60' }],
});
const sum: Aggregator = { type: 'WEIGHTED_SUM' };
const one = (child: LeafNode, gates: Gate[] = []): FrameworkDocument => of(sum, [{ ...child, weight: '1' }], gates);

const count = (n: number): MeasureInput => ({ kind: 'count', count: n, sources: [] });
const ratio = (numerator: number, denominator: number): MeasureInput => ({ kind: 'ratio', numerator, denominator, sources: [] });
const at = (text: string): MeasureInput => ({ kind: 'value', value: text, sources: [] });
const levels = (...given: number[]): MeasureInput => ({ kind: 'levels', levels: given, sources: [] });
const survey = (satisfied: number, valid: number, invited: number): MeasureInput => ({ kind: 'survey', satisfied, valid, invited, sources: [] });
const points = (text: string): MeasureInput => ({ kind: 'points', points: text, sources: [] });
const values = (given: { [id: string]: string }): ScoreInput => ({ measures: Object.fromEntries(Object.entries(given).map(([id, text]) => [`quantitative:${id}`, at(text)])) });
const only = (measure: string, input: MeasureInput): ScoreInput => ({ measures: { [measure]: input } });

const rubric = leaf('r', 'rating:r', { type: 'RUBRIC', levels: [{ level: 3, points: '100', name }, { level: 2, points: '75', name }, { level: 1, points: '40', name }] });
const held = leaf('h', 'themed-class-meetings-held', { type: 'EVENT_COUNT', target: '16' });
const cell = leaf('s', 'satisfaction:parent:class-teacher', { type: 'SURVEY' });
const satisfied = 'satisfaction:parent:class-teacher';
const onTime = leaf('o', 'rectifications-on-time', { type: 'RATIO' });
const steps: Normaliser = { type: 'STEP', steps: [{ at: '1', score: '50' }, { at: '3', score: '80' }, { at: '5', score: '100' }] };
const valueBands: Normaliser = { type: 'BANDS', bands: [{ to: '60', score: '30' }, { from: '60', to: '85', score: '70' }, { from: '85', score: '100' }] };
const rank: Normaliser = { type: 'PERCENT_RANK', group: 'parallel-classes', minN: 3 };
const ranked = (own: string, ...peers: string[]): ScoreInput => ({ measures: { 'quantitative:v': at(own) }, peers: { 'parallel-classes': { 'quantitative:v': peers } } });
const formula = (expression: Expression): FrameworkDocument => of({ type: 'FORMULA', expression }, [plain('a'), plain('b')]);
const a: Expression = { op: 'node', nodeId: 'a' };
const b: Expression = { op: 'node', nodeId: 'b' };
const constant = (text: string): Expression => ({ op: 'const', value: text });
const gate = (effect: Gate['effect'], on: Gate['on'], below: string, whenMissing: Gate['whenMissing'] = 'IGNORE'): Gate => ({ gateId: 'g', name, on, below, effect, whenMissing });
const cap: Gate['effect'] = { type: 'CAP_GRADE', max: 'QUALIFIED' };
const share80 = gate(cap, { nodeId: 's', of: 'share' }, '0.80');
const thirds = [plain('a', '1/3'), plain('b', '1/3'), plain('c', '1/3')];
const weighted = [plain('a', '0.5'), plain('b', '0.3'), plain('c', '0.2')];

type Fraction = readonly [numerator: bigint, denominator: bigint];
const examples: [says: string, document: FrameworkDocument, input: ScoreInput, fraction: Fraction | null, stored: string, shown: string, grade: Grade | null][] = [
  // Leaf methods
  ['rubric: three raters give 3, 2, 2: (100 + 75 + 75) / 3', one(rubric), only('rating:r', levels(3, 2, 2)), [250n, 3n], '83.333333', '83.33', 'GOOD'],
  ['rubric: one rater', one(rubric), only('rating:r', levels(1)), [40n, 1n], '40.000000', '40.00', 'UNQUALIFIED'],
  ['events: 11 of 16 meetings', one(held), only('themed-class-meetings-held', count(11)), [1100n, 16n], '68.750000', '68.75', 'QUALIFIED'],
  ['events: more than asked for counts as all', one(held), only('themed-class-meetings-held', count(40)), [100n, 1n], '100.000000', '100.00', 'EXCELLENT'],
  ['ratio: 6 of 7 on time', one(onTime), only('rectifications-on-time', ratio(6, 7)), [600n, 7n], '85.714286', '85.71', 'GOOD'],
  ['survey: 31 of 37', one(cell), only(satisfied, survey(31, 37, 45)), [3100n, 37n], '83.783784', '83.78', 'GOOD'],
  ['ledger: 42.5 points of at most 30', one(leaf('p', 'points', { type: 'LEDGER', cap: '30' })), only('points', points('42.5')), [100n, 1n], '100.000000', '100.00', 'EXCELLENT'],
  ['ledger: 17.5 points of at most 30', one(leaf('p', 'points', { type: 'LEDGER', cap: '30' })), only('points', points('17.5')), [1750n, 30n], '58.333333', '58.33', 'UNQUALIFIED'],
  ['ledger: a negative balance is nothing', one(leaf('p', 'points', { type: 'LEDGER', cap: '30' })), only('points', points('-4')), [0n, 1n], '0.000000', '0.00', 'UNQUALIFIED'],
  ['manual: held within 0..100', one(plain('m')), values({ m: '104.2' }), [100n, 1n], '100.000000', '100.00', 'EXCELLENT'],
  // Normalisers
  ['linear: 71.5 between 20 and 95: 51.5 / 75', one(value('v', { type: 'LINEAR', min: '20', max: '95' })), values({ v: '71.5' }), [5150n, 75n], '68.666667', '68.67', 'QUALIFIED'],
  ['linear: below the minimum', one(value('v', { type: 'LINEAR', min: '20', max: '95' })), values({ v: '3' }), [0n, 1n], '0.000000', '0.00', 'UNQUALIFIED'],
  ['inverse: 3.5 points deducted of 20', one(value('v', { type: 'INVERSE', of: { type: 'LINEAR', min: '0', max: '20' } })), values({ v: '3.5' }), [1650n, 20n], '82.500000', '82.50', 'GOOD'],
  ['target: 7 of 8, capped at 0.9', one(value('v', { type: 'TARGET', target: '8', cap: '0.9' })), values({ v: '7' }), [700n, 8n], '87.500000', '87.50', 'GOOD'],
  ['target: 8 of 8, capped at 0.9', one(value('v', { type: 'TARGET', target: '8', cap: '0.9' })), values({ v: '8' }), [90n, 1n], '90.000000', '90.00', 'EXCELLENT'],
  ['step: 4.99 is past the second step', one(value('v', steps)), values({ v: '4.99' }), [80n, 1n], '80.000000', '80.00', 'GOOD'],
  ['step: below the first', one(value('v', steps)), values({ v: '0.5' }), [0n, 1n], '0.000000', '0.00', 'UNQUALIFIED'],
  ['bands: 85 is the first of the upper one', one(value('v', valueBands)), values({ v: '85' }), [100n, 1n], '100.000000', '100.00', 'EXCELLENT'],
  ['bands: open below', one(value('v', valueBands)), values({ v: '-7' }), [30n, 1n], '30.000000', '30.00', 'UNQUALIFIED'],
  ['percent rank: above 3 and equal to 1 of 5 peers: 3.5 / 5', one(value('v', rank)), ranked('70', '61.2', '70.0', '55', '68', '80'), [350n, 5n], '70.000000', '70.00', 'QUALIFIED'],
  ['percent rank: all the same', one(value('v', rank)), ranked('70', '70', '70'), [50n, 1n], '50.000000', '50.00', 'UNQUALIFIED'],
  ['percent rank: two classes are too few, so there is no score', one(value('v', rank)), ranked('70', '60'), null, '', '', null],
  // Aggregators
  ['weighted sum: 0.5 · 80 + 0.3 · 70 + 0.2 · 95', of(sum, weighted), values({ a: '80', b: '70', c: '95' }), [800n, 10n], '80.000000', '80.00', 'GOOD'],
  ['weighted sum of thirds: (100 + 100 + 50) / 3', of(sum, thirds), values({ a: '100', b: '100', c: '50' }), [250n, 3n], '83.333333', '83.33', 'GOOD'],
  ['mean: (80 + 71 + 99) / 3', of({ type: 'MEAN' }, [plain('a'), plain('b'), plain('c')]), values({ a: '80', b: '71', c: '99' }), [250n, 3n], '83.333333', '83.33', 'GOOD'],
  ['minimum', of({ type: 'MIN' }, [plain('a'), plain('b')]), values({ a: '80', b: '72.25' }), [28900n, 400n], '72.250000', '72.25', 'QUALIFIED'],
  ['maximum', of({ type: 'MAX' }, [plain('a'), plain('b')]), values({ a: '80', b: '72.25' }), [80n, 1n], '80.000000', '80.00', 'GOOD'],
  ['product: 0.9 · 0.8 · 0.95', of({ type: 'PRODUCT' }, [plain('a'), plain('b'), plain('c')]), values({ a: '90', b: '80', c: '95' }), [684n, 10n], '68.400000', '68.40', 'QUALIFIED'],
  ['capped sum: 2 · 30 + 0.5 · 90 = 105, at most 90', of({ type: 'CAPPED_SUM', cap: '90' }, [plain('a', '2'), plain('b', '0.5')]), values({ a: '30', b: '90' }), [90n, 1n], '90.000000', '90.00', 'EXCELLENT'],
  ['capped sum: what is missing adds nothing and moves no weight', of({ type: 'CAPPED_SUM', cap: '90' }, [plain('a', '2'), plain('b', '0.5')]), values({ a: '30' }), [60n, 1n], '60.000000', '60.00', 'QUALIFIED'],
  ['formula: (a · b) / 100 + (a − b) / 3', formula({ op: 'add', args: [{ op: 'div', args: [{ op: 'mul', args: [a, b] }, constant('100')] }, { op: 'div', args: [{ op: 'sub', args: [a, b] }, constant('3')] }] }),
    values({ a: '80', b: '70' }), [56n * 3n + 10n, 3n], '59.333333', '59.33', 'UNQUALIFIED'],
  ['formula: clamp(max(a, b), 0, 75)', formula({ op: 'clamp', args: [{ op: 'max', args: [a, b] }, constant('0'), constant('75')] }), values({ a: '80', b: '70' }), [75n, 1n], '75.000000', '75.00', 'GOOD'],
  ['formula: what leaves the scale is held within it', formula({ op: 'add', args: [a, b] }), values({ a: '80', b: '70' }), [100n, 1n], '100.000000', '100.00', 'EXCELLENT'],
  ['formula: a division by 0 has no value; here that blocks', formula({ op: 'div', args: [a, b] }), values({ a: '80', b: '0' }), null, '', '', null],
  ['two levels: 0.4 · (0.5 · 90 + 0.5 · 70) + 0.6 · mean(60, 80, 85)', of(sum, [indicator('i', sum, [plain('a', '0.5'), plain('b', '0.5')], '0.4'), indicator('j', { type: 'MEAN' }, [plain('c'), plain('d'), plain('e')], '0.6')]),
    values({ a: '90', b: '70', c: '60', d: '80', e: '85' }), [32n + 45n, 1n], '77.000000', '77.00', 'GOOD'],
  // Missing data
  ['left out: b of 0.5, 0.3, 0.2: (0.5 · 80 + 0.2 · 95) / 0.7', of(sum, weighted), values({ a: '80', c: '95' }), [590n, 7n], '84.285714', '84.29', 'GOOD'],
  ['zero: b counts 0', of(sum, [weighted[0]!, plain('b', '0.3', 'ZERO'), weighted[2]!]), values({ a: '80', c: '95' }), [59n, 1n], '59.000000', '59.00', 'UNQUALIFIED'],
  ['carried forward: b was 200/3', of(sum, [weighted[0]!, plain('b', '0.3', 'CARRY_FORWARD', { otherwise: 'ZERO' }), weighted[2]!]), { ...values({ a: '80', c: '95' }), previous: { b: { score: '200/3', carried: false } } },
    [79n, 1n], '79.000000', '79.00', 'GOOD'],
  ['carried once already: b counts as it says otherwise', of(sum, [weighted[0]!, plain('b', '0.3', 'CARRY_FORWARD', { otherwise: 'ZERO' }), weighted[2]!]), { ...values({ a: '80', c: '95' }), previous: { b: { score: '70', carried: true } } },
    [59n, 1n], '59.000000', '59.00', 'UNQUALIFIED'],
  ['blocked: b must be there', of(sum, [weighted[0]!, plain('b', '0.3', 'BLOCK'), weighted[2]!]), values({ a: '80', c: '95' }), null, '', '', null],
  ['a whole indicator without data: its sibling takes over', of(sum, [indicator('i', sum, [plain('a', '1')], '0.4'), plain('b', '0.6')]), values({ b: '82' }), [82n, 1n], '82.000000', '82.00', 'GOOD'],
  ['survey: four answers are too few', of(sum, [{ ...cell, weight: '0.5' }, plain('a', '0.5')]), { measures: { ...values({ a: '82' }).measures, [satisfied]: survey(4, 4, 5) } }, [82n, 1n], '82.000000', '82.00', 'GOOD'],
  ['survey: 22 of 45 invited are less than half', of(sum, [{ ...cell, weight: '0.5' }, plain('a', '0.5')]), { measures: { ...values({ a: '82' }).measures, [satisfied]: survey(22, 22, 45) } }, [82n, 1n], '82.000000', '82.00', 'GOOD'],
  ['survey: exactly half is enough', one(cell), only(satisfied, survey(9, 10, 20)), [90n, 1n], '90.000000', '90.00', 'EXCELLENT'],
  // Gates and grades
  ['4 of 5 satisfied is exactly 0.80 and passes', one(cell, [share80]), only(satisfied, survey(4, 5, 5)), [80n, 1n], '80.000000', '80.00', 'GOOD'],
  ['799 of 1000 is below 0.80: 合格 at most', one(cell, [share80]), only(satisfied, survey(799, 1000, 1000)), [799n, 10n], '79.900000', '79.90', 'QUALIFIED'],
  ['a cap never raises', one(cell, [share80]), only(satisfied, survey(2, 5, 5)), [40n, 1n], '40.000000', '40.00', 'UNQUALIFIED'],
  ['a veto takes the lowest grade and leaves the score', of(sum, [plain('a', '1')], [gate({ type: 'VETO' }, { nodeId: 'a', of: 'score' }, '96')]), values({ a: '95.99' }), [9599n, 100n], '95.990000', '95.99', 'UNQUALIFIED'],
  ['a warning changes nothing', of(sum, [plain('a', '1')], [gate({ type: 'WARN' }, { nodeId: 'a', of: 'score' }, '96')]), values({ a: '95.99' }), [9599n, 100n], '95.990000', '95.99', 'EXCELLENT'],
  ['a gate without answers lets pass where it says so', of(sum, [{ ...cell, weight: '0.5' }, plain('a', '0.5')], [share80]), values({ a: '95' }), [95n, 1n], '95.000000', '95.00', 'EXCELLENT'],
  ['a gate without answers takes effect where it says so', of(sum, [{ ...cell, weight: '0.5' }, plain('a', '0.5')], [{ ...share80, whenMissing: 'APPLY' }]), values({ a: '95' }), [95n, 1n], '95.000000', '95.00', 'QUALIFIED'],
  ['89.999999 and a half is shown as 90.00 and is still 良好', of(sum, [plain('a', '1')]), values({ a: '89.9999995' }), [899999995n, 10000000n], '90.000000', '90.00', 'GOOD'],
  ['rounded half up from the exact value, not from six decimals: 66.6649996', of(sum, [plain('a', '1')]), values({ a: '66.6649996' }), [666649996n, 10000000n], '66.665000', '66.66', 'QUALIFIED'],
  ['rounded half up: 66.665', of(sum, [plain('a', '1')]), values({ a: '66.665' }), [66665n, 1000n], '66.665000', '66.67', 'QUALIFIED'],
];

describe('worked examples', () => {
  it.each(examples)('%s', (_, document, input, fraction, stored, shown, grade) => {
    const { result } = score(compile(document), input);
    expect(result.grade).toBe(grade);
    expect(result.status).toBe(fraction ? 'scored' : 'blocked');
    if (!fraction) return expect(result.score).toBeNull();
    const [n, d = '1'] = result.score!.exact.split('/');
    expect(BigInt(n!) * fraction[1]).toBe(BigInt(d) * fraction[0]);
    expect(result.score).toMatchObject({ stored, shown });
  });

  it('are at least thirty, each of its own', () => {
    expect(new Set(examples.map(([says]) => says)).size).toBe(examples.length);
    expect(examples.length).toBeGreaterThanOrEqual(30);
  });
});
