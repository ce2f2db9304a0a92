import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import {
  type DeadlineKind, deadlineKinds, type Instant, type OrganizationEvent, type Recorded, reportCategories, type ReportCategory, reportKinds, type ReportKind,
  reportSeverities, type ReportSeverity, type UpwardReportDeadlineElapsed, type UpwardReportDeadlineScheduled, type UpwardReportEvent, type UpwardReportRaised, type Uuid,
} from '@homeroom/contracts';
import {
  anyOf, Asks, Choice, EDGE, type Edge, Flag, Id, InjectRows, PageQuery, Reads, RowChoice, RowFlag, RowId, RowIds, RowInstant, RowKey, Rows, RowSealed, RowWhole, view,
} from '@homeroom/platform';
import { ArrayContains, type FindOptionsWhere, IsNull, LessThanOrEqual, MoreThan } from 'typeorm';
import { type CollaborationChainRow, collaborationChains } from '../collaboration-chains/collaboration-chains.view';
import { countyStaff, inParams, inQuery, leaderIn, schoolOfClass } from '../who-may.model';
import { STOPPED_BY } from './clock-slots.model';
import { inChainOf, mayReadReport } from './report-who-may.model';
import { reportStatuses, type ReportStatus } from './report.model';

/** A report as it stands: who has it, until when, and what is to be noticed about it. */
export class ReportInboxRow {
  @RowKey('The report.') reportId!: Uuid;
  @RowId('The class it is about.') classId!: Uuid;
  @RowId('Its school.') schoolId!: Uuid;
  @RowChoice(reportKinds, 'Work status, or problem or need.') kind!: ReportKind;
  @RowChoice(reportCategories, 'What it is about.') category!: ReportCategory;
  @RowChoice(reportSeverities, 'How much it presses.') severity!: ReportSeverity;
  @RowFlag('Others will have this problem too.') typical!: boolean;
  @RowSealed('What it is, in a line.') subject!: string;
  @RowSealed('What happened and what is needed.') details!: string;
  @RowId('Who raised it.') raisedBy!: Uuid;
  @RowWhole('From which level.') raiserLevel!: number;
  @RowInstant('When it was raised.') raisedAt!: Instant;
  @RowChoice(reportStatuses, 'How far it is.') status!: ReportStatus;
  @RowFlag('Neither closed nor resolved.') open!: boolean;
  @RowWhole('Level that has it, or had it last.') level!: number;
  @RowId('Who has it, or had it last.') holderId!: Uuid;
  @RowWhole('How often it came to a holder.') stay!: number;
  @RowInstant('Since when the present holder has it.') heldSinceAt!: Instant;
  @RowChoice(deadlineKinds, 'What is awaited now.', { optional: true }) awaits!: DeadlineKind | null;
  @RowId('Who is awaited.', { optional: true }) awaitedId!: Uuid | null;
  @RowInstant('Until when.', { optional: true }) dueAt!: Instant | null;
  @RowInstant('Until when it should be resolved; none while the clocks stand.', { optional: true }) resolveDueAt!: Instant | null;
  @RowWhole('Share of the present deadline’s time after which its person was reminded last.', { optional: true }) remindedPercent!: number | null;
  @RowFlag('A deadline of the present holder has passed.') overdue!: boolean;
  @RowFlag('The time to resolve it has passed.') resolveOverdue!: boolean;
  @RowWhole('How often it went one level up.') escalations!: number;
  @RowWhole('How often it came back after a resolution or a closing.') reopenings!: number;
  @RowWhole('How often it was responded to.') responses!: number;
  @RowIds('Everybody who was told at the raise: of a critical report every level.') notifiedIds!: Uuid[];
  @RowIds('Support asked for by it.') supportRequestIds!: Uuid[];
  @RowId('The report it was merged into.', { optional: true }) mergedIntoId!: Uuid | null;
  @RowInstant('When anything happened last.') changedAt!: Instant;
  @RowWhole('Version of its stream.') version!: number;
}

type Row = ReportInboxRow | undefined;
type Of<Type extends UpwardReportEvent['type']> = Recorded<Extract<UpwardReportEvent, { type: Type }>>;

const NO_STEP = { awaits: null, awaitedId: null, dueAt: null, remindedPercent: null };

const raised = ({ data, version }: Recorded<UpwardReportRaised>): ReportInboxRow => {
  const { reportId, classId, schoolId, kind, category, severity, typical, subject, details, raisedBy, raiserLevel, level, holderId, stay, at } = data;
  return {
    reportId, classId, schoolId, kind, category, severity, typical, subject, details, raisedBy, raiserLevel, raisedAt: at, status: 'raised', open: true,
    level, holderId, stay, heldSinceAt: at, ...NO_STEP, resolveDueAt: null, overdue: false, resolveOverdue: false, escalations: 0, reopenings: 0, responses: 0,
    notifiedIds: data.notifiedPersonIds, supportRequestIds: data.supportRequestId ? [data.supportRequestId] : [], mergedIntoId: null, changedAt: at, version,
  };
};

type Changes<Type extends UpwardReportEvent['type']> = (row: ReportInboxRow, data: Of<Type>['data']) => Partial<ReportInboxRow>;
/** What every step changes, and then what this one does. */
const step = <Type extends UpwardReportEvent['type']>(changes: Changes<Type> = () => ({})) => (row: Row, { type, data, version }: Of<Type>): Row => {
  if (!row) return undefined;
  const stopped = STOPPED_BY[type as keyof typeof STOPPED_BY] ?? [];
  return {
    ...row, level: data.level, holderId: data.holderId, changedAt: data.at, version,
    ...(stopped.includes('step') && { ...NO_STEP, overdue: false }), ...(stopped.includes('whole') && { resolveDueAt: null }),
    ...(data.stay !== row.stay && { stay: data.stay, heldSinceAt: data.at, status: 'raised' as const, open: true }),
    ...changes(row, data as Of<Type>['data']),
  };
};

const scheduled = (_: ReportInboxRow, { kind, personId, dueAt }: UpwardReportDeadlineScheduled['data']): Partial<ReportInboxRow> =>
  (kind === 'resolve' ? { resolveDueAt: dueAt } : { awaits: kind, awaitedId: personId, dueAt, remindedPercent: null });
const elapsed = (_: ReportInboxRow, { kind }: UpwardReportDeadlineElapsed['data']): Partial<ReportInboxRow> =>
  (kind === 'resolve' ? { resolveDueAt: null, resolveOverdue: true } : NO_STEP);
const escalated = ({ escalations }: ReportInboxRow): Partial<ReportInboxRow> => ({ escalations: escalations + 1 });
const supported = ({ supportRequestIds }: ReportInboxRow, ids: readonly Uuid[]): Partial<ReportInboxRow> =>
  ({ supportRequestIds: [...new Set([...supportRequestIds, ...ids])] });
const ended = (status: ReportStatus): Partial<ReportInboxRow> => ({ status, open: false });

export const reportInbox = view<OrganizationEvent>()(ReportInboxRow, {
  name: 'report-inbox', version: 1, key: 'reportId',
  indexes: [['holderId', 'open', 'dueAt'], ['classId', 'raisedAt'], ['schoolId', 'raisedAt'], ['raisedBy', 'raisedAt'], ['awaitedId', 'dueAt'], ['severity', 'open']],
  on: {
    UpwardReportRaised: (_, e) => raised(e),
    UpwardReportDeadlineScheduled: step<'UpwardReportDeadlineScheduled'>(scheduled),
    UpwardReportReminded: step<'UpwardReportReminded'>((row, { kind, percent }) => (kind === row.awaits ? { remindedPercent: percent } : {})),
    UpwardReportAcknowledged: step<'UpwardReportAcknowledged'>((_, { closed }) => (closed ? ended('acknowledged') : { status: 'in-progress' })),
    UpwardReportInfoRequested: step<'UpwardReportInfoRequested'>(() => ({ status: 'info-requested' })),
    UpwardReportInfoSupplied: step<'UpwardReportInfoSupplied'>((_, { status }) => ({ status })),
    UpwardReportForwarded: step<'UpwardReportForwarded'>(),
    UpwardReportEscalated: step<'UpwardReportEscalated'>(escalated),
    UpwardReportDeadlineElapsed: step<'UpwardReportDeadlineElapsed'>(elapsed),
    UpwardReportAutoEscalated: step<'UpwardReportAutoEscalated'>(escalated),
    UpwardReportOverdueFlagged: step<'UpwardReportOverdueFlagged'>((_, { kind }) => (kind === 'resolve' ? {} : { overdue: true })),
    UpwardReportResponded: step<'UpwardReportResponded'>((row, data) => ({ responses: row.responses + 1, ...supported(row, data.supportRequestIds) })),
    UpwardReportSupportOutcomeRecorded: step<'UpwardReportSupportOutcomeRecorded'>((row, data) => supported(row, [data.supportRequestId])),
    UpwardReportResolved: step<'UpwardReportResolved'>(() => ended('resolved')),
    UpwardReportConfirmed: step<'UpwardReportConfirmed'>(() => ended('confirmed')),
    UpwardReportReopened: step<'UpwardReportReopened'>(({ reopenings }) => ({ reopenings: reopenings + 1, mergedIntoId: null })),
    UpwardReportHeld: step<'UpwardReportHeld'>(() => ({ status: 'on-hold' })),
    UpwardReportResumed: step<'UpwardReportResumed'>((_, { status }) => ({ status })),
    UpwardReportWithdrawn: step<'UpwardReportWithdrawn'>(() => ended('withdrawn')),
    UpwardReportMerged: step<'UpwardReportMerged'>((_, { intoReportId }) => ({ ...ended('merged'), mergedIntoId: intoReportId })),
    UpwardReportDeclined: step<'UpwardReportDeclined'>(() => ended('declined')),
    UpwardReportReassigned: step<'UpwardReportReassigned'>(),
    UpwardReportDueTimesRecomputed: step<'UpwardReportDueTimesRecomputed'>(),
  },
});

const BOXES = 'held: what the person has, or may act on as a delegate; awaited: what waits for the person, as holder or raiser; raised: by the person; told: critical ones.';
const boxes = ['held', 'awaited', 'raised', 'told'] as const;

export class ReportInboxQuery extends PageQuery {
  @Choice(boxes, `${BOXES} Absent: held.`, { optional: true }) box?: (typeof boxes)[number];
  @Id('Whose inbox; absent: the caller’s.', { optional: true }) personId?: Uuid;
}

export class UpwardReportsQuery extends PageQuery {
  @Id('Only of this school.', { optional: true }) schoolId?: Uuid;
  @Id('Only of this class.', { optional: true }) classId?: Uuid;
  @Choice(reportStatuses, 'Only these.', { optional: true }) status?: ReportStatus;
  @Flag('Only open, or only other, reports.', { optional: true }) open?: boolean;
  @Choice(reportKinds, 'Only this kind.', { optional: true }) kind?: ReportKind;
  @Choice(reportCategories, 'Only this category.', { optional: true }) category?: ReportCategory;
  @Choice(reportSeverities, 'Only this severity.', { optional: true }) severity?: ReportSeverity;
  @Flag('Only typical problems, or only others.', { optional: true }) typical?: boolean;
}

/** Those who stand in the class's chain, the leaders of the school, the bureau. */
const mayList = anyOf(countyStaff, inChainOf(inQuery('classId')), async (asking) =>
  leaderIn(asking.query.classId ? schoolOfClass(inQuery('classId')) : inQuery('schoolId'))(asking));

@Controller('v1')
export class ReportInboxQueries {
  constructor(
    @InjectRows(reportInbox) private readonly rows: Rows<ReportInboxRow>,
    @InjectRows(collaborationChains) private readonly chains: Rows<CollaborationChainRow>,
    @Inject(EDGE) private readonly edge: Edge,
  ) {}

  @Get('report-inbox')
  @Reads(ReportInboxRow, {
    may: anyOf(countyStaff, ({ caller, query }) => query.personId === undefined || query.personId === caller.personId),
    summary: 'A person’s inbox, what is due first on top', page: true, of: [reportInbox, collaborationChains],
  })
  async reportInbox(@Asks() asks: Asks, @Query() query: ReportInboxQuery) {
    const { box = 'held', personId = asks.caller.personId } = query;
    if (box === 'raised') return this.rows.page(asks, { where: { raisedBy: personId }, order: ['-raisedAt'], query });
    const where = box === 'held' ? await this.held(asks, personId)
      : box === 'told' ? { notifiedIds: ArrayContains([personId]), severity: 'CRITICAL' as const, open: true }
      : [{ awaitedId: personId }, { raisedBy: personId, status: 'info-requested' as const }];
    return this.rows.page(asks, { where, order: ['dueAt'], query });
  }

  @Get('upward-reports')
  @Reads(ReportInboxRow, { may: mayList, summary: 'Reports of a school or a class, latest first', page: true, of: [reportInbox] })
  upwardReports(@Asks() asks: Asks, @Query() query: UpwardReportsQuery) {
    const { limit: _, cursor: __, ...wanted } = query;
    const where = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
    return this.rows.page(asks, { where, order: ['-raisedAt'], query });
  }

  @Get('upward-reports/:reportId')
  @Reads(ReportInboxRow, { may: mayReadReport(inParams('reportId')), summary: 'A report as it stands', of: [reportInbox], etag: 'version' })
  upwardReport(@Asks() asks: Asks, @Param('reportId') reportId: string) {
    return this.rows.one(asks, reportId);
  }

  /** What the person holds, and what is held at levels whose delegate the person is at this instant. */
  private async held(asks: Asks, personId: Uuid): Promise<FindOptionsWhere<ReportInboxRow>[]> {
    const now = this.edge.runtime.now();
    const inForce = { delegateId: personId, delegateFromAt: LessThanOrEqual(now) };
    const levels = await this.chains.find(asks, [{ ...inForce, delegateUntilAt: IsNull() }, { ...inForce, delegateUntilAt: MoreThan(now) }]);
    return [{ holderId: personId, open: true }, ...levels.map(({ classId, level }) => ({ classId, level, open: true }))];
  }
}
