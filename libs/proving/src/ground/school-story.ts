import { later, type Names, step, type Story } from './story';

const YEAR = '2025-2026';

/** Units, people, offices and chains: each command once, on units and classes that nobody needs afterwards. */
export const schoolStory = (names: Names): Story => [...units(names), ...people(names), ...classes(names), ...leadership(names), ...chains(names)];

const units = (names: Names): Story => {
  const [school, second, third, group] = [names.id('school one'), names.id('school two'), names.id('third school'), names.id('group')];
  return [
    step('bureau', 'formEducationGroup', [], { orgUnitId: group, name: '示例集团', parentId: names.id('county') }),
    step('bureau', 'joinEducationGroup', [school], { groupId: group }),
    step('bureau', 'joinEducationGroup', [second], { groupId: group }),
    step('bureau', 'leaveEducationGroup', [second]),
    step('bureau', 'registerOrgUnit', [], { orgUnitId: third, level: 'school', name: '示例初中', parentId: names.id('town'), code: '3137900004', schoolKind: 'junior' }),
    step('bureau', 'renameOrgUnit', [third], { name: '示例学校' }),
    step('bureau', 'changeSchoolKind', [third], { schoolKind: 'nine-year' }),
    step('bureau', 'changeOrgCode', [third], { code: '3437900005', schoolKind: 'complete-secondary' }),
    step('bureau', 'moveOrgUnit', [third], { parentId: names.id('county') }),
    step('bureau', 'closeOrgUnit', [third]),
    step('bureau', 'restoreOrgUnit', [third]),
    step('principal', 'publishSchoolCalendar', [school], { schoolYear: YEAR, from: '2025-09-01', until: '2026-08-31', closures: [], makeUpWorkdays: [] }),
  ];
};

const people = (names: Names): Story => {
  const [second, teacher, colleague, leaver] = [names.id('school two'), names.person('teacher'), names.person('colleague'), names.person('leaver')];
  return [
    step('teacher', 'updateTeacherProfile', [teacher], { phone: '10000099999' }),
    step('principal', 'updateTeacherProfile', [colleague], { name: '示例改名', phone: '10000099998' }),
    step('principal', 'recordPreServiceCertificate', [colleague], { certificateNo: 'GQ2025-000001', issuedOn: '2025-08-22' }),
    step('principal', 'appointChiefClassTeacher', [colleague]),
    step('principal', 'changeTeacherPost', [leaver], { post: 'middle-leader' }),
    step('bureau', 'transferTeacher', [leaver], { schoolId: second, staffNo: 'T9', post: 'teacher' }),
    step('second_principal', 'deactivateTeacher', [leaver], { reason: 'resigned' }),
    step('second_principal', 'reactivateTeacher', [leaver], { schoolId: second, staffNo: 'T10', post: 'teacher' }),
  ];
};

const classes = (names: Names): Story => {
  const [plain, small, colleague, standIn] = [names.id('class'), names.id('small class'), names.person('colleague'), names.person('stand_in')];
  const opens = (classId: string, grade: number, classNo: string) =>
    step('principal', 'openClass', [], { classId, schoolId: names.id('school one'), schoolYear: YEAR, stage: 'primary', grade, classNo, effectiveOn: '2025-09-01' });
  return [
    opens(small, 3, '3-9'), opens(names.id('oldest class'), 6, '6-1'), opens(names.id('growing class'), 2, '2-1'),
    step('principal', 'promoteClass', [names.id('growing class')], { schoolYear: '2026-2027' }),
    step('principal', 'flagTargetClass', [plain], { criteria: ['many-challenges'] }),
    step('principal', 'flagTargetClass', [small], { criteria: ['hard-to-manage'] }),
    step('principal', 'unflagTargetClass', [small]),
    step('principal', 'appointClassTeacher', [small], { personId: colleague, subject: 'chinese', from: '2025-09-01' }),
    later('2025-09-08T02:00:00.000Z'),
    step('principal', 'replaceClassTeacher', [small], { previousPersonId: colleague, personId: standIn, subject: 'chinese', reason: 'own-wish', note: '本人申请调整。' }),
  ];
};

const leadership = (names: Names): Story => {
  const [small, vice, head] = [names.id('small class'), names.person('vice'), names.person('head')];
  return [
    step('principal', 'nominateLeadClassTeacher', [small], { personId: head, extensionReason: '校级干部均已任职。' }),
    step('principal', 'declineLeadClassTeacherAssignment', [small], { personId: head, reason: '联席会认为不妥。' }),
    step('principal', 'nominateLeadClassTeacher', [small], { personId: vice }),
    step('principal', 'approveLeadClassTeacherAssignment', [small], { resolutionNo: 'LX2025-09', resolvedOn: '2025-09-05' }),
    step('bureau', 'grantLoadException', [`${vice}:${YEAR}`], { classId: small, approvalNo: 'PF2025-1' }),
    step('principal', 'appointLeadClassTeacher', [small], { personId: vice, from: '2025-09-01' }),
    step('vice', 'adjustIntervention', [small], { focuses: ['home-school'], daysPerMonth: 3, note: '增加到班次数。' }),
    step('principal', 'correctAppointmentDates', [small], { appointmentId: `${small}:3`, from: '2025-09-02', reason: '登记日期有误。' }),
    step('principal', 'endLeadClassTeacherAppointment', [small], { personId: vice, reason: 'class-needs', note: '班级已平稳。' }),
  ];
};

/** The chain of the small class, and the end of it. */
const chains = (names: Names): Story => {
  const [plain, small] = [names.id('class'), names.id('small class')];
  const [standIn, middle, head] = [names.person('stand_in'), names.person('middle'), names.person('head')];
  const seats = [{ role: 'class-teacher', personId: standIn }, { role: 'middle-leader', personId: middle }];
  return [
    step('principal', 'defineCollaborationChain', [small], { seats }),
    step('principal', 'activateCollaborationChain', [small]),
    step('principal', 'reviseCollaborationChain', [small], { seats: [...seats, { role: 'decision-body', personId: names.person('principal') }] }),
    step('principal', 'setChainDelegate', [plain], { role: 'middle-leader', delegateId: head }),
    step('principal', 'detectChainVacancy', [small], { role: 'middle-leader', leftBy: middle }),
    step('principal', 'fillChainSeat', [small], { role: 'middle-leader', personId: head }),
    later('2025-09-09T02:00:00.000Z'),
    step('principal', 'endClassTeacher', [small], { personId: standIn, until: '2025-09-09', reason: 'class-needs', note: '班级合并。' }),
    step('principal', 'closeClass', [small], { reason: 'merged' }),
    step('principal', 'graduateClass', [names.id('oldest class')], { effectiveOn: '2026-07-10' }),
  ];
};
