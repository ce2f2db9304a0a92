import { Controller, Get, Param } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import {
  type DeadlineKind, deadlineKinds, type Instant, type OrganizationEvent, type Recorded, type ReportStep, stepModes, type StepMode, supportOutcomes, type SupportOutcome,
  type UpwardReportEvent, upwardReportEvents, type Uuid,
} from '@homeroom/contracts';
import { each, type KeyedFold } from '@homeroom/eventsourcing';
import { Asks, InjectRows, Reads, RowChoice, RowId, RowInstant, RowKey, Rows, RowSealed, RowText, RowWhole, view } from '@homeroom/platform';
import { inParams } from '../who-may.model';
import { reportAgeing, ReportStayRow } from './report-ageing.view';
import { mayReadReport } from './report-who-may.model';

/** One step of a report: what happened, who did it and why, and what it left behind. */
export class ReportTimelineRow {
  @RowKey('`<reportId>:<version>`; of what came from elsewhere `<reportId>:<what>:<id>`.') key!: string;
  @RowId('The report.') reportId!: Uuid;
  @RowInstant('When.') at!: Instant;
  @RowText('What: the type of the event.') what!: string;
  @RowText('Who: a person, or `system:` and what followed by itself.') by!: string;
  @RowId('In whose place, for a delegate.', { optional: true }) onBehalfOf!: Uuid | null;
  @RowWhole('Level that has the report after this step.', { optional: true }) level!: number | null;
  @RowId('Who has it after this step.', { optional: true }) holderId!: Uuid | null;
  @RowWhole('The holder’s stay, from 1.', { optional: true }) stay!: number | null;
  @RowSealed('What was said: the reason, question, answer, measures or outcome.', { optional: true }) text!: string | null;
  @RowWhole('Minutes of the report’s clock: how long the former holder had it, the step took, or the clocks stood.', { optional: true }) minutes!: number | null;
  @RowChoice(deadlineKinds, 'Which deadline.', { optional: true }) deadline!: DeadlineKind | null;
  @RowInstant('When it is, or was, due.', { optional: true }) dueAt!: Instant | null;
  @RowChoice(stepModes, 'By somebody, or by a deadline.', { optional: true }) mode!: StepMode | null;
  @RowChoice(supportOutcomes, 'How far the support is.', { optional: true }) support!: SupportOutcome | null;
  @RowId('The other report, support request, directive or common problem.', { optional: true }) relatedId!: Uuid | null;
}

type Said = Partial<Pick<ReportTimelineRow, 'text' | 'minutes' | 'deadline' | 'dueAt' | 'mode' | 'support' | 'relatedId'>>;
const NOTHING: Required<Said> = { text: null, minutes: null, deadline: null, dueAt: null, mode: null, support: null, relatedId: null };

/** What each step says beside where the report stands. */
const said = (event: UpwardReportEvent): Said => {
  switch (event.type) {
    case 'UpwardReportRaised': return { text: event.data.details, relatedId: event.data.supportRequestId };
    case 'UpwardReportDeadlineScheduled': return { deadline: event.data.kind, dueAt: event.data.dueAt };
    case 'UpwardReportReminded': return { deadline: event.data.kind, dueAt: event.data.dueAt };
    case 'UpwardReportAcknowledged': return { minutes: event.data.tookMinutes };
    case 'UpwardReportInfoRequested': return { text: event.data.question };
    case 'UpwardReportInfoSupplied': return { text: event.data.answer, minutes: event.data.pausedMinutes };
    case 'UpwardReportForwarded': return { text: event.data.reason, minutes: event.data.heldMinutes };
    case 'UpwardReportEscalated': return { text: event.data.reason, minutes: event.data.heldMinutes };
    case 'UpwardReportDeadlineElapsed': return { deadline: event.data.kind, dueAt: event.data.dueAt };
    case 'UpwardReportAutoEscalated': return { minutes: event.data.heldMinutes, mode: 'AUTO' };
    case 'UpwardReportOverdueFlagged': return { deadline: event.data.kind, dueAt: event.data.dueAt };
    case 'UpwardReportResponded': return { text: event.data.measures, minutes: event.data.tookMinutes };
    case 'UpwardReportSupportOutcomeRecorded': return { support: event.data.outcome, relatedId: event.data.supportRequestId };
    case 'UpwardReportResolved': return { text: event.data.outcome, minutes: event.data.heldMinutes };
    case 'UpwardReportConfirmed': return { mode: event.data.mode };
    case 'UpwardReportReopened': return { text: event.data.reason };
    case 'UpwardReportHeld': return { text: event.data.reason, dueAt: event.data.untilAt };
    case 'UpwardReportResumed': return { mode: event.data.mode, minutes: event.data.pausedMinutes };
    case 'UpwardReportWithdrawn': return { text: event.data.reason, minutes: event.data.heldMinutes };
    case 'UpwardReportMerged': return { relatedId: event.data.intoReportId, minutes: event.data.heldMinutes };
    case 'UpwardReportDeclined': return { text: event.data.reason, minutes: event.data.heldMinutes };
    case 'UpwardReportReassigned': return { text: event.data.reason, minutes: event.data.heldMinutes };
    case 'UpwardReportDueTimesRecomputed': return {};
  }
};

const stepKey = (e: Recorded<UpwardReportEvent>): string => `${e.data.reportId}:${String(e.version).padStart(5, '0')}`;
type About = Pick<ReportStep, 'reportId' | 'at' | 'by'> & Partial<ReportStep>;
const row = (key: string, what: string, { reportId, at, by, onBehalfOf, level, holderId, stay }: About, more: Said): ReportTimelineRow => ({
  key, reportId, at, what, by, onBehalfOf: onBehalfOf ?? null, level: level ?? null, holderId: holderId ?? null, stay: stay ?? null,
  ...NOTHING, ...Object.fromEntries(Object.entries(more).filter(([, value]) => value !== undefined)),
});

const step: KeyedFold<ReportTimelineRow, UpwardReportEvent> = each((e) => [stepKey(e)], (_, e, key) => row(key, e.type, e.data, said(e)));

interface Elsewhere { readonly reportIds: readonly Uuid[]; readonly relatedId: Uuid; readonly by: string; readonly at: Instant }

/** A row in the timeline of every report that this is about. */
const elsewhere = <E extends OrganizationEvent>(what: string, about: (e: Recorded<E>) => Elsewhere): KeyedFold<ReportTimelineRow, E> => each<ReportTimelineRow, E>(
  (e) => about(e).reportIds.map((reportId) => `${reportId}:${what}:${about(e).relatedId}`),
  (known, e, key) => {
    const { by, at, relatedId } = about(e);
    return known ? undefined : row(key, e.type, { reportId: key.slice(0, key.indexOf(':')), by, at }, { relatedId });
  },
);

export const reportTimeline = view<OrganizationEvent>()(ReportTimelineRow, {
  name: 'report-timeline', version: 1, key: 'key', indexes: [['reportId', 'at', 'key']],
  on: {
    ...Object.fromEntries(Object.keys(upwardReportEvents).map((type) => [type, step])),
    UpwardReportMerged: each((e) => [stepKey(e), `${e.data.intoReportId}:merged:${e.data.reportId}`], (_, e, key) => {
      const { reportId, intoReportId, by, at } = e.data;
      return key === stepKey(e) ? row(key, e.type, e.data, said(e)) : row(key, 'UpwardReportTookIn', { reportId: intoReportId, by, at }, { relatedId: reportId });
    }),
    CommonProblemIdentified: elsewhere('common-problem', ({ data }) => ({ ...data, relatedId: data.commonProblemId, by: data.identifiedBy })),
    CommonProblemReportsAdded: elsewhere('common-problem', ({ data }) => ({ ...data, relatedId: data.commonProblemId, by: data.addedBy })),
    CommonProblemAnswered: elsewhere('answer', ({ data }) => ({ ...data, relatedId: data.directiveId ?? data.guidanceId ?? data.commonProblemId, by: data.answeredBy })),
    DirectiveIssued: elsewhere('directive', ({ data }) => ({ ...data, reportIds: data.answersReportIds, relatedId: data.directiveId, by: data.issuedBy })),
  },
});

/** A report from the raise to its end. */
export class ReportTimeline {
  @ApiProperty({ type: [ReportTimelineRow], description: 'Every step, in order.' }) steps!: ReportTimelineRow[];
  @ApiProperty({ type: [ReportStayRow], description: 'How long each holder had it.' }) stays!: ReportStayRow[];
}

@Controller('v1/upward-reports')
export class ReportTimelineQueries {
  constructor(
    @InjectRows(reportTimeline) private readonly steps: Rows<ReportTimelineRow>,
    @InjectRows(reportAgeing) private readonly stays: Rows<ReportStayRow>,
  ) {}

  @Get(':reportId/timeline')
  @Reads(ReportTimeline, { may: mayReadReport(inParams('reportId')), summary: 'Every step of a report, and how long each level had it', of: [reportTimeline, reportAgeing] })
  async reportTimeline(@Asks() asks: Asks, @Param('reportId') reportId: string): Promise<ReportTimeline> {
    return { steps: await this.steps.find(asks, { reportId }, ['at']), stays: await this.stays.find(asks, { reportId }, ['stay']) };
  }
}
