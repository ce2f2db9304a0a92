import { derivedId } from '@homeroom/contracts';
import { doing, later, type Names, step, type Step, type Story, type Who } from './story';

/** Upward reports in every turn they may take. The one called `report` stays open, with its holder. */
const reports = (names: Names): Story => {
  const raised = (what: string, more: object = {}): Step => step('teacher', 'raiseUpwardReport', [], {
    reportId: names.id(what), classId: names.id('class'), kind: 'problem-or-need', category: 'CLASS_MANAGEMENT', subject: '午休纪律', details: '近期午休纪律较差。', ...more,
  });
  const does = doing(names);
  return [
    raised('report'), does('middle', 'acknowledgeUpwardReport', 'report'),
    raised('asked report'), does('middle', 'acknowledgeUpwardReport', 'asked report'),
    does('middle', 'requestUpwardReportInfo', 'asked report', { question: '发生在哪一天？' }), does('teacher', 'supplyUpwardReportInfo', 'asked report', { answer: '周二与周三。' }),
    does('middle', 'respondToUpwardReport', 'asked report', { measures: '安排值班教师巡视。' }), does('middle', 'resolveUpwardReport', 'asked report', { outcome: '已好转。' }),
    does('teacher', 'rejectUpwardReportResolution', 'asked report', { reason: '昨天又出现一次。' }),
    does('middle', 'holdUpwardReport', 'asked report', { reason: '等待研究。', untilAt: '2025-09-20T08:00:00.000Z' }), does('middle', 'resumeUpwardReport', 'asked report'), does('middle', 'acknowledgeUpwardReport', 'asked report'),
    does('middle', 'respondToUpwardReport', 'asked report', { measures: '调整午休安排。' }), does('middle', 'resolveUpwardReport', 'asked report', { outcome: '纪律已好转。' }), does('teacher', 'confirmUpwardReport', 'asked report'),
    does('teacher', 'reopenUpwardReport', 'asked report', { reason: '再次出现。' }),
    raised('forwarded report'), does('middle', 'acknowledgeUpwardReport', 'forwarded report'),
    does('middle', 'forwardUpwardReport', 'forwarded report', { toPersonId: names.person('head'), reason: '由同级负责。' }),
    does('principal', 'reassignUpwardReport', 'forwarded report', { toPersonId: names.person('middle'), reason: '按分工调整。' }),
    raised('declined report'), does('middle', 'acknowledgeUpwardReport', 'declined report'), does('middle', 'escalateUpwardReport', 'declined report', { reason: '涉及多个部门。' }),
    does('lead', 'acknowledgeUpwardReport', 'declined report'), does('lead', 'escalateUpwardReport', 'declined report', { reason: '须联席会研究。' }),
    does('principal', 'acknowledgeUpwardReport', 'declined report'), does('principal', 'declineUpwardReport', 'declined report', { reason: '本学期经费已定。' }),
    raised('withdrawn report'), does('teacher', 'withdrawUpwardReport', 'withdrawn report', { reason: '重复上报。' }),
    raised('merged report'), does('middle', 'acknowledgeUpwardReport', 'merged report'), does('middle', 'mergeUpwardReport', 'merged report', { intoReportId: names.id('report') }),
    raised('need', { category: 'RESOURCE_NEED', subject: '心理辅导' }),
  ];
};

const DRAFT = { title: '开学安全教育', text: '各班第一周召开主题班会。', evidenceTypes: ['minutes'], acknowledgeWithinWorkingMinutes: 5_700, reportWithinWorkingMinutes: 57_000 };

/** Directives of the school; `directive` stays in force with the lead class teacher's and the class teacher's receipts. */
const directives = (names: Names): Story => {
  const [directive, revoked] = [names.id('directive'), names.id('revoked directive')];
  const relay = derivedId('directive-relay', directive, names.id('class'), names.person('lead'));
  const receipt = (id: string, who: Who): string => `${id}:${names.person(who)}`;
  const evidence = [{ evidenceType: 'minutes', evidenceId: names.id('evidence of directive') }];
  return [
    step('principal', 'draftDirective', [], { directiveId: directive, schoolId: names.id('school one'), ...DRAFT }),
    step('principal', 'reviseDirectiveDraft', [directive], { ...DRAFT, title: '安全教育', text: '各班第一周召开主题班会并记录。' }),
    step('principal', 'issueDirective', [directive], { recipientIds: [names.person('lead'), names.person('colleague'), names.person('stand_in')] }),
    step('principal', 'extendDirective', [directive], { recipientIds: [names.person('head')] }),
    step('lead', 'acknowledgeDirective', [receipt(directive, 'lead')]),
    step('lead', 'relayDirective', [directive], { classId: names.id('class'), note: '本班周三。' }),
    step('teacher', 'acknowledgeDirective', [receipt(relay, 'teacher')]),
    step('colleague', 'acknowledgeDirective', [receipt(directive, 'colleague')]),
    step('colleague', 'reportDirectiveCompletion', [receipt(directive, 'colleague')], { evidence, summary: '已召开。' }),
    step('principal', 'returnDirectiveCompletion', [receipt(directive, 'colleague')], { reason: '缺少过程记录。', reportWithinWorkingMinutes: 5_700 }),
    step('colleague', 'reportDirectiveCompletion', [receipt(directive, 'colleague')], { evidence, summary: '已补充记录。' }),
    step('principal', 'verifyDirectiveCompletion', [receipt(directive, 'colleague')]),
    step('principal', 'draftDirective', [], { directiveId: revoked, schoolId: names.id('school one'), ...DRAFT }),
    step('principal', 'issueDirective', [revoked], { recipientIds: [names.person('head')] }),
    step('principal', 'revokeDirective', [revoked], { reason: '内容有误。' }),
    step('principal', 'draftDirective', [], { directiveId: names.id('closed directive'), schoolId: names.id('school one'), ...DRAFT }),
    step('principal', 'issueDirective', [names.id('closed directive')], { recipientIds: [names.person('head')] }),
    step('principal', 'closeDirective', [names.id('closed directive')], { reason: '按期收尾。' }),
    step('principal', 'draftDirective', [], { directiveId: names.id('draft directive'), schoolId: names.id('school one'), ...DRAFT }),
  ];
};

const commonProblems = (names: Names): Story => [
  step('middle', 'identifyCommonProblem', [], { commonProblemId: names.id('problem'), schoolId: names.id('school one'), reportIds: ['report', 'asked report'].map((each) => names.id(each)), summary: '多班午休纪律问题。' }),
  step('middle', 'addReportsToCommonProblem', [names.id('problem')], { reportIds: [names.id('forwarded report')] }),
  step('middle', 'discussCommonProblem', [names.id('problem')], { discussedOn: '2025-09-08', strategies: '统一口径、错峰午休。' }),
  step('middle', 'answerCommonProblem', [names.id('problem')], { guidanceId: names.id('guidance') }),
  step('middle', 'identifyCommonProblem', [], { commonProblemId: names.id('dropped problem'), schoolId: names.id('school one'), reportIds: ['report', 'need'].map((each) => names.id(each)), summary: '误判为共性问题。' }),
  step('middle', 'closeCommonProblem', [names.id('dropped problem')], { outcome: 'dropped', reason: '并非共性。' }),
];

/** What goes up and comes down the chain of the class, and the support that is asked for. */
export const collaborationStory = (names: Names): Story => [...reports(names), ...directives(names), ...commonProblems(names), ...support(names)];

const support = (names: Names): Story => {
  const asks = (what: string): Step => step('principal', 'requestSupport', [], { supportRequestId: names.id(what), category: 'IDEAS', schoolId: names.id('school one'), classId: names.id('class'), need: '申请心理辅导教师。' });
  const does = doing(names);
  return [
    asks('support'), does('bureau', 'approveSupport', 'support', { note: '同意。' }),
    does('bureau', 'allocateSupport', 'support', { providerPersonId: names.person('researcher'), support: '每周三下午一名教师。' }),
    asks('confirmed support'), does('bureau', 'approveSupport', 'confirmed support', { note: '同意。' }),
    does('bureau', 'allocateSupport', 'confirmed support', { providerPersonId: names.person('researcher'), support: '资源包一套。' }),
    does('researcher', 'deliverSupport', 'confirmed support', { note: '已送达。' }), does('principal', 'confirmSupport', 'confirmed support'),
    asks('declined support'), does('bureau', 'declineSupport', 'declined support', { reason: '校内可解决。' }),
    asks('cancelled support'), does('principal', 'cancelSupport', 'cancelled support', { reason: '已自行解决。' }),
    later('2025-09-10T02:00:00.000Z'),
  ];
};
