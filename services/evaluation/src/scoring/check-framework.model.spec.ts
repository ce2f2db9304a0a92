import { basicClassTeacher, combinedClassTeacher, type FrameworkDocument } from '@homeroom/contracts';
import fc from 'fast-check';
import { checkFramework } from './check-framework.model';
import { compile, FaultyFramework } from './compile.model';
import { faultCodes } from './fault.model';

type Json = any;
const name = { zh: '名', en: 'Name' };
const leaf = (nodeId: string, weight: string | undefined, rest: object = {}): Json =>
  ({ nodeId, level: 'measure', name, weight, missing: 'ZERO', measure: 'class-goals-set', method: { type: 'EVENT_COUNT', target: '1' }, ...rest });
const valued = (normaliser: Json): Json => leaf('b', '0.5', { measure: 'quantitative:x', method: { type: 'QUANTITATIVE' }, normaliser });
const asked = (method: object = {}): Json => leaf('b', '0.5', { measure: 'satisfaction:student:class-teacher', method: { type: 'SURVEY', ...method } });
const branch = (nodeId: string, level: string, weight: string | undefined, aggregator: Json, children: Json[]): Json => ({ nodeId, level, name, weight, missing: 'ZERO', aggregator, children });

/** Two measures under the root: `a` at /root/children/0, `b` at /root/children/1. */
const sound = (b: Json = leaf('b', '0.5'), more: object = {}): Json => JSON.parse(JSON.stringify({
  language: 1, subjectType: 'class-teacher', kind: 'basic', name,
  root: branch('total', 'framework', undefined, { type: 'WEIGHTED_SUM' }, [leaf('a', '1/2'), b]), gates: [],
  gradeBands: [{ grade: 'EXCELLENT', from: '90', to: '100', quota: '0.2' }, { grade: 'GOOD', from: '75', to: '90' }, { grade: 'UNQUALIFIED', from: '0', to: '75' }], ...more,
}));
const formula = (expression: Json, children: Json[] = [leaf('c', undefined)]): Json => sound(branch('b', 'indicator', '0.5', { type: 'FORMULA', expression }, children));
const ref = (nodeId: string): Json => ({ op: 'node', nodeId });
const gate = (rest: object = {}): Json => ({ gateId: 'g', name, on: { nodeId: 'b', of: 'share' }, below: '0.80', effect: { type: 'CAP_GRADE', max: 'GOOD' }, whenMissing: 'IGNORE', ...rest });
const combined = (change: (document: Json) => void): Json => {
  const document = JSON.parse(JSON.stringify(combinedClassTeacher));
  change(document);
  return document;
};
const nested = (depth: number): Json => {
  let expression: Json = ref('c');
  for (let i = 1; i < depth; i++) expression = { op: 'add', args: [expression] };
  return expression;
};
/** Set afterwards: JSON.stringify itself loses its stack at that depth. */
const deep = (depth: number): Json => {
  const document = formula(ref('c'));
  document.root.children[1].aggregator.expression = JSON.parse(`${'{"op":"add","args":['.repeat(depth)}{"op":"node","nodeId":"c"}${']}'.repeat(depth)}`);
  return document;
};
const bands = (...edges: [string | undefined, string | undefined][]): Json => valued({ type: 'BANDS', bands: edges.map(([from, to]) => ({ from, to, score: '50' })) });
const graded = (...edges: [string, string, string, string?][]): Json => sound(undefined, { gradeBands: edges.map(([grade, from, to, quota]) => ({ grade, from, to, quota })) });
const B = '/root/children/1';
const N = `${B}/normaliser`;
const F = `${B}/aggregator/expression`;

const cases: [says: string, document: Json, ...faults: string[]][] = [
  ['nothing', undefined, ' not-an-object'],
  ['a list', [], ' not-an-object'],
  ['an empty object', {}, ...['language', 'subjectType', 'kind', 'name', 'root', 'gates', 'gradeBands'].map(() => ' missing-field')],
  ['a misspelt field', sound(leaf('b', '0.5', { wieght: '1' })), `${B}/wieght unknown-field`],
  ['another language', sound(undefined, { language: 2 }), '/language bad-integer'],
  ['another subject', sound(undefined, { subjectType: 'student' }), '/subjectType not-one-of'],
  ['a sample that is no flag', sound(undefined, { sample: 'yes' }), '/sample bad-flag'],
  ['an empty name', sound(leaf('b', '0.5', { name: { zh: ' ', en: 'x'.repeat(101) } })), `${B}/name/zh bad-text`, `${B}/name/en bad-text`],
  ['a name that is no text', sound(leaf('b', '0.5', { name: { zh: 1, en: '\ud800' } })), `${B}/name/zh bad-text`, `${B}/name/en bad-text`],
  ['an id with spaces', sound(leaf('B 1', '0.5')), `${B}/nodeId bad-node-id`],
  ['an id twice', sound(leaf('a', '0.5')), `${B}/nodeId node-id-duplicate`],
  ['children that are no list', sound(branch('b', 'indicator', '0.5', { type: 'MEAN' }, {} as Json)), `${B}/children not-a-list`],
  ['a branch without children', sound(branch('b', 'indicator', '0.5', { type: 'MEAN' }, [])), `${B}/children branch-empty`],
  ['an indicator below an indicator', sound(branch('b', 'indicator', '0.5', { type: 'MEAN' }, [branch('c', 'indicator', undefined, { type: 'MEAN' }, [leaf('d', undefined)])])), `${B}/children/0/level level-order`],
  ['a root that is an indicator', sound(undefined, { root: branch('total', 'indicator', undefined, { type: 'MEAN' }, [leaf('a', undefined)]) }), '/root/level root-level'],
  ['a total that may be left out', sound(undefined, { root: { ...sound().root, missing: 'EXCLUDE_REWEIGHT' } }), '/root/missing root-missing-policy'],
  ['grades on the root', sound(undefined, { root: { ...sound().root, gradeBands: [] } }), '/root/gradeBands root-grade-bands'],
  ['more than 200 nodes', sound(branch('b', 'indicator', '0.5', { type: 'MEAN' }, Array.from({ length: 600 }, (_, i) => leaf(`n${i}`, undefined)))), `${B}/children/197 too-many-nodes`],

  ['weights that sum to 0.9999', sound(leaf('b', '0.4999')), '/root/children weights-do-not-sum'],
  ['weights that sum to a hair more than 1', sound(leaf('b', '0.5000000000000001')), '/root/children weights-do-not-sum'],
  ['a weight that is a number', sound(leaf('b', 0.5 as Json)), `${B}/weight bad-number`],
  ['a weight "NaN"', sound(leaf('b', 'NaN')), `${B}/weight bad-number`],
  ['a weight "1e400"', sound(leaf('b', '1e400')), `${B}/weight bad-number`],
  ['a weight of 21 characters', sound(leaf('b', `0.5${'0'.repeat(18)}`)), `${B}/weight bad-number`],
  ['a negative weight', sound(undefined, { root: { ...sound().root, children: [leaf('a', '1.5'), leaf('b', '-0.5')] } }), `${B}/weight weight-negative`],
  ['no weight', sound(leaf('b', undefined)), `${B} weight-missing`],
  ['a weight under a mean', sound(branch('b', 'indicator', '0.5', { type: 'MEAN' }, [leaf('c', '1')])), `${B}/children/0/weight weight-unused`],
  ['carrying forward without otherwise', sound(leaf('b', '0.5', { missing: 'CARRY_FORWARD' })), `${B} otherwise-missing`],
  ['otherwise without carrying forward', sound(leaf('b', '0.5', { otherwise: 'ZERO' })), `${B}/otherwise otherwise-unused`],
  ['an aggregator that nobody knows', sound(branch('b', 'indicator', '0.5', { type: 'MEDIAN' }, [leaf('c', undefined)])), `${B}/aggregator/type not-one-of`],
  ['an aggregator without type', sound(branch('b', 'indicator', '0.5', {}, [leaf('c', undefined)])), `${B}/aggregator missing-field`],
  ['a cap over 100', sound(branch('b', 'indicator', '0.5', { type: 'CAPPED_SUM', cap: '101' }, [leaf('c', '3')])), `${B}/aggregator/cap out-of-range`],
  ['a cap of 0', sound(branch('b', 'indicator', '0.5', { type: 'CAPPED_SUM', cap: '0' }, [leaf('c', '3')])), `${B}/aggregator/cap not-positive`],

  ['a formula that names nobody', formula({ op: 'add', args: [ref('c'), ref('z')] }), `${F}/args/1/nodeId formula-node-unknown`],
  ['a formula of itself', formula({ op: 'add', args: [ref('c'), ref('b')] }), `${F}/args/1/nodeId formula-cyclic`],
  ['a formula of what holds it', formula({ op: 'add', args: [ref('c'), ref('total')] }), `${F}/args/1/nodeId formula-cyclic`],
  ['a formula that ignores a child', formula(ref('a')), `${F} formula-ignores-child`],
  ['a formula 33 deep', formula(nested(33)), `${F} formula-too-deep`],
  ['a formula 10,000 deep', deep(10_000), `${F} formula-too-deep`],
  ['a formula of 201 parts', formula({ op: 'add', args: [ref('c'), ...Array(199).fill(ref('c'))] }), `${F} formula-too-large`],
  ['a list of 201 arguments', formula({ op: 'add', args: Array(201).fill(ref('c')) }), `${F}/args too-many-entries`],
  ['a difference of three', formula({ op: 'sub', args: [ref('c'), ref('c'), ref('c')] }), `${F}/args formula-arguments`],
  ['a clamp of two', formula({ op: 'clamp', args: [ref('c'), ref('c')] }), `${F}/args formula-arguments`],
  ['an operation that nobody knows', formula({ op: 'eval', args: [ref('c')] }), `${F}/op not-one-of`],
  ['a part without operation', formula({ args: [] }), `${F} missing-field`],
  ['a part that is a number', formula({ op: 'add', args: [ref('c'), 3] }), `${F}/args/1 not-an-object`],
  ['a division by 0', formula({ op: 'div', args: [ref('c'), { op: 'const', value: '0.00' }] }), `${F}/args/1 formula-divides-by-zero`],
  ['a value of too many numbers', sound(branch('b', 'dimension', '0.5', { type: 'FORMULA', expression: { op: 'mul', args: Array(150).fill(ref('i')) } }, [
    branch('i', 'indicator', undefined, { type: 'FORMULA', expression: { op: 'mul', args: Array(150).fill(ref('c')) } }, [leaf('c', undefined)])])), `${B} formula-too-heavy`],

  ['sixty long fractions', sound(valued({ type: 'STEP', steps: Array.from({ length: 60 }, (_, i) => ({ at: `${100 + i}000001/1000003`, score: '1' })) })), ' numbers-too-long'],

  ['a measure that nobody measures', sound(leaf('b', '0.5', { measure: 'reports-raised' })), `${B}/measure measure-unknown`],
  ['a measure called constructor', sound(leaf('b', '0.5', { measure: 'constructor' })), `${B}/measure measure-unknown`],
  ['a measure of others', sound(leaf('b', '0.5', { measure: 'reports-answered-in-time', method: { type: 'RATIO' } })), `${B}/measure measure-not-of-subject`],
  ['a count asked for as a ratio', sound(leaf('b', '0.5', { method: { type: 'RATIO' } })), `${B}/method measure-method-mismatch`],
  ['a value without a scale', sound(valued(undefined)), `${B} normaliser-missing`],
  ['a count without a scale', sound(leaf('b', '0.5', { method: { type: 'EVENT_COUNT' } })), `${B} normaliser-missing`],
  ['a target beside a normaliser', sound(leaf('b', '0.5', { normaliser: { type: 'LINEAR', min: '0', max: '1' } })), `${N} target-and-normaliser`],
  ['a target of 0', sound(leaf('b', '0.5', { method: { type: 'EVENT_COUNT', target: '0' } })), `${B}/method/target not-positive`],
  ['a rubric without levels', sound(leaf('b', '0.5', { measure: 'rating:x', method: { type: 'RUBRIC', levels: [] } })), `${B}/method/levels list-empty`],
  ['a rubric with a level twice and 101 points', sound(leaf('b', '0.5', { measure: 'rating:x', method: { type: 'RUBRIC', levels: [{ level: 1, points: '0', name }, { level: 1, points: '101', name }] } })),
    `${B}/method/levels/1/level level-duplicate`, `${B}/method/levels/1/points out-of-range`],
  ['a survey of four', sound(asked({ minValid: 4 })), `${B}/method/minValid bad-integer`],
  ['a survey that a third may answer', sound(asked({ minResponse: '1/3' })), `${B}/method/minResponse out-of-range`],
  ['an empty range', sound(valued({ type: 'LINEAR', min: '5', max: '5.0' })), `${N} range-empty`],
  ['value bands that overlap', sound(bands([undefined, '50'], ['49', undefined])), `${N}/bands/1 bands-overlap`],
  ['value bands with a gap', sound(bands([undefined, '50'], ['51', undefined])), `${N}/bands/1 bands-gap`],
  ['a value band that nothing reaches', sound(bands(['0', '50'], ['50', '50'], ['50', '60'])), `${N}/bands/1 band-unreachable`],
  ['a value band open in the middle', sound(bands(['0', '50'], ['50', undefined], ['50', '60'])), `${N}/bands/1 missing-field`],
  ['steps that fall', sound(valued({ type: 'STEP', steps: [{ at: '2', score: '10' }, { at: '1', score: '20' }] })), `${N}/steps/1 steps-not-ascending`],
  ['101 steps', sound(valued({ type: 'STEP', steps: Array.from({ length: 101 }, (_, i) => ({ at: String(i), score: '1' })) })), `${N}/steps too-many-entries`],
  ['a target capped at more than all', sound(valued({ type: 'TARGET', target: '5', cap: '1.2' })), `${N}/cap out-of-range`],
  ['a rank among one', sound(valued({ type: 'PERCENT_RANK', group: 'parallel-classes', minN: 1 })), `${N}/minN bad-integer`],
  ['an inverse of an inverse', sound(valued({ type: 'INVERSE', of: { type: 'INVERSE', of: { type: 'LINEAR', min: '0', max: '1' } } })), `${N}/of inverse-of-inverse`],

  ['grades that leave a gap', graded(['EXCELLENT', '90', '100'], ['GOOD', '0', '89']), '/gradeBands/1 bands-gap'],
  ['grades that overlap', graded(['EXCELLENT', '90', '100'], ['GOOD', '0', '91']), '/gradeBands/1 bands-overlap'],
  ['a grade that nobody reaches', graded(['EXCELLENT', '90', '100'], ['GOOD', '90', '90'], ['QUALIFIED', '0', '90']), '/gradeBands/1 band-unreachable'],
  ['grades that do not cover the scale', graded(['EXCELLENT', '90', '99'], ['GOOD', '1', '90']), '/gradeBands/0/to bands-do-not-cover', '/gradeBands/1/from bands-do-not-cover'],
  ['grades in another order', graded(['GOOD', '90', '100'], ['EXCELLENT', '0', '90']), '/gradeBands/1/grade grade-order'],
  ['a grade twice', graded(['GOOD', '90', '100'], ['GOOD', '0', '90']), '/gradeBands/1/grade grade-duplicate'],
  ['a negative quota', graded(['EXCELLENT', '90', '100', '-0.2'], ['GOOD', '0', '90']), '/gradeBands/0/quota quota-negative'],
  ['a quota over 1', graded(['EXCELLENT', '90', '100', '1.01'], ['GOOD', '0', '90']), '/gradeBands/0/quota quota-over-one'],
  ['a quota of 0', graded(['EXCELLENT', '90', '100', '0'], ['GOOD', '0', '90']), '/gradeBands/0/quota quota-zero'],
  ['a quota on the lowest grade', graded(['EXCELLENT', '90', '100'], ['GOOD', '0', '90', '0.5']), '/gradeBands/1/quota quota-on-lowest'],
  ['a quota on a single item', sound(leaf('b', '0.5', { gradeBands: [{ grade: 'GOOD', from: '0', to: '100', quota: '0.2' }] })), `${B}/gradeBands/0/quota quota-on-single-item`],
  ['a gate id twice', sound(asked(), { gates: [gate(), gate()] }), '/gates/1/gateId gate-id-duplicate'],
  ['a gate on nobody', sound(asked(), { gates: [gate({ on: { nodeId: 'z', of: 'score' } })] }), '/gates/0/on/nodeId gate-node-unknown'],
  ['a gate on the share of a count', sound(undefined, { gates: [gate()] }), '/gates/0/on/of gate-share-not-survey'],
  ['a gate on a share of 80', sound(asked(), { gates: [gate({ below: '80' })] }), '/gates/0/below out-of-range'],
  ['a gate below 0', sound(asked(), { gates: [gate({ below: '0' })] }), '/gates/0/below gate-without-effect'],
  ['a gate that caps at the best', sound(asked(), { gates: [gate({ effect: { type: 'CAP_GRADE', max: 'EXCELLENT' } })] }), '/gates/0/effect/max gate-without-effect'],
  ['a gate that caps at a grade there is not', sound(asked(), { gates: [gate({ effect: { type: 'CAP_GRADE', max: 'QUALIFIED' } })] }), '/gates/0/effect/max gate-grade-unknown'],

  ['no explicit weights', combined((document) => { delete document.basicWeight; delete document.developmentalWeight; }), '/basicWeight weights-not-explicit', '/developmentalWeight weights-not-explicit'],
  ['combined weights of 1.1', combined((document) => { document.basicWeight = '0.5'; document.root.children[0].weight = '0.5'; }), '/root/children weights-do-not-sum', ' combined-weights-do-not-sum'],
  ['combined weights that the leaves do not have', combined((document) => { document.basicWeight = '0.6'; document.developmentalWeight = '0.4'; }), '/root/children/0/weight combined-weight-differs', '/root/children/1/weight combined-weight-differs'],
  ['a combined framework of one result', combined((document) => { document.root.children[1].measure = 'result:basic'; }), '/root combined-leaves'],
  ['a combined mean', combined((document) => { document.root.aggregator = { type: 'MEAN' }; document.root.children.forEach((child: Json) => delete child.weight); }), '/root combined-leaves'],
  ['no calibration', combined((document) => { delete document.calibration; }), ' missing-field'],
  ['a calibration without spread', combined((document) => { document.calibration.deviation = '0'; }), '/calibration/deviation not-positive'],
  ['calibration bands of 0.9, rising', combined((document) => { document.calibration = { type: 'QUOTA_BANDS', bands: [{ share: '0.4', score: '80' }, { share: '0.5', score: '80' }] }; }),
    '/calibration/bands/1/score scores-not-falling', '/calibration/bands shares-do-not-sum'],
  ['an award without factor', combined((document) => { document.award.factor = '-1'; }), '/award/factor not-positive'],
  ['combined weights on a basic framework', sound(undefined, { basicWeight: '1' }), '/basicWeight combined-only'],
  ['a result as a measure of a basic framework', sound(leaf('b', '0.5', { measure: 'result:developmental', method: { type: 'QUANTITATIVE' } })), `${B}/measure result-outside-combined`],
];

const said = (document: Json): string[] => checkFramework(document).map(({ path, code }) => `${path} ${code}`);

describe('checking a framework', () => {
  it('finds nothing wrong with a sound one', () => {
    expect(said(sound())).toEqual([]);
    expect(said(sound(asked(), { gates: [gate()] }))).toEqual([]);
    expect(said(formula({ op: 'clamp', args: [{ op: 'div', args: [ref('c'), ref('a')] }, { op: 'const', value: '0' }, { op: 'const', value: '100' }] }))).toEqual([]);
    expect(said(formula(nested(32)))).toEqual([]);
    expect(said(sound(bands([undefined, '50'], ['50', undefined])))).toEqual([]);
  });

  it.each(cases)('refuses %s', (_, document, ...faults) => {
    expect(said(document).sort()).toEqual(faults.sort());
  });

  it('has a case for every code', () => {
    const covered = new Set(cases.flatMap(([, , ...faults]) => faults.map((fault) => fault.split(' ')[1])));
    expect(faultCodes.filter((code) => !covered.has(code))).toEqual([]);
  });

  it('names every fault at once, in Chinese and English, and compiles nothing', () => {
    const document = sound(asked({ minValid: 1 }), { kind: 'special', gates: [gate({ below: 'NaN' })] });
    document.root.children[0].weight = 0.5;
    document.gradeBands[0].quota = '7';
    expect(said(document)).toEqual(['/kind not-one-of', '/root/children/0/weight bad-number', `${B}/method/minValid bad-integer`, '/gradeBands/0/quota quota-over-one', '/gates/0/below bad-number']);
    for (const { text } of checkFramework(document)) {
      expect(text.zh).toMatch(/[\u4e00-\u9fff]/);
      expect(text.en).toMatch(/^[A-Z]/);
      expect(text.zh + text.en).not.toContain('{}');
    }
    expect(() => compile(document)).toThrow(FaultyFramework);
  });

  it('tells of a circle over two formulas once, with the way round', () => {
    const document = sound(branch('b', 'indicator', '0.5', { type: 'FORMULA', expression: { op: 'add', args: [ref('d'), ref('c')] } }, [leaf('d', undefined)]));
    document.root.children[0] = branch('c', 'indicator', '0.5', { type: 'FORMULA', expression: { op: 'add', args: [ref('e'), ref('b')] } }, [leaf('e', undefined)]);
    const faults = checkFramework(document);
    expect(faults.map(({ code }) => code)).toEqual(['formula-cyclic']);
    expect(faults[0]!.text.en).toContain('c → b → c');
  });

  it('escapes the names in a path as RFC 6901 says', () => {
    expect(said(sound(undefined, { 'a/b~c': 1 }))).toEqual(['/a~1b~0c unknown-field']);
  });

  it('answers whatever it is given, and never throws', () => {
    const places: (string | number)[][] = [['root'], ['root', 'children'], ['root', 'children', 0, 'method'], ['root', 'children', 0, 'measure'], ['root', 'children', 0, 'level'], ['root', 'aggregator'], ['gates'], ['gates', 0], ['gates', 0, 'on'],
      ['gates', 0, 'effect'], ['gradeBands'], ['gradeBands', 0], ['gradeBands', 1, 'from'], ['name'], ['calibration'], ['award'], ['basicWeight'], ['kind']];
    fc.assert(fc.property(fc.constantFrom(...places), fc.anything(), fc.boolean(), (place, value, isCombined) => {
      const document: Json = JSON.parse(JSON.stringify(isCombined ? combinedClassTeacher : basicClassTeacher));
      const parent = place.slice(0, -1).reduce((at, key) => at?.[key], document);
      if (parent !== undefined) parent[place.at(-1)!] = value;
      expect(Array.isArray(checkFramework(document))).toBe(true);
    }), { numRuns: 2000 });
    fc.assert(fc.property(fc.anything(), (value) => expect(checkFramework(value).length).toBeGreaterThan(0)));
  });

  it('is a promise: what it passes can be compiled', () => {
    expect(compile(basicClassTeacher as FrameworkDocument).formulaHash).toMatch(/^[0-9a-f]{64}$/);
  });
});
