import type { ExactNumber, Grade, MissingPolicy } from './framework-document';
import type { MeasureInput } from './measures';

/** A score on 0..100: `exact` is the reduced fraction, `stored` six decimals, `shown` two; each rounded half up from the exact one. */
export interface Score { exact: ExactNumber; stored: string; shown: string }

/** What `ScoreComputed` records. */
export interface ScoreResult {
  /** `blocked`: a node without value whose policy is BLOCK; there is no score. */
  status: 'scored' | 'blocked';
  score: Score | null;
  /** After gates, before the quota of a cohort. */
  grade: Grade | null;
  vetoed: boolean;
  /** Dimensions and indicators in the order of the document; single items beside the comprehensive score. */
  nodes: NodeResult[];
  gates: GateOutcome[];
  /** The nodes that block, if any. */
  blockedBy: string[];
}

export interface NodeResult { nodeId: string; score: Score | null; grade: Grade | null }

export interface GateOutcome {
  gateId: string;
  nodeId: string;
  effect: 'CAP_GRADE' | 'VETO' | 'WARN';
  /** `applied`: the value was below (or missing where that counts as below); `missing`: no value, let pass. */
  outcome: 'passed' | 'applied' | 'missing';
  /** The exact value that was compared; `null` where there was none. */
  value: ExactNumber | null;
  below: ExactNumber;
}

/** Why a node had no value of its own. */
export type MissingReason =
  | 'no-measure' | 'too-few-answers' | 'low-response' | 'nothing-counted' | 'no-ratings' | 'too-few-peers'
  | 'no-children' | 'formula-lacks-value' | 'division-by-zero';

/** What was done about it. `carried`: from the previous cycle; `excluded`: siblings share the weight. */
export interface MissingDecision {
  reason: MissingReason;
  policy: MissingPolicy;
  decision: 'zero' | 'excluded' | 'carried' | 'blocked';
}

/** One node of a trace. All numbers exact, as reduced fractions; round them where they are shown. */
export interface NodeTrace {
  nodeId: string;
  parentId: string | null;
  /** Leaves only: the measure and what it said. */
  measure?: string;
  input?: MeasureInput | null;
  /** Before normalisation; leaves only. */
  raw?: ExactNumber | null;
  /** 0..100; `null` where the node was excluded or blocks. */
  score: ExactNumber | null;
  /** As written in the framework; `null` where the parent uses none. */
  weight: ExactNumber | null;
  /** After the weights of excluded siblings were shared out. */
  effectiveWeight: ExactNumber | null;
  /** What it adds to its parent: effectiveWeight · score; `null` where the parent is no sum. */
  contribution: ExactNumber | null;
  missing: MissingDecision | null;
  /** Gates that took effect on this node. */
  gates: string[];
  grade: Grade | null;
}

/** How a score came about. Recomputable, so never recorded; equal inputs give equal bytes in canonical JSON. */
export interface ScoreTrace {
  engineVersion: string;
  /** SHA-256 (hex) of the framework document in canonical JSON. */
  formulaHash: string;
  /** Pre-order, as in the document. */
  nodes: NodeTrace[];
  result: ScoreResult;
}
