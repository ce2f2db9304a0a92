import type { County, FrameworkNode, Instant, LeafNode, RecordedScore, Uuid } from '@homeroom/contracts';
import { Rejected } from '@homeroom/eventsourcing';
import type { EvaluationCycleState } from '../evaluation-cycles/evaluation-cycle.decider';
import type { PublishedFramework } from '../frameworks/framework.decider';

/** An assessment is of one subject in one cycle: `<cycleId>:<subjectId>`. */
export const assessmentIdOf = (cycleId: Uuid, subjectId: Uuid): string => `${cycleId}:${subjectId}`;
const ID = /^([0-9a-f-]{36}):([0-9a-f-]{36})$/;
const parts = (assessmentId: string): readonly string[] => {
  const found = ID.exec(assessmentId);
  if (!found) throw new Rejected('assessment-not-found', 'There is no such assessment: its id is <cycleId>:<subjectId>.');
  return found;
};
export const cycleIdOf = (assessmentId: string): Uuid => parts(assessmentId)[1]!;
export const subjectIdOf = (assessmentId: string): Uuid => parts(assessmentId)[2]!;

const leavesOf = (node: FrameworkNode): readonly LeafNode[] => (node.level === 'measure' ? [node] : node.children.flatMap(leavesOf));

/** Every measure of a published framework. */
export const leaves = ({ document }: PublishedFramework): readonly LeafNode[] => leavesOf(document.root);

const idsOf = (node: FrameworkNode): readonly string[] => [node.nodeId, ...(node.level === 'measure' ? [] : node.children.flatMap(idsOf))];

/** The ids of every node of a published framework. */
export const nodesOf = ({ document }: PublishedFramework): readonly string[] => idsOf(document.root);

/** The rubric leaf of this id, if the level is one of its levels. */
export const rubricLeaf = (published: PublishedFramework, nodeId: string, level?: number): LeafNode => {
  const leaf = leaves(published).find((one) => one.nodeId === nodeId);
  if (!leaf || leaf.method.type !== 'RUBRIC' || !leaf.measure.startsWith('rating:')) throw new Rejected('no-such-rubric', 'The framework has no rubric of this name.');
  if (level !== undefined && !leaf.method.levels.some((one) => one.level === level)) throw new Rejected('no-such-level', 'The rubric has no such level.');
  return leaf;
};

/** What a score says, beside when and up to where it was computed: equal ones need no second recording. */
export const sameScore = (a: RecordedScore | undefined, b: RecordedScore): boolean =>
  a !== undefined && a.inputDigest === b.inputDigest && a.formulaHash === b.formulaHash && a.engineVersion === b.engineVersion && a.cohortGrade === b.cohortGrade;

/** What is to be scored: subjects of a cycle by its pinned framework, by the facts known at `at`. */
export interface ToScore {
  readonly county: County;
  readonly cycle: Exclude<EvaluationCycleState, { status: 'none' }>;
  readonly framework: PublishedFramework;
  readonly subjectIds: readonly Uuid[];
  readonly at: Instant;
}

/** Where scores come from. A decider takes what it is given: it never computes one. */
export interface Scoring {
  /** One score a subject, in their order, all by the same facts. @throws Rejected where the facts cannot be read far enough */
  scoresOf(asked: ToScore): Promise<readonly RecordedScore[]>;
  /** How many of the cycle have no recorded score, where the framework grades by quota; otherwise 0. */
  unscored(asked: Omit<ToScore, 'subjectIds'>): Promise<number>;
}

/** Injection token of {@link Scoring}. */
export const SCORING = Symbol('evaluation:scoring');
