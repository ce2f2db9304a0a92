import { type EventRef, type LocalDate, type MeasureInput, measureMeaning, type MeasureKey, type SubjectType, type Uuid } from '@homeroom/contracts';
import { Rational } from '../scoring/rational.model';
import { dayOf, type Fact, type Matter, type MatterKind, refOf } from './fact.model';

/** Who is measured, and over which days. */
export interface Scope {
  readonly subjectType: SubjectType;
  readonly subjectId: Uuid;
  readonly schoolId?: Uuid;
  readonly personId?: Uuid;
  readonly cycleId: Uuid;
  readonly from: LocalDate;
  readonly until: LocalDate;
}

/** Points a finding takes off. [INF] */
const DEDUCTIONS = { LOW: 1, MEDIUM: 3, HIGH: 5 } as const;

/** The deadlines that await the holder of a report, whom lateness is counted against. */
const HOLDERS_DEADLINES: readonly string[] = ['acknowledge', 'respond', 'resolve'];

type Measure = (matters: readonly Matter[], scope: Scope) => MeasureInput | undefined;

const within = ({ from, until }: Scope) => ({ on }: Fact): boolean => from <= on && on <= until;
const has = ({ facts }: Matter, type: string): boolean => facts.some((fact) => fact.type === type);
const of = (matters: readonly Matter[], kind: MatterKind): readonly Matter[] => matters.filter((matter) => matter.kind === kind);
const inOrder = (facts: readonly Fact[]): EventRef[] => [...facts].sort((a, b) => (a.service === b.service ? a.position - b.position : a.service < b.service ? -1 : 1)).map(refOf);

/** Whether a text of this kind came to hold in the period. */
const charter = (type: string): Measure => (matters, scope) => {
  const found = of(matters, 'charter').flatMap(({ facts }) => facts.filter((fact) => fact.type === type && within(scope)(fact)));
  return { kind: 'count', count: Math.min(1, found.length), sources: inOrder(found).slice(-1) };
};

/** Entries of the work log that were not taken back. */
const entries = (type: string, ...kinds: string[]): Measure => (matters, scope) => {
  const found = of(matters, 'entry').filter((matter) => !has(matter, 'WorkLogEntryWithdrawn'))
    .flatMap(({ facts }) => facts.filter((fact) => fact.type === type && within(scope)(fact) && (kinds.length === 0 || kinds.includes(fact.data['kind'] as string))));
  return { kind: 'count', count: found.length, sources: inOrder(found) };
};

/** Findings that stand, weighted; nothing to tell of a class that was not inspected. */
const inspectionDeductions: Measure = (matters, scope) => {
  const held = of(matters, 'inspection').filter(({ facts }) => facts.some((fact) => fact.type === 'ClassInspectionCompleted' && within(scope)(fact)));
  if (held.length === 0) return undefined;
  const findings = held.flatMap(standing);
  const value = findings.reduce((sum, { data }) => sum + DEDUCTIONS[data['severity'] as keyof typeof DEDUCTIONS], 0);
  return { kind: 'value', value: String(value), sources: inOrder([...findings, ...held.flatMap(({ facts }) => facts.filter(({ type }) => type === 'ClassInspectionCompleted'))]) };
};

const standing = ({ facts }: Matter): Fact[] => {
  const withdrawn = new Set(facts.filter(({ type }) => type === 'InspectionFindingWithdrawn').map(({ data }) => data['findingId'] as string));
  return facts.filter(({ type, data }) => type === 'InspectionFindingRecorded' && !withdrawn.has(data['findingId'] as string));
};

/** Of the rectifications due in the period, those that were put right by their day. */
const rectificationsOnTime: Measure = (matters, { from, until }) => {
  const last = of(matters, 'inspection').flatMap((matter) => standing(matter).flatMap(({ data: { findingId } }) => {
    const steps = matter.facts.filter(({ type, data }) => type.startsWith('Rectification') && data['findingId'] === findingId);
    return steps.slice(-1);
  })).filter(({ data }) => from <= (data['dueOn'] as string) && (data['dueOn'] as string) <= until);
  return ratio(last.filter(({ data }) => data['onTime'] === true).length, last.length, last);
};

const ratio = (numerator: number, denominator: number, sources: readonly Fact[]): MeasureInput | undefined =>
  (denominator === 0 ? undefined : { kind: 'ratio', numerator, denominator, sources: inOrder(sources) });

/** What settles how a conflict stands. */
const ENDS: readonly string[] = ['UpwardReportResolved', 'UpwardReportConfirmed', 'UpwardReportReopened', 'UpwardReportDeclined', 'UpwardReportWithdrawn', 'UpwardReportMerged'];

/** Reports of home-school conflicts raised in the period that came to a resolution which stands; those that were last taken back or merged are left out. */
const conflictsResolved: Measure = (matters, scope) => {
  const ends = of(matters, 'report').flatMap(({ facts }) => {
    const raised = facts.find((fact) => fact.type === 'UpwardReportRaised' && fact.data['category'] === 'HOME_SCHOOL_CONFLICT' && within(scope)(fact));
    return raised && isOf(raised, scope) ? [facts.findLast(({ type }) => ENDS.includes(type)) ?? raised] : [];
  }).filter(({ type }) => type !== 'UpwardReportWithdrawn' && type !== 'UpwardReportMerged');
  return ratio(ends.filter(({ type }) => type === 'UpwardReportResolved' || type === 'UpwardReportConfirmed').length, ends.length, ends);
};

/** A school's, or of a class that the person leads as lead class teacher; never one that the person raised. */
const isOf = ({ data }: Fact, { subjectType, personId }: Scope): boolean =>
  subjectType === 'school' || (data['raisedBy'] !== personId && (data['leadIds'] as Uuid[]).includes(personId!));

/** Stays of reports that the holder answered or let run out: those in which no deadline of the holder's passed. */
const answeredInTime: Measure = (matters, scope) => {
  const stays = of(matters, 'report').flatMap(({ matter, facts }) => facts.filter(within(scope)).flatMap((fact) => {
    const late = fact.type === 'UpwardReportDeadlineElapsed' && HOLDERS_DEADLINES.includes(fact.data['kind'] as string);
    const answered = ['UpwardReportAcknowledged', 'UpwardReportResponded', 'UpwardReportResolved'].includes(fact.type);
    const held = scope.subjectType === 'school' ? isInSchool(fact, facts) : (late ? fact.data['personId'] : fact.data['holderId']) === scope.personId;
    return (late || answered) && held ? [{ stay: `${matter}:${fact.data['stay']}`, late, fact }] : [];
  }));
  const byStay = Map.groupBy(stays, ({ stay }) => stay);
  return ratio([...byStay.values()].filter((steps) => !steps.some(({ late }) => late)).length, byStay.size, stays.map(({ fact }) => fact));
};

/** What the county's joint meeting holds is no longer in the school's hands. */
const isInSchool = ({ data }: Fact, [raised]: readonly Fact[]): boolean => {
  const countyLevel = raised!.data['countyLevel'] as number | null;
  return countyLevel === null || (data['level'] as number) < countyLevel;
};

/** Mandatory directives whose report was due in the period, once they were reported or overdue: those that were never late. One that was revoked before is owed no more. */
const directivesInTime: Measure = (matters, scope) => {
  const owed = of(matters, 'receipt').filter(({ facts }) => facts.some(({ type, data }) => type === 'DirectiveDelivered' && data['mandatory'] === true && inDays(data['reportDueAt'] as string, scope)))
    .map(({ facts }) => facts.filter(({ type, data }) => type === 'DirectiveCompletionReported' || (type === 'DirectiveOverdueFlagged' && data['stage'] === 'report'))).filter((steps) => steps.length > 0);
  return ratio(owed.filter((steps) => steps.every(({ data }) => data['late'] === false)).length, owed.length, owed.flat());
};

const inDays = (at: string, { from, until }: Scope): boolean => from <= dayOf(at) && dayOf(at) <= until;

/** Meetings with minutes, in the period. */
const meetingsHeld: Measure = (matters, scope) => {
  const held = of(matters, 'meeting').flatMap(({ facts }) => facts.slice(0, 1).filter(within(scope)));
  return { kind: 'count', count: held.length, sources: inOrder(held) };
};

/** One cell of the survey, over the classes of the subject; a class whose cell has too few answers tells only how many were asked. */
const satisfaction = (audience: string, target: string): Measure => (matters, scope) => {
  const cells = of(matters, 'satisfaction').flatMap(({ facts }) => facts.slice(-1)).filter((fact) => within(scope)(fact) && fact.data['audience'] === audience && fact.data['target'] === target);
  if (cells.length === 0) return undefined;
  const sum = (field: string): number => cells.reduce((total, { data }) => total + ((data['outcome'] === 'sufficient' || field === 'invited' ? data[field] as number | undefined : 0) ?? 0), 0);
  return { kind: 'survey', satisfied: sum('satisfied'), valid: sum('valid'), invited: sum('invited'), sources: inOrder(cells) };
};

/** Points given in the period that were not taken back, of the person behind the subject. */
const points: Measure = (matters, scope) => {
  const grants = of(matters, 'points').filter(({ facts, personIds }) => personIds.includes(scope.personId ?? scope.subjectId) && facts.some((fact) => fact.type === 'PointsGranted' && within(scope)(fact)));
  if (grants.length === 0) return undefined;
  const sum = grants.flatMap(({ facts }) => facts).reduce((total, { type, data }) => {
    const given = Rational.parse(data['points'])!;
    return type === 'PointsGranted' ? total.plus(given) : total.minus(given);
  }, Rational.zero);
  return { kind: 'points', points: sum.exact(), sources: inOrder(grants.flatMap(({ facts }) => facts)) };
};

/** Hours of training credit that counted in the period and were not taken back, of the person behind the subject. Nobody trained is something to tell: 0. */
const trainingHours: Measure = (matters, scope) => {
  const credits = of(matters, 'credit').filter(({ personIds }) => personIds.includes(scope.personId ?? scope.subjectId)).flatMap(({ facts }) => {
    const last = facts.findLast(({ type, data }) => type === 'TrainingCreditGranted' || data['reversesCredit'] === true);
    return last?.type === 'TrainingCreditGranted' && within(scope)(last) ? [last] : [];
  });
  return { kind: 'value', value: String(credits.reduce((sum, { data }) => sum + (data['creditHours'] as number), 0)), sources: inOrder(credits) };
};

/** Training sessions that the school held itself. */
const trainingSessionsHeld: Measure = (matters, scope) => {
  const held = of(matters, 'session').flatMap(({ facts }) => facts.filter(within(scope)));
  return { kind: 'count', count: held.length, sources: inOrder(held) };
};

/** Class teachers of the school whom training reached, of those it was to reach: each target as it was put down last in the period. */
const trainingCoverage: Measure = (matters, scope) => {
  const told = of(matters, 'coverage').flatMap(({ facts }) => facts.filter(within(scope)));
  const last = [...Map.groupBy(told, ({ data }) => data['targetId'] as Uuid).values()].map((facts) => facts.reduce((so, one) => (so.position < one.position ? one : so)));
  const sum = (field: string): number => last.reduce((total, { data }) => total + (data[field] as number), 0);
  return ratio(sum('numerator'), sum('denominator'), last);
};

const MEASURES: { readonly [key in MeasureKey]?: Measure } = {
  'class-goals-set': charter('ClassGoalsSet'),
  'class-covenant-adopted': charter('ClassCovenantAdopted'),
  'daily-norms-published': charter('DailyNormsPublished'),
  'development-plan-set': charter('ClassDevelopmentPlanSet'),
  'class-activities-held': entries('ClassActivityHeld'),
  'themed-class-meetings-held': entries('ClassActivityHeld', 'themed-class-meeting'),
  'moral-education-records': entries('RoutineWorkRecorded', 'subject-moral-education'),
  'home-school-contacts': entries('HomeSchoolContactRecorded'),
  'lead-class-teacher-sessions': entries('HomeSchoolContactRecorded', 'meet-the-lead-class-teacher'),
  'class-reports-submitted': entries('ClassReportSubmitted'),
  'inspection-deductions': inspectionDeductions,
  'rectifications-on-time': rectificationsOnTime,
  'home-school-conflicts-resolved': conflictsResolved,
  'reports-answered-in-time': answeredInTime,
  'directives-completed-in-time': directivesInTime,
  'meetings-held': meetingsHeld,
  'training-hours': trainingHours,
  'training-sessions-held': trainingSessionsHeld,
  'training-coverage': trainingCoverage,
  'satisfaction:student:class-teacher': satisfaction('student', 'class-teacher'),
  'satisfaction:student:subject-teachers': satisfaction('student', 'subject-teachers'),
  'satisfaction:parent:class-teacher': satisfaction('parent', 'class-teacher'),
  'satisfaction:parent:subject-teachers': satisfaction('parent', 'subject-teachers'),
  points,
};

/** Levels that raters gave on one rubric, each with its last one; an override counts in place of what it overrides. */
const rating = (measure: string): Measure => (matters, scope) => {
  const last = new Map<Uuid, Fact>();
  for (const fact of assessed(matters, scope)) {
    if (fact.data['measure'] !== measure) continue;
    if (fact.type === 'RatingWithdrawn') last.delete(fact.data['raterId'] as Uuid);
    else last.set(fact.data['raterId'] as Uuid, fact);
  }
  const counted = [...last.values()].sort((a, b) => a.position - b.position);
  return counted.length === 0 ? undefined : { kind: 'levels', levels: counted.map(({ data }) => data['level'] as number), sources: inOrder(counted) };
};

const quantitative = (measure: string): Measure => (matters, scope) => {
  const last = assessed(matters, scope).findLast(({ type, data }) => type === 'QuantitativeMeasureRecorded' && data['measure'] === measure);
  return last && { kind: 'value', value: last.data['value'] as string, sources: [refOf(last)] };
};

const assessed = (matters: readonly Matter[], { cycleId, subjectId }: Scope): readonly Fact[] => matters.find(({ matter }) => matter === `assessment:${cycleId}:${subjectId}`)?.facts ?? [];

/** What the facts say of a subject, for each of these measures that is told of such a subject and of which they say anything. Pure: the same facts give the same measures. */
export const measuresOf = (keys: Iterable<string>, matters: readonly Matter[], scope: Scope): Record<string, MeasureInput> => {
  const found: Record<string, MeasureInput> = {};
  for (const key of [...new Set(keys)].sort()) {
    if (!measureMeaning(key)?.subjects.includes(scope.subjectType)) continue;
    const measure = key.startsWith('rating:') ? rating(key) : key.startsWith('quantitative:') ? quantitative(key) : MEASURES[key as MeasureKey];
    const input = measure?.(matters, scope);
    if (input) found[key] = input;
  }
  return found;
};
