import type { FrameworkDocument } from '../framework-document';
import { dimension, framework, gradeBands, held, indicator, named, order, rated, satisfaction, satisfactionGates, share } from './framework-parts';

/** Whoever holds a report answers for its time: lateness counts here, never against the class teacher who raised it. */
const answering = (weight: string) => indicator('answering', weight, named('响应', 'Answering'), [
  share('reports-in-time', '0.6', named('上报问题按时答复', 'Reports answered in time'), 'reports-answered-in-time'),
  share('conflicts-resolved', '0.4', named('家校矛盾化解', 'Home-school conflicts resolved'), 'home-school-conflicts-resolved'),
]);

export const leadClassTeacher: FrameworkDocument = {
  language: 1, subjectType: 'lead-class-teacher', kind: 'developmental', sample: true,
  name: named('第一班主任发展性评价（示例）', 'Lead class teachers, developmental (sample)'),
  root: framework(named('发展性评价', 'Developmental evaluation'), [
    dimension('political-guidance', '0.3', named('政治引领', 'Political guidance'), [
      indicator('leadership', '1', named('引领', 'Leadership'), [rated('guiding-class-teachers', '1', named('指导班主任', 'Guiding class teachers'))]),
    ]),
    dimension('educational-effectiveness', '0.7', named('育人实效', 'Educational effectiveness'), [
      answering('0.4'),
      indicator('execution', '0.3', named('执行', 'Execution'), [
        share('directives-in-time', '0.4', named('下达任务按时完成', 'Directives completed in time'), 'directives-completed-in-time'),
        held('meetings', '0.3', named('班级工作会议', 'Meetings on the work of the class'), 'meetings-held', '4'),
        held('sessions', '0.3', named('第一班主任有约', '“Meet the lead class teacher”'), 'lead-class-teacher-sessions', '4'),
      ]),
      satisfaction('0.3'),
    ]),
  ]),
  gates: satisfactionGates(), gradeBands: gradeBands(),
};

export const school: FrameworkDocument = {
  language: 1, subjectType: 'school', kind: 'developmental', sample: true,
  name: named('学校班主任工作评价（示例）', 'Schools, developmental (sample)'),
  root: framework(named('发展性评价', 'Developmental evaluation'), [
    dimension('political-guidance', '0.3', named('政治引领', 'Political guidance'), [
      indicator('policy', '1', named('贯彻', 'Carrying out policy'), [rated('policy-in-school', '1', named('立德树人贯彻情况', 'Moral education carried out'))]),
    ]),
    dimension('educational-effectiveness', '0.7', named('育人实效', 'Educational effectiveness'), [
      answering('0.4'),
      indicator('execution', '0.3', named('执行', 'Execution'), [
        held('meetings', '0.5', named('班主任工作会议', 'Meetings on class work'), 'meetings-held', '20'),
        share('training', '0.5', named('班主任培训覆盖', 'Class teachers reached by training'), 'training-coverage'),
      ]),
      indicator('order', '0.3', named('秩序', 'Order'), [
        order('inspections', '0.5'),
        share('rectified-on-time', '0.5', named('按期整改', 'Rectified on time'), 'rectifications-on-time'),
      ]),
    ]),
  ]),
  gates: [{
    gateId: 'answering-60', name: named('响应达到 60 分', 'Answering of 60'), on: { nodeId: 'answering', of: 'score' },
    below: '60', effect: { type: 'WARN' }, whenMissing: 'IGNORE',
  }, {
    gateId: 'training-95', name: named('班主任培训覆盖达到 95%', 'Training reaches 95 of 100 class teachers'), on: { nodeId: 'training', of: 'score' },
    below: '95', effect: { type: 'WARN' }, whenMissing: 'IGNORE',
  }],
  gradeBands: gradeBands(),
};
