import { derivedId, type Instant, type LocalDate } from '@homeroom/contracts';
import { FIRST_DAY, SCHOOL_YEAR, schoolCalendar } from './calendar';
import type { PlannedCommand } from './commands';
import type { Class, County, SchoolWithPeople } from './county';
import type { Teacher } from './people';
import { POLICY } from './policy';
import { DECLINE_LEAD_REASONS, EXTENSION_REASONS } from './texts';
import { COUNTY, TOWNS } from './towns';
import { instantAt } from './working-time';

type Ask = (at: Instant, command: Omit<PlannedCommand, 'at' | 'lane'> & { readonly lane?: string }) => void;

const at = (day: LocalDate, hour: number): Instant => instantAt(day, hour * 60);

/** The last week of August: the county, its schools and people, and who leads which class. Each hour rests on the one before. */
export const setupPlan = (county: County): PlannedCommand[] => {
  const commands: PlannedCommand[] = [];
  const ask: Ask = (when, command) => void commands.push({ lane: command.ids[0] ?? 'county', ...command, at: when });
  countyItself(county, ask);
  for (const school of county.schools) {
    schoolItself(county, school, ask);
    for (const schoolClass of school.classes) classItself(county, school, schoolClass, ask);
  }
  return commands;
};

const countyItself = ({ seed, countyId, office, schools, groups }: County, ask: Ask): void => {
  const by = office.coordinator.personId;
  const townId = (code: string): string => derivedId('county-year', seed, 'town', code);
  const register = (hour: number, lane: string, body: PlannedCommand['body']): void => ask(at('2025-08-25', hour), { operation: 'RegisterOrgUnit', ids: [], by, lane, body });
  register(8, 'county', { orgUnitId: countyId, level: 'county', name: COUNTY.name, code: COUNTY.code });
  ask(at('2025-08-25', 9), { operation: 'PublishCountyCalendar', ids: [], by, lane: 'calendar', body: publishedCalendar() });
  ask(at('2025-08-25', 9), { operation: 'PublishDeadlinePolicy', ids: [], by, lane: 'policy', body: publishedPolicy() });
  ask(at('2025-08-25', 9), { operation: 'SetAppointmentRules', ids: [], by, lane: 'rules', body: { mustTeachClass: true, certificateForFirstTimers: true } });
  const present = TOWNS.filter((town) => schools.some((school) => school.town === town));
  for (const { code, name } of present) register(9, 'county', { orgUnitId: townId(code), level: 'town', name, parentId: countyId, code });
  for (const { schoolId, name, town, code, kind } of schools) register(10, town.code, { orgUnitId: schoolId, level: 'school', name, parentId: townId(town.code), code, schoolKind: kind });
  for (const { groupId, name, schools: members } of groups) {
    ask(at('2025-08-25', 10), { operation: 'FormEducationGroup', ids: [], by, lane: 'county', body: { orgUnitId: groupId, name, parentId: countyId } });
    for (const { schoolId } of members) ask(at('2025-08-25', 11), { operation: 'JoinEducationGroup', ids: [schoolId], by, lane: groupId, body: { groupId } });
  }
};

const publishedCalendar = (): PlannedCommand['body'] => {
  const { from, until, closures, makeUpWorkdays } = schoolCalendar();
  return { schoolYear: SCHOOL_YEAR, from, until, closures, makeUpWorkdays: makeUpWorkdays.map((day) => ({ day })) };
};

const publishedPolicy = (): PlannedCommand['body'] => {
  const rule = (severity: keyof typeof POLICY): Record<string, number> => {
    const { acknowledge, respond, resolve, confirm } = POLICY[severity];
    return { acknowledgeWithinMinutes: acknowledge, respondWithinMinutes: respond, resolveWithinMinutes: resolve, ...(confirm !== undefined && { confirmWithinMinutes: confirm }) };
  };
  return { routine: rule('ROUTINE'), important: rule('IMPORTANT'), urgent: rule('URGENT'), critical: rule('CRITICAL') };
};

const schoolItself = ({ office }: County, school: SchoolWithPeople, ask: Ask): void => {
  const { schoolId, stageUnits, grades, staff, principal } = school;
  const [lane, by] = [schoolId, principal.personId];
  const enter = (when: Instant, asking: string, teacher: Teacher): void => ask(when, { operation: 'RegisterTeacher', ids: [], by: asking, lane, body: registration(teacher) });
  for (const leader of staff.leaders) enter(at('2025-08-25', 14), office.coordinator.personId, leader);
  for (const { unitId, stage, name } of stageUnits) {
    ask(at('2025-08-26', 8), { operation: 'RegisterOrgUnit', ids: [], by, lane, body: { orgUnitId: unitId, level: 'stage', name, parentId: schoolId, stage } });
  }
  for (const { unitId, stage, grade, name } of grades) {
    const parentId = stageUnits.find((unit) => unit.stage === stage)?.unitId ?? schoolId;
    ask(at('2025-08-26', 9), { operation: 'RegisterOrgUnit', ids: [], by, lane, body: { orgUnitId: unitId, level: 'grade', name, parentId, stage, grade } });
  }
  for (const teacher of [...staff.middle, ...staff.classTeachers, ...staff.others]) enter(at('2025-08-26', 10), by, teacher);
  for (const { personId, certificateNo } of [...staff.classTeachers, ...staff.others]) {
    if (certificateNo) ask(at('2025-08-26', 14), { operation: 'RecordPreServiceCertificate', ids: [personId], by, body: { certificateNo, issuedOn: '2025-08-22' } });
  }
  ask(at('2025-09-10', 10), { operation: 'AppointChiefClassTeacher', ids: [staff.classTeachers[0]!.personId], by, body: {} });
};

const registration = ({ personId, schoolId, staffNo, post, name, phone, subjects, experienced, worksSince }: Teacher): PlannedCommand['body'] =>
  ({ personId, schoolId, staffNo, post, name, phone, subjects, experienced, effectiveOn: worksSince });

const classItself = (county: County, school: SchoolWithPeople, schoolClass: Class, ask: Ask): void => {
  const { classId, unitId, stage, grade, classNo, classTeacher, criteria, lead } = schoolClass;
  const by = school.principal.personId;
  const opened = { classId, schoolId: school.schoolId, unitId, schoolYear: SCHOOL_YEAR, stage, grade, classNo, effectiveOn: FIRST_DAY };
  ask(at('2025-08-27', 8), { operation: 'OpenClass', ids: [], by, lane: school.schoolId, body: opened });
  ask(at('2025-08-28', 8), { operation: 'AppointClassTeacher', ids: [classId], by, body: { personId: classTeacher.personId, subject: classTeacher.subjects[0]!, from: FIRST_DAY } });
  if (criteria.length > 0) ask(at('2025-08-28', 9), { operation: 'FlagTargetClass', ids: [classId], by, body: { criteria } });
  if (lead) leadItself(county, school, schoolClass, lead, ask);
  const seats = schoolClass.seats.map(({ role, personId }) => ({ role, personId }));
  ask(at('2025-08-29', 8), { operation: 'DefineCollaborationChain', ids: [classId], by, body: { seats } });
  ask(at('2025-08-29', 10), { operation: 'ActivateCollaborationChain', ids: [classId], by, body: {} });
};

/** Proposed, decided by the joint meeting, appointed; here and there the meeting wants somebody else first. */
const leadItself = ({ office, random }: County, school: SchoolWithPeople, { classId, beyondLoad }: Class, lead: Teacher, ask: Ask): void => {
  const by = school.principal.personId;
  const chance = random.of('lead', classId);
  const nominate = (hour: number, { personId, post }: Teacher): void => ask(at('2025-08-28', hour),
    { operation: 'NominateLeadClassTeacher', ids: [classId], by, body: { personId, ...(post === 'middle-leader' && { extensionReason: chance.pick(EXTENSION_REASONS) }) } });
  const other = school.staff.leaders.find((one) => one !== lead);
  if (other && chance.chance(0.08)) {
    nominate(9, other);
    ask(at('2025-08-28', 10), { operation: 'DeclineLeadClassTeacherAssignment', ids: [classId], by, body: { personId: other.personId, reason: chance.pick(DECLINE_LEAD_REASONS) } });
  }
  nominate(11, lead);
  const decided = { resolvedOn: '2025-08-28', resolutionNo: `LX2025-${String(school.number).padStart(2, '0')}` };
  ask(at('2025-08-28', 14), { operation: 'ApproveLeadClassTeacherAssignment', ids: [classId], by, body: decided });
  if (beyondLoad) {
    const exception = { classId, approvalNo: `CYJY-2025-${String(school.number).padStart(3, '0')}` };
    ask(at('2025-08-28', 15), { operation: 'GrantLoadException', ids: [`${lead.personId}:${SCHOOL_YEAR}`], by: office.coordinator.personId, body: exception });
  }
  // One load stream a person: who leads two classes is appointed to one after the other.
  ask(at('2025-08-28', 16), { operation: 'AppointLeadClassTeacher', ids: [classId], by, lane: lead.personId, body: { personId: lead.personId, from: FIRST_DAY } });
};
