import { Controller, Get } from '@nestjs/common';
import { activityKinds, type ActivityKind, type Instant, type Sealed, type TrainingEvent, type Uuid } from '@homeroom/contracts';
import { Asks, InjectRows, Reads, RowChoice, RowInstant, RowKey, type Rows, RowSealed, view } from '@homeroom/platform';
import { anyStaff } from '../who-may.model';

/** Activities under one name, the county's brand. */
export class ActivitySeriesRow {
  @RowKey('The series') seriesId!: Uuid;
  @RowChoice(activityKinds, 'What its activities are') kind!: ActivityKind;
  @RowSealed('What it is called.') title!: Sealed;
  @RowInstant('When it was begun') at!: Instant;
}

export const activitySeriesList = view<TrainingEvent>()(ActivitySeriesRow, { name: 'activity-series', version: 1, key: 'seriesId', on: {
  ActivitySeriesCreated: (_, { data: { seriesId, kind, title, at } }) => ({ seriesId, kind, title, at }),
} });

@Controller('v1/activity-series')
export class ActivitySeriesQueries {
  constructor(@InjectRows(activitySeriesList) private readonly rows: Rows<ActivitySeriesRow>) {}

  @Get()
  @Reads([ActivitySeriesRow], { may: anyStaff, summary: 'Series of activities, the oldest first', of: [activitySeriesList] })
  listActivitySeries(@Asks() asks: Asks) {
    return this.rows.find(asks, {}, ['at']);
  }
}
