import { type ClosureKind, closureKinds, type LocalDate, type SchoolYear } from '@homeroom/contracts';
import { Choice, Day, Parts, Text } from '@homeroom/platform';

/** Days without school. */
export class ClosureWanted {
  @Choice(closureKinds, 'Why there is no school.') kind!: ClosureKind;
  @Day('First day without school.') from!: LocalDate;
  @Day('Last day without school.') until!: LocalDate;
}

/** A Saturday or Sunday with school (调休上班). */
export class MakeUpWorkday {
  @Day('The day.') day!: LocalDate;
}

/** Publish the school days of a county or of one school, or publish them anew: replaces what was published for the days it covers. */
export class PublishSchoolCalendar {
  @Text('School year, from September to August.', { pattern: /[0-9]{4}-[0-9]{4}/, example: '2025-2026' }) schoolYear!: SchoolYear;
  @Day('First day it speaks for.') from!: LocalDate;
  @Day('Last day it speaks for; the vacation after it included, so that no deadline runs through it.') until!: LocalDate;
  @Parts(() => ClosureWanted, 'Holidays and vacations; they may overlap.', { max: 60 }) closures!: ClosureWanted[];
  @Parts(() => MakeUpWorkday, 'Weekend days with school.', { max: 60 }) makeUpWorkdays!: MakeUpWorkday[];
}
