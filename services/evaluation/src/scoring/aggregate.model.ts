import type { MissingReason } from '@homeroom/contracts';
import type { CompiledBranch, CompiledExpression, CompiledNode } from './compile.model';
import { withinScale } from './leaf.model';
import { Rational } from './rational.model';
import type { Run } from './score.model';

/** A branch out of its parts; why there is no value; or that a part blocks. Notes effective weights and contributions where the branch is a sum. */
export const combine = (branch: CompiledBranch, nodes: readonly CompiledNode[], run: Run): Rational | MissingReason | 'blocked' => {
  for (const part of branch.parts) if (run.blocked[part]) return 'blocked';
  if (branch.expression) {
    const value = evaluate(branch.expression, run);
    return typeof value === 'string' ? value : withinScale(value);
  }
  let present = 0;
  for (const child of branch.children) if (run.scores[child]) present++;
  if (present === 0) return 'no-children';
  switch (branch.type) {
    case 'WEIGHTED_SUM': return weightedSum(branch.children, nodes, run, present);
    case 'CAPPED_SUM': return plainSum(branch.children, nodes, run).atMost(branch.cap!);
    case 'MEAN': return mean(branch.children, run, present);
    case 'MIN': return values(branch, run).reduce((least, value) => least.atMost(value));
    case 'MAX': return values(branch, run).reduce((most, value) => most.atLeast(value));
    case 'PRODUCT': return values(branch, run).reduce((product, value) => product.times(value).over(Rational.hundred));
    case 'FORMULA': throw new Error('A formula without expression was compiled');
  }
};

const values = (branch: CompiledBranch, run: Run): Rational[] => branch.children.map((child) => run.scores[child]!).filter((value) => value !== null);

/** Weights as written where every child has a value; otherwise in proportion, so that they sum to 1 again. */
const weightedSum = (children: readonly number[], nodes: readonly CompiledNode[], run: Run, present: number): Rational | MissingReason => {
  if (present === children.length) return plainSum(children, nodes, run);
  let all = Rational.zero;
  for (const child of children) if (run.scores[child]) all = all.plus(nodes[child]!.weight!);
  // What remains may weigh nothing; then nothing remains.
  if (all.isZero()) return 'no-children';
  let sum = Rational.zero;
  for (const child of children) sum = sum.plus(contribute(child, nodes[child]!.weight!.over(all), run));
  return sum;
};

const plainSum = (children: readonly number[], nodes: readonly CompiledNode[], run: Run): Rational => {
  let sum = Rational.zero;
  for (const child of children) {
    const { weight, effectiveText } = nodes[child]!;
    sum = sum.plus(contribute(child, weight!, run, effectiveText!));
  }
  return sum;
};

const mean = (children: readonly number[], run: Run, present: number): Rational => {
  const each = Rational.of(1, present);
  const text = each.exact();
  let sum = Rational.zero;
  for (const child of children) sum = sum.plus(contribute(child, each, run, text));
  return sum;
};

const contribute = (child: number, weight: Rational, run: Run, text?: string): Rational => {
  const value = run.scores[child];
  const share = value ? weight.times(value) : Rational.zero;
  run.effective[child] = value ? text ?? weight.exact() : '0';
  run.contributions[child] = share;
  return share;
};

/** As deep as MAX_FORMULA_DEPTH. */
const evaluate = (expression: CompiledExpression, run: Run): Rational | MissingReason => {
  if (expression.op === 'const') return expression.value;
  if (expression.op === 'node') return run.scores[expression.index] ?? 'formula-lacks-value';
  const args: Rational[] = [];
  for (const arg of expression.args) {
    const value = evaluate(arg, run);
    if (typeof value === 'string') return value;
    args.push(value);
  }
  return apply(expression.op, args);
};

const apply = (op: Exclude<CompiledExpression['op'], 'const' | 'node'>, args: Rational[]): Rational | MissingReason => {
  switch (op) {
    case 'add': return args.reduce((sum, arg) => sum.plus(arg));
    case 'sub': return args[0]!.minus(args[1]!);
    case 'mul': return args.reduce((product, arg) => product.times(arg));
    case 'div': return args[1]!.isZero() ? 'division-by-zero' : args[0]!.over(args[1]!);
    case 'min': return args.reduce((least, arg) => least.atMost(arg));
    case 'max': return args.reduce((most, arg) => most.atLeast(arg));
    case 'clamp': return args[0]!.atLeast(args[1]!).atMost(args[2]!);
  }
};
