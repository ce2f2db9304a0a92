import type { Bilingual, BranchNode, FrameworkNode, Gate, GradeBand, LeafMethod, LeafNode, MissingPolicy, Normaliser } from '../framework-document';
import type { MeasureKey } from '../measures';

/**
 * What the samples are written in. Their structure, measures and the 0.80 of the satisfaction gate come from the source
 * (B01–B07); every weight, target and grade border is a placeholder of ours that whoever adopts one has to decide.
 */

export const named = (zh: string, en: string): Bilingual => ({ zh, en });

export const leaf = (nodeId: string, weight: string, name: Bilingual, measure: MeasureKey, method: LeafMethod, missing: MissingPolicy, normaliser?: Normaliser): LeafNode =>
  ({ nodeId, level: 'measure', name, weight, missing, measure, method, ...(normaliser && { normaliser }) });

/** What was not held counts 0: it could have been held. */
export const held = (nodeId: string, weight: string, name: Bilingual, measure: MeasureKey, target: string): LeafNode =>
  leaf(nodeId, weight, name, measure, { type: 'EVENT_COUNT', target }, 'ZERO');

/** Nothing to be on time for says nothing. */
export const share = (nodeId: string, weight: string, name: Bilingual, measure: MeasureKey): LeafNode =>
  leaf(nodeId, weight, name, measure, { type: 'RATIO' }, 'EXCLUDE_REWEIGHT');

const levels = [
  { level: 4, points: '100', name: named('优秀', 'Excellent') }, { level: 3, points: '85', name: named('良好', 'Good') },
  { level: 2, points: '70', name: named('合格', 'Qualified') }, { level: 1, points: '40', name: named('不合格', 'Unqualified') },
];

export const rated = (nodeId: string, weight: string, name: Bilingual): LeafNode =>
  leaf(nodeId, weight, name, `rating:${nodeId}`, { type: 'RUBRIC', levels }, 'EXCLUDE_REWEIGHT');

export const indicator = (nodeId: string, weight: string, name: Bilingual, children: FrameworkNode[]): BranchNode =>
  ({ nodeId, level: 'indicator', name, weight, missing: 'EXCLUDE_REWEIGHT', aggregator: { type: 'WEIGHTED_SUM' }, children, gradeBands: gradeBands() });

export const dimension = (nodeId: string, weight: string, name: Bilingual, children: BranchNode[]): BranchNode =>
  ({ nodeId, level: 'dimension', name, weight, missing: 'EXCLUDE_REWEIGHT', aggregator: { type: 'WEIGHTED_SUM' }, children, gradeBands: gradeBands() });

export const framework = (name: Bilingual, children: FrameworkNode[]): BranchNode =>
  ({ nodeId: 'total', level: 'framework', name, missing: 'BLOCK', aggregator: { type: 'WEIGHTED_SUM' }, children });

export const gradeBands = (excellentQuota?: string): GradeBand[] => [
  { grade: 'EXCELLENT', from: '90', to: '100', ...(excellentQuota && { quota: excellentQuota }) },
  { grade: 'GOOD', from: '75', to: '90' }, { grade: 'QUALIFIED', from: '60', to: '75' }, { grade: 'UNQUALIFIED', from: '0', to: '60' },
];

const cells = [
  { nodeId: 'students-with-class-teacher', measure: 'satisfaction:student:class-teacher', name: named('学生对班主任', 'Students with the class teacher') },
  { nodeId: 'students-with-subject-teachers', measure: 'satisfaction:student:subject-teachers', name: named('学生对学科教师', 'Students with the subject teachers') },
  { nodeId: 'parents-with-class-teacher', measure: 'satisfaction:parent:class-teacher', name: named('家长对班主任', 'Parents with the class teacher') },
  { nodeId: 'parents-with-subject-teachers', measure: 'satisfaction:parent:subject-teachers', name: named('家长对学科教师', 'Parents with the subject teachers') },
] as const;

/** 满意度: students and parents, with the class teacher and with the subject teachers; each cell alone has to reach 0.80 (B07). */
export const satisfaction = (weight: string): BranchNode => indicator('satisfaction', weight, named('满意度', 'Satisfaction'),
  cells.map(({ nodeId, measure, name }) => leaf(nodeId, '0.25', name, measure, { type: 'SURVEY' }, 'EXCLUDE_REWEIGHT')));

/** Too few answers cap nothing: they are no sign of dissatisfaction, and are said so beside the grade. */
export const satisfactionGates = (): Gate[] => cells.map(({ nodeId, name }) => ({
  gateId: `${nodeId}-80`, name: named(`${name.zh}满意度达到 80%`, `${name.en}: satisfied share of 0.80`),
  on: { nodeId, of: 'share' }, below: '0.80', effect: { type: 'CAP_GRADE', max: 'QUALIFIED' }, whenMissing: 'IGNORE',
}));

export const order = (nodeId: string, weight: string): LeafNode => leaf(nodeId, weight, named('班级巡检', 'Inspections'), 'inspection-deductions',
  { type: 'QUANTITATIVE' }, 'EXCLUDE_REWEIGHT', { type: 'INVERSE', of: { type: 'LINEAR', min: '0', max: '20' } });

export const fiveDomains = (weight: string): LeafNode => leaf('five-domain-index', weight, named('德智体美劳全面发展', 'Five-domain development'), 'quantitative:five-domain-index',
  { type: 'QUANTITATIVE' }, 'EXCLUDE_REWEIGHT', { type: 'LINEAR', min: '0', max: '100' });

/** Against the parallel classes of the grade, from three classes on (B06); per class, never per student. */
export const academicPosition = (weight: string): LeafNode => leaf('academic-position', weight, named('学业质量（平行班）', 'Academic quality among parallel classes'), 'quantitative:academic-position',
  { type: 'QUANTITATIVE' }, 'EXCLUDE_REWEIGHT', { type: 'PERCENT_RANK', group: 'parallel-classes', minN: 3 });
