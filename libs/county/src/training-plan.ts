import { derivedId, type CourseKind, type LocalDate, type Uuid } from '@homeroom/contracts';
import { SCHOOL_YEAR } from './calendar';
import type { Changes } from './changes';
import type { Operation, PlannedCommand } from './commands';
import type { County } from './county';
import { COVERAGE_DAY, type PlannedSession, plannedSessions } from './training-sessions';
import { instantAt, splitInstant } from './working-time';

const partOf = (seed: string, ...part: string[]): Uuid => derivedId('county-year', seed, 'training', ...part);
export const trainingPlanIdOf = (seed: string): Uuid => partOf(seed, 'plan');
export const coverageTargetIdOf = (seed: string): Uuid => partOf(seed, 'coverage');

const COURSES: Readonly<Record<CourseKind, { readonly title: string; readonly creditHours: number; readonly contents: readonly string[] }>> = {
  foundation: { title: '班主任专业基础（示例）', creditHours: 8, contents: ['moral-education-methods', 'class-management-skills'] },
  extension: { title: '带班方略与案例（示例）', creditHours: 4, contents: ['case-discussion', 'class-leading-strategies'] },
  practice: { title: '校本研修与政治学习（示例）', creditHours: 2, contents: ['political-theory', 'case-discussion'] },
};
const CORRECTED = '核对签到：本人当日请假，由他人代签';

/** Two weeks before a session it is announced, one week before people are sent, two days before somebody cannot come. */
const ANNOUNCED = 14;
const SENT = 7;
const CALLED_OFF = 2;
const DAY_MS = 86_400_000;
const daysBefore = (day: LocalDate, days: number): LocalDate => splitInstant(new Date(Date.parse(instantAt(day, 480)) - days * DAY_MS).toISOString()).day;

type Ask = (day: LocalDate, hour: number, command: Omit<PlannedCommand, 'at'>) => void;

/** A year of training: the plan with its targets, sessions at three tiers, and who was reached. */
export const trainingPlan = (county: County, changes: Changes): PlannedCommand[] => {
  const commands: PlannedCommand[] = [];
  const ask: Ask = (day, hour, command) => void commands.push({ ...command, at: instantAt(day, hour * 60) });
  const sessions = plannedSessions(county, changes);
  planned(county, sessions, ask);
  for (const session of sessions) held(county, session, ask);
  corrected(sessions, ask);
  const targetId = coverageTargetIdOf(county.seed);
  ask(COVERAGE_DAY, 14, { operation: 'EvaluateCoverage', ids: [targetId], by: county.office.researcher.personId, body: { on: COVERAGE_DAY }, lane: targetId });
  return commands;
};

/** The first days of September: two ladders, three courses, the plan within that of all staff, and what is to be reached. */
const planned = ({ seed, office }: County, sessions: readonly PlannedSession[], ask: Ask): void => {
  const by = office.researcher.personId;
  const [day, ladderId, planId] = ['2025-09-08', partOf(seed, 'ladder'), trainingPlanIdOf(seed)];
  const of = (hour: number, operation: Operation, ids: readonly string[], body: PlannedCommand['body'], apart?: string): void =>
    ask(day, hour, { operation, ids, by, body, lane: ids[0] ?? Object.values(body)[0] as string, ...(apart && { apart }) });
  of(8, 'DefineTrainingTierLadder', [], { ladderId, tiers: ['city', 'town', 'school'] });
  of(8, 'DefineTrainingTierLadder', [], { ladderId: partOf(seed, 'grade-ladder'), tiers: ['grade', 'school', 'district'] });
  for (const [kind, { title, creditHours, contents }] of Object.entries(COURSES)) {
    of(8, 'DraftCourse', [], { courseId: partOf(seed, kind), kind, creditHours, contents, title });
    of(10, 'PublishCourse', [partOf(seed, kind)], {});
  }
  of(8, 'CreateTrainingPlan', [], { planId: partOf(seed, 'all-staff'), schoolYear: SCHOOL_YEAR, audience: 'all-staff', title: `${SCHOOL_YEAR} 学年教师全员培训规划（示例）` });
  of(10, 'CreateTrainingPlan', [], { planId, schoolYear: SCHOOL_YEAR, audience: 'class-teachers', parentPlanId: partOf(seed, 'all-staff'), title: `${SCHOOL_YEAR} 学年班主任培训计划（示例）` });
  for (const [apart, alike] of Map.groupBy(sessions, ({ tier, regionCode, stage }) => (tier === 'city' ? `${regionCode}-${stage}` : tier))) {
    const { tier, regionCode, stage } = alike[0]!;
    of(12, 'AddPlanTarget', [planId], { tier, ...(tier === 'city' && { regionCode, stage }), sessions: alike.length }, apart);
  }
  of(14, 'PublishTrainingPlan', [planId], {});
  of(14, 'DefineCoverageTarget', [], { targetId: coverageTargetIdOf(seed), ladderId, scope: 'any-tier', from: '2025-09-01', until: '2026-08-31', threshold: '0.95' });
};

/** The county's are announced by the research centre, a school's by its principal; schools send their people, one of whom may not be able to come. */
const held = ({ seed, office }: County, { sessionId, tier, regionCode, stage, school, course, mode, day, invited }: PlannedSession, ask: Ask): void => {
  const by = school?.principal.personId ?? office.researcher.personId;
  const of = (when: LocalDate, hour: number, operation: Operation, body: PlannedCommand['body'], asking = by): void =>
    ask(when, hour, { operation, ids: operation === 'ScheduleSession' ? [] : [sessionId], by: asking, body, lane: sessionId });
  // One seat fewer than are sent: the last waits until somebody cannot come.
  const scarce = tier === 'city' && invited.length > 3;
  of(daysBefore(day, ANNOUNCED), 10, 'ScheduleSession', {
    sessionId, courseId: partOf(seed, course), planId: trainingPlanIdOf(seed), ladderId: partOf(seed, 'ladder'), tier, ...(regionCode && { regionCode }), ...(stage && { stage }),
    ...(school && { schoolId: school.schoolId }), mode, from: day, capacity: invited.length - (scarce ? 1 : 0), approval: tier !== 'school',
  });
  of(daysBefore(day, ANNOUNCED), 12, 'OpenEnrollment', {});
  const sent = Map.groupBy(invited, (one) => one.school);
  for (const [from, people] of sent) of(daysBefore(day, SENT), 10, 'NominateTeachers', { personIds: people.map(({ personId }) => personId) }, from.principal.personId);
  const calledOff = scarce ? [...sent.values()][0]![0]! : undefined;
  if (calledOff) of(daysBefore(day, CALLED_OFF), 16, 'CancelEnrollment', {}, calledOff.personId);
  const sheet = invited.filter((one) => one !== calledOff).map(({ personId, comes }) => ({ personId, attended: comes || personId === signedFor(invited, tier) }));
  of(day, 14, 'RecordAttendance', { entries: sheet });
  of(day, 16, 'CompleteSession', {});
};

/** In a school's session somebody may have signed for a colleague who was not there. */
const signedFor = (invited: PlannedSession['invited'], tier: PlannedSession['tier']): Uuid | undefined =>
  (tier === 'school' ? invited.find(({ comes }) => !comes)?.personId : undefined);

/** That comes out a week later, and the credit is taken back. */
const corrected = (sessions: readonly PlannedSession[], ask: Ask): void => {
  for (const { sessionId, tier, day, school, invited } of sessions) {
    const personId = signedFor(invited, tier);
    if (!personId || !school) continue;
    ask(daysBefore(day, -SENT), 10, { operation: 'CorrectAttendance', ids: [sessionId], by: school.principal.personId, body: { personId, attended: false, reason: CORRECTED }, lane: sessionId });
  }
};
