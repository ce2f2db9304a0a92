import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import {
  type EducationGroupFormed, type Instant, type LocalDate, orgLevels, type OrgLevel, type OrgUnitRegistered, type OrganizationEvent, schoolKinds, type SchoolKind, stages, type Stage, type Uuid,
} from '@homeroom/contracts';
import {
  Asks, Choice, Day, EDGE, type Edge, Id, InjectRows, Moment, PageQuery, Reads, RowChoice, RowDay, RowId, RowJson, RowKey, Rows, RowText, RowWhole, Text, view,
} from '@homeroom/platform';
import { dayOf } from '../school-calendars/working-time.model';
import { anyStaff } from '../who-may.model';

const unitStates = ['open', 'closed'] as const;

/** What became of a unit on a day. Fields that did not change are absent; `null` took the value away. */
export class OrgUnitChange {
  @ApiProperty({ type: String, format: 'date', description: 'First day on which it holds.' }) on!: LocalDate;
  @ApiProperty({ type: String, format: 'date-time', description: 'When it became known.' }) recordedAt!: Instant;
  @ApiProperty({ type: String, required: false, description: 'The name from that day on.' }) name?: string;
  @ApiProperty({ type: String, nullable: true, required: false, description: 'The unit directly above.' }) parentId?: Uuid | null;
  @ApiProperty({ type: String, nullable: true, required: false, description: 'The code.' }) code?: string | null;
  @ApiProperty({ type: String, nullable: true, required: false, description: 'The kind of school.' }) schoolKind?: SchoolKind | null;
  @ApiProperty({ type: String, nullable: true, required: false, description: 'The education group.' }) groupId?: Uuid | null;
  @ApiProperty({ enum: unitStates, required: false, description: 'Whether it is open.' }) status?: 'open' | 'closed';
}

/** One unit as it was recorded last, and how it came to be so. */
export class OrgUnitRow {
  @RowKey('Id of the unit.') orgUnitId!: string;
  @RowChoice(orgLevels, 'Level.') level!: OrgLevel;
  @RowText('Name.') name!: string;
  @RowId('The unit directly above; none for the county.', { optional: true }) parentId!: string | null;
  @RowId('The school it is part of; itself for a school.', { optional: true }) schoolId!: string | null;
  @RowText('Code of a county (6 digits), town (9) or school (10).', { optional: true }) code!: string | null;
  @RowChoice(schoolKinds, 'Kind of school.', { optional: true }) schoolKind!: SchoolKind | null;
  @RowChoice(stages, 'Stage of a stage or grade unit.', { optional: true }) stage!: Stage | null;
  @RowWhole('Grade of a grade unit.', { optional: true }) grade!: number | null;
  @RowId('Education group of a school.', { optional: true }) groupId!: string | null;
  @RowChoice(unitStates, 'Whether it is open.') status!: 'open' | 'closed';
  @RowDay('First day in the tree.') since!: LocalDate;
  @RowJson([OrgUnitChange], 'Every change, in the order in which they became known.') changes!: OrgUnitChange[];
  @RowWhole('Version of the unit\'s stream.') version!: number;
}

type Entered = { readonly recordedAt: Instant; readonly version: number; readonly data: Partial<OrgUnitRegistered['data']> & EducationGroupFormed['data'] | OrgUnitRegistered['data'] };

const entered = (level: OrgLevel, { recordedAt, version, data }: Entered): OrgUnitRow => {
  const { orgUnitId, name, parentId = null, schoolId = null, code = null, schoolKind = null, stage = null, grade = null, effectiveOn } = data;
  const first: OrgUnitChange = { on: effectiveOn, recordedAt, name, parentId, code, schoolKind, status: 'open' };
  return { orgUnitId, level, name, parentId, schoolId, code, schoolKind, stage, grade, groupId: null, status: 'open', since: effectiveOn, changes: [first], version };
};

type Changed = Omit<OrgUnitChange, 'on' | 'recordedAt'>;

type Known = { readonly version: number; readonly recordedAt: Instant; readonly data: { effectiveOn: LocalDate } };

const changed = (row: OrgUnitRow | undefined, { version, recordedAt, data: { effectiveOn: on } }: Known, change: Changed): OrgUnitRow | undefined =>
  row && { ...row, ...change, version, changes: [...row.changes, { on, recordedAt, ...change }] };

export const orgTree = view<OrganizationEvent>()(OrgUnitRow, {
  name: 'org-tree', version: 1, key: 'orgUnitId', indexes: [['level', 'name'], ['parentId', 'name'], ['code']],
  on: {
    OrgUnitRegistered: (_, e) => entered(e.data.level, e),
    OrgUnitRenamed: (row, e) => changed(row, e, { name: e.data.name }),
    SchoolKindChanged: (row, e) => changed(row, e, { schoolKind: e.data.toKind }),
    OrgCodeChanged: (row, e) => changed(row, e, { code: e.data.toCode, schoolKind: e.data.schoolKind ?? null }),
    OrgUnitMoved: (row, e) => changed(row, e, { parentId: e.data.toParentId }),
    EducationGroupFormed: (_, e) => entered('education-group', e),
    SchoolJoinedEducationGroup: (row, e) => changed(row, e, { groupId: e.data.groupId }),
    SchoolLeftEducationGroup: (row, e) => changed(row, e, { groupId: null }),
    OrgUnitClosed: (row, e) => changed(row, e, { status: 'closed' }),
    OrgUnitRestored: (row, e) => changed(row, e, { status: 'open' }),
  },
});

/** One unit on one day, with everything directly below it. */
export class OrgTreeNode {
  @ApiProperty({ type: String, format: 'uuid', description: 'Id of the unit.' }) orgUnitId!: string;
  @ApiProperty({ enum: orgLevels, description: 'Level.' }) level!: OrgLevel;
  @ApiProperty({ type: String, description: 'Name on that day.' }) name!: string;
  @ApiProperty({ type: String, nullable: true, description: 'Code on that day.' }) code!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Kind of school on that day.' }) schoolKind!: SchoolKind | null;
  @ApiProperty({ enum: [...stages, null] as never, nullable: true, description: 'Stage of a stage or grade unit.' }) stage!: Stage | null;
  @ApiProperty({ type: 'integer', nullable: true, description: 'Grade of a grade unit.' }) grade!: number | null;
  @ApiProperty({ type: String, nullable: true, description: 'Education group of a school on that day.' }) groupId!: string | null;
  @ApiProperty({ type: () => [OrgTreeNode], description: 'Units directly below, by level and code or name.' }) children!: OrgTreeNode[];
}

/** A unit on a day, by what was known at an instant; `undefined` when it was not in the tree then. */
export const unitOn = (row: OrgUnitRow, on: LocalDate, asOf?: Instant): (OrgUnitRow & { status: 'open' }) | undefined => {
  const holding = row.changes.filter((change) => change.on <= on && (asOf === undefined || change.recordedAt <= asOf));
  // A stable sort: of two changes of one day the one that became known later holds.
  const then = holding.sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0)).reduce((unit, { on: _on, recordedAt: _at, ...change }) => ({ ...unit, ...change }),
    { ...row, parentId: null, code: null, schoolKind: null, groupId: null, status: 'closed' } as OrgUnitRow);
  return then.status === 'open' ? then as OrgUnitRow & { status: 'open' } : undefined;
};

/** The tree of a day: the units without a unit above them that day, or the one asked for, with all below. */
export const treeOn = (rows: readonly OrgUnitRow[], on: LocalDate, { asOf, under }: { asOf?: Instant; under?: Uuid } = {}): OrgTreeNode[] => {
  const units = rows.flatMap((row) => unitOn(row, on, asOf) ?? []);
  const ids = new Set(units.map(({ orgUnitId }) => orgUnitId));
  const below = new Map<string, OrgUnitRow[]>();
  for (const unit of units) {
    const parent = unit.parentId !== null && ids.has(unit.parentId) ? unit.parentId : '';
    below.set(parent, [...below.get(parent) ?? [], unit]);
  }
  const node = ({ orgUnitId, level, name, code, schoolKind, stage, grade, groupId }: OrgUnitRow): OrgTreeNode =>
    ({ orgUnitId, level, name, code, schoolKind, stage, grade, groupId, children: (below.get(orgUnitId) ?? []).sort(byLevel).map(node) });
  const roots = under === undefined ? below.get('') ?? [] : units.filter(({ orgUnitId }) => orgUnitId === under);
  return roots.sort(byLevel).map(node);
};

const byLevel = (a: OrgUnitRow, b: OrgUnitRow): number =>
  orgLevels.indexOf(a.level) - orgLevels.indexOf(b.level) || (a.grade ?? 0) - (b.grade ?? 0) || (a.code ?? a.name).localeCompare(b.code ?? b.name);

export class OrgTreeQuery {
  @Day('The day whose tree is asked for; today when absent', { optional: true }) on?: LocalDate;
  @Moment('By what was known at this instant; by everything known when absent', { optional: true }) asOf?: Instant;
  @Id('Only this unit and what is below it', { optional: true }) under?: Uuid;
}

export class OrgUnitsQuery extends PageQuery {
  @Choice(orgLevels, 'Only this level', { optional: true }) level?: OrgLevel;
  @Id('Only directly below this unit', { optional: true }) parentId?: Uuid;
  @Text('Only the unit with this code', { min: 6, max: 10, pattern: /^\d{6,10}$/, optional: true }) code?: string;
}

@Controller('v1')
export class OrgTreeQueries {
  constructor(@InjectRows(orgTree) private readonly rows: Rows<OrgUnitRow>, @Inject(EDGE) private readonly edge: Edge) {}

  @Get('org-tree')
  @Reads([OrgTreeNode], { may: anyStaff, summary: 'The county\'s tree on a day, as known now or at an instant', of: [orgTree] })
  async orgTree(@Asks() asks: Asks, @Query() { on = dayOf(this.edge.runtime.now()), asOf, under }: OrgTreeQuery) {
    return treeOn(await this.rows.query(asks, (manager) => manager.find(OrgUnitRow)), on, { asOf, under });
  }

  @Get('org-units')
  @Reads(OrgUnitRow, { may: anyStaff, summary: 'Units as they were recorded last', page: true, of: [orgTree] })
  orgUnits(@Asks() asks: Asks, @Query() query: OrgUnitsQuery) {
    const { level, parentId, code } = query;
    return this.rows.page(asks, { where: { ...(level && { level }), ...(parentId && { parentId }), ...(code && { code }) }, order: ['level', 'name'], query });
  }

  @Get('org-units/:orgUnitId')
  @Reads(OrgUnitRow, { may: anyStaff, summary: 'One unit with its history', of: [orgTree], etag: 'version' })
  orgUnit(@Asks() asks: Asks, @Param('orgUnitId') orgUnitId: string) {
    return this.rows.one(asks, orgUnitId);
  }
}
