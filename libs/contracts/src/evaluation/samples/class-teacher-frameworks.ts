import type { BranchNode, FrameworkDocument } from '../framework-document';
import { academicPosition, dimension, fiveDomains, framework, gradeBands, held, indicator, leaf, named, order, rated, satisfaction, satisfactionGates, share } from './framework-parts';

/** The source's two dimensions with three indicators each (B01–B07). */
const twoByThree = (direction: BranchNode, process: BranchNode, result: BranchNode, orderly: BranchNode, quality: BranchNode): BranchNode[] => [
  dimension('political-guidance', '0.4', named('政治引领', 'Political guidance'), [direction, process, result]),
  dimension('educational-effectiveness', '0.6', named('育人实效', 'Educational effectiveness'), [orderly, quality, satisfaction('0.3')]),
];

/** 学校独立基础性评价: what a school sees of its own classes, much of it by its panel's eyes. */
export const basicClassTeacher: FrameworkDocument = {
  language: 1, subjectType: 'class-teacher', kind: 'basic', sample: true,
  name: named('班主任基础性评价“2×3”（示例）', 'Class teachers, basic, 2×3 (sample)'),
  root: framework(named('基础性评价', 'Basic evaluation'), twoByThree(
    indicator('direction', '0.3', named('方向', 'Direction'), [
      held('class-goals', '0.2', named('班级建设目标', 'Class goals'), 'class-goals-set', '1'),
      held('class-covenant', '0.2', named('班级公约', 'Class covenant'), 'class-covenant-adopted', '1'),
      rated('goal-alignment', '0.3', named('目标与立德树人的契合', 'Goals aligned with moral education')),
      rated('activity-alignment', '0.3', named('活动与立德树人的契合', 'Activities aligned with moral education')),
    ]),
    indicator('process', '0.4', named('过程', 'Process'), [
      held('themed-meetings', '0.4', named('主题班会课', 'Themed class meetings'), 'themed-class-meetings-held', '16'),
      held('subject-moral-education', '0.3', named('学科德育', 'Moral education in subjects'), 'moral-education-records', '20'),
      held('home-school', '0.3', named('家校共育', 'Home and school'), 'home-school-contacts', '40'),
    ]),
    indicator('result', '0.3', named('结果', 'Result'), [
      rated('values-and-behaviour', '0.5', named('价值认同与行为自觉', 'Values and behaviour of the class')),
      rated('conduct', '0.5', named('日常行为表现', 'Daily conduct of the class')),
    ]),
    indicator('order', '0.3', named('秩序', 'Order'), [
      order('inspections', '0.3'),
      share('rectified-on-time', '0.2', named('按期整改', 'Rectified on time'), 'rectifications-on-time'),
      rated('conflict-resolution', '0.25', named('家校矛盾化解', 'Home-school conflicts settled')),
      rated('class-climate', '0.25', named('班级氛围', 'Class climate')),
    ]),
    indicator('quality', '0.4', named('质量', 'Quality'), [fiveDomains('0.5'), academicPosition('0.5')]),
  )),
  gates: satisfactionGates(), gradeBands: gradeBands('0.25'),
};

/** 全县统一发展性评价: what can be compared between schools. */
export const developmentalClassTeacher: FrameworkDocument = {
  language: 1, subjectType: 'class-teacher', kind: 'developmental', sample: true,
  name: named('班主任发展性评价“2×3”（示例）', 'Class teachers, developmental, 2×3 (sample)'),
  root: framework(named('发展性评价', 'Developmental evaluation'), twoByThree(
    indicator('direction', '0.3', named('方向', 'Direction'), [
      held('class-goals', '0.25', named('班级建设目标', 'Class goals'), 'class-goals-set', '1'),
      held('development-plan', '0.25', named('班级发展规划', 'Development plan'), 'development-plan-set', '1'),
      held('class-activities', '0.5', named('班级活动', 'Class activities'), 'class-activities-held', '8'),
    ]),
    indicator('process', '0.4', named('过程', 'Process'), [
      held('themed-meetings', '0.4', named('主题班会课', 'Themed class meetings'), 'themed-class-meetings-held', '16'),
      held('subject-moral-education', '0.3', named('学科德育', 'Moral education in subjects'), 'moral-education-records', '20'),
      held('home-school', '0.3', named('家校共育', 'Home and school'), 'home-school-contacts', '40'),
    ]),
    indicator('result', '0.3', named('结果', 'Result'), [rated('county-panel', '1', named('县评议组评议', 'The county panel\'s rating'))]),
    indicator('order', '0.3', named('秩序', 'Order'), [
      order('inspections', '0.6'),
      share('rectified-on-time', '0.4', named('按期整改', 'Rectified on time'), 'rectifications-on-time'),
    ]),
    indicator('quality', '0.4', named('质量', 'Quality'), [fiveDomains('0.4'), academicPosition('0.6')]),
  )),
  gates: satisfactionGates(), gradeBands: gradeBands('0.2'),
};

/** Both together. The weights are the county's to decide; these only show where they stand. */
export const combinedClassTeacher: FrameworkDocument = {
  language: 1, subjectType: 'class-teacher', kind: 'combined', sample: true,
  name: named('班主任综合评价（示例）', 'Class teachers, combined (sample)'),
  basicWeight: '0.4', developmentalWeight: '0.6',
  calibration: { type: 'SCHOOL_ZSCORE', mean: '80', deviation: '8' },
  award: { factor: '0.1', pointsCap: '5' },
  root: framework(named('综合评价', 'Comprehensive evaluation'), [
    leaf('basic', '0.4', named('基础性评价', 'Basic'), 'result:basic', { type: 'QUANTITATIVE' }, 'BLOCK'),
    leaf('developmental', '0.6', named('发展性评价', 'Developmental'), 'result:developmental', { type: 'QUANTITATIVE' }, 'BLOCK'),
  ]),
  gates: [], gradeBands: gradeBands('0.2'),
};
