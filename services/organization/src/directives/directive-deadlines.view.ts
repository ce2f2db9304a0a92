import { ApiProperty } from '@nestjs/swagger';
import type { Instant, OrganizationEvent, Uuid } from '@homeroom/contracts';
import { follow, type Following } from '@homeroom/eventsourcing';
import { deadline, RowInstant, RowJson, RowKey, view } from '@homeroom/platform';
import { directive } from './directive.decider';
import { directiveReceipt } from './directive-receipt.decider';
import { receiptIdOf } from './directive.model';

/** A due time still ahead. */
export class AwaitedDirectiveDeadline {
  @ApiProperty({ type: String, description: 'Id of the deadline.' }) deadlineId!: string;
  @ApiProperty({ type: String, format: 'date-time', description: 'When.' }) dueAt!: Instant;
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'Whose report was returned; null: everyone addressed together.' }) recipientId!: Uuid | null;
}

/** The due times of one directive in force. One row a directive, however many recipients: its end takes them all away at once. */
export class DirectiveDeadlinesRow {
  @RowKey('The directive.') directiveId!: Uuid;
  @RowInstant('The earliest.') dueAt!: Instant;
  @RowJson([AwaitedDirectiveDeadline], 'All of them, the earliest first.') awaited!: AwaitedDirectiveDeadline[];
}

/** Nothing awaited: no row. */
const awaiting = (directiveId: Uuid, awaited: readonly AwaitedDirectiveDeadline[]): DirectiveDeadlinesRow | null => {
  const ordered = [...awaited].sort((a, b) => (a.dueAt < b.dueAt ? -1 : a.dueAt > b.dueAt ? 1 : a.deadlineId < b.deadlineId ? -1 : 1));
  return ordered[0] ? { directiveId, dueAt: ordered[0].dueAt, awaited: ordered } : null;
};

type Addressed = Extract<OrganizationEvent, { type: 'DirectiveIssued' | 'DirectiveRelayed' | 'DirectiveExtended' }>['data'];

const withGroup = (row: DirectiveDeadlinesRow | undefined, { directiveId, acknowledgeDueAt, acknowledgeDeadlineId, reportDueAt, reportDeadlineId }: Addressed) => awaiting(directiveId, [
  ...row?.awaited ?? [], { deadlineId: acknowledgeDeadlineId, dueAt: acknowledgeDueAt, recipientId: null }, { deadlineId: reportDeadlineId, dueAt: reportDueAt, recipientId: null },
]);

const without = (row: DirectiveDeadlinesRow | undefined, gone: (each: AwaitedDirectiveDeadline) => boolean): DirectiveDeadlinesRow | null | undefined =>
  (row?.awaited.some(gone) ? awaiting(row.directiveId, row.awaited.filter((each) => !gone(each))) : undefined);

export const directiveDeadlines = view<OrganizationEvent>()(DirectiveDeadlinesRow, {
  name: 'directive-deadlines', version: 1, key: 'directiveId', indexes: [['dueAt']],
  on: {
    DirectiveIssued: (row, { data }) => withGroup(row, data),
    DirectiveRelayed: (row, { data }) => withGroup(row, data),
    DirectiveExtended: (row, { data }) => withGroup(row, data),
    DirectiveDeadlineElapsed: (row, { data }) => without(row, ({ deadlineId }) => deadlineId === data.deadlineId),
    DirectiveSuperseded: () => null,
    DirectiveRevoked: () => null,
    DirectiveClosed: () => null,
    DirectiveCompletionReturned: (row, { data: { directiveId, recipientId, reportDeadlineId: deadlineId, reportDueAt: dueAt } }) =>
      awaiting(directiveId, [...row?.awaited ?? [], { deadlineId, dueAt, recipientId }]),
    DirectiveCompletionReported: (row, { data }) => without(row, ({ recipientId }) => recipientId === data.recipientId),
    DirectiveOverdueFlagged: (row, { data }) => without(row, ({ recipientId, deadlineId }) => recipientId === data.recipientId && deadlineId === data.deadlineId),
  },
});

/** The recipient's own due time is flagged at once; one of the directive elapses, and who was late follows from that. */
export const elapseDirectiveDeadlines = deadline(directiveDeadlines, {
  name: 'elapse-directive-deadlines', dueAt: 'dueAt',
  elapse: ({ directiveId, awaited }): Following => {
    const { deadlineId, recipientId } = awaited[0]!;
    return recipientId === null
      ? follow(directive, directiveId, 'ElapseDirectiveDeadline', { deadlineId })
      : follow(directiveReceipt, receiptIdOf(directiveId, recipientId), 'FlagDirectiveOverdue', { deadlineId }, async (read) => ({ directive: await read(directive, directiveId) }));
  },
});
