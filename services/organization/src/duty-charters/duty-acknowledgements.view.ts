import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { type DutyRole, dutyRoles, type Instant, type LocalDate, type OrganizationEvent, type Uuid } from '@homeroom/contracts';
import { each } from '@homeroom/eventsourcing';
import { anyOf, Asks, EDGE, type Edge, Flag, Id, InjectRows, type May, Reads, RowChoice, RowDay, RowId, RowInstant, RowKey, Rows, RowText, RowWhole, view } from '@homeroom/platform';
import { dayOf } from '../school-calendars/working-time.model';
import { staffPositions } from '../teachers/staff-positions.view';
import { countyStaff, leaderIn } from '../who-may.model';
import { charterNamed } from './charter-id.model';
import { dutyCharters } from './duty-charters.view';

/** What one person took note of last, of one charter. */
export class DutyAcknowledgementRow {
  @RowKey('`<charterId>:<personId>`.') key!: string;
  @RowText('The charter.') charterId!: string;
  @RowId('The school; null: the county\'s.', { optional: true }) schoolId!: Uuid | null;
  @RowChoice(dutyRoles, 'The role.') role!: DutyRole;
  @RowId('The person.') personId!: Uuid;
  @RowWhole('The last wording that the person took note of.') edition!: number;
  @RowDay('The day.') acknowledgedOn!: LocalDate;
  @RowInstant('When.') acknowledgedAt!: Instant;
}

export const dutyAcknowledgements = view<OrganizationEvent>()(DutyAcknowledgementRow, {
  name: 'duty-acknowledgements', version: 1, key: 'key', indexes: [['charterId', 'personId'], ['personId']],
  on: {
    DutyCharterAcknowledged: each(({ data: { charterId, personId } }) => [`${charterId}:${personId}`], (_, { data }, key): DutyAcknowledgementRow => {
      const { charterId, schoolId = null, role, personId, edition, on, at } = data;
      return { key, charterId, schoolId, role, personId, edition, acknowledgedOn: on, acknowledgedAt: at };
    }),
  },
});

/** A person who holds the role, and what the person took note of. */
export class DutyCharterHolder {
  @ApiProperty({ type: String, format: 'uuid', description: 'The person.' }) personId!: Uuid;
  @ApiProperty({ type: String, format: 'uuid', description: 'Where the person works.' }) schoolId!: Uuid;
  @ApiProperty({ type: 'integer', nullable: true, description: 'The last wording that the person took note of; null: none.' }) edition!: number | null;
  @ApiProperty({ type: String, format: 'date', nullable: true, description: 'When.' }) acknowledgedOn!: LocalDate | null;
  @ApiProperty({ type: Boolean, description: 'It is the present wording.' }) current!: boolean;
}

export class DutyCharterHoldersQuery {
  @Id('Only people of this school', { optional: true }) schoolId?: Uuid;
  @Flag('Only those who took note of the present wording, or only those who did not', { optional: true }) current?: boolean;
}

/** The registry knows posts, the chief class teacher and the offices of classes; of grade heads and subject teachers it knows nothing, so those lists are empty. */
const HOLDERS = `select s.person_id as "personId", s.school_id as "schoolId", a.edition, a.acknowledged_on::text as "acknowledgedOn", coalesce(a.edition = c.edition, false) as current
  from ${staffPositions.table} s
  cross join (select max(edition) as edition from ${dutyCharters.table} where charter_id = $1) c
  left join ${dutyAcknowledgements.table} a on a.charter_id = $1 and a.person_id = s.person_id
  where s.status = 'active' and ($2::text is null or s.school_id = $2) and ($4::boolean is null or coalesce(a.edition = c.edition, false) = $4)
    and (s.post = $3 or ($3 = 'chief-class-teacher' and s.chief) or exists (select from jsonb_array_elements(s.held) h where h->>'office' = $3 and h->>'from' <= $5))
  order by s.school_id, s.person_id limit 2000`;

/** The county of its own charters; a school's leaders of their own people. */
const follows: May = (asking) => {
  const schoolId = charterNamed(asking.params['charter']!)?.schoolId ?? asking.query.schoolId;
  return anyOf(countyStaff, leaderIn(() => schoolId))(asking);
};

@Controller('v1/duty-charters/:charter')
export class DutyAcknowledgementQueries {
  constructor(@InjectRows(dutyAcknowledgements) private readonly rows: Rows<DutyAcknowledgementRow>, @Inject(EDGE) private readonly edge: Edge) {}

  @Get('holders')
  @Reads([DutyCharterHolder], {
    may: follows, summary: 'Who holds the role, and who of them took note of its duties; at most 2,000', of: [dutyAcknowledgements, dutyCharters, staffPositions],
  })
  dutyCharterHolders(@Asks() asks: Asks, @Param('charter') charter: string, @Query() { schoolId, current }: DutyCharterHoldersQuery): Promise<DutyCharterHolder[]> {
    const named = charterNamed(charter);
    const today = dayOf(this.edge.runtime.now());
    return this.rows.query(asks, (manager) => manager.query(HOLDERS, [charter, named?.schoolId ?? schoolId ?? null, named?.role ?? '', current ?? null, today]));
  }
}
