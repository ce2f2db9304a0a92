import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import {
  activityFacets, type ActivityFacet, activityKinds, type ActivityKind, activityModes, type ActivityMode, type LocalDate, type SchoolYear, type Sealed, stages, type Stage,
  subjects, type Subject, type TrainingEvent, type Uuid,
} from '@homeroom/contracts';
import {
  Asks, Choice, Day, Id, InjectRows, moved, PageQuery, Reads, RowChoice, RowDay, RowId, RowIds, RowKey, type Rows, RowSealed, RowText, RowWhole, view,
} from '@homeroom/platform';
import { Between, LessThanOrEqual, MoreThanOrEqual } from 'typeorm';
import { anyStaff } from '../who-may.model';

const activityStatuses = ['scheduled', 'held', 'cancelled'] as const;
type ActivityStatus = (typeof activityStatuses)[number];

/** An activity as it stands in the calendar. */
export class ActivityRow {
  @RowKey('The activity') activityId!: Uuid;
  @RowWhole('Version of its stream: the ETag') streamVersion!: number;
  @RowChoice(activityStatuses, 'Whether it took place') status!: ActivityStatus;
  @RowChoice(activityKinds, 'What it is') kind!: ActivityKind;
  @RowChoice(activityModes, 'Where people meet') mode!: ActivityMode;
  @RowSealed('What it is called.') title!: Sealed;
  @RowDay('The day it is meant for, or took place') on!: LocalDate;
  @RowText('The school year') schoolYear!: SchoolYear;
  @RowId('The school that holds it; null: the county', { optional: true }) schoolId!: Uuid | null;
  @RowChoice(stages, 'The stage', { optional: true }) stage!: Stage | null;
  @RowChoice(subjects, 'The subject', { optional: true }) subject!: Subject | null;
  @RowIds('What it serves') facets!: ActivityFacet[];
  @RowId('The series it continues', { optional: true }) seriesId!: Uuid | null;
  @RowId('The activity of the county that it carries on', { optional: true }) parentActivityId!: Uuid | null;
  @RowIds('The schools it goes on in') schoolIds!: Uuid[];
  @RowWhole('How many took part', { optional: true }) participants!: number | null;
  @RowIds('Who showed or taught something') leaderIds!: Uuid[];
  @RowSealed('How it was.', { optional: true }) summary!: Sealed | null;
  @RowSealed('Why it was called off.', { optional: true }) reason!: Sealed | null;
}

type Scheduled = Extract<TrainingEvent, { type: 'ActivityScheduled' }>['data'];

const scheduled = (data: Scheduled, streamVersion: number): ActivityRow => ({
  activityId: data.activityId, streamVersion, status: 'scheduled', kind: data.kind, mode: data.mode, title: data.title, on: data.on, schoolYear: data.schoolYear,
  schoolId: data.schoolId ?? null, stage: data.stage ?? null, subject: data.subject ?? null, facets: [...data.facets], seriesId: data.seriesId ?? null,
  parentActivityId: data.parentActivityId ?? null, schoolIds: [], participants: null, leaderIds: [], summary: null, reason: null,
});

export const activities = view<TrainingEvent>()(ActivityRow, {
  name: 'activities', version: 1, key: 'activityId', indexes: [['on'], ['kind', 'on'], ['schoolId', 'on'], ['parentActivityId'], ['seriesId', 'on']],
  on: {
    ActivityScheduled: (_, { data, version }) => scheduled(data, version),
    ActivityCascaded: (row, e) => moved(row, e, ({ schoolIds }) => ({ schoolIds: [...schoolIds, ...e.data.schoolIds] })),
    ActivityHeld: (row, e) => moved(row, e, {
      status: 'held', on: e.data.heldOn, participants: e.data.participants, leaderIds: [...e.data.leaderIds], summary: e.data.summary ?? null,
    }),
    ActivityCancelled: (row, e) => moved(row, e, { status: 'cancelled', reason: e.data.reason }),
  },
});

export class ActivitiesQuery extends PageQuery {
  @Day('Only on this day or later', { optional: true }) from?: LocalDate;
  @Day('Only on this day or earlier', { optional: true }) until?: LocalDate;
  @Choice(activityKinds, 'Only of this kind', { optional: true }) kind?: ActivityKind;
  @Choice(activityStatuses, 'Only these', { optional: true }) status?: ActivityStatus;
  @Choice(activityModes, 'Only these', { optional: true }) mode?: ActivityMode;
  @Choice(stages, 'Only of this stage', { optional: true }) stage?: Stage;
  @Id('Only of this school', { optional: true }) schoolId?: Uuid;
  @Id('Only of this series', { optional: true }) seriesId?: Uuid;
  @Id('Only those that carry this one on', { optional: true }) parentActivityId?: Uuid;
}

/** How many activities of one kind there were, and what they served. */
export class ActivityFacetsRow {
  @ApiProperty({ type: String, description: 'The school year.' }) schoolYear!: SchoolYear;
  @ApiProperty({ type: String, enum: activityKinds, description: 'The kind.' }) kind!: ActivityKind;
  @ApiProperty({ type: String, enum: [...activityFacets, null], nullable: true, description: 'What they served; null: all of the kind. One may serve several.' }) facet!: ActivityFacet | null;
  @ApiProperty({ type: 'integer', description: 'Held by the county.' }) county!: number;
  @ApiProperty({ type: 'integer', description: 'Held by schools.' }) schools!: number;
}

const FACETS = `
  select school_year as "schoolYear", kind, facet, (count(*) filter (where school_id is null))::int as county, (count(*) filter (where school_id is not null))::int as schools
  from ${activities.table} cross join lateral (select null as facet union all select unnest(facets)) served
  where status = 'held' group by school_year, kind, facet order by school_year desc, kind, facet nulls first`;

const between = (from?: LocalDate, until?: LocalDate) => (from && until ? Between(from, until) : from ? MoreThanOrEqual(from) : until ? LessThanOrEqual(until) : undefined);

@Controller('v1')
export class ActivityQueries {
  constructor(@InjectRows(activities) private readonly rows: Rows<ActivityRow>) {}

  @Get('activities')
  @Reads(ActivityRow, { may: anyStaff, summary: 'The calendar of activities, the first one first', page: true, of: [activities] })
  listActivities(@Asks() asks: Asks, @Query() query: ActivitiesQuery) {
    const { from, until, kind, status, mode, stage, schoolId, seriesId, parentActivityId } = query;
    return this.rows.page(asks, { where: { on: between(from, until), kind, status, mode, stage, schoolId, seriesId, parentActivityId }, order: ['on'], query });
  }

  @Get('activities/:activityId')
  @Reads(ActivityRow, { may: anyStaff, summary: 'An activity as it stands', of: [activities], etag: 'streamVersion' })
  activity(@Asks() asks: Asks, @Param('activityId') activityId: string) {
    return this.rows.one(asks, activityId);
  }

  @Get('activity-facets')
  @Reads([ActivityFacetsRow], { may: anyStaff, summary: 'What the activities that took place served: subject and age, routine and contest, single and team, project and model', of: [activities] })
  activityFacets(@Asks() asks: Asks): Promise<ActivityFacetsRow[]> {
    return this.rows.query(asks, (manager) => manager.query(FACETS));
  }
}
