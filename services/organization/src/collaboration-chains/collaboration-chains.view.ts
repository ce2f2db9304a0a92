import { Controller, Get, Param, Query } from '@nestjs/common';
import {
  type ChainRole, chainRoles, type ChainSeat, type ChainSeatFilled, type ChainVacancyDetected, type CollaborationChainDefined, type CollaborationChainRevised,
  type Instant, type OrganizationEvent, type Recorded, type Uuid,
} from '@homeroom/contracts';
import { each } from '@homeroom/eventsourcing';
import { anyOf, Asks, Id, InjectRows, PageQuery, Reads, RowChoice, RowId, RowInstant, RowKey, Rows, RowWhole, view } from '@homeroom/platform';
import { countyStaff, inParams, inQuery, memberOfSchool, schoolOfClass, self } from '../who-may.model';

const chainStates = ['defined', 'active'] as const;

/** One level of a class's chain as it is now. */
export class CollaborationChainRow {
  @RowKey('`<classId>:<level>`.') key!: string;
  @RowId('The class.') classId!: Uuid;
  @RowId('Its school.') schoolId!: Uuid;
  @RowWhole('1 is the class teacher’s; the highest one decides.') level!: number;
  @RowChoice(chainRoles, 'Who stands there by office.') role!: ChainRole;
  @RowId('Who holds it; null: nobody.', { optional: true }) personId!: Uuid | null;
  @RowId('Who may act for the holder.', { optional: true }) delegateId!: Uuid | null;
  @RowInstant('From when the delegate may act.', { optional: true }) delegateFromAt!: Instant | null;
  @RowInstant('Until when, exclusive; null: until it is set otherwise.', { optional: true }) delegateUntilAt!: Instant | null;
  @RowChoice(chainStates, 'Whether reports go along the chain.') status!: (typeof chainStates)[number];
  @RowWhole('Version of the chain.') version!: number;
}

type Row = CollaborationChainRow | undefined;

/** One row for every level that a chain may have. */
const levels = ({ data }: { data: { classId: Uuid } }): string[] => chainRoles.map((_, i) => `${data.classId}:${i + 1}`);
const seatOf = (seats: readonly ChainSeat[], key: string): ChainSeat | undefined => seats.find(({ level }) => key.endsWith(`:${level}`));
const NO_DELEGATE = { delegateId: null, delegateFromAt: null, delegateUntilAt: null };

const laidOut = (row: Row, { type, data }: Recorded<CollaborationChainDefined | CollaborationChainRevised>, key: string): Row | null => {
  const { classId, schoolId, version, seats } = data;
  const seat = seatOf(seats, key);
  if (!seat) return row ? null : undefined;
  const keepsDelegate = row && type === 'CollaborationChainRevised' && row.personId === seat.personId && !seats.some(({ personId }) => personId === row.delegateId);
  return { ...NO_DELEGATE, ...(keepsDelegate && row), key, classId, schoolId, ...seat, status: type === 'CollaborationChainRevised' ? 'active' : 'defined', version };
};

/** A seat changed: another version for all of them, another person for one. */
const reseated = (row: Row, { version, seats }: { version: number; seats: readonly ChainSeat[] }): Row =>
  row && { ...row, version, personId: seats.find(({ level }) => level === row.level)?.personId ?? null };

export const collaborationChains = view<OrganizationEvent>()(CollaborationChainRow, {
  name: 'collaboration-chains', version: 1, key: 'key', indexes: [['classId', 'level'], ['personId'], ['delegateId'], ['schoolId', 'classId', 'level']],
  on: {
    CollaborationChainDefined: each<CollaborationChainRow, CollaborationChainDefined>(levels, laidOut),
    CollaborationChainActivated: each(levels, (row) => row && { ...row, status: 'active' }),
    CollaborationChainRevised: each<CollaborationChainRow, CollaborationChainRevised>(levels, laidOut),
    ChainDelegateSet: each((e) => [`${e.data.classId}:${e.data.level}`], (row, { data: { delegateId, fromAt, untilAt, at } }) => row && {
      ...row, ...(delegateId === null ? NO_DELEGATE : { delegateId, delegateFromAt: fromAt ?? at, delegateUntilAt: untilAt ?? null }),
    }),
    ChainVacancyDetected: each<CollaborationChainRow, ChainVacancyDetected>(levels, (row, { data }) => reseated(row, data)),
    ChainSeatFilled: each<CollaborationChainRow, ChainSeatFilled>(levels, (row, { data }) => row && {
      ...reseated(row, data)!, ...((row.level === data.level || row.delegateId === data.personId) && NO_DELEGATE),
    }),
  },
});

export class CollaborationChainsQuery extends PageQuery {
  @Id('Only of this school.', { optional: true }) schoolId?: Uuid;
  @Id('Only levels that this person holds.', { optional: true }) personId?: Uuid;
}

@Controller('v1/collaboration-chains')
export class CollaborationChainQueries {
  constructor(@InjectRows(collaborationChains) private readonly rows: Rows<CollaborationChainRow>) {}

  @Get()
  @Reads(CollaborationChainRow, {
    may: anyOf(countyStaff, self(inQuery('personId')), memberOfSchool(inQuery('schoolId'))), summary: 'Levels of chains, of a school or a person', page: true,
    of: [collaborationChains],
  })
  collaborationChains(@Asks() asks: Asks, @Query() query: CollaborationChainsQuery) {
    const { schoolId, personId } = query;
    return this.rows.page(asks, { where: { ...(schoolId && { schoolId }), ...(personId && { personId }) }, order: ['classId', 'level'], query });
  }

  @Get(':classId')
  @Reads([CollaborationChainRow], {
    may: anyOf(countyStaff, memberOfSchool(schoolOfClass(inParams('classId')))), summary: 'The chain of a class as it is now, from the class teacher upwards',
    of: [collaborationChains],
  })
  collaborationChain(@Asks() asks: Asks, @Param('classId') classId: string) {
    return this.rows.find(asks, { classId }, ['level']);
  }
}
