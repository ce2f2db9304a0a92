import { Controller, Get, Param, Query } from '@nestjs/common';
import { type DutyRole, dutyRoles, type Instant, type LocalDate, type OrganizationEvent, type Sealed, type Uuid } from '@homeroom/contracts';
import { each } from '@homeroom/eventsourcing';
import { Asks, Choice, Id, InjectRows, PageQuery, Reads, RowChoice, RowDay, RowId, RowInstant, RowKey, Rows, RowSealed, RowText, RowWhole, view } from '@homeroom/platform';
import { IsNull } from 'typeorm';
import { anyStaff } from '../who-may.model';

/** One wording of the duties of a role. */
export class DutyCharterRow {
  @RowKey('`<charterId>:<edition>`.') key!: string;
  @RowText('The charter: `<county or schoolId>:<role>`.') charterId!: string;
  @RowId('The school; null: the county\'s.', { optional: true }) schoolId!: Uuid | null;
  @RowChoice(dutyRoles, 'The role.') role!: DutyRole;
  @RowWhole('The n-th wording; the highest one holds.') edition!: number;
  @RowSealed('What holders of the role do.', { optional: true }) duties!: Sealed | null;
  @RowSealed('How they work together with the others.', { optional: true }) collaboration!: Sealed | null;
  @RowDay('The day from which it holds.') effectiveOn!: LocalDate;
  @RowId('Who laid it down.') definedBy!: Uuid;
  @RowInstant('When.') definedAt!: Instant;
}

export const dutyCharters = view<OrganizationEvent>()(DutyCharterRow, {
  name: 'duty-charters', version: 1, key: 'key', indexes: [['charterId', 'edition'], ['schoolId']],
  on: {
    DutyCharterDefined: each(({ data: { charterId, edition } }) => [`${charterId}:${edition}`], (_, { data }, key): DutyCharterRow => {
      const { charterId, schoolId = null, role, edition, duties, collaboration, effectiveOn, definedBy, at } = data;
      return { key, charterId, schoolId, role, edition, duties, collaboration, effectiveOn, definedBy, definedAt: at };
    }),
  },
});

export class DutyChartersQuery extends PageQuery {
  @Id('Of this school; absent: the county\'s', { optional: true }) schoolId?: Uuid;
  @Choice(dutyRoles, 'Only of this role', { optional: true }) role?: DutyRole;
}

/** Duties are no secret: whoever works in the county's schools sees what everyone else is there for. */
@Controller('v1/duty-charters')
export class DutyCharterQueries {
  constructor(@InjectRows(dutyCharters) private readonly rows: Rows<DutyCharterRow>) {}

  @Get()
  @Reads(DutyCharterRow, { may: anyStaff, summary: 'Duties of the roles in the county or a school: every wording, by role, the latest first', page: true, of: [dutyCharters] })
  listDutyCharters(@Asks() asks: Asks, @Query() query: DutyChartersQuery) {
    const { schoolId, role } = query;
    return this.rows.page(asks, { where: { schoolId: schoolId ?? IsNull(), ...(role && { role }) }, order: ['role', '-edition'], query });
  }

  @Get(':charter')
  @Reads([DutyCharterRow], { may: anyStaff, summary: 'One charter in all its wordings, the latest first', of: [dutyCharters] })
  dutyCharter(@Asks() asks: Asks, @Param('charter') charter: string) {
    return this.rows.find(asks, { charterId: charter }, ['-edition']);
  }
}
