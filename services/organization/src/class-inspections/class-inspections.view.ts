import { Controller, Get, Param, Query } from '@nestjs/common';
import { type InspectionArea, type Instant, type LocalDate, type OrganizationEvent, type Sealed, type Uuid } from '@homeroom/contracts';
import { Rejected } from '@homeroom/eventsourcing';
import {
  anyOf, Asks, Choice, Id, InjectRows, type May, moved, PageQuery, Reads, RowChoice, RowDay, RowId, RowIds, RowInstant, RowKey, Rows, RowSealed, RowWhole, view,
} from '@homeroom/platform';
import { readsClass, readsClassOrSchool } from '../class-work-logs/work-log.view';
import { inQuery, self } from '../who-may.model';
import { classInspection } from './class-inspection.decider';

export const inspectionStatuses = ['planned', 'started', 'completed', 'cancelled'] as const;
export type InspectionStatus = (typeof inspectionStatuses)[number];

/** One inspection of a class. */
export class ClassInspectionRow {
  @RowKey('The inspection.') inspectionId!: Uuid;
  @RowWhole('Version of its stream: the ETag.') streamVersion!: number;
  @RowChoice(inspectionStatuses, 'How far it has come.') status!: InspectionStatus;
  @RowId('The class.') classId!: Uuid;
  @RowId('Its school.') schoolId!: Uuid;
  @RowId('Who inspects.') inspectorId!: Uuid;
  @RowId('Who planned it.') plannedBy!: Uuid;
  @RowDay('The day it was planned for.') plannedOn!: LocalDate;
  @RowIds('What is looked at.') areas!: InspectionArea[];
  @RowDay('The day it took place.', { optional: true }) startedOn!: LocalDate | null;
  @RowInstant('When it was over.', { optional: true }) completedAt!: Instant | null;
  @RowWhole('Findings of severity LOW that count.') low!: number;
  @RowWhole('Findings of severity MEDIUM that count.') medium!: number;
  @RowWhole('Findings of severity HIGH that count.') high!: number;
  @RowWhole('Rectifications that are asked for and not confirmed.') openRectifications!: number;
  @RowSealed('What it came to, or why it was called off.', { optional: true }) conclusion!: Sealed | null;
}

const column = { LOW: 'low', MEDIUM: 'medium', HIGH: 'high' } as const;

export const classInspections = view<OrganizationEvent>()(ClassInspectionRow, {
  name: 'class-inspections', version: 1, key: 'inspectionId', indexes: [['classId', 'plannedOn'], ['schoolId', 'plannedOn'], ['inspectorId', 'plannedOn']],
  on: {
    ClassInspectionPlanned: (_, { data: { inspectionId, classId, schoolId, inspectorId, plannedBy, plannedOn, areas }, version: streamVersion }): ClassInspectionRow => ({
      inspectionId, streamVersion, status: 'planned', classId, schoolId, inspectorId, plannedBy, plannedOn, areas, startedOn: null, completedAt: null,
      low: 0, medium: 0, high: 0, openRectifications: 0, conclusion: null,
    }),
    ClassInspectionStarted: (row, e) => moved(row, e, { status: 'started', startedOn: e.data.on }),
    InspectionFindingRecorded: (row, e) => moved(row, e, (before) => ({ [column[e.data.severity]]: before[column[e.data.severity]] + 1 })),
    InspectionFindingWithdrawn: (row, e) => moved(row, e, (before) => ({
      [column[e.data.severity]]: before[column[e.data.severity]] - 1, openRectifications: before.openRectifications - (e.data.rectification === 'open' ? 1 : 0),
    })),
    ClassInspectionCompleted: (row, e) => moved(row, e, { status: 'completed', completedAt: e.data.at, conclusion: e.data.conclusion ?? null }),
    ClassInspectionCancelled: (row, e) => moved(row, e, { status: 'cancelled', conclusion: e.data.reason }),
    RectificationRequested: (row, e) => moved(row, e, ({ openRectifications }) => ({ openRectifications: openRectifications + 1 })),
    RectificationSubmitted: (row, e) => moved(row, e),
    RectificationReturned: (row, e) => moved(row, e),
    RectificationConfirmed: (row, e) => moved(row, e, ({ openRectifications }) => ({ openRectifications: openRectifications - 1 })),
  },
});

export class ClassInspectionsQuery extends PageQuery {
  @Id('Only of this class', { optional: true }) classId?: Uuid;
  @Id('Only of this school', { optional: true }) schoolId?: Uuid;
  @Id('Only by this inspector', { optional: true }) inspectorId?: Uuid;
  @Choice(inspectionStatuses, 'Only those that stand here', { optional: true }) status?: InspectionStatus;
}

/** Whoever reads the class, and the inspector. */
const seesInspection: May = async (asking) => {
  const inspection = await asking.state(classInspection, asking.params['inspectionId']!);
  if (inspection.status === 'none') throw new Rejected('inspection-not-found', 'There is no such inspection.');
  return anyOf(self(() => inspection.inspectorId), readsClass(() => inspection.classId))(asking);
};

@Controller('v1/class-inspections')
export class ClassInspectionQueries {
  constructor(@InjectRows(classInspections) private readonly rows: Rows<ClassInspectionRow>) {}

  @Get()
  @Reads(ClassInspectionRow, { may: anyOf(self(inQuery('inspectorId')), readsClassOrSchool), summary: 'Inspections of a class, of a school or by an inspector, the latest first', page: true, of: [classInspections] })
  listClassInspections(@Asks() asks: Asks, @Query() query: ClassInspectionsQuery) {
    const { classId, schoolId, inspectorId, status } = query;
    const where = { ...(classId && { classId }), ...(schoolId && { schoolId }), ...(inspectorId && { inspectorId }), ...(status && { status }) };
    return this.rows.page(asks, { where, order: ['-plannedOn'], query });
  }

  @Get(':inspectionId')
  @Reads(ClassInspectionRow, { may: seesInspection, summary: 'One inspection', of: [classInspections], etag: 'streamVersion' })
  classInspection(@Asks() asks: Asks, @Param('inspectionId') inspectionId: string) {
    return this.rows.one(asks, inspectionId);
  }
}
