import { Controller, Get, Param, Query } from '@nestjs/common';
import type { Instant, LocalDate, OrganizationEvent, Recorded, SchoolYear, Sealed, Uuid } from '@homeroom/contracts';
import { each, type KeyedFold } from '@homeroom/eventsourcing';
import { anyOf, Asks, Choice, InjectRows, Reads, RowChoice, RowDay, RowId, RowInstant, RowKey, Rows, RowSealed, RowText, RowWhole, view } from '@homeroom/platform';
import { dayOf } from '../school-calendars/working-time.model';
import { countyStaff, inParams, memberOfSchool, schoolOfClass } from '../who-may.model';

export const charterParts = ['goals', 'covenant', 'daily-norms', 'development-plan'] as const;
export type CharterPart = (typeof charterParts)[number];

/** One wording of one part of a class's charter. */
export class ClassCharterRow {
  @RowKey('`<classId>:<part>:<edition>`.') key!: string;
  @RowId('The class.') classId!: Uuid;
  @RowId('Its school.') schoolId!: Uuid;
  @RowChoice(charterParts, 'Which part.') part!: CharterPart;
  @RowWhole('The n-th wording; the highest one holds.') edition!: number;
  @RowText('The school year it is for; goals and plans alone.', { optional: true }) schoolYear!: SchoolYear | null;
  @RowDay('The day from which it holds.') effectiveOn!: LocalDate;
  @RowSealed('The wording.', { optional: true }) text!: Sealed | null;
  @RowId('Who set it.') setBy!: Uuid;
  @RowInstant('When it was recorded.') setAt!: Instant;
}

type Of<Type extends OrganizationEvent['type']> = Extract<OrganizationEvent, { type: Type }>;
type Charter = Of<'ClassGoalsSet' | 'ClassCovenantAdopted' | 'DailyNormsPublished' | 'ClassDevelopmentPlanSet'>;
type Wording = Pick<ClassCharterRow, 'text'> & { readonly on?: LocalDate | undefined; readonly schoolYear?: SchoolYear };

/** A row for each wording. Older records do not say the day: the one of the recording counts. */
const worded = <E extends Charter>(part: CharterPart, wording: (data: E['data']) => Wording): KeyedFold<ClassCharterRow, E> => each<ClassCharterRow, E>(
  ({ data }: Recorded<E>) => [`${data.classId}:${part}:${data.edition}`],
  (_, e, key) => {
    const { classId, schoolId, edition } = e.data as Charter['data'];
    const { text, on, schoolYear } = wording(e.data as E['data']);
    return { key, classId, schoolId, part, edition, schoolYear: schoolYear ?? null, effectiveOn: on ?? dayOf(e.recordedAt), text, setBy: e.meta.actor.personId, setAt: e.recordedAt };
  });

export const classCharters = view<OrganizationEvent>()(ClassCharterRow, {
  name: 'class-charters', version: 1, key: 'key', indexes: [['classId', 'part', 'edition']],
  on: {
    ClassGoalsSet: worded<Of<'ClassGoalsSet'>>('goals', ({ goals, schoolYear, effectiveOn }) => ({ text: goals, schoolYear, on: effectiveOn })),
    ClassCovenantAdopted: worded<Of<'ClassCovenantAdopted'>>('covenant', ({ covenant, adoptedOn }) => ({ text: covenant, on: adoptedOn })),
    DailyNormsPublished: worded<Of<'DailyNormsPublished'>>('daily-norms', ({ norms, effectiveOn }) => ({ text: norms, on: effectiveOn })),
    ClassDevelopmentPlanSet: worded<Of<'ClassDevelopmentPlanSet'>>('development-plan', ({ plan, schoolYear, effectiveOn }) => ({ text: plan, schoolYear, on: effectiveOn })),
  },
});

export class ClassCharterQuery {
  @Choice(charterParts, 'Only this part', { optional: true }) part?: CharterPart;
}

@Controller('v1/class-charters')
export class ClassCharterQueries {
  constructor(@InjectRows(classCharters) private readonly rows: Rows<ClassCharterRow>) {}

  @Get(':classId')
  @Reads([ClassCharterRow], {
    may: anyOf(countyStaff, memberOfSchool(schoolOfClass(inParams('classId')))), summary: 'Goals, covenant, daily norms and development plan of a class: every wording, the one in force first', of: [classCharters],
  })
  classCharter(@Asks() asks: Asks, @Param('classId') classId: string, @Query() { part }: ClassCharterQuery) {
    return this.rows.find(asks, { classId, ...(part && { part }) }, ['part', '-edition']);
  }
}
