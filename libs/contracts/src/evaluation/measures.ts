import type { Instant, Position } from '../event';
import type { Bilingual, ExactNumber, SubjectType } from './framework-document';

/** Where a fact stands: anyone who may read that log finds the event there. */
export interface EventRef {
  service: string;
  position: Position;
  eventId?: string;
  type: string;
  at: Instant;
}

/** What a measure says about one subject in one period, with the events it was folded from. A missing measure has no entry at all. */
export type MeasureInput =
  | { kind: 'count'; count: number; sources: EventRef[] }
  | { kind: 'ratio'; numerator: number; denominator: number; sources: EventRef[] }
  | { kind: 'value'; value: ExactNumber; sources: EventRef[] }
  /** One entry per rater. */
  | { kind: 'levels'; levels: number[]; sources: EventRef[] }
  /** `valid`: answers other than "not applicable". */
  | { kind: 'survey'; satisfied: number; valid: number; invited: number; sources: EventRef[] }
  | { kind: 'points'; points: ExactNumber; sources: EventRef[] }
  /** A finalised result, exact. */
  | { kind: 'score'; score: ExactNumber; sources: EventRef[] };
export type MeasureKind = MeasureInput['kind'];

/** What a measure is, and of whom it can be told. */
export interface MeasureMeaning { kind: MeasureKind; service: string; subjects: readonly SubjectType[]; name: Bilingual }

const ofClass = ['class-teacher'] as const;
const ofClassAndSchool = ['class-teacher', 'school'] as const;
const ofHolders = ['lead-class-teacher', 'school'] as const;
const surveyed = ['class-teacher', 'lead-class-teacher', 'school'] as const;
const ofPersons = ['class-teacher', 'lead-class-teacher'] as const;
const ofAll = ['class-teacher', 'lead-class-teacher', 'school', 'studio'] as const;

const counted = (subjects: readonly SubjectType[], zh: string, en: string): MeasureMeaning => ({ kind: 'count', service: 'organization', subjects, name: { zh, en } });
const ratio = (subjects: readonly SubjectType[], zh: string, en: string): MeasureMeaning => ({ kind: 'ratio', service: 'organization', subjects, name: { zh, en } });
const asked = (zh: string, en: string): MeasureMeaning => ({ kind: 'survey', service: 'evaluation', subjects: surveyed, name: { zh, en } });
const own = (kind: MeasureKind, zh: string, en: string, subjects: readonly SubjectType[] = ofAll): MeasureMeaning => ({ kind, service: 'evaluation', subjects, name: { zh, en } });

/**
 * The measures with a name of their own. None that is told of a class teacher counts reports they raised, directly or as the
 * denominator of a ratio: raising a report never lowers the raiser's score. Lateness is told of the level that held it.
 */
export const measureMeanings = {
  'class-goals-set': counted(ofClass, '制定班级建设目标', 'Class goals set'),
  'class-covenant-adopted': counted(ofClass, '制定班级公约', 'Class covenant adopted'),
  'daily-norms-published': counted(ofClass, '公布一日常规', 'Daily norms published'),
  'development-plan-set': counted(ofClass, '制定班级发展规划', 'Development plan set'),
  'class-activities-held': counted(ofClass, '班级活动', 'Class activities held'),
  'themed-class-meetings-held': counted(ofClass, '主题班会', 'Themed class meetings held'),
  'moral-education-records': counted(ofClass, '学科德育记录', 'Subject moral-education records'),
  'home-school-contacts': counted(ofClass, '家校沟通', 'Home-school contacts'),
  'class-reports-submitted': counted(ofClass, '班级工作报告', 'Class reports submitted'),
  'inspection-deductions': { kind: 'value', service: 'organization', subjects: ofClassAndSchool, name: { zh: '巡检扣分', en: 'Inspection deductions' } },
  'rectifications-on-time': ratio(ofClassAndSchool, '按期整改率', 'Rectifications on time'),
  'home-school-conflicts-resolved': ratio(ofHolders, '家校矛盾化解率', 'Home-school conflicts resolved'),
  'reports-answered-in-time': ratio(ofHolders, '上报问题按时答复率', 'Reports answered in time'),
  'directives-completed-in-time': ratio(['lead-class-teacher'], '下达任务按时完成率', 'Directives completed in time'),
  /** Of a lead class teacher: those of the classes they lead. */
  'meetings-held': counted(['lead-class-teacher', 'school'], '会议', 'Meetings held'),
  'lead-class-teacher-sessions': counted(['lead-class-teacher'], '第一班主任有约', '“Meet the lead class teacher” sessions'),
  'training-hours': { kind: 'value', service: 'training', subjects: ofPersons, name: { zh: '培训学时', en: 'Hours of training' } },
  'training-sessions-held': { kind: 'count', service: 'training', subjects: ['school'], name: { zh: '校级培训', en: 'Training sessions held' } },
  /** As it was put down last in the period; of several targets, all of them together. */
  'training-coverage': { kind: 'ratio', service: 'training', subjects: ['school'], name: { zh: '班主任培训覆盖率', en: 'Class teachers reached by training' } },
  'satisfaction:student:class-teacher': asked('学生对班主任满意度', 'Students with the class teacher'),
  'satisfaction:student:subject-teachers': asked('学生对学科教师满意度', 'Students with the subject teachers'),
  'satisfaction:parent:class-teacher': asked('家长对班主任满意度', 'Parents with the class teacher'),
  'satisfaction:parent:subject-teachers': asked('家长对学科教师满意度', 'Parents with the subject teachers'),
  points: own('points', '积分', 'Points', ofPersons),
  'result:basic': own('score', '基础性评价结果', 'Finalised basic result'),
  'result:developmental': own('score', '发展性评价结果', 'Finalised developmental result'),
} satisfies { [key: string]: MeasureMeaning };

/** `rating:<indicator>`: levels that raters gave; `quantitative:<name>`: a class-level value somebody authorised recorded. */
export type MeasureKey = keyof typeof measureMeanings | `rating:${string}` | `quantitative:${string}`;

const OPEN_KEY = /^(rating|quantitative):([a-z0-9]+(?:-[a-z0-9]+)*)$/;

/** What a key means; `undefined` for a key that nobody measures. */
export const measureMeaning = (key: string): MeasureMeaning | undefined => {
  if (Object.hasOwn(measureMeanings, key)) return measureMeanings[key as keyof typeof measureMeanings];
  const open = key.length <= 80 ? OPEN_KEY.exec(key) : null;
  if (!open) return undefined;
  return open[1] === 'rating' ? own('levels', `评议：${open[2]}`, `Rating: ${open[2]}`) : own('value', `量化：${open[2]}`, `Quantitative: ${open[2]}`);
};

/** Everything a score is made of. The same input gives the same bytes, whatever the order of its keys. */
export interface ScoreInput {
  measures: { [measure: string]: MeasureInput };
  /** By PERCENT_RANK's group, then by measure: the values of the others of the group, without the subject's own. */
  peers?: { [group: string]: { [measure: string]: ExactNumber[] } };
  /** By nodeId: what the previous cycle found, for CARRY_FORWARD. `carried`: it was itself carried, and cannot be again. */
  previous?: { [nodeId: string]: { score: ExactNumber; carried: boolean } };
}
