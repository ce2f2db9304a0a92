import {
  type CadencePeriod, type CadenceRule, type CadenceScope, type CadenceSubject, classActivityKinds, classReportKinds, homeSchoolContactKinds, type LocalDate, meetingKinds,
  routineWorkKinds, type SchoolYear,
} from '@homeroom/contracts';
import { daysOfTerm } from '../class-work-logs/term.model';
import { type SchoolDays, schoolDaysWithin } from '../school-calendars/working-time.model';
import { firstDayOf, nextSchoolYear } from '../school-classes/school-year.model';

/**
 * [INF] The sources say 定期 and 常态化 and no numbers: these hold, as version 0, until a county publishes its own. Class
 * activities, home and school, the class's reports; then the meetings of grade, class, group and school; then inspections.
 */
export const DEFAULT_CADENCE_RULES: readonly CadenceRule[] = [
  { subject: 'class-report', scope: 'class', times: 1, period: 'month' },
  { subject: 'class-activity', kind: 'themed-class-meeting', scope: 'class', times: 1, period: 'month' },
  { subject: 'class-activity', kind: 'red-story-session', scope: 'class', times: 1, period: 'term' },
  { subject: 'class-activity', kind: 'current-affairs-micro-class', scope: 'class', times: 1, period: 'month' },
  { subject: 'home-school-contact', kind: 'home-visit', scope: 'class', times: 2, period: 'term' },
  { subject: 'home-school-contact', kind: 'parent-meeting', scope: 'class', times: 1, period: 'term' },
  { subject: 'home-school-contact', kind: 'meet-the-lead-class-teacher', scope: 'led-class', times: 1, period: 'term' },
  { subject: 'meeting', kind: 'grade', scope: 'grade', times: 1, period: 'month' },
  { subject: 'meeting', kind: 'class-work', scope: 'led-class', times: 1, period: 'month' },
  { subject: 'meeting', kind: 'joint-group', scope: 'led-class', times: 1, period: 'term' },
  { subject: 'meeting', kind: 'party-administration', scope: 'school', times: 1, period: 'term' },
  { subject: 'class-inspection', scope: 'class', times: 1, period: 'month' },
];

const KINDS: Readonly<Record<CadenceSubject, readonly string[]>> = {
  'class-report': classReportKinds, 'routine-work': routineWorkKinds, 'class-activity': classActivityKinds, 'home-school-contact': homeSchoolContactKinds,
  meeting: meetingKinds, 'class-inspection': [],
};

export const isKindOf = ({ subject, kind }: CadenceRule): boolean => kind === undefined || KINDS[subject].includes(kind);

const OF_CLASS: readonly CadenceScope[] = ['class', 'led-class', 'school'];
/** Of whom each kind of meeting can be asked; meetings of an education group or of the county are of no school. */
const OF_MEETING: Readonly<Record<string, readonly CadenceScope[]>> = {
  grade: ['grade', 'school'], 'class-work': OF_CLASS, 'joint-group': OF_CLASS, 'party-administration': ['school'], group: [], joint: ['school'],
};

/** Whether what is asked for can be counted for such a subject. A meeting of no particular kind is a school's. */
export const isOfScope = ({ subject, kind, scope }: CadenceRule): boolean =>
  (subject === 'meeting' ? (kind === undefined ? ['school'] : OF_MEETING[kind] ?? []) : OF_CLASS).includes(scope);

/** First and last day. */
export interface Days { readonly from: LocalDate; readonly until: LocalDate }

/** School days without which a week or a month asks for nothing: vacations and holidays. [INF] */
const ENOUGH_SCHOOL_DAYS: Readonly<Record<CadencePeriod, number>> = { week: 3, month: 8, term: 0, 'school-year': 0 };

const addDays = (day: LocalDate, days: number): LocalDate => new Date(Date.parse(`${day}T00:00:00.000Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** Weeks run from Monday and belong to the school year of their Monday. */
const weeksOf = (year: SchoolYear): Days[] => {
  const first = firstDayOf(year);
  const monday = addDays(first, (8 - new Date(`${first}T00:00:00.000Z`).getUTCDay()) % 7);
  return Array.from({ length: 53 }, (_, week) => ({ from: addDays(monday, 7 * week), until: addDays(monday, 7 * week + 6) })).filter(({ from }) => from < firstDayOf(nextSchoolYear(year)));
};

const monthsOf = (year: SchoolYear): Days[] => Array.from({ length: 12 }, (_, month) => {
  const first = new Date(Date.UTC(Number(year.slice(0, 4)), 8 + month, 1)).toISOString().slice(0, 10);
  const next = new Date(Date.UTC(Number(year.slice(0, 4)), 9 + month, 1)).toISOString().slice(0, 10);
  return { from: first, until: addDays(next, -1) };
});

const PERIODS: Readonly<Record<CadencePeriod, (year: SchoolYear) => Days[]>> = {
  week: weeksOf, month: monthsOf,
  term: (schoolYear) => [daysOfTerm({ schoolYear, term: '1' }), daysOfTerm({ schoolYear, term: '2' })],
  'school-year': (year) => [{ from: firstDayOf(year), until: addDays(firstDayOf(nextSchoolYear(year)), -1) }],
};

/** The periods of a school year that are over on this day and had school: what was due in them should have been held. */
export const periodsDue = (period: CadencePeriod, schoolYear: SchoolYear, today: LocalDate, days: SchoolDays): Days[] =>
  PERIODS[period](schoolYear).filter(({ from, until }) => until < today && schoolDaysWithin(days, from, until) >= ENOUGH_SCHOOL_DAYS[period]);
