import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { type GroupMember, groupRoles, type GroupRole, type Instant, type LocalDate, type OrganizationEvent, type Sealed, type Uuid } from '@homeroom/contracts';
import { anyOf, Asks, Choice, Id, InjectRows, moved, PageQuery, Reads, RowChoice, RowDay, RowId, RowJson, RowKey, Rows, RowSealed, RowWhole, view } from '@homeroom/platform';
import { countyStaff, inParams, inQuery, memberOfSchool, schoolOfClass } from '../who-may.model';

const groupStatuses = ['active', 'dissolved'] as const;
type GroupStatus = (typeof groupStatuses)[number];

export class GroupMemberShown implements GroupMember {
  @ApiProperty({ type: String, format: 'uuid', description: 'The person.' }) personId!: Uuid;
  @ApiProperty({ enum: groupRoles, description: 'Why the person is in the group.' }) role!: GroupRole;
}

export class GroupOutcome {
  @ApiProperty({ type: String, description: 'The outcome.' }) outcomeId!: string;
  @ApiProperty({ type: String, nullable: true, description: 'What it is. Null once the key of its subject is destroyed.' }) outcome!: Sealed | null;
  @ApiProperty({ type: String, format: 'uuid', description: 'Who shared it.' }) sharedBy!: Uuid;
  @ApiProperty({ type: String, format: 'date-time', description: 'When.' }) at!: Instant;
}

/** The joint work group of a class, in its last formation. */
export class JointWorkGroupRow {
  @RowKey('The class.') classId!: Uuid;
  @RowWhole('Version of its stream: the ETag.') streamVersion!: number;
  @RowChoice(groupStatuses, 'Whether it works.') status!: GroupStatus;
  @RowId('The school.') schoolId!: Uuid;
  @RowWhole('The n-th group of the class.') formation!: number;
  @RowDay('Since when it works.') formedOn!: LocalDate;
  @RowJson([GroupMemberShown], 'Who works in it.') members!: GroupMemberShown[];
  @RowWhole('Wordings of the goals.') goalsEdition!: number;
  @RowSealed('What it means to reach.', { optional: true }) goals!: Sealed | null;
  @RowJson([GroupOutcome], 'What it shared, the first one first.') outcomes!: GroupOutcome[];
  @RowDay('When it was dissolved.', { optional: true }) dissolvedOn!: LocalDate | null;
}

export const jointWorkGroups = view<OrganizationEvent>()(JointWorkGroupRow, {
  name: 'joint-work-groups', version: 1, key: 'classId', indexes: [['schoolId', 'status']],
  on: {
    JointWorkGroupFormed: (_, { data: { classId, schoolId, formation, members, on }, version: streamVersion }): JointWorkGroupRow =>
      ({ classId, streamVersion, status: 'active', schoolId, formation, formedOn: on, members, goalsEdition: 0, goals: null, outcomes: [], dissolvedOn: null }),
    GroupMemberAdded: (row, e) => moved(row, e, ({ members }) => ({ members: [...members, { personId: e.data.personId, role: e.data.role }] })),
    GroupMemberRemoved: (row, e) => moved(row, e, ({ members }) => ({ members: members.filter(({ personId, role }) => personId !== e.data.personId || role !== e.data.role) })),
    GroupGoalsAgreed: (row, e) => moved(row, e, { goalsEdition: e.data.edition, goals: e.data.goals }),
    GroupOutcomeShared: (row, e) => moved(row, e, ({ outcomes }) => {
      const { outcomeId, outcome, sharedBy, at } = e.data;
      return { outcomes: [...outcomes, { outcomeId, outcome, sharedBy, at }] };
    }),
    GroupDissolved: (row, e) => moved(row, e, { status: 'dissolved', dissolvedOn: e.data.on }),
  },
});

export class JointWorkGroupsQuery extends PageQuery {
  @Id('Only of this school', { optional: true }) schoolId?: Uuid;
  @Choice(groupStatuses, 'Only these', { optional: true }) status?: GroupStatus;
}

@Controller('v1/joint-work-groups')
export class JointWorkGroupQueries {
  constructor(@InjectRows(jointWorkGroups) private readonly rows: Rows<JointWorkGroupRow>) {}

  @Get()
  @Reads(JointWorkGroupRow, { may: anyOf(countyStaff, memberOfSchool(inQuery('schoolId'))), summary: 'Joint work groups of a school', page: true, of: [jointWorkGroups] })
  listJointWorkGroups(@Asks() asks: Asks, @Query() query: JointWorkGroupsQuery) {
    const { schoolId, status } = query;
    return this.rows.page(asks, { where: { ...(schoolId && { schoolId }), ...(status && { status }) }, order: ['schoolId'], query });
  }

  @Get(':classId')
  @Reads(JointWorkGroupRow, { may: anyOf(countyStaff, memberOfSchool(schoolOfClass(inParams('classId')))), summary: 'The joint work group of a class', of: [jointWorkGroups], etag: 'streamVersion' })
  jointWorkGroup(@Asks() asks: Asks, @Param('classId') classId: string) {
    return this.rows.one(asks, classId);
  }
}
