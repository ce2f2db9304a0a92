import type { Grade, MeasureInput, MissingDecision, MissingReason, NodeTrace, Score, ScoreInput, ScoreTrace } from '@homeroom/contracts';
import { combine } from './aggregate.model';
import { canonicalHash } from './canonical-json.model';
import type { CompiledBand, CompiledFramework, CompiledNode } from './compile.model';
import { judge } from './gate.model';
import { BadInput, leafValue, withinScale } from './leaf.model';
import { Rational, RESULT_LENGTH } from './rational.model';

/** Changes whenever any input could give other bytes than before. Results keep the version that made them. */
export const ENGINE_VERSION = '1.0.0';

/** What is found on the way, by index of the node. */
export interface Run {
  inputs: (MeasureInput | null)[];
  raws: (Rational | null)[];
  scores: (Rational | null)[];
  missing: (MissingDecision | null)[];
  /** Without value since a part blocks. */
  blocked: boolean[];
  effective: (string | null)[];
  contributions: (Rational | null)[];
  blockedBy: string[];
}

/**
 * How the input scores under a framework. Pure: equal inputs give a trace of equal bytes (canonical JSON) on any machine,
 * whatever the order of their keys. BadInput for an input that no measure could have given.
 */
export const score = (framework: CompiledFramework, input: ScoreInput): ScoreTrace => {
  const run = evaluate(framework, input);
  const total = run.scores[0] ?? null;
  const judged = judge(framework, run, total && gradeOf(framework.bands, total));
  const nodes: NodeTrace[] = [];
  for (let i = 0; i < framework.nodes.length; i++) {
    const node = framework.nodes[i]!;
    nodes.push(traceOf(node, i, run, i === 0 ? judged.grade : ownGrade(node, run.scores[i]!), judged.gatesOn));
  }
  return {
    engineVersion: ENGINE_VERSION, formulaHash: framework.formulaHash, nodes,
    result: {
      status: total ? 'scored' : 'blocked', score: written(total), grade: judged.grade, vetoed: judged.vetoed,
      nodes: framework.singles.map((i) => ({ nodeId: nodes[i]!.nodeId, score: written(run.scores[i]!), grade: nodes[i]!.grade })),
      gates: judged.gates, blockedBy: run.blockedBy,
    },
  };
};

/** Names the input of a score; with the framework's hash and the engine's version it fixes every byte of the trace. */
export const inputDigest = (input: ScoreInput): string => canonicalHash(input);

/** Six decimals are stored, two are shown; each is rounded from the exact value, never from the other. */
export const written = (value: Rational | null): Score | null => value && { exact: value.exact(), stored: value.rounded(6), shown: value.rounded(2) };

/** Bands stand best first and cover 0..100. */
export const gradeOf = (bands: readonly CompiledBand[], value: Rational): Grade => {
  for (const band of bands) if (value.compare(band.from) >= 0) return band.grade;
  return bands.at(-1)!.grade;
};

const ownGrade = (node: CompiledNode, value: Rational | null): Grade | null => (node.bands && value ? gradeOf(node.bands, value) : null);

const evaluate = (framework: CompiledFramework, input: ScoreInput): Run => {
  const { nodes, order } = framework;
  const { none } = framework;
  const run: Run = {
    inputs: none.slice(), raws: none.slice(), scores: none.slice(), missing: none.slice(), effective: none.slice(), contributions: none.slice(),
    blocked: new Array<boolean>(nodes.length).fill(false), blockedBy: [],
  };
  for (const i of order) {
    const node = nodes[i]!;
    if (node.leaf) {
      const found = leafValue(node.leaf, input);
      run.inputs[i] = found.input;
      run.raws[i] = found.raw;
      settle(node, i, found.score ?? found.reason!, input, run);
    } else {
      const value = combine(node.branch!, nodes, run);
      if (value === 'blocked') run.blocked[i] = true;
      else settle(node, i, value, input, run);
    }
  }
  return run;
};

/** Takes the value, or does what the node's policy says when there is none. */
const settle = (node: CompiledNode, index: number, value: Rational | MissingReason, input: ScoreInput, run: Run): void => {
  if (typeof value !== 'string') {
    run.scores[index] = value;
    return;
  }
  const before = node.missing === 'CARRY_FORWARD' ? carried(node.nodeId, input) : null;
  const policy = node.missing === 'CARRY_FORWARD' && !before ? node.otherwise : node.missing;
  const decision = before ? 'carried' : policy === 'ZERO' ? 'zero' : policy === 'BLOCK' ? 'blocked' : 'excluded';
  run.missing[index] = { reason: value, policy: node.missing, decision };
  run.scores[index] = before ?? (decision === 'zero' ? Rational.zero : null);
  if (decision !== 'blocked') return;
  run.blocked[index] = true;
  run.blockedBy.push(node.nodeId);
};

/** One cycle and no further: a value that was itself carried says nothing about this one. */
const carried = (nodeId: string, input: ScoreInput): Rational | null => {
  const before = input.previous && Object.hasOwn(input.previous, nodeId) ? input.previous[nodeId] : undefined;
  if (!before || before.carried) return null;
  const value = Rational.parse(before.score, RESULT_LENGTH);
  if (!value || withinScale(value).compare(value) !== 0) throw new BadInput(`previous ${nodeId}`, 'no score within 0..100');
  return value;
};


/** Written out twice: this is half of the engine's time, and objects of one fixed shape are what makes it half. */
const traceOf = (node: CompiledNode, index: number, run: Run, grade: Grade | null, gatesOn: Map<number, string[]> | null): NodeTrace => {
  const value = run.scores[index]!;
  const share = run.contributions[index]!;
  const score = value ? value.exact() : null;
  const contribution = share ? share.exact() : null;
  const gates = gatesOn?.get(index) ?? [];
  if (!node.leaf) {
    return {
      nodeId: node.nodeId, parentId: node.parentId, score, weight: node.weightText, effectiveWeight: run.effective[index]!, contribution,
      missing: run.missing[index]!, gates, grade,
    };
  }
  const raw = run.raws[index]!;
  return {
    nodeId: node.nodeId, parentId: node.parentId, measure: node.leaf.measure, input: run.inputs[index]!, raw: raw ? raw.exact() : null,
    score, weight: node.weightText, effectiveWeight: run.effective[index]!, contribution, missing: run.missing[index]!, gates, grade,
  };
};
