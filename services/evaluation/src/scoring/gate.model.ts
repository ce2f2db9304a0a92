import { type GateOutcome, type Grade, grades } from '@homeroom/contracts';
import type { CompiledFramework, CompiledGate } from './compile.model';
import type { Rational } from './rational.model';
import type { Run } from './score.model';

export interface Judged {
  grade: Grade | null;
  vetoed: boolean;
  gates: GateOutcome[];
  /** By index of the node: the gates that took effect there. `null`: none did. */
  gatesOn: Map<number, string[]> | null;
}

/** Gates look at exact values after everything is added up; they move the grade, never the score. */
export const judge = (framework: CompiledFramework, run: Run, earned: Grade | null): Judged => {
  const judged: Judged = { grade: earned, vetoed: false, gates: [], gatesOn: null };
  for (const gate of framework.gates) {
    const outcome = outcomeOf(gate, run);
    judged.gates.push(outcome);
    if (outcome.outcome === 'applied') apply(framework, gate, judged);
  }
  return judged;
};

/** A share is a survey's raw value. It is null when too few answered, and it is never carried over from another cycle. */
const outcomeOf = ({ gate, index, below, belowText }: CompiledGate, run: Run): GateOutcome => {
  const value: Rational | null = (gate.on.of === 'share' ? run.raws[index] : run.scores[index]) ?? null;
  const applies = value ? value.compare(below) < 0 : gate.whenMissing === 'APPLY';
  return {
    gateId: gate.gateId, nodeId: gate.on.nodeId, effect: gate.effect.type,
    outcome: applies ? 'applied' : value ? 'passed' : 'missing', value: value ? value.exact() : null, below: belowText,
  };
};

const apply = (framework: CompiledFramework, { gate, index }: CompiledGate, judged: Judged): void => {
  judged.gatesOn ??= new Map();
  judged.gatesOn.set(index, [...(judged.gatesOn.get(index) ?? []), gate.gateId]);
  if (gate.effect.type === 'VETO') judged.vetoed = true;
  if (!judged.grade) return;
  if (judged.vetoed) judged.grade = framework.bands.at(-1)!.grade;
  else if (gate.effect.type === 'CAP_GRADE') judged.grade = worse(judged.grade, gate.effect.max);
};

export const worse = (a: Grade, b: Grade): Grade => (grades.indexOf(a) > grades.indexOf(b) ? a : b);
