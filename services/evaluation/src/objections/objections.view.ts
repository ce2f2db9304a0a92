import { Controller, Get, Param, Query } from '@nestjs/common';
import type { County, EvaluationEvent, Instant, Sealed, Uuid } from '@homeroom/contracts';
import { Rejected } from '@homeroom/eventsourcing';
import { anyOf, Asks, Choice, Id, InjectRows, moved, PageQuery, Reads, RowChoice, RowId, RowIds, RowInstant, RowKey, type Rows, RowSealed, RowText, RowWhole, type Runtime, view } from '@homeroom/platform';
import { In } from 'typeorm';
import { countyStaff, decidesObjection, looksAtObjections, objector } from '../who-may.model';
import { objectionStatuses, type ObjectionStatus } from './objection.decider';

/** An objection as it stands. */
export class ObjectionRow {
  @RowKey('The objection') objectionId!: Uuid;
  @RowWhole('Version of its stream: the ETag') streamVersion!: number;
  @RowChoice(objectionStatuses, 'How far it has come') status!: ObjectionStatus;
  @RowText('`<cycleId>:<subjectId>`') assessmentId!: string;
  @RowId('The cycle') cycleId!: Uuid;
  @RowId('Whose result it is') subjectId!: Uuid;
  @RowWhole('The version of the result it is against') resultVersion!: number;
  @RowIds('The nodes it is about; none: the whole') nodeIds!: string[];
  @RowSealed('What is wrong') grounds!: Sealed;
  @RowId('Who filed it') filedBy!: Uuid;
  @RowInstant('When it was filed') filedAt!: Instant;
  @RowId('Who decided', { optional: true }) decidedBy!: Uuid | null;
  @RowInstant('When it was decided', { optional: true }) decidedAt!: Instant | null;
  @RowSealed('Why it was decided so', { optional: true }) reason!: Sealed | null;
}

export const objections = view<EvaluationEvent>()(ObjectionRow, { name: 'objections', version: 1, key: 'objectionId', indexes: [['cycleId', 'filedAt'], ['filedBy', 'filedAt']], on: {
  ObjectionFiled: (_, { version: streamVersion, data: { at, ...filed } }) => ({ ...filed, streamVersion, status: 'filed' as const, filedAt: at, decidedBy: null, decidedAt: null, reason: null }),
  ObjectionAccepted: (row, e) => moved(row, e, { status: 'accepted' }),
  ObjectionDismissed: (row, e) => moved(row, e, { status: 'dismissed', decidedBy: e.data.dismissedBy, decidedAt: e.data.at, reason: e.data.reason }),
  ObjectionUpheld: (row, e) => moved(row, e, { status: 'upheld', decidedBy: e.data.decidedBy, decidedAt: e.data.at, reason: e.data.reason }),
  ObjectionRejected: (row, e) => moved(row, e, { status: 'rejected', decidedBy: e.data.decidedBy, decidedAt: e.data.at, reason: e.data.reason }),
} });

/** How long is waited until the objections filed so far are among the rows. */
const WAIT_MS = 10_000;

/** Objections in a cycle that wait for a decision, of all that were filed before this was asked. */
export const undecidedIn = async (runtime: Runtime, county: County, cycleId: Uuid): Promise<number> => {
  const { service } = runtime;
  const position = (await runtime.health()).heads[`${service}/${county}`] ?? 0;
  if (await runtime.waitFor(objections, county, { service, position }, WAIT_MS) !== 'current') throw new Rejected('facts-behind', 'The objections have not arrived yet: ask again in a moment.');
  return runtime.read(county, (manager) => manager.countBy(objections.row, { cycleId, status: In(['filed', 'accepted']) }));
};

export class ObjectionsQuery extends PageQuery {
  @Id('Only objections in this cycle', { optional: true }) cycleId?: Uuid;
  @Id('Only objections that this person filed', { optional: true }) filedBy?: Uuid;
  @Choice(objectionStatuses, 'Only objections that stand here', { optional: true }) status?: ObjectionStatus;
}

@Controller('v1/objections')
export class ObjectionQueries {
  constructor(@InjectRows(objections) private readonly rows: Rows<ObjectionRow>) {}

  @Get()
  @Reads(ObjectionRow, { may: looksAtObjections, summary: 'Objections, the oldest first', page: true, of: [objections] })
  listObjections(@Asks() asks: Asks, @Query() query: ObjectionsQuery) {
    const { cycleId, filedBy, status } = query;
    return this.rows.page(asks, { where: { ...(cycleId && { cycleId }), ...(filedBy && { filedBy }), ...(status && { status }) }, order: ['filedAt'], query });
  }

  @Get(':objectionId')
  @Reads(ObjectionRow, { may: anyOf(countyStaff, objector, decidesObjection), summary: 'An objection as it stands', of: [objections], etag: 'streamVersion' })
  objection(@Asks() asks: Asks, @Param('objectionId') objectionId: string) {
    return this.rows.one(asks, objectionId);
  }
}
