import { Controller, Get, Param } from '@nestjs/common';
import type { Instant, Recorded, Sealed, SupportRequestEvent, Uuid } from '@homeroom/contracts';
import { each, type KeyedFold } from '@homeroom/eventsourcing';
import { anyOf, Asks, InjectRows, Reads, RowChoice, RowId, RowInstant, RowKey, type Rows, RowSealed, RowText, RowWhole, view } from '@homeroom/platform';
import { countyStaff, decides, leaderOfItsSchool, provider, requester } from '../who-may.model';
import { supportStatuses, type SupportStatus } from './support-requests.view';

/** One step of a support request. */
export class SupportStepRow {
  @RowKey('`<supportRequestId>:<n>`') stepId!: string;
  @RowId('The request') supportRequestId!: Uuid;
  @RowWhole('1, 2, 3, … within the request') n!: number;
  @RowChoice(supportStatuses, 'Where it stood after this step') step!: SupportStatus;
  @RowText('Who took it: a person, or `system:<reaction>`') by!: string;
  @RowInstant('When') at!: Instant;
  @RowSealed('What was said', { optional: true }) text!: Sealed | null;
}

/** One row a step: the stream's version is its number. */
const step = <E extends SupportRequestEvent>(name: SupportStatus, textOf: (data: E['data']) => Sealed | undefined = () => undefined): KeyedFold<SupportStepRow, E> =>
  each<SupportStepRow, E>((e) => [`${(e.data as E['data']).supportRequestId}:${e.version}`], (_, e: Recorded<E>, stepId) => {
    const data = e.data as E['data'];
    return { stepId, supportRequestId: data.supportRequestId, n: e.version, step: name, by: e.meta.actor.personId, at: data.at, text: textOf(data) ?? null };
  });

export const supportTimeline = view<SupportRequestEvent>()(SupportStepRow, { name: 'support-timeline', version: 1, key: 'stepId', indexes: [['supportRequestId', 'n']], on: {
  SupportRequested: step('requested', ({ need }) => need),
  SupportApproved: step('approved', ({ note }) => note),
  SupportDeclined: step('declined', ({ reason }) => reason),
  SupportAllocated: step('allocated', ({ support }) => support),
  SupportDelivered: step('delivered', ({ note }) => note),
  SupportConfirmed: step('confirmed'),
  SupportCancelled: step('cancelled', ({ reason }) => reason),
} });

@Controller('v1/support-requests')
export class SupportTimelineQueries {
  constructor(@InjectRows(supportTimeline) private readonly rows: Rows<SupportStepRow>) {}

  @Get(':supportRequestId/timeline')
  @Reads([SupportStepRow], { may: anyOf(countyStaff, requester, provider, leaderOfItsSchool, decides), summary: 'Every step of a support request', of: [supportTimeline] })
  supportTimeline(@Asks() asks: Asks, @Param('supportRequestId') supportRequestId: string) {
    return this.rows.find(asks, { supportRequestId }, ['n']);
  }
}
