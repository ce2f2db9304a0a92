import { type ClassRosterEvent, type Instant, type OrganizationEvent, type Position, type Recorded, type Uuid } from '@homeroom/contracts';
import { RowId, RowJson, RowKey, view } from '@homeroom/platform';

/** One event of organization about who leads a class, and when that was known. */
export interface ToldOfClass { readonly position: Position; readonly recordedAt: Instant; readonly event: ClassRosterEvent }

/** Everything that organization said about who leads a class: from it a roster of any day follows, as it was known at any time. */
export class ClassRosterRow {
  @RowKey('The class') classId!: Uuid;
  @RowId('Its school') schoolId!: Uuid;
  @RowJson(Object, 'What organization said, in its order') told!: readonly ToldOfClass[];
}

/** Why an appointment ended is nobody's business here. */
const withoutReasons = ({ type, data }: ClassRosterEvent): ClassRosterEvent => {
  const { note: _note, reason: _reason, ...rest } = data as { note?: unknown; reason?: unknown };
  return { type, data: rest } as ClassRosterEvent;
};

const told = (row: ClassRosterRow | undefined, said: Recorded<ClassRosterEvent>): ClassRosterRow => {
  const { classId, schoolId } = said.data;
  return { classId, schoolId, told: [...row?.told ?? [], { position: said.position, recordedAt: said.recordedAt, event: withoutReasons(said) }] };
};

export const classRosters = view<OrganizationEvent>()(ClassRosterRow, { name: 'class-rosters', version: 1, key: 'classId', indexes: [['schoolId']], on: {
  ClassOpened: told, ClassPromoted: told, ClassGraduated: told, ClassClosed: told, ClassTeacherAppointed: told, ClassTeacherReplaced: told, ClassTeacherEnded: told,
  LeadClassTeacherAppointed: told, LeadClassTeacherAppointmentEnded: told, AppointmentDatesCorrected: told,
} });
