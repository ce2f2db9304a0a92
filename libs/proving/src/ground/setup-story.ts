import { COUNTIES } from './two-counties';
import { type Names, step, type Step, type Who } from './story';

const YEAR = '2025-2026';
const MINUTES = { acknowledgeWithinMinutes: 570, respondWithinMinutes: 1_710, resolveWithinMinutes: 5_700, confirmWithinMinutes: 2_850 };
const { confirmWithinMinutes: _, ...CRITICAL } = MINUTES;
const CALENDAR = { schoolYear: YEAR, from: '2025-09-01', until: '2026-08-31', closures: [{ kind: 'public-holiday', from: '2025-10-01', until: '2025-10-08' }], makeUpWorkdays: [] };

/** A county with one town and its rules. */
const countyOf = (names: Names, bureau: Who, code: string, mark: string): Step[] => [
  step(bureau, 'registerOrgUnit', [], { orgUnitId: names.id(`${mark}county`), level: 'county', name: '示例县', code }),
  step(bureau, 'registerOrgUnit', [], { orgUnitId: names.id(`${mark}town`), level: 'town', name: '示例镇', parentId: names.id(`${mark}county`), code: `${code}001` }),
  step(bureau, 'publishCountyCalendar', [], CALENDAR),
  step(bureau, 'publishDeadlinePolicy', [], { routine: MINUTES, important: MINUTES, urgent: MINUTES, critical: CRITICAL }),
  step(bureau, 'setAppointmentRules', [], { mustTeachClass: false, certificateForFirstTimers: false }),
];

const registers = (names: Names, by: Who, who: Who, school: string, post: string, staffNo: string): Step =>
  step(by, 'registerTeacher', [], {
    personId: names.person(who), schoolId: names.id(school), staffNo, post, name: `示例${staffNo}`, phone: `100000${staffNo.replaceAll(/\D/g, '').padStart(5, '0')}`,
    subjects: ['chinese'], experienced: true, effectiveOn: '2025-08-20',
  });

/** A class, led, with a chain in force. */
const classOf = (names: Names, by: Who, [school, schoolClass, classNo]: readonly [string, string, string], seats: Readonly<Record<string, Who>>): Step[] => {
  const ids = [names.id(schoolClass)];
  const holds = (role: string): { personId: string } => ({ personId: names.person(seats[role]!) });
  return [
    step(by, 'openClass', [], { classId: names.id(schoolClass), schoolId: names.id(school), schoolYear: YEAR, stage: 'primary', grade: 3, classNo, effectiveOn: '2025-09-01' }),
    step(by, 'appointClassTeacher', ids, { ...holds('class-teacher'), subject: 'chinese', from: '2025-09-01' }),
    ...(seats['lead-class-teacher'] ? [
      step(by, 'nominateLeadClassTeacher', ids, { ...holds('lead-class-teacher'), extensionReason: '试点需要' }),
      step(by, 'approveLeadClassTeacherAssignment', ids, { resolutionNo: 'LX2025-01', resolvedOn: '2025-09-01' }),
      step(by, 'appointLeadClassTeacher', ids, { ...holds('lead-class-teacher'), from: '2025-09-01' }),
    ] : []),
    step(by, 'defineCollaborationChain', ids, { seats: Object.keys(seats).map((role) => ({ role, ...holds(role) })) }),
    step(by, 'activateCollaborationChain', ids),
  ];
};

/** Two schools in one county, one in the other: who is where, before anything is done with the class. */
export const setupStory = (names: Names): Step[] => [
  ...countyOf(names, 'bureau', COUNTIES[0], ''),
  step('bureau', 'registerOrgUnit', [], { orgUnitId: names.id('school one'), level: 'school', name: '示例小学', parentId: names.id('town'), code: '2137900001', schoolKind: 'primary' }),
  step('bureau', 'registerOrgUnit', [], { orgUnitId: names.id('school two'), level: 'school', name: '示例二小', parentId: names.id('town'), code: '2137900002', schoolKind: 'primary' }),
  registers(names, 'bureau', 'principal', 'school one', 'school-leader', 'L1'),
  registers(names, 'bureau', 'lead', 'school one', 'school-leader', 'L2'),
  registers(names, 'principal', 'vice', 'school one', 'school-leader', 'L3'),
  registers(names, 'principal', 'middle', 'school one', 'middle-leader', 'M1'),
  registers(names, 'principal', 'head', 'school one', 'middle-leader', 'M2'),
  ...(['teacher', 'neighbour', 'colleague', 'stand_in', 'leaver'] as const).map((who, i) => registers(names, 'principal', who, 'school one', 'teacher', `T${i + 1}`)),
  registers(names, 'bureau', 'second_principal', 'school two', 'school-leader', 'L1'),
  registers(names, 'bureau', 'second_lead', 'school two', 'school-leader', 'L2'),
  registers(names, 'second_principal', 'second_middle', 'school two', 'middle-leader', 'M1'),
  registers(names, 'second_principal', 'second_teacher', 'school two', 'teacher', 'T1'),
  registers(names, 'second_principal', 'second_colleague', 'school two', 'teacher', 'T2'),
  ...classOf(names, 'principal', ['school one', 'class', '3-1'], { 'class-teacher': 'teacher', 'middle-leader': 'middle', 'lead-class-teacher': 'lead', 'decision-body': 'principal' }),
  ...classOf(names, 'principal', ['school one', 'neighbour class', '3-2'], { 'class-teacher': 'neighbour', 'middle-leader': 'head', 'lead-class-teacher': 'vice', 'decision-body': 'principal' }),
  ...classOf(names, 'second_principal', ['school two', 'second class', '3-1'], { 'class-teacher': 'second_teacher', 'middle-leader': 'second_middle', 'lead-class-teacher': 'second_lead', 'decision-body': 'second_principal' }),
  ...countyOf(names, 'far_bureau', COUNTIES[1], 'far '),
  step('far_bureau', 'registerOrgUnit', [], { orgUnitId: names.id('far school'), level: 'school', name: '示例外小', parentId: names.id('far town'), code: '2137900003', schoolKind: 'primary' }),
  registers(names, 'far_bureau', 'far_principal', 'far school', 'school-leader', 'L1'),
  registers(names, 'far_principal', 'far_teacher', 'far school', 'teacher', 'T1'),
  ...classOf(names, 'far_principal', ['far school', 'far class', '3-1'], { 'class-teacher': 'far_teacher', 'decision-body': 'far_principal' }),
];
