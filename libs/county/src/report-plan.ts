import { derivedId, type Instant, type LocalDate, type ReportCategory, type ReportSeverity } from '@homeroom/contracts';
import { schoolCalendar, WINTER_VACATION } from './calendar';
import { type Changes, colleagueOf } from './changes';
import type { PlannedCommand } from './commands';
import type { Class, County, SchoolWithPeople } from './county';
import { aroundTheClock, type Hours, HOURS_OF_DAY, workingHours } from './hours';
import type { Random } from './random';
import { type Raised, ReportCase } from './report-case';
import { NEED_PLOTS, type Plot, PLOTS } from './report-plots';
import { ReportStory } from './report-story';
import { filled, REPORT_TEXTS, WORK_STATUS_TEXTS } from './report-texts';
import { instantAt, workingTime } from './working-time';

/** One report of the year: how it goes, and everything asked about it. */
export interface PlannedReport {
  readonly plot: string;
  readonly report: ReportCase;
  readonly school: SchoolWithPeople;
  readonly commands: readonly PlannedCommand[];
}

/** Reports of one class in a year; on average nearly four. */
const REPORTS_OF_CLASS = { 1: 8, 2: 16, 3: 24, 4: 22, 5: 14, 6: 9, 8: 7 } as const;
/** Of thousand reports. */
const WORK_STATUS_SHARE = 250;
/** Of thousand problems and needs. */
const NEED_SHARE = 95;
const MERGED_SHARE = 35;

const CATEGORIES: Readonly<Partial<Record<ReportCategory, number>>> =
  { CLASS_MANAGEMENT: 26, HOME_SCHOOL_CONFLICT: 22, INSTITUTIONAL_NEED: 9, SAFETY: 8, STUDENT_WELLBEING: 14, TEACHING: 12, OTHER: 9 };
const STATUS_CATEGORIES: Readonly<Partial<Record<ReportCategory, number>>> = { CLASS_MANAGEMENT: 50, STUDENT_WELLBEING: 20, TEACHING: 20, OTHER: 10 };
const SEVERITIES: Readonly<Record<ReportSeverity, number>> = { ROUTINE: 58, IMPORTANT: 28, URGENT: 12, CRITICAL: 2 };

const LAST_RAISE: LocalDate = '2026-06-26';

/** What all reports share. */
interface Year {
  readonly county: County;
  readonly changes: Changes;
  readonly days: readonly LocalDate[];
  /** Far enough before the winter vacation that a report raised then is over when it begins. */
  readonly daysWithinTerm: readonly LocalDate[];
  readonly hours: Readonly<Record<ReportSeverity, Hours>>;
}

/** A class's n-th report, before anything is decided about it. */
interface Slot { readonly schoolClass: Class; readonly school: SchoolWithPeople; readonly n: number; readonly random: Random }

export const reportPlan = (county: County, changes: Changes): PlannedReport[] => {
  const time = workingTime(schoolCalendar());
  const working = workingHours(time);
  const days = time.days.filter((day) => day >= '2025-09-02' && day <= LAST_RAISE);
  const year: Year = {
    county, changes, days, daysWithinTerm: days.filter((day) => day < '2025-12-20' || day > WINTER_VACATION.until),
    hours: { ROUTINE: working, IMPORTANT: working, URGENT: working, CRITICAL: aroundTheClock },
  };
  const slots = county.schools.flatMap((school) => school.classes.flatMap((schoolClass): Slot[] => {
    const random = county.random.of('reports', schoolClass.classId);
    return Array.from({ length: Number(random.weighted(REPORTS_OF_CLASS)) }, (_, n) => ({ schoolClass, school, n, random: random.of(n) }));
  }));
  const featured = tour(year);
  const dealt = deal(slots, county.random.of('plots'));
  const told = dealt.filter(({ plot }) => plot !== 'merged').map(({ slot, plot }) => tell(year, slot, plot));
  const merged = dealt.filter(({ plot }) => plot === 'merged').map(({ slot }) => merge(year, slot, told));
  return [...featured, ...told, ...merged];
};

const ALL_PLOTS: Readonly<Record<string, Plot>> = { ...PLOTS, ...NEED_PLOTS };

/** Plots are dealt like cards, so that each occurs as often as its share says, and at least once. */
const deal = (slots: readonly Slot[], random: Random): { slot: Slot; plot: string }[] => {
  const status = Math.round((slots.length * WORK_STATUS_SHARE) / 1_000);
  const problems = slots.length - status;
  const cards = (plots: Readonly<Record<string, Plot>>, of: number): string[] =>
    Object.entries(plots).flatMap(([name, { share }]) => Array<string>(Math.max(1, Math.round((problems * of * share) / 1_000_000))).fill(name));
  const merged = Math.max(1, Math.round((problems * MERGED_SHARE) / 1_000));
  const hand = [
    ...Array<string>(merged).fill('merged'), ...cards(NEED_PLOTS, NEED_SHARE), ...cards(PLOTS, 1_000 - NEED_SHARE),
    ...Array<string>(status).fill('work-status'),
  ].slice(0, slots.length);
  while (hand.length < slots.length) hand.push('answered');
  const shuffled = random.some(hand, hand.length);
  return slots.map((slot, i) => ({ slot, plot: shuffled[i]! }));
};

const tell = (year: Year, slot: Slot, plot: string): PlannedReport => {
  if (plot === 'work-status') return workStatus(year, slot);
  const { only, climbs = false, withinTerm = false, tell: tellPlot } = ALL_PLOTS[plot]!;
  const { random } = slot;
  const need = plot in NEED_PLOTS;
  const severity = severityFrom(random, need ? ['ROUTINE'] : only);
  const category = need ? 'RESOURCE_NEED' : severity === 'CRITICAL' ? random.pick(['SAFETY', 'STUDENT_WELLBEING'] as const) : random.weighted(CATEGORIES as Record<ReportCategory, number>);
  const story = begin(year, slot, { kind: 'problem-or-need', category, severity, at: raisedAt(year, random, severity, withinTerm) }, climbs);
  tellPlot(story);
  return planned(plot, slot, story);
};

const severityFrom = (random: Random, only: readonly ReportSeverity[] | undefined): ReportSeverity => {
  const drawn = random.weighted(SEVERITIES);
  return !only || only.includes(drawn) ? drawn : random.weighted(Object.fromEntries(only.map((each) => [each, SEVERITIES[each]])) as Record<ReportSeverity, number>);
};

const raisedAt = ({ days, daysWithinTerm }: Year, random: Random, severity: ReportSeverity, withinTerm = false): Instant => {
  const day = random.pick(withinTerm ? daysWithinTerm : days);
  return instantAt(day, (severity === 'CRITICAL' ? random.whole(7, 21) : random.pick(HOURS_OF_DAY)) * 60);
};

/** The holder only takes note; now and then too late, or not at all. */
const workStatus = (year: Year, slot: Slot): PlannedReport => {
  const { random } = slot;
  const story = begin(year, slot, { kind: 'work-status', category: random.weighted(STATUS_CATEGORIES as Record<ReportCategory, number>), severity: 'ROUTINE', at: raisedAt(year, random, 'ROUTINE') });
  if (random.chance(0.09)) story.silence();
  if (!random.chance(0.02)) story.acknowledge();
  return planned('work-status', slot, story);
};

/** The two reports that a newcomer is led to: one went up by itself, one went through resources and back. In a class with every level. */
const tour = (year: Year): PlannedReport[] => {
  const school = year.county.schools[0]!;
  const schoolClass = school.classes.reduce((longest, each) => (each.seats.length > longest.seats.length ? each : longest));
  const led = (n: number, plot: string, asked: Asked): PlannedReport => {
    const slot = { schoolClass, school, n, random: year.county.random.of('tour', n) };
    const story = begin(year, slot, asked, true);
    ALL_PLOTS[plot]!.tell(story);
    return planned(plot, slot, story);
  };
  return [
    led(1_001, 'escalated-by-deadline', { kind: 'problem-or-need', category: 'HOME_SCHOOL_CONFLICT', severity: 'IMPORTANT', at: instantAt('2025-10-14', 540) }),
    led(1_002, 'supported', { kind: 'problem-or-need', category: 'RESOURCE_NEED', severity: 'ROUTINE', at: instantAt('2025-11-04', 600) }),
  ];
};

type Asked = Pick<Raised, 'kind' | 'category' | 'severity' | 'at'>;

const begin = ({ county, changes, hours }: Year, { schoolClass, school, n, random }: Slot, asked: Asked, climbs = false): ReportStory => {
  const seats = changes.seatsAt(schoolClass, asked.at);
  const raiserLevel = seats.length > 3 && schoolClass.seats[1]!.role === 'middle-leader' && random.chance(0.06) ? 2 : 1;
  const startAtTop = asked.severity === 'CRITICAL' && !climbs && random.chance(0.5);
  const reportId = derivedId('county-year', county.seed, 'report', schoolClass.classId, n);
  const report = new ReportCase({ ...asked, reportId, schoolClass, seats, raiserLevel, startAtTop }, hours[asked.severity]);
  const { office } = county;
  return new ReportStory(report, {
    delegateOf: changes.delegateOf, colleague: colleagueOf(school, seats), principal: school.principal.personId,
    support: { decides: office.support.personId, brings: office.researcher.personId },
  }, random);
};

const planned = (plot: string, { school, schoolClass, random }: Slot, { report, asked }: ReportStory): PlannedReport => {
  const { reportId, kind, category, severity, startAtTop, at } = report.raised;
  const texts = kind === 'work-status' ? WORK_STATUS_TEXTS : REPORT_TEXTS[category];
  const given = { class: schoolClass.label };
  const body = {
    reportId, classId: schoolClass.classId, kind, category, ...(kind === 'problem-or-need' && { severity }), ...(random.chance(0.15) && { typical: true }), ...(startAtTop && { startAtTop }),
    subject: filled(random.pick(texts.subjects), random, given), details: filled(random.pick(texts.details), random, given),
  };
  return { plot, report, school, commands: [{ at, operation: 'RaiseUpwardReport', ids: [], by: report.raiser, body, lane: reportId }, ...asked] };
};

/** A duplicate of a report that is open at the same time in the same school; an ordinary one where there is none. */
const merge = (year: Year, slot: Slot, told: readonly PlannedReport[]): PlannedReport => {
  const { random, school, schoolClass } = slot;
  const hours = year.hours.ROUTINE;
  const others = told.filter(({ report, school: other }) => other === school && report.raised.schoolClass !== schoolClass && report.raised.kind === 'problem-or-need');
  for (const other of random.some(others, others.length)) {
    const { at: since, category } = other.report.raised;
    const at = hours.from(hours.add(since, 60));
    const mergeAt = hours.from(hours.add(at, random.whole(60, 400)));
    if (mergeAt >= (other.report.openUntil ?? mergeAt) || category === 'RESOURCE_NEED' || other.report.raised.severity === 'CRITICAL') continue;
    const story = begin(year, slot, { kind: 'problem-or-need', category, severity: 'ROUTINE', at });
    if (mergeAt >= story.report.nextDueAt!) continue;
    story.acknowledge([0.02, 0.1]).mergeInto(other.report.raised.reportId, mergeAt);
    return planned('merged', slot, story);
  }
  return tell(year, slot, 'answered');
};

/** The reports that a school raised about one thing, oldest first. */
export const reportsOf = (reports: readonly PlannedReport[], school: SchoolWithPeople, category: ReportCategory): PlannedReport[] =>
  reports.filter((each) => each.school === school && each.report.raised.category === category && each.report.raised.kind === 'problem-or-need')
    .sort((a, b) => (a.report.raised.at < b.report.raised.at ? -1 : 1));

