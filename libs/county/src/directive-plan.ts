import { derivedId, type Instant, type LocalDate, type Uuid } from '@homeroom/contracts';
import { schoolCalendar } from './calendar';
import type { Changes } from './changes';
import type { Operation, PlannedCommand } from './commands';
import type { County, SchoolWithPeople } from './county';
import { type Hours, workingHours } from './hours';
import type { Random } from './random';
import { type PlannedReport, reportsOf } from './report-plan';
import * as texts from './texts';
import { instantAt, plusMinutes, workingTime } from './working-time';

/** Minutes: two working days to take note, ten to carry it out. */
const ACKNOWLEDGE_WITHIN = 1_140;
const REPORT_WITHIN = 5_700;

/** A directive as one issuer gives it to these people. */
interface Giving {
  readonly directiveId: Uuid;
  readonly by: Uuid;
  readonly schoolId?: Uuid;
  readonly title: string;
  readonly text: string;
  readonly evidence: readonly string[];
  readonly audience: string;
  readonly recipients: readonly Uuid[];
  readonly answersCommonProblemId?: Uuid;
  /** When the draft is written; it is issued some hours later. */
  readonly at: Instant;
  readonly random: Random;
}

const COUNTY_DAYS: readonly LocalDate[] = ['2025-09-04', '2025-10-30', '2026-03-05', '2026-05-14'];
const SCHOOL_DAYS: readonly LocalDate[] = ['2025-09-15', '2025-11-10'];

export const directivePlan = (county: County, changes: Changes, reports: readonly PlannedReport[]): PlannedCommand[] => {
  const hours = workingHours(workingTime(schoolCalendar()));
  return [
    ...COUNTY_DAYS.flatMap((day, n) => countyDirective(county, changes, hours, day, n)),
    ...county.schools.flatMap((school) => [
      ...SCHOOL_DAYS.flatMap((day, n) => schoolDirective(county, changes, school, hours, day, n)),
      ...answeredProblems(county, school, hours, reports),
    ]),
  ];
};

const countyDirective = (county: County, changes: Changes, hours: Hours, day: LocalDate, n: number): PlannedCommand[] => {
  const directiveId = derivedId('county-year', county.seed, 'directive', n);
  const random = county.random.of('directive', n);
  const recipients = county.schools.flatMap(({ staff }) => staff.leaders.map(({ personId }) => personId));
  const by = county.office.coordinator.personId;
  const giving: Giving = { directiveId, by, ...texts.COUNTY_DIRECTIVES[n]!, audience: 'school-leader', recipients, at: instantAt(day, 480), random };
  // The first and the third are also conveyed to the classes that the recipients lead.
  const conveyed = n % 2 === 1 ? [] : county.schools.flatMap((school) =>
    school.classes.filter(({ lead, beyondLoad }) => lead?.post === 'school-leader' && !beyondLoad && lead !== school.principal));
  return given(giving, hours, new Map(conveyed.map((schoolClass) =>
    [schoolClass.lead!.personId, { classId: schoolClass.classId, seatsAt: (at) => changes.seatsAt(schoolClass, at) }])));
};

/** The first is carried out and proven by everyone; the second is ended by the leader when all have taken note. */
const schoolDirective = (county: County, changes: Changes, school: SchoolWithPeople, hours: Hours, day: LocalDate, n: number): PlannedCommand[] => {
  const random = county.random.of('school-directive', school.number, n);
  const at = instantAt(day, random.pick([8, 10, 12]) * 60);
  const giving: Giving = {
    directiveId: derivedId('county-year', county.seed, 'directive', school.number, n), by: school.principal.personId, schoolId: school.schoolId, ...texts.SCHOOL_DIRECTIVES[n]!,
    audience: 'class-teacher', recipients: school.classes.map((each) => changes.classTeacherAt(each, issuedAt(hours, at)).personId), at, random,
  };
  return n === 0 ? given(giving, hours) : notedOnly(giving, hours);
};

const issuedAt = (hours: Hours, at: Instant): Instant => hours.from(plusMinutes(at, 180));

const issue = ({ directiveId, by, schoolId, title, text, evidence, audience, answersCommonProblemId, at }: Giving, hours: Hours): PlannedCommand[] => {
  const draft = {
    directiveId, ...(schoolId && { schoolId }), title, text, evidenceTypes: evidence, acknowledgeWithinWorkingMinutes: ACKNOWLEDGE_WITHIN, reportWithinWorkingMinutes: REPORT_WITHIN,
    ...(answersCommonProblemId && { answersCommonProblemId }),
  };
  return [
    { at, operation: 'DraftDirective', ids: [], by, body: draft, lane: directiveId },
    { at: issuedAt(hours, at), operation: 'IssueDirective', ids: [directiveId], by, body: { audiences: [audience] }, lane: directiveId },
  ];
};

/** The class that a recipient conveys it to, and who holds which level there. */
interface Conveying { readonly classId: Uuid; seatsAt(at: Instant): readonly Uuid[] }

/** From the draft to the last verification, which closes it. */
const given = (giving: Giving, hours: Hours, conveying: ReadonlyMap<Uuid, Conveying> = new Map()): PlannedCommand[] => [
  ...issue(giving, hours),
  ...giving.recipients.flatMap((recipient, n) => carriedOut({ ...giving, at: issuedAt(hours, giving.at), random: giving.random.of(n) }, recipient, hours, conveying.get(recipient))),
];

/** One recipient: takes note, conveys it to a class perhaps, reports; the issuer accepts, now and then at the second try. */
const carriedOut = (giving: Omit<Giving, 'audience' | 'recipients' | 'title' | 'text'>, recipient: Uuid, hours: Hours, conveyTo?: Conveying): PlannedCommand[] => {
  const { directiveId, by, evidence, random } = giving;
  const receipt = `${directiveId}:${recipient}`;
  let at = giving.at;
  const commands: PlannedCommand[] = [];
  const ask = (operation: Operation, asking: Uuid, [least, most]: readonly [number, number], body: PlannedCommand['body'] = {}): void => {
    at = hours.from(hours.add(at, random.whole(least, most)));
    // What is verified is counted on the directive's own stream.
    commands.push({ at, operation, ids: [receipt], by: asking, body, lane: operation === 'VerifyDirectiveCompletion' ? directiveId : receipt });
  };
  const report = (days: readonly [number, number]): void => ask('ReportDirectiveCompletion', recipient, days, {
    evidence: evidence.map((evidenceType, n) => ({ evidenceType, evidenceId: derivedId('county-year', 'evidence', receipt, at, n) })), summary: random.pick(texts.COMPLETIONS),
  });
  ask('AcknowledgeDirective', recipient, random.chance(0.06) ? [1_200, 2_200] : [30, 1_000]);
  if (conveyTo) {
    const conveyed = relayed(giving, recipient, conveyTo, hours.from(hours.add(at, 60)), hours);
    commands.push(...conveyed);
    at = conveyed.map((each) => each.at).sort().at(-1)!;
  }
  report(random.chance(0.07) ? [5_800, 7_000] : [600, 3_800]);
  if (random.chance(0.06)) {
    ask('ReturnDirectiveCompletion', by, [60, 900], { reason: random.pick(texts.RETURNS), reportWithinWorkingMinutes: 1_710 });
    report([120, 1_400]);
  }
  ask('VerifyDirectiveCompletion', by, [60, 1_100]);
  return commands;
};

/** As a directive of its own along the chain of a class, to the levels below. */
const relayed = (
  { directiveId: parent, evidence, random }: Pick<Giving, 'directiveId' | 'evidence' | 'random'>, by: Uuid, { classId, seatsAt }: Conveying, at: Instant, hours: Hours,
): PlannedCommand[] => {
  const directiveId = relayIdOf(parent, classId, by);
  const seats = seatsAt(at);
  const below = seats.slice(0, seats.indexOf(by));
  const body = { classId, acknowledgeWithinWorkingMinutes: 570, reportWithinWorkingMinutes: 2_850, note: random.pick(texts.RELAY_NOTES) };
  return [
    { at, operation: 'RelayDirective', ids: [parent], by, body, lane: `${parent}:${by}` },
    ...below.flatMap((recipient, n) => carriedOut({ directiveId, by, evidence, at, random: random.of('relay', n) }, recipient, hours)),
  ];
};

/** As organization derives it: conveying twice is conveying once. */
export const relayIdOf = (parentDirectiveId: Uuid, classId: Uuid, relayedBy: Uuid): Uuid => derivedId('directive-relay', parentDirectiveId, classId, relayedBy);

const notedOnly = (giving: Giving, hours: Hours): PlannedCommand[] => {
  const { directiveId, by, random, recipients } = giving;
  const since = issuedAt(hours, giving.at);
  const noted = recipients.map((recipient): PlannedCommand => {
    const receipt = `${directiveId}:${recipient}`;
    const late = random.chance(0.07);
    const at = hours.from(hours.add(since, late ? random.whole(1_200, 2_600) : random.whole(30, 1_000)));
    return { at, operation: 'AcknowledgeDirective', ids: [receipt], by: recipient, body: {}, lane: receipt };
  });
  const last = noted.map(({ at }) => at).sort().at(-1)!;
  const at = hours.from(hours.add(last, 570));
  return [...issue(giving, hours), ...noted, { at, operation: 'CloseDirective', ids: [directiveId], by, body: { reason: random.pick(texts.CLOSINGS) }, lane: directiveId }];
};

/** Reports that show one problem lead to a discussion, a directive that answers them, and an end (决策反哺). */
const answeredProblems = (county: County, school: SchoolWithPeople, hours: Hours, reports: readonly PlannedReport[]): PlannedCommand[] =>
  (['CLASS_MANAGEMENT', 'HOME_SCHOOL_CONFLICT'] as const).flatMap((category, n): PlannedCommand[] => {
    const random = county.random.of('problem', school.number, n);
    const alike = reportsOf(reports, school, category).filter(({ report }) => report.raised.at < '2026-04-01').slice(0, random.whole(3, 6));
    if (alike.length < 2 || (school.number > 1 && random.chance(0.4))) return [];
    const commonProblemId = derivedId('county-year', county.seed, 'common-problem', school.number, n);
    const by = school.principal.personId;
    const identified = hours.from(hours.add(alike.at(-1)!.report.raised.at, random.whole(570, 2_300)));
    const discussed = hours.from(hours.add(identified, random.whole(570, 2_300)));
    const answered = hours.from(hours.add(discussed, random.whole(300, 1_700)));
    const giving: Giving = {
      directiveId: derivedId('county-year', county.seed, 'answer', school.number, n), by, schoolId: school.schoolId, ...texts.ANSWER_DIRECTIVE, audience: 'middle-leader',
      recipients: school.staff.middle.map(({ personId }) => personId), answersCommonProblemId: commonProblemId, at: answered, random: random.of('answer'),
    };
    const carried = given(giving, hours);
    const last = carried.map(({ at }) => at).sort().at(-1)!;
    const on = (at: Instant): LocalDate => new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 10);
    const ask = (at: Instant, operation: Operation, body: PlannedCommand['body']): PlannedCommand =>
      ({ at, operation, ids: operation === 'IdentifyCommonProblem' ? [] : [commonProblemId], by, body, lane: commonProblemId });
    const reportIds = alike.map(({ report }) => report.raised.reportId);
    return [
      ask(identified, 'IdentifyCommonProblem', { commonProblemId, schoolId: school.schoolId, reportIds, summary: random.pick(texts.COMMON_PROBLEM_SUMMARIES) }),
      ask(discussed, 'DiscussCommonProblem', { discussedOn: on(discussed), strategies: random.pick(texts.STRATEGIES) }),
      ...carried,
      ask(hours.from(hours.add(last, 570)), 'CloseCommonProblem', { outcome: 'settled', reason: random.pick(texts.PROBLEM_CLOSINGS) }),
    ];
  });
