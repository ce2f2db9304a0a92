import type { Aggregator, Expression, FrameworkDocument, FrameworkNode, Gate, Grade, GradeBand, LeafNode, MissingPolicy } from '@homeroom/contracts';
import { canonicalHash } from './canonical-json.model';
import { checkFramework } from './check-framework.model';
import type { Fault } from './fault.model';
import { type CompiledLeaf, compileLeaf } from './leaf.model';
import { Rational } from './rational.model';

/** A document that was never checked, or changed since. */
export class FaultyFramework extends Error {
  constructor(readonly faults: Fault[]) {
    super(`The framework has ${faults.length} faults, the first at ${faults[0]?.path || '/'}: ${faults[0]?.text.en}`);
  }
}

export interface CompiledBand { grade: Grade; from: Rational; quota: Rational | null }

export type CompiledExpression =
  | { op: 'const'; value: Rational }
  | { op: 'node'; index: number }
  | { op: Exclude<Expression['op'], 'const' | 'node'>; args: CompiledExpression[] };

export interface CompiledBranch {
  type: Aggregator['type'];
  children: number[];
  cap: Rational | null;
  expression: CompiledExpression | null;
  /** Whatever it is made of: children, or the nodes that its formula names. */
  parts: number[];
}

export interface CompiledNode {
  nodeId: string;
  parentId: string | null;
  weight: Rational | null;
  weightText: string | null;
  effectiveText: string | null;
  missing: MissingPolicy;
  otherwise: MissingPolicy;
  bands: CompiledBand[] | null;
  leaf: CompiledLeaf | null;
  branch: CompiledBranch | null;
}

export interface CompiledGate { gate: Gate; index: number; below: Rational; belowText: string }

/** A checked framework with every number read and every name looked up. Holds nothing of a score, so any number may share it. */
export interface CompiledFramework {
  document: FrameworkDocument;
  formulaHash: string;
  /** As in the document: a node before its children, the root first. */
  nodes: CompiledNode[];
  /** What a node is made of before the node. */
  order: number[];
  gates: CompiledGate[];
  bands: CompiledBand[];
  /** Reported as single items: dimensions, indicators, and measures that have grades of their own. */
  singles: number[];
  /** A null for each node, to be copied. */
  none: readonly null[];
}

/** Once per framework version. FaultyFramework unless `checkFramework` finds nothing. */
export const compile = (document: FrameworkDocument): CompiledFramework => {
  const faults = checkFramework(document);
  if (faults.length > 0) throw new FaultyFramework(faults);
  const flat: { node: FrameworkNode; parent: number }[] = [];
  flatten(document.root, -1, flat);
  const indexOf = new Map(flat.map(({ node }, i) => [node.nodeId, i]));
  const nodes = flat.map(({ node, parent }) => compileNode(node, flat[parent]?.node.nodeId ?? null, indexOf));
  nodes[0]!.bands = compileBands(document.gradeBands);
  return {
    document, formulaHash: canonicalHash(document), nodes, order: orderOf(nodes), bands: nodes[0]!.bands,
    gates: document.gates.map((gate) => ({ gate, index: indexOf.get(gate.on.nodeId)!, below: number(gate.below), belowText: number(gate.below).exact() })),
    singles: nodes.flatMap((node, i) => (i > 0 && (node.branch || node.bands) ? [i] : [])),
    none: nodes.map(() => null),
  };
};

/** Checked before: a number that cannot be read is no longer possible here. */
const number = (text: string): Rational => Rational.parse(text)!;

const flatten = (node: FrameworkNode, parent: number, into: { node: FrameworkNode; parent: number }[]): void => {
  const index = into.push({ node, parent }) - 1;
  if (node.level !== 'measure') for (const child of node.children) flatten(child, index, into);
};

const compileNode = (node: FrameworkNode, parentId: string | null, indexOf: Map<string, number>): CompiledNode => {
  const weight = node.weight === undefined ? null : number(node.weight);
  return {
    nodeId: node.nodeId, parentId, weight, weightText: node.weight ?? null, effectiveText: weight?.exact() ?? null,
    missing: node.missing, otherwise: node.otherwise ?? node.missing,
    bands: node.gradeBands ? compileBands(node.gradeBands) : null,
    leaf: node.level === 'measure' ? compileLeaf(node as LeafNode) : null,
    branch: node.level === 'measure' ? null : compileBranch(node.aggregator, node.children.map(({ nodeId }) => indexOf.get(nodeId)!), indexOf),
  };
};

const compileBands = (bands: GradeBand[]): CompiledBand[] =>
  bands.map(({ grade, from, quota }) => ({ grade, from: number(from), quota: quota === undefined ? null : number(quota) }));

const compileBranch = (aggregator: Aggregator, children: number[], indexOf: Map<string, number>): CompiledBranch => {
  const named: number[] = [];
  const expression = aggregator.type === 'FORMULA' ? compileExpression(aggregator.expression, indexOf, named) : null;
  return { type: aggregator.type, children, cap: aggregator.type === 'CAPPED_SUM' ? number(aggregator.cap) : null, expression, parts: expression ? [...new Set(named)] : children };
};

const compileExpression = (expression: Expression, indexOf: Map<string, number>, named: number[]): CompiledExpression => {
  if (expression.op === 'const') return { op: 'const', value: number(expression.value) };
  if (expression.op !== 'node') return { op: expression.op, args: expression.args.map((arg) => compileExpression(arg, indexOf, named)) };
  const index = indexOf.get(expression.nodeId)!;
  named.push(index);
  return { op: 'node', index };
};

/** Also the children that no formula names are scored: they stand in the trace. At most MAX_NODES deep, and free of circles. */
const orderOf = (nodes: CompiledNode[]): number[] => {
  const order: number[] = [];
  const seen = new Set<number>();
  const visit = (index: number): void => {
    if (seen.has(index)) return;
    seen.add(index);
    nodes[index]!.branch?.parts.forEach(visit);
    order.push(index);
  };
  nodes.forEach((_, i) => visit(i));
  return order;
};
