import type { ChainLevel, ChainSeat, EvaluationEvent, EventOf, Instant, LocalDate, OrganizationEvent, TrainingEvent, Uuid } from '@homeroom/contracts';
import type { MatterKind } from './fact.model';

type Source = OrganizationEvent | EvaluationEvent | TrainingEvent;

/** What an event is about, and what of it counts. */
interface About<Data> {
  readonly kind: MatterKind;
  /** Of an event about several matters: the same event as it tells of each. */
  readonly each?: (data: Data) => readonly Data[];
  readonly id: (data: Data) => string;
  /** Fields that measures look at. */
  readonly keep: readonly (keyof Data & string)[];
  /** What measures look at and no field says by itself. */
  readonly also?: (data: Data) => object;
  readonly classId?: (data: Data) => Uuid | undefined;
  readonly schoolId?: (data: Data) => Uuid | undefined;
  readonly personIds?: (data: Data) => readonly (Uuid | null | undefined)[];
  /** The one person whose own matter it is, in whatever school. */
  readonly personId?: (data: Data) => Uuid;
  readonly cycleId?: (data: Data) => Uuid;
  /** The day it counts on, where that is not the day of `at`. */
  readonly on?: (data: Data) => LocalDate | undefined;
}

type Sources = { readonly [T in Source['type']]?: About<EventOf<Source, T>['data']> };

interface OfClass { readonly classId: Uuid; readonly schoolId: Uuid }
const ofClass = { classId: ({ classId }: OfClass) => classId, schoolId: ({ schoolId }: OfClass) => schoolId };

/** A text of the class's charter counts on the day from which it holds. Each wording is a matter of its own. */
const charter = <Data extends OfClass & { readonly edition: number }>(name: string, on: (data: Data) => LocalDate | undefined): About<Data> => (
  { kind: 'charter', id: ({ classId, edition }) => `${classId}:${name}:${edition}`, keep: [], ...ofClass, on });

interface OfEntry extends OfClass { readonly entryId: string; readonly on: LocalDate; readonly kind: string }
const entry = <Data extends OfEntry>(): About<Data> => ({ kind: 'entry', id: ({ entryId }) => entryId, keep: ['kind'], ...ofClass, on: ({ on }) => on });

interface OfInspection extends OfClass { readonly inspectionId: Uuid }
const inspection = <Data extends OfInspection>(...keep: (keyof Data & string)[]): About<Data> => (
  { kind: 'inspection', id: ({ inspectionId }) => inspectionId, keep, ...ofClass, on: (data: { readonly on?: LocalDate } & OfInspection) => data.on });

interface OfReport extends OfClass { readonly reportId: Uuid; readonly level: ChainLevel; readonly holderId: Uuid; readonly stay: number }
const report = <Data extends OfReport>(...keep: (keyof Data & string)[]): About<Data> => (
  { kind: 'report', id: ({ reportId }) => reportId, keep: ['level', 'holderId', 'stay', ...keep], ...ofClass, personIds: ({ holderId }) => [holderId] });

/** Whose report it is as a lead class teacher, and from which level on it is out of the school's hands. */
const seated = ({ chain: { seats } }: { readonly chain: { readonly seats: readonly ChainSeat[] } }): object => ({
  leadIds: seats.flatMap(({ role, personId }) => (role === 'lead-class-teacher' && personId ? [personId] : [])),
  countyLevel: seats.find(({ role }) => role === 'county-joint-meeting')?.level ?? null,
});

interface OfReceipt { readonly directiveId: Uuid; readonly recipientId: Uuid }
const receipt = <Data extends OfReceipt>(...keep: (keyof Data & string)[]): About<Data> => (
  { kind: 'receipt', id: ({ directiveId, recipientId }) => `${directiveId}:${recipientId}`, keep, personIds: ({ recipientId }) => [recipientId], personId: ({ recipientId }) => recipientId });

interface OfAssessment { readonly assessmentId: string; readonly cycleId: Uuid }
const assessed = <Data extends OfAssessment>(...keep: (keyof Data & string)[]): About<Data> => (
  { kind: 'assessment', id: ({ assessmentId }) => assessmentId, keep, cycleId: ({ cycleId }) => cycleId });

interface OfLedger { readonly ledgerId: string; readonly grantId: string; readonly personId: Uuid }
const points = <Data extends OfLedger>(...keep: (keyof Data & string)[]): About<Data> => (
  { kind: 'points', id: ({ ledgerId, grantId }) => `${ledgerId}:${grantId}`, keep, personIds: ({ personId }) => [personId], personId: ({ personId }) => personId });

interface OfCredit { readonly personId: Uuid; readonly on: LocalDate }
/** A person's own wherever they work: no school stands with it. */
const credit = <Data extends OfCredit>(id: (data: Data) => string): Omit<About<Data>, 'keep'> => (
  { kind: 'credit', id, personIds: ({ personId }) => [personId], personId: ({ personId }) => personId, on: ({ on }) => on });

interface OfCoverage { readonly targetId: Uuid; readonly on: LocalDate; readonly schoolId?: Uuid }

/**
 * Every event that evaluation counts. A correction (an entry taken back, a finding in error, a report reopened, points
 * reversed) stands with what it corrects, in the same matter.
 */
export const factSources: Sources = {
  ClassGoalsSet: charter('goals', ({ effectiveOn }) => effectiveOn),
  ClassCovenantAdopted: charter('covenant', ({ adoptedOn }) => adoptedOn),
  DailyNormsPublished: charter('norms', ({ effectiveOn }) => effectiveOn),
  ClassDevelopmentPlanSet: charter('plan', ({ effectiveOn }) => effectiveOn),

  ClassReportSubmitted: entry(),
  RoutineWorkRecorded: entry(),
  ClassActivityHeld: entry(),
  HomeSchoolContactRecorded: entry(),
  WorkLogEntryWithdrawn: entry(),

  InspectionFindingRecorded: inspection('findingId', 'severity'),
  InspectionFindingWithdrawn: inspection('findingId', 'severity'),
  ClassInspectionCompleted: inspection('findings'),
  RectificationRequested: inspection('findingId', 'dueOn'),
  RectificationReturned: inspection('findingId', 'dueOn'),
  RectificationConfirmed: inspection('findingId', 'onTime', 'dueOn'),

  MeetingMinutesRecorded: {
    kind: 'meeting', id: ({ meetingId }) => meetingId, keep: ['kind', 'scope'], classId: ({ classId }) => classId, schoolId: ({ schoolId }) => schoolId, on: ({ on }) => on,
  },

  UpwardReportRaised: { ...report('category', 'kind', 'raisedBy'), also: seated, personIds: ({ holderId, chain: { seats } }) => [holderId, ...seats.map(({ personId }) => personId)] },
  UpwardReportAcknowledged: report('closed'),
  UpwardReportDeadlineElapsed: report('kind', 'personId'),
  UpwardReportResponded: report(),
  UpwardReportResolved: report(),
  UpwardReportConfirmed: report(),
  UpwardReportReopened: report(),
  UpwardReportWithdrawn: report(),
  UpwardReportMerged: report(),
  UpwardReportDeclined: report(),

  DirectiveDelivered: receipt('mandatory', 'reportDueAt'),
  DirectiveCompletionReported: receipt('late'),
  DirectiveCompletionVerified: receipt(),
  DirectiveOverdueFlagged: receipt('stage'),

  SatisfactionComputed: {
    kind: 'satisfaction', id: ({ surveyId, classId, audience, target }) => `${surveyId}:${classId}:${audience}:${target}`,
    keep: ['audience', 'target', 'invited', 'valid', 'satisfied', 'outcome'], ...ofClass,
  },
  PointsGranted: points('points', 'category'),
  PointsReversed: points('points', 'category'),

  TrainingCreditGranted: { ...credit(({ creditId }) => creditId), keep: ['creditHours'] },
  AttendanceCorrected: { ...credit(({ sessionId, personId }) => `${sessionId}:${personId}`), keep: ['reversesCredit'] },
  /** A day of a school: its two numbers stand in place of the county's. */
  CoverageComputed: {
    kind: 'coverage', each: (data) => (data.schools ?? []).map((school) => ({ ...data, ...school })), id: ({ targetId, on, schoolId }: OfCoverage) => `${targetId}:${schoolId}:${on}`,
    keep: ['targetId', 'numerator', 'denominator'], schoolId: ({ schoolId }: OfCoverage) => schoolId, on: ({ on }) => on,
  },
  SessionCompleted: { kind: 'session', id: ({ sessionId }) => sessionId, keep: ['tier', 'attended'], schoolId: ({ schoolId }) => schoolId, on: ({ until }) => until },

  IndicatorRated: assessed('measure', 'level', 'raterId'),
  RatingOverridden: assessed('measure', 'level', 'raterId'),
  RatingWithdrawn: assessed('measure', 'raterId'),
  QuantitativeMeasureRecorded: assessed('measure', 'value'),
  EvaluationResultFinalised: { ...assessed('scored', 'resultVersion', 'kind'), schoolId: ({ schoolId }) => schoolId },
  ResultRecomputed: { ...assessed('scored', 'resultVersion', 'kind', 'becauseOf'), schoolId: ({ schoolId }) => schoolId },
};

/** When the fact was so: what it says itself, or who said it. */
export const instantOf = (data: { readonly at?: Instant }, occurredAt: Instant): Instant => data.at ?? occurredAt;
