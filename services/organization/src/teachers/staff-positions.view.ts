import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { type LocalDate, type Office, offices, type OrganizationEvent, subjects, type Subject, type TeacherPost, teacherPosts, type Uuid } from '@homeroom/contracts';
import { each } from '@homeroom/eventsourcing';
import {
  anyOf, Asks, Choice, Id, InjectRows, PageQuery, Reads, RowChoice, RowDay, RowFlag, RowId, RowIds, RowJson, RowKey, Rows, RowSealed, RowText, RowWhole, Text, view,
} from '@homeroom/platform';
import { ArrayContains } from 'typeorm';
import { countyStaff, inParams, inQuery, memberOfSchool, schoolOfPerson, self } from '../who-may.model';

const staffStates = ['active', 'deactivated'] as const;

/** An office that a person holds, or will hold, in a class. */
export class HeldOffice {
  @ApiProperty({ type: String, description: 'Id of the appointment.' }) appointmentId!: string;
  @ApiProperty({ type: String, format: 'uuid', description: 'The class.' }) classId!: Uuid;
  @ApiProperty({ enum: offices, description: 'Class teacher or lead class teacher.' }) office!: Office;
  @ApiProperty({ type: String, format: 'date', description: 'First day.' }) from!: LocalDate;
}

/** A person of the registry, the post they hold and the offices of classes that have not ended. */
export class StaffPositionRow {
  @RowKey('Id of the person.') personId!: string;
  @RowId('The present school, or the last one.') schoolId!: string;
  @RowText('Staff number there.') staffNo!: string;
  @RowChoice(teacherPosts, 'Post there.') post!: TeacherPost;
  @RowChoice(staffStates, 'Whether the person works in a school of the county.') status!: 'active' | 'deactivated';
  @RowDay('First day in the school, or of the absence.') since!: LocalDate;
  @RowSealed('Full name.') name!: string;
  @RowSealed('Telephone.', { optional: true }) phone!: string | null;
  @RowIds('Subjects the person teaches.') subjects!: Subject[];
  @RowFlag('Was a class teacher before, or is one.') experienced!: boolean;
  @RowText('Number of the pre-service certificate.', { optional: true }) certificateNo!: string | null;
  @RowFlag('Is the school\'s chief class teacher.') chief!: boolean;
  @RowJson([HeldOffice], 'Offices of classes that have not ended.') held!: HeldOffice[];
  @RowWhole('Version of the person\'s stream.') version!: number;
}

type Row = StaffPositionRow | undefined;

const holds = (row: Row, office: Office, { appointmentId, classId, from }: Omit<HeldOffice, 'office'>): Row =>
  row && { ...row, held: [...row.held, { appointmentId, classId, office, from }] };

const holdsNoMore = (row: Row, appointmentId: string): Row => row && { ...row, held: row.held.filter((each) => each.appointmentId !== appointmentId) };

export const staffPositions = view<OrganizationEvent>()(StaffPositionRow, {
  name: 'staff-positions', version: 1, key: 'personId', indexes: [['schoolId', 'staffNo'], ['schoolId', 'post'], ['post']],
  on: {
    TeacherRegistered: (_, { data, version }) => {
      const { personId, schoolId, staffNo, post, name, phone = null, subjects, experienced, effectiveOn: since } = data;
      const row: StaffPositionRow = { personId, schoolId, staffNo, post, status: 'active', since, name, phone, subjects, experienced, certificateNo: null, chief: false, held: [], version };
      return row;
    },
    TeacherProfileUpdated: (row, { data, version }) => row && {
      ...row, version, name: data.name ?? row.name, phone: data.phone === undefined ? row.phone : data.phone, subjects: data.subjects ?? row.subjects,
    },
    PreServiceCertificateRecorded: (row, { data: { certificateNo }, version }) => row && { ...row, certificateNo, version },
    ClassTeacherExperienceGained: (row, { version }) => row && { ...row, experienced: true, version },
    TeacherPostChanged: (row, { data, version }) => row && { ...row, post: data.toPost, version },
    ChiefClassTeacherAppointed: (row, { version }) => row && { ...row, chief: true, version },
    TeacherTransferred: (row, { data: { toSchoolId: schoolId, staffNo, post, effectiveOn: since }, version }) => row && { ...row, schoolId, staffNo, post, since, chief: false, version },
    TeacherDeactivated: (row, { data: { effectiveOn: since }, version }) => row && { ...row, status: 'deactivated' as const, since, chief: false, version },
    TeacherReactivated: (row, { data: { schoolId, staffNo, post, effectiveOn: since }, version }) => row && { ...row, status: 'active' as const, schoolId, staffNo, post, since, version },
    ClassTeacherAppointed: (row, { data }) => holds(row, 'class-teacher', data),
    ClassTeacherReplaced: each((e) => [e.data.previousPersonId, e.data.personId], (row, { data }, personId) =>
      (personId === data.personId ? holds(row, 'class-teacher', data) : holdsNoMore(row, data.previousAppointmentId))),
    ClassTeacherEnded: (row, { data }) => holdsNoMore(row, data.appointmentId),
    LeadClassTeacherAppointed: (row, { data }) => holds(row, 'lead-class-teacher', data),
    LeadClassTeacherAppointmentEnded: (row, { data }) => holdsNoMore(row, data.appointmentId),
    AppointmentDatesCorrected: (row, { data: { appointmentId, from } }) =>
      row && { ...row, held: row.held.map((each) => (each.appointmentId === appointmentId ? { ...each, from } : each)) },
  },
});

/** Names of people by id, opened; `null` where the key is destroyed. People who are not in the registry are absent. */
export const namesOf = async (rows: Rows<StaffPositionRow>, asks: Asks, personIds: readonly (string | null)[]): Promise<ReadonlyMap<string, string | null>> => {
  const ids = [...new Set(personIds.filter((id) => id !== null))];
  if (ids.length === 0) return new Map();
  const found = await rows.query(asks, (manager) => manager.createQueryBuilder(StaffPositionRow, 's').select(['s.personId', 's.name']).where('s.personId = any(:ids)', { ids }).getMany());
  const opened = await rows.open(asks, found);
  return new Map(opened.map(({ personId, name }) => [personId, name]));
};

export class StaffPositionsQuery extends PageQuery {
  @Id('Only of this school', { optional: true }) schoolId?: Uuid;
  @Choice(teacherPosts, 'Only this post', { optional: true }) post?: TeacherPost;
  @Choice(staffStates, 'Only these', { optional: true }) status?: 'active' | 'deactivated';
  @Choice(subjects, 'Only who teaches this subject', { optional: true }) subject?: Subject;
  @Text('Only with this staff number', { min: 1, max: 20, optional: true }) staffNo?: string;
}

@Controller('v1/staff-positions')
export class StaffPositionQueries {
  constructor(@InjectRows(staffPositions) private readonly rows: Rows<StaffPositionRow>) {}

  @Get()
  @Reads(StaffPositionRow, { may: anyOf(countyStaff, memberOfSchool(inQuery('schoolId'))), summary: 'The people of a school, or of the county', page: true, of: [staffPositions] })
  staffPositions(@Asks() asks: Asks, @Query() query: StaffPositionsQuery) {
    const { schoolId, post, status, subject, staffNo } = query;
    const where = { ...(schoolId && { schoolId }), ...(post && { post }), ...(status && { status }), ...(staffNo && { staffNo }), ...(subject && { subjects: ArrayContains([subject]) }) };
    return this.rows.page(asks, { where, order: ['schoolId', 'staffNo'], query });
  }

  @Get(':personId')
  @Reads(StaffPositionRow, { may: anyOf(countyStaff, self(inParams('personId')), memberOfSchool(schoolOfPerson(inParams('personId')))), summary: 'One person of the registry', of: [staffPositions], etag: 'version' })
  staffPosition(@Asks() asks: Asks, @Param('personId') personId: string) {
    return this.rows.one(asks, personId);
  }
}
