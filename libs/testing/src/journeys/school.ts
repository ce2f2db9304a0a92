import { randomInt, randomUUID } from 'node:crypto';
import type { JourneyStack } from './journey-stack';
import type { Person } from './person';

/** The county with its calendar and deadlines, and who works for it. */
export interface TheCounty {
  readonly bureau: Person;
  readonly researcher: Person;
  readonly townId: string;
}

/** A school with one class, led and with a chain in force: teacher → middle leader → lead class teacher → principal. */
export interface School {
  readonly schoolId: string;
  readonly classId: string;
  readonly teacher: Person;
  readonly middle: Person;
  readonly lead: Person;
  readonly principal: Person;
}

/** Working minutes until a ROUTINE report must be acknowledged, responded to, resolved and confirmed. A school day has 570 of them. */
export const DEADLINES = { acknowledgeWithinMinutes: 60, respondWithinMinutes: 240, resolveWithinMinutes: 1_140, confirmWithinMinutes: 570 };

const person = (role: string): { personId: string; roles: string[] } => ({ personId: randomUUID(), roles: [role] });

/** What the bureau's staff register first. */
export const registerCounty = async (stack: JourneyStack): Promise<TheCounty> => {
  const [bureau, researcher] = await stack.people(person('county-staff'), person('county-staff')) as [Person, Person];
  const [countyId, townId] = [randomUUID(), randomUUID()];
  await bureau.does('/v1/org-units', { orgUnitId: countyId, level: 'county', name: '昌邑市', code: '370786' });
  await bureau.does('/v1/org-units', { orgUnitId: townId, level: 'town', name: '奎聚街道', parentId: countyId, code: '370786001' });
  await bureau.does('/v1/school-calendars/county/publish', {
    schoolYear: '2025-2026', from: '2025-09-01', until: '2026-08-31', makeUpWorkdays: [], closures: [{ kind: 'vacation', from: '2026-07-01', until: '2026-08-31' }],
  });
  const critical = { acknowledgeWithinMinutes: 30, respondWithinMinutes: 120, resolveWithinMinutes: 1_440 };
  await bureau.does('/v1/deadline-policy/publish', { routine: DEADLINES, important: DEADLINES, urgent: DEADLINES, critical });
  await bureau.does('/v1/appointment-rules', { mustTeachClass: true, certificateForFirstTimers: false });
  return { bureau, researcher, townId };
};

/** Opens a school through the public API, as the bureau and then its principal do. */
export const openSchool = async (stack: JourneyStack, { bureau, townId }: TheCounty, teacherIs: { readonly name?: string; readonly phone?: string } = {}): Promise<School> => {
  const [principal, lead, middle, teacher] = await stack.people(person('school-staff'), person('school-staff'), person('school-staff'), person('school-staff')) as [Person, Person, Person, Person];
  const [schoolId, classId] = [randomUUID(), randomUUID()];
  const code = `2137${randomInt(1_000_000).toString().padStart(6, '0')}`;
  await bureau.does('/v1/org-units', { orgUnitId: schoolId, level: 'school', name: `试点小学 ${code}`, parentId: townId, code, schoolKind: 'primary' });
  const registers = (by: Person, { personId }: Person, staffNo: string, post: string, name: string, more: object = {}): Promise<unknown> =>
    by.does('/v1/teachers', { personId, schoolId, staffNo, post, name, subjects: ['chinese'], experienced: true, effectiveOn: '2025-08-20', ...more });
  await registers(bureau, principal, 'L1', 'school-leader', '单国强');
  await registers(bureau, lead, 'L2', 'school-leader', '吕建军');
  await registers(principal, middle, 'M1', 'middle-leader', '赵志远');
  await registers(principal, teacher, 'T1', 'teacher', '王晓梅', teacherIs);
  await principal.does('/v1/school-classes', { classId, schoolId, schoolYear: '2025-2026', stage: 'primary', grade: 3, classNo: '2023-01' });
  await leadClass(principal, classId, teacher, lead);
  const seats = Object.entries({ 'class-teacher': teacher, 'middle-leader': middle, 'lead-class-teacher': lead, 'decision-body': principal });
  await principal.does(`/v1/collaboration-chains/${classId}/define`, { seats: seats.map(([role, { personId }]) => ({ role, personId })) });
  await principal.does(`/v1/collaboration-chains/${classId}/activate`);
  return { schoolId, classId, teacher, middle, lead, principal };
};

const leadClass = async (principal: Person, classId: string, teacher: Person, lead: Person): Promise<void> => {
  const leadership = `/v1/class-leaderships/${classId}`;
  await principal.does(`${leadership}/appoint-class-teacher`, { personId: teacher.personId, subject: 'chinese', from: '2025-09-01' });
  await principal.does(`${leadership}/nominate-lead`, { personId: lead.personId });
  await principal.does(`${leadership}/approve-lead`, { resolutionNo: 'LX2025-01' });
  await principal.does(`${leadership}/appoint-lead`, { personId: lead.personId, from: '2025-09-01' });
};
