import type { MeasureKey } from './measures';

/**
 * What a framework says, as plain JSON: a tree Framework → Dimension → Indicator → Measure, the gates over it and its grades.
 * The language is explained in services/evaluation/src/scoring/README.md; `checkFramework` there names every fault.
 */

/**
 * A number that counts: decimal `0.3`, `-2.50` or fraction `3/10`, at most 20 characters. A string, since a JSON number may
 * have been through a float before it came here; no exponent, no sign `+`, no `NaN`.
 */
export type ExactNumber = string;

/** Text for people. Only the Chinese is shown in the county's own pages. */
export interface Bilingual { zh: string; en: string }

/** class-teacher: subjectId is the class; lead-class-teacher: the person; school: the school; studio: the studio. */
export const subjectTypes = ['class-teacher', 'lead-class-teacher', 'school', 'studio'] as const;
export type SubjectType = (typeof subjectTypes)[number];

/** basic: 学校独立基础性评价; developmental: 全市（县）统一发展性评价; combined: both finalised results together. */
export const frameworkKinds = ['basic', 'developmental', 'combined'] as const;
export type FrameworkKind = (typeof frameworkKinds)[number];

/** Best first: 优秀、良好、合格、不合格. */
export const grades = ['EXCELLENT', 'GOOD', 'QUALIFIED', 'UNQUALIFIED'] as const;
export type Grade = (typeof grades)[number];

export interface FrameworkDocument {
  /** The version of this language, not of the framework. */
  language: 1;
  subjectType: SubjectType;
  kind: FrameworkKind;
  name: Bilingual;
  /** Marks a sample that nobody has adopted; shown as 示例. */
  sample?: boolean;
  /** `combined` only, and required there: both weights sum to 1 exactly and are the weights of the two leaves. There is no default. */
  basicWeight?: ExactNumber;
  developmentalWeight?: ExactNumber;
  /** `combined` only, and required there: how results of schools that graded by themselves are made comparable. */
  calibration?: Calibration;
  /** `combined` only: award score = comprehensive + min(pointsCap, factor · points). Absent: the award score is the comprehensive one. */
  award?: AwardRule;
  root: BranchNode;
  gates: Gate[];
  /** Cover 0..100 without gap or overlap, best first. */
  gradeBands: GradeBand[];
}

export const nodeLevels = ['framework', 'dimension', 'indicator', 'measure'] as const;
export type NodeLevel = (typeof nodeLevels)[number];

export type FrameworkNode = BranchNode | LeafNode;

interface NodeParts {
  /** Unique in the document: lower-case letters, digits and dashes. Results of two versions are compared by it. */
  nodeId: string;
  name: Bilingual;
  /** Where the parent's aggregator uses weights (WEIGHTED_SUM, CAPPED_SUM), and nowhere else. */
  weight?: ExactNumber;
  missing: MissingPolicy;
  /** With CARRY_FORWARD only, and required there: what holds when there is nothing to carry. */
  otherwise?: Exclude<MissingPolicy, 'CARRY_FORWARD'>;
  /** 单项评价: this node's own grade, without quota. */
  gradeBands?: GradeBand[];
}

export interface BranchNode extends NodeParts {
  level: 'framework' | 'dimension' | 'indicator';
  aggregator: Aggregator;
  children: FrameworkNode[];
}

export interface LeafNode extends NodeParts {
  level: 'measure';
  measure: MeasureKey;
  method: LeafMethod;
  /** Absent where the method has a scale of its own (see LeafMethod). */
  normaliser?: Normaliser;
}

/**
 * What is done when a node has no value. ZERO: it counts 0. EXCLUDE_REWEIGHT: it is left out and its siblings share its weight
 * in proportion. CARRY_FORWARD: the previous cycle's value, if that one was not carried itself. BLOCK: there is no score.
 */
export const missingPolicies = ['ZERO', 'EXCLUDE_REWEIGHT', 'CARRY_FORWARD', 'BLOCK'] as const;
export type MissingPolicy = (typeof missingPolicies)[number];

/** How a branch is made of its children, all on the scale 0..100. */
export type Aggregator =
  | { type: 'WEIGHTED_SUM' }
  | { type: 'MEAN' }
  | { type: 'MIN' }
  | { type: 'MAX' }
  /** 100 · Π(child / 100). */
  | { type: 'PRODUCT' }
  /** min(cap, Σ weight · child); weights need not sum to 1, a missing child adds nothing. */
  | { type: 'CAPPED_SUM'; cap: ExactNumber }
  /** The result is held within 0..100. A missing node or a division by 0 leaves the branch without value. */
  | { type: 'FORMULA'; expression: Expression };

/** A formula's syntax tree. `sub` and `div` take two, `clamp` takes value, low, high; `add`, `mul`, `min`, `max` one or more. */
export type Expression =
  | { op: 'const'; value: ExactNumber }
  | { op: 'node'; nodeId: string }
  | { op: 'add' | 'sub' | 'mul' | 'div' | 'min' | 'max' | 'clamp'; args: Expression[] };

/** How a measure becomes a raw value, and on which scale it stands if the leaf names no normaliser. */
export type LeafMethod =
  /** Mean of the points of the levels that raters gave. Scale: points are 0..100. */
  | { type: 'RUBRIC'; levels: RubricLevel[] }
  /** The value itself. A value needs a normaliser; a finalised score is already 0..100. */
  | { type: 'QUANTITATIVE' }
  /** satisfied / valid, if valid ≥ minValid (5) and valid / invited ≥ minResponse (0.5); otherwise missing. Scale: share · 100. */
  | { type: 'SURVEY'; minValid?: number; minResponse?: ExactNumber }
  /** The count. Scale: min(1, count / target) · 100; either a target or a normaliser. */
  | { type: 'EVENT_COUNT'; target?: ExactNumber }
  /** numerator / denominator; denominator 0 is missing. Scale: share · 100. */
  | { type: 'RATIO' }
  /** Points, at most `cap`, at least 0. Scale: points / cap · 100. */
  | { type: 'LEDGER'; cap: ExactNumber }
  /** A value that somebody authorised settled, on the scale 0..100 (held within it). */
  | { type: 'MANUAL' };

export interface RubricLevel { level: number; points: ExactNumber; name: Bilingual }

/** From a raw value to 0..100. */
export type Normaliser =
  /** (x − min) / (max − min), held within 0..1. */
  | { type: 'LINEAR'; min: ExactNumber; max: ExactNumber }
  /** Score of the band with from ≤ x < to, ascending and without gaps; outside, the nearest band's. The ends may be open. */
  | { type: 'BANDS'; bands: ValueBand[] }
  /** min(cap, x / target), at least 0; cap ≤ 1. */
  | { type: 'TARGET'; target: ExactNumber; cap: ExactNumber }
  /** Score of the last step with at ≤ x; 0 below the first. */
  | { type: 'STEP'; steps: ValueStep[] }
  /** (peers below + half of the peers that equal) / peers. Missing where peers + 1 < minN. */
  | { type: 'PERCENT_RANK'; group: string; minN: number }
  /** 100 − the other: for what is better the less there is of it. */
  | { type: 'INVERSE'; of: Normaliser };

export interface ValueBand { from?: ExactNumber; to?: ExactNumber; score: ExactNumber }
export interface ValueStep { at: ExactNumber; score: ExactNumber }

/** A condition over the whole, tested after aggregation on exact values. */
export interface Gate {
  gateId: string;
  name: Bilingual;
  /** `score`: the node's 0..100; `share`: the satisfied share 0..1 of a SURVEY leaf. */
  on: { nodeId: string; of: 'score' | 'share' };
  /** The gate takes effect where the value is below; 4 of 5 is not below 0.80. */
  below: ExactNumber;
  effect: GateEffect;
  /** Without value or without enough answers: IGNORE lets it pass and says so, APPLY takes effect as if it were below. */
  whenMissing: 'IGNORE' | 'APPLY';
}

export type GateEffect =
  /** No grade better than `max`. */
  | { type: 'CAP_GRADE'; max: Grade }
  /** 一票否决: the lowest grade and no award score; the score itself stays as computed. */
  | { type: 'VETO' }
  | { type: 'WARN' };

/** from ≤ score < to; the best band includes its `to` (100). */
export interface GradeBand {
  grade: Grade;
  from: ExactNumber;
  to: ExactNumber;
  /** At most this share of a cohort gets the grade (rounded down); the others take the next one. Never on the lowest, never on a single item. */
  quota?: ExactNumber;
}

export type Calibration =
  | { type: 'NONE' }
  /** mean + deviation · (x − school's mean) / school's standard deviation, held within 0..100. */
  | { type: 'SCHOOL_ZSCORE'; mean: ExactNumber; deviation: ExactNumber }
  /** By rank in the school, best first: shares sum to 1, scores fall. */
  | { type: 'QUOTA_BANDS'; bands: QuotaBand[] };

export interface QuotaBand { share: ExactNumber; score: ExactNumber }

export interface AwardRule { factor: ExactNumber; pointsCap: ExactNumber }
