import { type Aggregator, missingPolicies, nodeLevels, type NodeLevel, type SubjectType } from '@homeroom/contracts';
import { checkFormula } from './check-formula.model';
import { checkGradeBands } from './check-grades.model';
import { checkLeaf } from './check-leaf.model';
import { at, type DocumentReader, type Members } from './document-reader.model';
import { MAX_NODES } from './limits.model';
import { Rational, sumOf } from './rational.model';

/** A node as far as it could be read; what it is made of, each with the place that says so (children say it by standing there). */
export interface KnownNode {
  nodeId: string;
  path: string;
  isSurvey: boolean;
  /** A formula is made of what it names, any other branch of its children. */
  parts: { nodeId: string; path?: string }[];
  constants: number;
}

export interface Tree { nodes: Map<string, KnownNode>; count: number }

const parts = ['nodeId', 'level', 'name', 'missing'] as const;
const optionalParts = ['weight', 'otherwise', 'gradeBands'] as const;
const aggregatorFields: { [type in Aggregator['type']]: { required?: string[] } } = {
  WEIGHTED_SUM: {}, MEAN: {}, MIN: {}, MAX: {}, PRODUCT: {}, CAPPED_SUM: { required: ['cap'] }, FORMULA: { required: ['expression'] },
};
type AggregatorType = Aggregator['type'];

/** Checks a node and all below it. Calls itself at most once for each of the four levels. */
export class TreeCheck {
  readonly tree: Tree = { nodes: new Map(), count: 0 };

  constructor(private readonly reader: DocumentReader, private readonly subjectType: SubjectType | undefined) {}

  root(value: unknown): void {
    const node = this.node(value, '/root', undefined, undefined);
    if (!node) return;
    if (node.level !== undefined && node.level !== 'framework') this.reader.note('/root/level', 'root-level');
    if (node.missing === 'EXCLUDE_REWEIGHT' || node.missing === 'CARRY_FORWARD') this.reader.note('/root/missing', 'root-missing-policy');
    if (node.gradeBands !== undefined) this.reader.note('/root/gradeBands', 'root-grade-bands');
  }

  private node(value: unknown, path: string, above: NodeLevel | undefined, aggregator: AggregatorType | undefined): Members | undefined {
    if (++this.tree.count > MAX_NODES) return this.tree.count === MAX_NODES + 1 ? this.reader.note(path, 'too-many-nodes', String(MAX_NODES)) : undefined;
    const isLeaf = (value as Members | null | undefined)?.level === 'measure';
    const node = this.reader.object(value, path, [...parts, ...(isLeaf ? ['measure', 'method'] : ['aggregator', 'children'])], isLeaf ? [...optionalParts, 'normaliser'] : optionalParts);
    if (!node) return undefined;
    const known: KnownNode = { nodeId: this.id(node, path) ?? '', path, isSurvey: false, parts: [], constants: 0 };
    if (known.nodeId) this.tree.nodes.set(known.nodeId, known);
    this.checkParts(node, path, aggregator);
    const level = this.reader.choice(node.level, at(path, 'level'), nodeLevels);
    if (level && above && nodeLevels.indexOf(level) <= nodeLevels.indexOf(above)) this.reader.note(at(path, 'level'), 'level-order');
    else if (isLeaf) this.leaf(node, path, known);
    else if (level) this.branch(node, path, level, known);
    return node;
  }

  private id(node: Members, path: string): string | undefined {
    const id = this.reader.id(node.nodeId, at(path, 'nodeId'));
    return id && this.tree.nodes.has(id) ? this.reader.note(at(path, 'nodeId'), 'node-id-duplicate', id) : id;
  }

  private checkParts(node: Members, path: string, aggregator: AggregatorType | undefined): void {
    this.reader.name(node.name, at(path, 'name'));
    const policy = this.reader.choice(node.missing, at(path, 'missing'), missingPolicies);
    if (node.otherwise !== undefined) this.reader.choice(node.otherwise, at(path, 'otherwise'), missingPolicies.filter((other) => other !== 'CARRY_FORWARD'));
    if (policy === 'CARRY_FORWARD' && node.otherwise === undefined) this.reader.note(path, 'otherwise-missing');
    if (policy && policy !== 'CARRY_FORWARD' && node.otherwise !== undefined) this.reader.note(at(path, 'otherwise'), 'otherwise-unused');
    const weighted = aggregator === 'WEIGHTED_SUM' || aggregator === 'CAPPED_SUM';
    if (weighted && node.weight === undefined) this.reader.note(path, 'weight-missing');
    if (!weighted && node.weight !== undefined) this.reader.note(at(path, 'weight'), 'weight-unused');
    if (weighted && this.reader.number(node.weight, at(path, 'weight'))?.isNegative()) this.reader.note(at(path, 'weight'), 'weight-negative');
    if (node.gradeBands !== undefined && path !== '/root') checkGradeBands(this.reader, node.gradeBands, at(path, 'gradeBands'), true);
  }

  private leaf(node: Members, path: string, known: KnownNode): void {
    known.isSurvey = (node.method as Members | null | undefined)?.type === 'SURVEY';
    checkLeaf(this.reader, node, path, this.subjectType);
  }

  private branch(node: Members, path: string, level: NodeLevel, known: KnownNode): void {
    const aggregator = node.aggregator === undefined ? undefined : this.reader.variant<AggregatorType>(node.aggregator, at(path, 'aggregator'), aggregatorFields);
    if (aggregator?.type === 'CAPPED_SUM') this.checkCap(aggregator.cap, at(at(path, 'aggregator'), 'cap'));
    const children = this.reader.list(node.children, at(path, 'children'), Infinity);
    if (children?.length === 0) this.reader.note(at(path, 'children'), 'branch-empty');
    const below = (children ?? []).map((child, i) => this.node(child, at(at(path, 'children'), i), level, aggregator?.type));
    if (aggregator?.type === 'WEIGHTED_SUM' && children?.length) this.checkSum(below, at(path, 'children'));
    const ids = below.map((child) => child?.nodeId).filter((id): id is string => typeof id === 'string');
    if (aggregator?.type === 'FORMULA') this.formula(aggregator.expression, at(at(path, 'aggregator'), 'expression'), ids, known);
    else known.parts = ids.map((nodeId) => ({ nodeId }));
  }

  private checkCap(value: unknown, path: string): void {
    if (this.reader.positive(value, path)) this.reader.within(value, path, Rational.zero, Rational.hundred);
  }

  private checkSum(children: (Members | undefined)[], path: string): void {
    const weights = children.map((child) => Rational.parse(child?.weight));
    // A weight that cannot be read has its own fault; a sum without it would be a second one for the same cause.
    if (!weights.every((weight) => weight !== undefined)) return;
    const sum = sumOf(weights);
    if (sum.compare(Rational.one) !== 0) this.reader.note(path, 'weights-do-not-sum', written(sum));
  }

  private formula(expression: unknown, path: string, children: string[], known: KnownNode): void {
    if (expression === undefined) return;
    const faultsBefore = this.reader.faults.length;
    const { references, constants } = checkFormula(this.reader, expression, path);
    known.parts = references;
    known.constants = constants;
    // What could not be read may have named the child.
    if (this.reader.faults.length > faultsBefore) return;
    const named = new Set(references.map(({ nodeId }) => nodeId));
    for (const child of children) if (!named.has(child)) this.reader.note(path, 'formula-ignores-child', child.slice(0, 64).toWellFormed());
  }
}

/** As a fraction while a person can still read it. */
export const written = (value: Rational): string => {
  const exact = value.exact();
  return exact.length <= 30 ? exact : `≈ ${value.rounded(12)}`;
};
