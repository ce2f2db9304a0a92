import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { type Evidence, type EvidenceType, evidenceTypes, type Instant, type OrganizationEvent, type Recorded, type Sealed, type Uuid } from '@homeroom/contracts';
import { each, type KeyedFold } from '@homeroom/eventsourcing';
import { Asks, Choice, InjectRows, type Page, PageQuery, Reads, RowChoice, RowFlag, RowId, RowInstant, RowJson, RowKey, Rows, RowSealed, RowText, RowWhole, view } from '@homeroom/platform';
import { In } from 'typeorm';
import { anyStaff } from '../who-may.model';
import { followsDirective } from './directive-who-may.model';
import { directiveList, DirectiveRow, withRootWords } from './directive-list.view';
import { receiptIdOf } from './directive.model';

export const receiptStatuses = ['addressed', 'delivered', 'acknowledged', 'reported', 'returned', 'verified'] as const;
export type ReceiptStatus = (typeof receiptStatuses)[number];

/** A piece of evidence. */
export class EvidenceShown implements Evidence {
  @ApiProperty({ enum: evidenceTypes, description: 'What it is.' }) evidenceType!: EvidenceType;
  @ApiProperty({ type: String, format: 'uuid', description: 'The id under which it is kept.' }) evidenceId!: Uuid;
}

/** What one recipient did with one directive. */
export class DirectiveReceiptRow {
  @RowKey('`<directiveId>:<personId>`: the id of the receipt.') receipt!: string;
  @RowId('The directive.') directiveId!: Uuid;
  @RowId('The recipient.') recipientId!: Uuid;
  @RowFlag('The directive closes by itself only when this one is verified.') mandatory!: boolean;
  @RowChoice(receiptStatuses, 'How far the recipient has come.') status!: ReceiptStatus;
  @RowInstant('When it must be acknowledged.') acknowledgeDueAt!: Instant;
  @RowText('Id of that deadline.') acknowledgeDeadlineId!: string;
  @RowInstant('When completion must be reported; after a return, the new time.') reportDueAt!: Instant;
  @RowText('Id of that deadline.') reportDeadlineId!: string;
  @RowInstant('When it was addressed.') addressedAt!: Instant;
  @RowInstant('When it lay in the inbox.', { optional: true }) deliveredAt!: Instant | null;
  @RowInstant('When it was acknowledged.', { optional: true }) acknowledgedAt!: Instant | null;
  @RowInstant('When completion was reported last.', { optional: true }) reportedAt!: Instant | null;
  @RowInstant('When a report was returned last.', { optional: true }) returnedAt!: Instant | null;
  @RowInstant('When the report was accepted.', { optional: true }) verifiedAt!: Instant | null;
  @RowId('Who returned or accepted last.', { optional: true }) judgedBy!: Uuid | null;
  @RowWhole('How often a report was returned.') returns!: number;
  @RowInstant('The time for the acknowledgement had passed without it.', { optional: true }) acknowledgeOverdueAt!: Instant | null;
  @RowInstant('The time for a report had passed without it, last.', { optional: true }) reportOverdueAt!: Instant | null;
  @RowJson([EvidenceShown], 'Evidence of the last report.') evidence!: EvidenceShown[];
  @RowSealed('What was done, by the last report.', { optional: true }) summary!: Sealed | null;
  @RowSealed('What was missing in the last returned report.', { optional: true }) returnReason!: Sealed | null;
}

type Of<Type extends OrganizationEvent['type']> = Extract<OrganizationEvent, { type: Type }>;
type Addressing = Of<'DirectiveIssued' | 'DirectiveRelayed' | 'DirectiveExtended'>;
type OfReceipt = Of<'DirectiveDelivered' | 'DirectiveAcknowledged' | 'DirectiveCompletionReported' | 'DirectiveCompletionReturned' | 'DirectiveCompletionVerified' | 'DirectiveOverdueFlagged'>;

/** One event, a row for each recipient. */
const addressed = <E extends Addressing>(): KeyedFold<DirectiveReceiptRow, E> => each<DirectiveReceiptRow, E>(
  ({ data: { directiveId, mandatoryRecipientIds, optionalRecipientIds } }) => [...mandatoryRecipientIds, ...optionalRecipientIds].map((personId) => receiptIdOf(directiveId, personId)),
  (_, e, receipt) => {
    const { directiveId, optionalRecipientIds, acknowledgeDueAt, acknowledgeDeadlineId, reportDueAt, reportDeadlineId, at } = e.data as Addressing['data'];
    const recipientId = receipt.slice(directiveId.length + 1);
    return {
      receipt, directiveId, recipientId, mandatory: !optionalRecipientIds.includes(recipientId), status: 'addressed', acknowledgeDueAt, acknowledgeDeadlineId, reportDueAt, reportDeadlineId,
      addressedAt: at, deliveredAt: null, acknowledgedAt: null, reportedAt: null, returnedAt: null, verifiedAt: null, judgedBy: null, returns: 0, acknowledgeOverdueAt: null,
      reportOverdueAt: null, evidence: [], summary: null, returnReason: null,
    };
  });

const moved = <E extends OfReceipt>(changes: (data: E['data'], row: DirectiveReceiptRow) => Partial<DirectiveReceiptRow>): KeyedFold<DirectiveReceiptRow, E> => each<DirectiveReceiptRow, E>(
  ({ data: { directiveId, recipientId } }: Recorded<E>) => [receiptIdOf(directiveId, recipientId)],
  (row, { data }) => row && { ...row, ...changes(data as E['data'], row) });

export const directiveMatrix = view<OrganizationEvent>()(DirectiveReceiptRow, {
  name: 'directive-matrix', version: 1, key: 'receipt', indexes: [['directiveId', 'status'], ['recipientId', 'status', 'addressedAt'], ['recipientId', 'addressedAt']],
  on: {
    DirectiveIssued: addressed<Of<'DirectiveIssued'>>(),
    DirectiveRelayed: addressed<Of<'DirectiveRelayed'>>(),
    DirectiveExtended: addressed<Of<'DirectiveExtended'>>(),
    DirectiveDelivered: moved<Of<'DirectiveDelivered'>>(({ at }) => ({ status: 'delivered', deliveredAt: at })),
    DirectiveAcknowledged: moved<Of<'DirectiveAcknowledged'>>(({ at }) => ({ status: 'acknowledged', acknowledgedAt: at })),
    DirectiveCompletionReported: moved<Of<'DirectiveCompletionReported'>>(({ evidence, summary, at }) => ({ status: 'reported', evidence: [...evidence], summary, reportedAt: at })),
    DirectiveCompletionReturned: moved<Of<'DirectiveCompletionReturned'>>(({ reason, reportDueAt, reportDeadlineId, returnedBy, at }, { returns }) =>
      ({ status: 'returned', returnReason: reason, reportDueAt, reportDeadlineId, judgedBy: returnedBy, returnedAt: at, returns: returns + 1 })),
    DirectiveCompletionVerified: moved<Of<'DirectiveCompletionVerified'>>(({ verifiedBy, at }) => ({ status: 'verified', judgedBy: verifiedBy, verifiedAt: at })),
    DirectiveOverdueFlagged: moved<Of<'DirectiveOverdueFlagged'>>(({ stage, at }) => (stage === 'acknowledge' ? { acknowledgeOverdueAt: at } : { reportOverdueAt: at })),
  },
});

/** How far a number of recipients have come together. */
export class DirectiveProgress {
  @ApiProperty({ type: 'integer', description: 'Recipients.' }) recipients!: number;
  @ApiProperty({ type: 'integer', description: 'Those who must.' }) mandatory!: number;
  @ApiProperty({ type: 'integer', description: 'Have acknowledged.' }) acknowledged!: number;
  @ApiProperty({ type: 'integer', description: 'Have reported, and the report was not returned.' }) reported!: number;
  @ApiProperty({ type: 'integer', description: 'Are verified.' }) verified!: number;
  @ApiProperty({ type: 'integer', description: 'Mandatory ones who are verified: of `mandatory`.' }) mandatoryVerified!: number;
  @ApiProperty({ type: 'integer', description: 'Were late with the acknowledgement or a report.' }) overdue!: number;
}

/** A recipient, and how the directive goes with those to whom this recipient conveyed it. */
export class DirectiveMatrixRow extends DirectiveReceiptRow {
  @ApiProperty({ type: () => DirectiveProgress, nullable: true, description: 'Over everyone below in the relays; null where nothing was conveyed.' }) conveyed!: DirectiveProgress | null;
}

/** A directive's progress, its own and that of all relays under it. */
export class DirectiveProgressRow {
  @ApiProperty({ type: () => DirectiveProgress, description: 'Of the recipients it was addressed to.' }) own!: DirectiveProgress;
  @ApiProperty({ type: 'integer', description: 'Relays under it, over all levels.' }) relays!: number;
  @ApiProperty({ type: () => DirectiveProgress, description: 'Of everyone it was conveyed to.' }) conveyed!: DirectiveProgress;
}

const PROGRESS = `count(m.receipt)::int as recipients, (count(*) filter (where m.mandatory))::int as mandatory, (count(m.acknowledged_at))::int as acknowledged,
  (count(*) filter (where m.status in ('reported', 'verified')))::int as reported, (count(*) filter (where m.status = 'verified'))::int as verified,
  (count(*) filter (where m.mandatory and m.status = 'verified'))::int as "mandatoryVerified",
  (count(*) filter (where m.acknowledge_overdue_at is not null or m.report_overdue_at is not null))::int as overdue`;

/** Every relay under $1, with the recipient of $1 at its head. */
const RELAYS = `with recursive relays(directive_id, relayer) as (
    select directive_id, given_by from ${directiveList.table} where parent_directive_id = $1
    union all select d.directive_id, r.relayer from ${directiveList.table} d join relays r on d.parent_directive_id = r.directive_id)`;

const CONVEYED_BY = `${RELAYS} select r.relayer, ${PROGRESS} from relays r join ${directiveMatrix.table} m on m.directive_id = r.directive_id where r.relayer = any($2) group by r.relayer`;
const CONVEYED = `${RELAYS} select count(distinct r.directive_id)::int as relays, ${PROGRESS} from relays r left join ${directiveMatrix.table} m on m.directive_id = r.directive_id`;
const OWN = `select ${PROGRESS} from ${directiveMatrix.table} m where m.directive_id = $1`;

export class DirectiveMatrixQuery extends PageQuery {
  @Choice(receiptStatuses, 'Only recipients who have come this far', { optional: true }) status?: ReceiptStatus;
}

@Controller('v1/directives/:directiveId')
export class DirectiveMatrixQueries {
  constructor(@InjectRows(directiveMatrix) private readonly rows: Rows<DirectiveReceiptRow>) {}

  @Get('matrix')
  @Reads(DirectiveMatrixRow, { may: followsDirective, summary: 'Each recipient of a directive, and those to whom it was conveyed', page: true, of: [directiveMatrix, directiveList] })
  async directiveMatrix(@Asks() asks: Asks, @Param('directiveId') directiveId: string, @Query() query: DirectiveMatrixQuery): Promise<Page<DirectiveMatrixRow>> {
    const { rows, next } = await this.rows.page(asks, { where: { directiveId, ...(query.status && { status: query.status }) }, order: [], query });
    const conveyed = await this.rows.query<(DirectiveProgress & { relayer: Uuid })[]>(asks, (manager) => manager.query(CONVEYED_BY, [directiveId, rows.map(({ recipientId }) => recipientId)]));
    const by = new Map(conveyed.map(({ relayer, ...progress }) => [relayer, progress]));
    return { rows: rows.map((row) => ({ ...row, conveyed: by.get(row.recipientId) ?? null })), next };
  }

  @Get('progress')
  @Reads(DirectiveProgressRow, { may: followsDirective, summary: 'How far a directive has come, relays included', of: [directiveMatrix, directiveList] })
  async directiveProgress(@Asks() asks: Asks, @Param('directiveId') directiveId: string): Promise<DirectiveProgressRow> {
    const [[own], [{ relays, ...conveyed }]] = await this.rows.query<[DirectiveProgress[], [DirectiveProgress & { relays: number }]]>(asks, async (manager) =>
      [await manager.query(OWN, [directiveId]), await manager.query(CONVEYED, [directiveId])]);
    return { own: own!, relays, conveyed };
  }
}

/** A directive that the caller received, and what the caller did with it. */
export class ReceivedDirectiveRow extends DirectiveReceiptRow {
  @ApiProperty({ type: () => DirectiveRow, nullable: true, description: 'The directive; null while the list of directives is behind.' }) directive!: DirectiveRow | null;
}

@Controller('v1/received-directives')
export class ReceivedDirectiveQueries {
  constructor(@InjectRows(directiveMatrix) private readonly rows: Rows<DirectiveReceiptRow>, @InjectRows(directiveList) private readonly directives: Rows<DirectiveRow>) {}

  @Get()
  @Reads(ReceivedDirectiveRow, { may: anyStaff, summary: 'What the caller received, the latest first', page: true, of: [directiveMatrix, directiveList] })
  async receivedDirectives(@Asks() asks: Asks, @Query() query: DirectiveMatrixQuery): Promise<Page<ReceivedDirectiveRow>> {
    const { rows, next } = await this.rows.page(asks, { where: { recipientId: asks.caller.personId, ...(query.status && { status: query.status }) }, order: ['-addressedAt'], query });
    const found = rows.length === 0 ? [] : await this.directives.find(asks, { directiveId: In(rows.map(({ directiveId }) => directiveId)) });
    const directives = new Map((await withRootWords(this.directives, asks, found)).map((directive) => [directive.directiveId, directive]));
    return { rows: rows.map((row) => ({ ...row, directive: directives.get(row.directiveId) ?? null })), next };
  }
}
