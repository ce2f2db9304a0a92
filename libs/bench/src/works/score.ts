import { join } from 'node:path';
import type { BranchNode, FrameworkDocument, LeafNode, ScoreInput } from '@homeroom/contracts';
import { type Measured, spreadOf, within } from '../contest';
import type { Work } from '../work';

/** The engine as evaluation runs it. Services are no dependencies of a library: it is taken from where it was built. */
const ENGINE = join(__dirname, '../../../../services/evaluation/dist/scoring');
interface Engine {
  compile(document: FrameworkDocument): unknown;
  score(framework: unknown, input: ScoreInput): { readonly result: { readonly score: unknown } };
}

const named = (text: string) => ({ zh: text, en: text });
const branch = (level: BranchNode['level'], nodeId: string, weight: string | undefined, children: BranchNode['children']): BranchNode =>
  ({ level, nodeId, name: named(nodeId), ...(weight && { weight }), missing: level === 'framework' ? 'BLOCK' : 'EXCLUDE_REWEIGHT', aggregator: { type: 'WEIGHTED_SUM' }, children });
const leaf = (n: number): LeafNode => ({
  level: 'measure', nodeId: `m${n}`, name: named(`m${n}`), weight: '0.2', missing: 'EXCLUDE_REWEIGHT', measure: `quantitative:m${n}`, method: { type: 'QUANTITATIVE' },
  normaliser: n % 2 === 0 ? { type: 'LINEAR', min: '0', max: '120' } : { type: 'TARGET', target: '7', cap: '1' },
});

/** Two dimensions of four indicators of five measures. */
const DOCUMENT: FrameworkDocument = {
  language: 1, subjectType: 'class-teacher', kind: 'developmental', name: named('forty'), gates: [],
  gradeBands: [{ grade: 'EXCELLENT', from: '60', to: '100' }, { grade: 'UNQUALIFIED', from: '0', to: '60' }],
  root: branch('framework', 'root', undefined, [0, 1].map((d) => branch('dimension', `d${d}`, '0.5', [0, 1, 2, 3].map((i) =>
    branch('indicator', `d${d}i${i}`, '0.25', [0, 1, 2, 3, 4].map((m) => leaf(d * 20 + i * 5 + m))))))),
};

/** Every input another one, every fifth measure missing now and then. */
const inputOf = (n: number): ScoreInput => ({
  measures: Object.fromEntries(Array.from({ length: 40 }, (_, m) => [m, (n * 31 + m * 17) % 97] as const).filter(([, value]) => value > 4)
    .map(([m, value]) => [`quantitative:m${m}`, { kind: 'value' as const, value: `${value}.${n % 10}`, sources: [] }])),
});

const INPUTS = 500;

export const score: Work = {
  name: 'score', unit: 'ms per 1,000', wanted: { '20,000 a second': 1 },
  says: 'score one subject with 40 measures, trace included, on one core; 1,000 scores within 50 ms',
  run: async (stage): Promise<Measured> => {
    const { compile, score: scored } = { ...await import(join(ENGINE, 'compile.model.js')), ...await import(join(ENGINE, 'score.model.js')) } as Engine;
    const framework = compile(DOCUMENT);
    const inputs = Array.from({ length: INPUTS }, (_, n) => inputOf(n));
    const round = (): number => {
      const begun = performance.now();
      let n = 0;
      while (performance.now() - begun < stage.scale.roundMs) for (let i = 0; i < 100; i++) if (scored(framework, inputs[n++ % INPUTS]!).result.score === null) throw new Error('Nothing was scored.');
      return (performance.now() - begun) / n * 1_000;
    };
    round();
    const figures = spreadOf(Array.from({ length: stage.scale.rounds }, round));
    return within({ '20,000 a second': 50 }, { '20,000 a second': figures.median }, figures);
  },
};
