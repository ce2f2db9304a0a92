import { basicClassTeacher, type BranchNode, developmentalClassTeacher, type FrameworkDocument, type LeafNode, type MeasureInput, type Normaliser, type ScoreInput } from '@homeroom/contracts';
import fc from 'fast-check';
import { canonicalJson } from './canonical-json.model';
import { compile } from './compile.model';
import { compileLeaf, leafValue } from './leaf.model';
import { Rational, sumOf } from './rational.model';
import { ENGINE_VERSION, inputDigest, score } from './score.model';

const frameworks = { basic: compile(basicClassTeacher), developmental: compile(developmentalClassTeacher) };
const source = { service: 'organization', position: 4711, eventId: '0190f3a2-0000-7000-8000-000000000001', type: 'ClassActivityHeld', at: '2026-03-02T08:00:00.000Z' };
const sources = [source];
const cents = fc.integer({ min: 0, max: 10_000 }).map((n) => (n / 100).toFixed(2));
const count = fc.integer({ min: 0, max: 60 }).map((n): MeasureInput => ({ kind: 'count', count: n, sources }));
const levels = fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 6 }).map((given): MeasureInput => ({ kind: 'levels', levels: given, sources }));
const ratio = fc.tuple(fc.nat(20), fc.nat(20)).map(([a, b]): MeasureInput => ({ kind: 'ratio', numerator: Math.min(a, b), denominator: Math.max(a, b), sources }));
const survey = fc.tuple(fc.nat(60), fc.nat(60), fc.nat(60)).map((given): MeasureInput => {
  const [satisfied, valid, invited] = given.sort((a, b) => a - b) as [number, number, number];
  return { kind: 'survey', satisfied, valid, invited, sources };
});
const value = cents.map((text): MeasureInput => ({ kind: 'value', value: text, sources }));
const kinds = { count, levels, ratio, survey, value } as const;

const leavesOf = (node: BranchNode | LeafNode): LeafNode[] => ('children' in node ? (node.children as BranchNode[]).flatMap(leavesOf) : [node as LeafNode]);
const kindOf = (leaf: LeafNode): keyof typeof kinds =>
  ({ RUBRIC: 'levels', EVENT_COUNT: 'count', RATIO: 'ratio', SURVEY: 'survey', QUANTITATIVE: 'value', MANUAL: 'value', LEDGER: 'value' } as const)[leaf.method.type];
const anInput = (document: FrameworkDocument): fc.Arbitrary<ScoreInput> => fc.record({
  measures: fc.record(Object.fromEntries(leavesOf(document.root).map((leaf) => [leaf.measure, kinds[kindOf(leaf)]])), { requiredKeys: [] }) as fc.Arbitrary<{ [key: string]: MeasureInput }>,
  peers: fc.record({ 'parallel-classes': fc.record({ 'quantitative:academic-position': fc.array(cents, { maxLength: 6 }) }) }),
}, { requiredKeys: ['measures'] });
const scored = fc.constantFrom<keyof typeof frameworks>('basic', 'developmental').chain((kind) => anInput(frameworks[kind].document).map((input) => ({ framework: frameworks[kind], input })));

const turned = (item: unknown): unknown => {
  if (Array.isArray(item)) return item.map(turned);
  if (item === null || typeof item !== 'object') return item;
  return Object.fromEntries(Object.entries(item).reverse().map(([key, part]) => [key, turned(part)]));
};

describe('a score', () => {
  it('is the same to the byte for the same input, whatever the order of the keys, of the input and of the framework', () => {
    fc.assert(fc.property(scored, ({ framework, input }) => {
      const bytes = canonicalJson(score(framework, input));
      const again = compile(turned(framework.document) as FrameworkDocument);
      expect(canonicalJson(score(framework, structuredClone(input)))).toBe(bytes);
      expect(canonicalJson(score(again, turned(input) as ScoreInput))).toBe(bytes);
      expect(inputDigest(turned(input) as ScoreInput)).toBe(inputDigest(input));
    }), { numRuns: 150 });
  });

  it('leaves its input as it was', () => {
    fc.assert(fc.property(scored, ({ framework, input }) => {
      const before = canonicalJson(input);
      score(framework, input);
      expect(canonicalJson(input)).toBe(before);
    }));
  });

  it('shares the weights of what is missing so that they sum to 1, and contributions to the branch', () => {
    fc.assert(fc.property(scored, ({ framework, input }) => {
      const { nodes } = score(framework, input);
      for (const branch of nodes) {
        const parts = nodes.filter(({ parentId, effectiveWeight }) => parentId === branch.nodeId && effectiveWeight !== null);
        if (parts.length === 0) continue;
        const exact = (text: string | null) => Rational.parse(text, 20_000)!;
        expect(sumOf(parts.map(({ effectiveWeight }) => exact(effectiveWeight))).exact()).toBe('1');
        expect(sumOf(parts.map(({ contribution }) => exact(contribution))).exact()).toBe(branch.score);
        for (const { missing, effectiveWeight } of parts) expect(effectiveWeight === '0').toBe(missing?.decision === 'excluded');
      }
    }));
  });

  it('stays within 0..100 at every node, in a trace that names every node once, in the order of the document', () => {
    fc.assert(fc.property(scored, ({ framework, input }) => {
      const trace = score(framework, input);
      for (const node of trace.nodes) {
        const at = node.score === null ? Rational.zero : Rational.parse(node.score, 20_000)!;
        expect(at.compare(Rational.zero) >= 0 && at.compare(Rational.hundred) <= 0).toBe(true);
      }
      expect(trace.nodes.map(({ nodeId }) => nodeId)).toEqual(framework.nodes.map(({ nodeId }) => nodeId));
      expect(trace.result.score?.exact ?? null).toBe(trace.nodes[0]!.score);
    }));
  });

  it('says what made it: engine, framework, inputs with their events', () => {
    const input: ScoreInput = { measures: { 'class-goals-set': { kind: 'count', count: 1, sources } } };
    const trace = score(frameworks.basic, input);
    expect(trace).toMatchObject({ engineVersion: ENGINE_VERSION, formulaHash: frameworks.basic.formulaHash });
    expect(trace.nodes.find(({ nodeId }) => nodeId === 'class-goals')).toEqual({
      nodeId: 'class-goals', parentId: 'direction', measure: 'class-goals-set', input: input.measures['class-goals-set'], raw: '1', score: '100',
      // Goals and covenant count 0.2 each, of 0.4 that have a value: the ratings are missing, and left out.
      weight: '0.2', effectiveWeight: '1/2', contribution: '50', missing: null, gates: [], grade: null,
    });
    expect(trace.nodes.find(({ nodeId }) => nodeId === 'conduct')).toMatchObject({ input: null, score: null, missing: { reason: 'no-measure', policy: 'EXCLUDE_REWEIGHT', decision: 'excluded' } });
    expect(trace.result.nodes.map(({ nodeId }) => nodeId)).toEqual(['political-guidance', 'direction', 'process', 'result', 'educational-effectiveness', 'order', 'quality', 'satisfaction']);
  });

  it('caps the grade at 合格 where one cell of four is below 0.80, and says which', () => {
    const cell = (satisfied: number): MeasureInput => ({ kind: 'survey', satisfied, valid: 5, invited: 5, sources });
    const measures = (last: number) => ({
      'satisfaction:student:class-teacher': cell(5), 'satisfaction:student:subject-teachers': cell(5), 'satisfaction:parent:class-teacher': cell(4), 'satisfaction:parent:subject-teachers': cell(last),
      'class-goals-set': { kind: 'count' as const, count: 1, sources }, 'class-covenant-adopted': { kind: 'count' as const, count: 1, sources },
      'themed-class-meetings-held': { kind: 'count' as const, count: 16, sources }, 'moral-education-records': { kind: 'count' as const, count: 20, sources }, 'home-school-contacts': { kind: 'count' as const, count: 40, sources },
    });
    expect(score(frameworks.basic, { measures: measures(4) }).result.grade).toBe('EXCELLENT');
    const capped = score(frameworks.basic, { measures: measures(3) });
    expect(capped.result.grade).toBe('QUALIFIED');
    expect(capped.result.gates.filter(({ outcome }) => outcome === 'applied')).toEqual([
      { gateId: 'parents-with-subject-teachers-80', nodeId: 'parents-with-subject-teachers', effect: 'CAP_GRADE', outcome: 'applied', value: '3/5', below: '4/5' }]);
    expect(capped.nodes.find(({ nodeId }) => nodeId === 'parents-with-subject-teachers')!.gates).toEqual(['parents-with-subject-teachers-80']);
  });

  it.each<[string, MeasureInput]>([
    ['class-goals-set', { kind: 'ratio', numerator: 1, denominator: 2, sources }], ['class-goals-set', { kind: 'count', count: -1, sources }], ['class-goals-set', { kind: 'count', count: 1.5, sources }],
    ['class-goals-set', { kind: 'count', count: '1' as never, sources }], ['rectifications-on-time', { kind: 'ratio', numerator: 3, denominator: 2, sources }], ['rating:conduct', { kind: 'levels', levels: [5], sources }],
    ['satisfaction:parent:class-teacher', { kind: 'survey', satisfied: 6, valid: 5, invited: 9, sources }], ['satisfaction:parent:class-teacher', { kind: 'survey', satisfied: 5, valid: 6, invited: 5, sources }],
    ['quantitative:five-domain-index', { kind: 'value', value: '1e400', sources }], ['quantitative:five-domain-index', { kind: 'value', value: 'NaN', sources }],
    ['inspection-deductions', { kind: 'value', value: 3.5 as never, sources }],
  ])('refuses for %s what no measure could say: %j', (measure, input) => {
    expect(() => score(frameworks.basic, { measures: { [measure]: input } })).toThrow(measure);
  });

  it('refuses a previous value that is no score, and takes none from a name that every object has', () => {
    const document = structuredClone(basicClassTeacher);
    Object.assign((document.root.children[0] as BranchNode).children[0]!, { nodeId: 'constructor', missing: 'CARRY_FORWARD', otherwise: 'ZERO' });
    const leaf = ((document.root.children[0] as BranchNode).children[2] as BranchNode).children[0]!;
    Object.assign(leaf, { missing: 'CARRY_FORWARD', otherwise: 'EXCLUDE_REWEIGHT' });
    const framework = compile(document);
    expect(score(framework, { measures: {}, previous: {} }).nodes.some(({ missing }) => missing?.decision === 'carried')).toBe(false);
    expect(() => score(framework, { measures: {}, previous: { [leaf.nodeId]: { score: '101', carried: false } } })).toThrow('previous');
  });
});

const rising: [string, Normaliser][] = [
  ['LINEAR', { type: 'LINEAR', min: '10', max: '90' }], ['TARGET', { type: 'TARGET', target: '60', cap: '0.9' }],
  ['STEP with rising scores', { type: 'STEP', steps: [{ at: '10', score: '20' }, { at: '50', score: '60' }] }],
  ['BANDS with rising scores', { type: 'BANDS', bands: [{ to: '30', score: '10' }, { from: '30', score: '90' }] }],
  ['PERCENT_RANK', { type: 'PERCENT_RANK', group: 'g', minN: 3 }],
];

describe('a normaliser', () => {
  const peers = { g: { 'quantitative:x': ['12', '40', '40', '77.5'] } };
  const scoreOf = (normaliser: Normaliser, text: string): Rational => leafValue(compileLeaf({
    nodeId: 'x', level: 'measure', name: { zh: '', en: '' }, missing: 'ZERO', measure: 'quantitative:x', method: { type: 'QUANTITATIVE' }, normaliser,
  }), { measures: { 'quantitative:x': { kind: 'value', value: text, sources } }, peers }).score!;

  it.each(rising)('%s never falls while the value rises, and its INVERSE never rises; both stay within 0..100', (_, normaliser) => {
    fc.assert(fc.property(cents, cents, (a, b) => {
      const [low, high] = [a, b].sort((x, y) => Number(x) - Number(y)) as [string, string];
      expect(scoreOf(normaliser, low).compare(scoreOf(normaliser, high))).toBeLessThanOrEqual(0);
      const inverse: Normaliser = { type: 'INVERSE', of: normaliser };
      expect(scoreOf(inverse, low).compare(scoreOf(inverse, high))).toBeGreaterThanOrEqual(0);
      expect(scoreOf(inverse, low).plus(scoreOf(normaliser, low)).exact()).toBe('100');
      expect(scoreOf(normaliser, low).isNegative() || scoreOf(normaliser, high).compare(Rational.hundred) > 0).toBe(false);
    }));
  });
});
