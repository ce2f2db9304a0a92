import { Controller, Get, Param } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { type ClosureKind, closureKinds, type Instant, type LocalDate, type OrganizationEvent, type SchoolClosure, type SchoolYear } from '@homeroom/contracts';
import { each } from '@homeroom/eventsourcing';
import { Asks, InjectRows, Reads, RowChoice, RowDay, RowIds, RowInstant, RowJson, RowKey, Rows, RowText, RowWhole, view } from '@homeroom/platform';
import { anyStaff } from '../who-may.model';

const scopes = ['county', 'school'] as const;

export class ClosureOfCalendar implements SchoolClosure {
  @ApiProperty({ enum: closureKinds, description: 'Why there is no school.' }) kind!: ClosureKind;
  @ApiProperty({ type: String, format: 'date', description: 'First day without school.' }) from!: LocalDate;
  @ApiProperty({ type: String, format: 'date', description: 'Last day without school.' }) until!: LocalDate;
}

/** One publication of school days. Later ones hold for the days they cover. */
export class SchoolCalendarRow {
  @RowKey('`<county or school id>:<version>`.') key!: string;
  @RowText('The county’s code or the school’s id.') calendarId!: string;
  @RowChoice(scopes, 'Whose calendar it is.') scope!: (typeof scopes)[number];
  @RowWhole('Version, from 1.') version!: number;
  @RowText('School year.') schoolYear!: SchoolYear;
  @RowDay('First day it speaks for.') fromDay!: LocalDate;
  @RowDay('Last day it speaks for.') untilDay!: LocalDate;
  @RowJson([ClosureOfCalendar], 'Holidays and vacations.') closures!: SchoolClosure[];
  @RowIds('Weekend days with school.') makeUpWorkdays!: LocalDate[];
  @RowInstant('When it was published.') publishedAt!: Instant;
}

export const schoolCalendars = view<OrganizationEvent>()(SchoolCalendarRow, {
  name: 'school-calendars', version: 1, key: 'key', indexes: [['calendarId', 'version']],
  on: {
    SchoolCalendarPublished: each(({ data }) => [`${data.calendarId}:${data.version}`], (_, { data }, key) => {
      const { calendarId, scope, version, schoolYear, from, until, closures, makeUpWorkdays, at } = data;
      return { key, calendarId, scope, version, schoolYear, fromDay: from, untilDay: until, closures, makeUpWorkdays, publishedAt: at };
    }),
  },
});

@Controller('v1/school-calendars')
export class SchoolCalendarQueries {
  constructor(@InjectRows(schoolCalendars) private readonly rows: Rows<SchoolCalendarRow>) {}

  @Get('county')
  @Reads([SchoolCalendarRow], { may: anyStaff, summary: 'School days that the county published, latest first', of: [schoolCalendars] })
  countyCalendar(@Asks() asks: Asks) {
    return this.rows.find(asks, { calendarId: asks.county }, ['-version']);
  }

  @Get(':schoolId')
  @Reads([SchoolCalendarRow], { may: anyStaff, summary: 'School days that a school published for itself, latest first', of: [schoolCalendars] })
  schoolCalendar(@Asks() asks: Asks, @Param('schoolId') schoolId: string) {
    return this.rows.find(asks, { calendarId: schoolId }, ['-version']);
  }
}
