import { COUNTIES } from './two-counties';
import { type Names, step, type Step, type Story, type Who } from './story';

/** What goes on in the class: its charter, its log, inspections, meetings, its joint work group, duties. */
export const classLifeStory = (names: Names): Story => [
  ...charter(names), ...workLog(names), ...inspections(names), ...meetings(names), ...together(names),
];

const charter = (names: Names): Story => [
  step('teacher', 'setClassGoals', [names.id('class')], { goals: '人人有岗、事事有人。' }),
  step('teacher', 'adoptClassCovenant', [names.id('class')], { covenant: '见面问好，求助有应。' }),
  step('teacher', 'publishDailyNorms', [names.id('class')], { norms: '出操列队、就餐有序。' }),
  step('teacher', 'setClassDevelopmentPlan', [names.id('class')], { plan: '开设家长课堂三次。' }),
];

const workLog = (names: Names): Story => {
  const log = `${names.id('class')}:2025-2026-1`;
  return [
    step('teacher', 'submitClassReport', [log], { kind: 'weekly', summary: '本周平稳。' }),
    step('teacher', 'recordRoutineWork', [log], { kind: 'pupil-talk', note: '与两名学生谈心。' }),
    step('teacher', 'holdClassActivity', [log], { kind: 'themed-class-meeting', topic: '学会表达感谢', participants: 45 }),
    step('lead', 'recordHomeSchoolContact', [log], { kind: 'home-visit', students: 3, note: '沟通假期安排。' }),
    step('teacher', 'withdrawWorkLogEntry', [log], { entryId: `${log}:2`, reason: '误记。' }),
  ];
};

const inspections = (names: Names): Story => {
  const plan = (what: string): Step => step('lead', 'planClassInspection', [], { inspectionId: names.id(what), classId: names.id('class'), inspectorId: names.person('head'), plannedOn: '2025-09-10', areas: ['order', 'safety'] });
  const inspection = names.id('inspection');
  const does = (by: Who, operation: string, body: object = {}): Step => step(by, operation, [inspection], body);
  return [
    plan('inspection'), does('head', 'startClassInspection'),
    does('head', 'recordInspectionFinding', { area: 'safety', severity: 'HIGH', details: '后门堵塞。' }),
    does('head', 'recordInspectionFinding', { area: 'order', severity: 'LOW', details: '图书角杂乱。' }),
    does('head', 'withdrawInspectionFinding', { findingId: `${inspection}:2`, reason: '已当场整理。' }),
    does('head', 'requestRectification', { findingId: `${inspection}:1`, dueOn: '2025-09-19', instructions: '请清出通道。' }),
    does('teacher', 'submitRectification', { findingId: `${inspection}:1`, measures: '已清出。' }),
    does('head', 'returnRectification', { findingId: `${inspection}:1`, dueOn: '2025-09-20', reason: '仍有杂物。' }),
    does('teacher', 'submitRectification', { findingId: `${inspection}:1`, measures: '已全部清出。' }),
    does('head', 'confirmRectification', { findingId: `${inspection}:1` }),
    does('head', 'completeClassInspection', { conclusion: '总体良好。' }),
    plan('cancelled inspection'), step('lead', 'cancelClassInspection', [names.id('cancelled inspection')], { reason: '时间冲突。' }),
    plan('planned inspection'), plan('started inspection'), step('head', 'startClassInspection', [names.id('started inspection')]),
  ];
};

const meetings = (names: Names): Story => {
  const scheduled = (what: string): Step => step('teacher', 'scheduleMeeting', [], {
    meetingId: names.id(what), kind: 'class-work', classId: names.id('class'), startsAt: '2025-09-10T01:00:00.000Z', chairId: names.person('lead'), invitedPersonIds: [names.person('teacher')], agenda: '期初安排。',
  });
  const meeting = names.id('meeting');
  return [
    scheduled('meeting'),
    step('lead', 'recordMeetingAttendance', [meeting], { attendedPersonIds: [names.person('lead'), names.person('teacher')] }),
    step('lead', 'recordMinutes', [meeting], { minutes: '讨论班风。', plans: '家访。', lessons: '及早沟通。', solutions: '分组包干。' }),
    step('lead', 'recordDecision', [meeting], { decision: '每周一次家访。' }),
    step('lead', 'raiseActionItem', [meeting], { ownerId: names.person('teacher'), dueOn: '2025-09-30', task: '列出家访名单。', decisionId: `${meeting}:d1` }),
    step('lead', 'raiseActionItem', [meeting], { ownerId: names.person('teacher'), dueOn: '2025-09-30', task: '完成家访。' }),
    step('teacher', 'completeActionItem', [meeting], { actionItemId: `${meeting}:a1`, outcome: '名单已列出。' }),
    scheduled('cancelled meeting'), step('teacher', 'cancelMeeting', [names.id('cancelled meeting')], { reason: '人员外出。' }),
  ];
};

const together = (names: Names): Story => {
  const [own, neighbour] = [[names.id('class')], [names.id('neighbour class')]];
  const charterId = `${COUNTIES[0]}:class-teacher`;
  return [
    step('lead', 'formJointWorkGroup', own, { members: [{ personId: names.person('colleague'), role: 'subject-teacher' }] }),
    step('lead', 'addGroupMember', own, { personId: names.person('stand_in'), role: 'mentor' }),
    step('lead', 'removeGroupMember', own, { personId: names.person('stand_in') }),
    step('teacher', 'agreeGroupGoals', own, { goals: '同心育人。' }),
    step('teacher', 'shareGroupOutcome', own, { outcome: '班级公约范本。' }),
    step('vice', 'formJointWorkGroup', neighbour),
    step('vice', 'dissolveGroup', neighbour, { reason: '任务完成。' }),
    step('bureau', 'defineDutyCharter', [charterId], { duties: '全面负责班级。', collaboration: '与第一班主任协同。' }),
    step('teacher', 'acknowledgeDutyCharter', [`${charterId}:${names.person('teacher')}`], { edition: 1 }),
    step('bureau', 'publishCadencePolicy', [], { rules: [{ subject: 'class-activity', scope: 'class', times: 1, period: 'month' }] }),
  ];
};
