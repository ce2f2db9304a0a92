import { derivedId, type Instant, type LocalDate, type Uuid } from '@homeroom/contracts';
import { SCHOOL_YEAR, schoolCalendar } from './calendar';
import type { Changes } from './changes';
import type { Operation, PlannedCommand } from './commands';
import type { Class, County, SchoolWithPeople } from './county';
import { HOURS_OF_DAY } from './hours';
import type { Random } from './random';
import * as texts from './class-work-texts';
import { instantAt, workingTime } from './working-time';

/** The last day whose facts the cycles of June count. */
export const LAST_COUNTED_DAY: LocalDate = '2026-06-12';

type Asks = (operation: Operation, day: LocalDate, hour: number, ids: readonly string[], by: Uuid, body: PlannedCommand['body']) => void;

/** What goes on in classes: entries of their work logs, inspections and what comes of them, meetings with minutes. */
export const classWorkPlan = (county: County, changes: Changes): PlannedCommand[] => {
  const days = workingTime(schoolCalendar()).days.filter((day) => day > '2025-09-08' && day <= LAST_COUNTED_DAY);
  return county.schools.flatMap((school, nth) => {
    const commands = school.classes.flatMap((schoolClass, n) => ofClass(county, school, schoolClass, n, days, changes));
    return [...commands, ...(nth < CORRECTED_SCHOOLS ? withdrawal(commands) : []), ...meetings(county, school, days)];
  });
};

/** In these schools an entry was written down wrongly. */
const CORRECTED_SCHOOLS = 2;

/** The first entry of a log of the second term is taken back: what it counted for counts no more. */
const withdrawal = (commands: readonly PlannedCommand[]): PlannedCommand[] => commands.filter(({ ids: [log] }) => log?.endsWith(`${SCHOOL_YEAR}-2`)).slice(0, 1).map(({ ids: [log], by, lane }) => (
  { at: instantAt(LAST_COUNTED_DAY, 960), operation: 'WithdrawWorkLogEntry', ids: [log!], by, body: { entryId: `${log}:1`, reason: '误记，另行登记。' }, lane }));

const ofClass = (county: County, school: SchoolWithPeople, schoolClass: Class, nth: number, days: readonly LocalDate[], changes: Changes): PlannedCommand[] => {
  const commands: PlannedCommand[] = [];
  const random = county.random.of('work', schoolClass.classId);
  const asks = (lane: string): Asks => (operation, day, hour, ids, by, body) => void commands.push({ at: instantAt(day, hour * 60), operation, ids, by, body, lane });
  // A class whose teacher changes in the year is written up by the lead or not at all: the loader asks only who may.
  if (!changes.replacements.some((one) => one.schoolClass === schoolClass)) entries(schoolClass, random, days, asks(`log ${schoolClass.classId}`));
  if (nth % 4 === 0) inspection(county, school, schoolClass, random, days, asks(`inspection ${schoolClass.classId}`), changes);
  return commands;
};

const logOf = ({ classId }: Class, day: LocalDate): string => `${classId}:${SCHOOL_YEAR}-${day < '2026-02-01' ? '1' : '2'}`;

/** Diligence differs: a class has seven entries in the year or a dozen. Contacts are most, as they are in life. */
const entries = (schoolClass: Class, random: Random, days: readonly LocalDate[], ask: Asks): void => {
  const diligent = random.chance(0.6);
  const by = schoolClass.classTeacher.personId;
  // No two on one day: who writes twice an hour into one log would have to be told apart.
  const left = random.some(days, 13);
  const each = (count: number, operation: Operation, body: () => PlannedCommand['body']): void => {
    for (const day of left.splice(0, count)) ask(operation, day, random.pick(HOURS_OF_DAY), [logOf(schoolClass, day)], by, body());
  };
  each(diligent ? 4 : 2, 'HoldClassActivity', () => ({ kind: 'themed-class-meeting', topic: random.pick(texts.THEMES), participants: random.whole(35, 50) }));
  each(diligent ? 2 : 1, 'HoldClassActivity', () => ({ kind: random.pick(['red-story-session', 'current-affairs-micro-class', 'labour-practice', 'culture-and-sports']), topic: random.pick(texts.ACTIVITIES) }));
  each(diligent ? 2 : 1, 'RecordRoutineWork', () => ({ kind: 'subject-moral-education', note: random.pick(texts.LESSONS) }));
  each(diligent ? 4 : 2, 'RecordHomeSchoolContact', () => ({ kind: random.pick(['home-visit', 'parent-meeting', 'phone', 'talk-at-school']), students: random.whole(1, 12), note: random.pick(texts.CONTACTS) }));
  each(1, 'SubmitClassReport', () => ({ kind: 'term-summary', summary: random.pick(texts.SUMMARIES) }));
};

/** A middle leader looks; what is grave is put right, mostly in time. */
const inspection = ({ seed }: County, school: SchoolWithPeople, { classId, classTeacher }: Class, random: Random, days: readonly LocalDate[], ask: Asks, changes: Changes): void => {
  const inspectionId = derivedId('county-year', seed, 'inspection', classId);
  const inspector = school.staff.middle[0]!.personId;
  const [planned, done, due, late] = [0, 3, 8, 11].map((n) => days[random.of('day').whole(5, days.length - 20) + n]!) as [LocalDate, LocalDate, LocalDate, LocalDate];
  ask('PlanClassInspection', planned, 8, [], inspector, { inspectionId, classId, plannedOn: done, areas: ['order', 'hygiene'] });
  ask('StartClassInspection', done, 8, [inspectionId], inspector, {});
  const severity = random.pick(['LOW', 'LOW', 'MEDIUM', 'HIGH'] as const);
  const found = random.chance(0.7);
  if (found) ask('RecordInspectionFinding', done, 10, [inspectionId], inspector, { area: random.pick(['order', 'hygiene']), severity, details: random.pick(texts.FINDINGS) });
  const findingId = `${inspectionId}:1`;
  const mend = found && severity === 'HIGH';
  if (mend) ask('RequestRectification', done, 12, [inspectionId], inspector, { findingId, dueOn: due, instructions: '按期整改，附过程材料。' });
  ask('CompleteClassInspection', done, 14, [inspectionId], inspector, { conclusion: random.pick(texts.CONCLUSIONS) });
  if (!mend || changes.replacements.some((one) => one.schoolClass.classId === classId)) return;
  const [submitted, confirmed] = random.chance(0.8) ? [due, late] : [late, days[days.indexOf(late) + 2]!];
  ask('SubmitRectification', submitted, 10, [inspectionId], classTeacher.personId, { findingId, measures: '已整改，责任到人，每日复查。' });
  ask('ConfirmRectification', confirmed, 16, [inspectionId], inspector, { findingId });
};

/** The joint meeting of party and administration, once a term. */
const meetings = ({ seed, random }: County, { schoolId, number, principal }: SchoolWithPeople, days: readonly LocalDate[]): PlannedCommand[] => [['2025-10-10', '2025-12-31'], ['2026-03-01', '2026-05-30']].flatMap(([from, until], term) => {
  const day = random.of('meeting', number, term).pick(days.filter((one) => one > from! && one < until!));
  const meetingId = derivedId('county-year', seed, 'meeting', number, term);
  const startsAt: Instant = instantAt(day, 14 * 60);
  const by = principal.personId;
  return [
    { at: instantAt(day, 8 * 60), operation: 'ScheduleMeeting', ids: [], by, body: { meetingId, kind: 'party-administration', unitId: schoolId, startsAt, agenda: '第一班主任工作推进' }, lane: meetingId },
    { at: instantAt(day, 16 * 60), operation: 'RecordMinutes', ids: [meetingId], by, body: { minutes: '听取各班情况，研究第一班主任下沉安排。' }, lane: meetingId },
  ];
});
