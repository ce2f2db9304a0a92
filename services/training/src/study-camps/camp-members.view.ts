import { Controller, Get, Param, Query } from '@nestjs/common';
import { campEligibilities, type CampEligibility, type LocalDate, type Sealed, type TrainingEvent, type Uuid } from '@homeroom/contracts';
import { each } from '@homeroom/eventsourcing';
import { anyOf, Asks, Choice, Id, InjectRows, type May, PageQuery, Reads, RowChoice, RowDay, RowId, RowIds, RowKey, type Rows, RowSealed, RowWhole, view } from '@homeroom/platform';
import { countyStaff, leadsSchool } from '../who-may.model';
import { knownCamp, studyCamp } from './study-camp.decider';

const memberStatuses = ['active', 'graduated', 'withdrawn'] as const;
type MemberStatus = (typeof memberStatuses)[number];

/** Somebody's way through a camp. Who left and came back begins anew. */
export class CampMemberRow {
  @RowKey('`<campId>:<personId>`') key!: string;
  @RowId('The camp') campId!: Uuid;
  @RowId('The person') personId!: Uuid;
  @RowId('The school they came from') schoolId!: Uuid;
  @RowChoice(memberStatuses, 'How far they have come') status!: MemberStatus;
  @RowChoice(campEligibilities, 'Why they could join') eligibility!: CampEligibility;
  @RowDay('The first day of the year of tracking') from!: LocalDate;
  @RowIds('The checkpoints they passed') done!: string[];
  @RowDay('When they graduated or left', { optional: true }) endedOn!: LocalDate | null;
  @RowWhole('Days from the admission to the graduation', { optional: true }) days!: number | null;
  @RowSealed('Why they left.', { optional: true }) reason!: Sealed | null;
}

const keyOf = ({ data: { campId, personId } }: { readonly data: { readonly campId: Uuid; readonly personId: Uuid } }): string[] => [`${campId}:${personId}`];

export const campMembers = view<TrainingEvent>()(CampMemberRow, { name: 'camp-members', version: 1, key: 'key', indexes: [['campId', 'from'], ['schoolId', 'from'], ['personId']], on: {
  CampMemberAdmitted: each(keyOf, (_, { data: { campId, personId, schoolId, eligibility, from } }, key) =>
    ({ key, campId, personId, schoolId, status: 'active', eligibility, from, done: [], endedOn: null, days: null, reason: null })),
  TrackingCheckpointRecorded: each(keyOf, (row, { data }) => row && { ...row, done: [...row.done, data.checkpoint] }),
  CampMemberWithdrawn: each(keyOf, (row, { data }) => row && { ...row, status: 'withdrawn', endedOn: data.on, reason: data.reason }),
  CampMemberGraduated: each(keyOf, (row, { data }) => row && { ...row, status: 'graduated', endedOn: data.on, days: data.days }),
} });

export class CampMembersQuery extends PageQuery {
  @Choice(memberStatuses, 'Only these', { optional: true }) status?: MemberStatus;
}
export class CampMembershipsQuery extends CampMembersQuery {
  @Id('Only members from this school', { optional: true }) schoolId?: Uuid;
  @Id('Only this person', { optional: true }) personId?: Uuid;
}

const leadsIt: May = async ({ caller, params, state }) => knownCamp(await state(studyCamp, params['campId']!)).leaderId === caller.personId;
const looksAtOwn: May = async (asking) => asking.query.personId === asking.caller.personId || leadsSchool(asking, asking.query.schoolId);

@Controller('v1')
export class CampMemberQueries {
  constructor(@InjectRows(campMembers) private readonly rows: Rows<CampMemberRow>) {}

  @Get('study-camps/:campId/members')
  @Reads(CampMemberRow, { may: anyOf(countyStaff, leadsIt), summary: 'How far each member of a camp has come', page: true, of: [campMembers] })
  listCampMembers(@Asks() asks: Asks, @Param('campId') campId: string, @Query() query: CampMembersQuery) {
    return this.rows.page(asks, { where: { campId, status: query.status }, order: ['from'], query });
  }

  @Get('camp-members')
  @Reads(CampMemberRow, { may: anyOf(countyStaff, looksAtOwn), summary: 'Who is or was in which camp, of a school or of one person', page: true, of: [campMembers] })
  listCampMemberships(@Asks() asks: Asks, @Query() query: CampMembershipsQuery) {
    const { status, schoolId, personId } = query;
    return this.rows.page(asks, { where: { status, schoolId, personId }, order: ['from'], query });
  }
}
