import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import {
  type ChainRole, chainRoles, type ChainSeat, type ChainSeatFilled, type ChainVacancyDetected, type CollaborationChainRevised, type Instant, type OrganizationEvent, type Uuid,
} from '@homeroom/contracts';
import { each } from '@homeroom/eventsourcing';
import { anyOf, Asks, InjectRows, Moment, PageQuery, Reads, RowId, RowInstant, RowJson, RowKey, Rows, RowWhole, view } from '@homeroom/platform';
import { IsNull, LessThanOrEqual, MoreThan } from 'typeorm';
import { countyStaff, inParams, memberOfSchool, schoolOfClass } from '../who-may.model';

export class SeatOfVersion implements ChainSeat {
  @ApiProperty({ type: 'integer', description: '1 is the class teacher’s level.' }) level!: number;
  @ApiProperty({ enum: chainRoles, description: 'Who stands there by office.' }) role!: ChainRole;
  @ApiProperty({ type: String, nullable: true, description: 'Who held it; null: nobody.' }) personId!: string | null;
}

/** A chain as it stood for a while. */
export class ChainVersionRow {
  @RowKey('`<classId>:<version>`.') key!: string;
  @RowId('The class.') classId!: Uuid;
  @RowId('Its school.') schoolId!: Uuid;
  @RowWhole('Version, from 1.') version!: number;
  @RowJson([SeatOfVersion], 'Its levels, lowest first.') seats!: ChainSeat[];
  @RowInstant('When it was drawn up.') definedAt!: Instant;
  @RowInstant('Since when reports went along it; null: never.', { optional: true }) activeFromAt!: Instant | null;
  @RowInstant('Until when, exclusive; null: it is in force, or never was.', { optional: true }) activeUntilAt!: Instant | null;
}

interface NewVersion { readonly classId: Uuid; readonly schoolId: Uuid; readonly version: number; readonly seats: ChainSeat[]; readonly at: Instant }

const keyOf = (classId: Uuid, version: number): string => `${classId}:${version}`;

const drawnUp = ({ classId, schoolId, version, seats, at }: NewVersion, activeFromAt: Instant | null): ChainVersionRow =>
  ({ key: keyOf(classId, version), classId, schoolId, version, seats, definedAt: at, activeFromAt, activeUntilAt: null });

/** A version in force, in the place of the one before, which it ends. */
const inPlace = (row: ChainVersionRow | undefined, data: NewVersion, key: string): ChainVersionRow | undefined =>
  (key === keyOf(data.classId, data.version) ? drawnUp(data, data.at) : row && { ...row, activeUntilAt: data.at });
const bothVersions = ({ data: { classId, version } }: { data: Pick<NewVersion, 'classId' | 'version'> }): string[] => [keyOf(classId, version - 1), keyOf(classId, version)];

export const chainVersions = view<OrganizationEvent>()(ChainVersionRow, {
  name: 'chain-versions', version: 1, key: 'key', indexes: [['classId', 'version']],
  on: {
    CollaborationChainDefined: each((e) => [keyOf(e.data.classId, e.data.version)], (_, e) => drawnUp(e.data, null)),
    CollaborationChainActivated: each((e) => [keyOf(e.data.classId, e.data.version)], (row, e) => row && { ...row, activeFromAt: e.data.at }),
    CollaborationChainRevised: each<ChainVersionRow, CollaborationChainRevised>(bothVersions, (row, { data }, key) => inPlace(row, data, key)),
    ChainVacancyDetected: each<ChainVersionRow, ChainVacancyDetected>(bothVersions, (row, { data }, key) => inPlace(row, data, key)),
    ChainSeatFilled: each<ChainVersionRow, ChainSeatFilled>(bothVersions, (row, { data }, key) => inPlace(row, data, key)),
  },
});

export class ChainVersionsQuery extends PageQuery {
  @Moment('Only the version in force at this instant.', { optional: true }) at?: Instant;
}

@Controller('v1/collaboration-chains')
export class ChainVersionQueries {
  constructor(@InjectRows(chainVersions) private readonly rows: Rows<ChainVersionRow>) {}

  @Get(':classId/versions')
  @Reads(ChainVersionRow, {
    may: anyOf(countyStaff, memberOfSchool(schoolOfClass(inParams('classId')))), summary: 'How the chain of a class was, latest first', page: true, of: [chainVersions],
  })
  chainVersions(@Asks() asks: Asks, @Param('classId') classId: string, @Query() query: ChainVersionsQuery) {
    const { at } = query;
    const where = at ? [IsNull(), MoreThan(at)].map((activeUntilAt) => ({ classId, activeFromAt: LessThanOrEqual(at), activeUntilAt })) : { classId };
    return this.rows.page(asks, { where, order: ['-version'], query });
  }
}
