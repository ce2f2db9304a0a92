import { Body, Controller, Post } from '@nestjs/common';
import type { Decision } from '@homeroom/eventsourcing';
import { allOf, anyOf, type EventStream, Handles, InjectStream, NewTarget, type Refusals, Target } from '@homeroom/platform';
import { orgUnit } from '../org-units/org-unit.decider';
import { countyStaff, inBody, schoolLeaderOf, schoolOfPerson, self, theTarget } from '../who-may.model';
import { staffNumber, staffNumberId } from './staff-number.decider';
import { staffPositions } from './staff-positions.view';
import {
  AppointChiefClassTeacher, ChangeTeacherPost, DeactivateTeacher, ReactivateTeacher, RecordPreServiceCertificate, RegisterTeacher, TransferTeacher, UpdateTeacherProfile,
} from './teacher.commands';
import { teacher } from './teacher.decider';

const reserveNumber = async (decision: Decision, personId: string, { schoolId, staffNo }: { schoolId: string; staffNo: string }) => {
  await decision.decide(staffNumber, staffNumberId(schoolId, staffNo), 'ReserveStaffNumber', { schoolId, staffNo, personId });
};

/** The person and the staff number, while the school stays open: one append. */
export const registerTeacher = async (decision: Decision, personId: string, data: RegisterTeacher) => {
  const school = await decision.state(orgUnit, data.schoolId);
  const events = await decision.decide(teacher, personId, 'RegisterTeacher', data, { school });
  if (events.length > 0) await reserveNumber(decision, personId, data);
};

/** The new school and the staff number there: one append. */
export const transferTeacher = async (decision: Decision, personId: string, data: TransferTeacher) => {
  const school = await decision.state(orgUnit, data.schoolId);
  const events = await decision.decide(teacher, personId, 'TransferTeacher', data, { school });
  if (events.length > 0) await reserveNumber(decision, personId, data);
};

/** Back in a school, with a staff number there: one append. */
export const reactivateTeacher = async (decision: Decision, personId: string, data: ReactivateTeacher) => {
  const school = await decision.state(orgUnit, data.schoolId);
  const events = await decision.decide(teacher, personId, 'ReactivateTeacher', data, { school });
  if (events.length > 0) await reserveNumber(decision, personId, data);
};

const schoolLeader = anyOf(countyStaff, schoolLeaderOf(schoolOfPerson(theTarget)));
/** Everybody keeps name and telephone right; subjects count when class teachers are appointed, so they are the school's to say. */
const ownContact = allOf(self(theTarget), ({ body }) => (body as UpdateTeacherProfile).subjects === undefined);
const waitsFor = [staffPositions];

@Controller('v1/teachers')
export class TeacherRoutes {
  constructor(@InjectStream(teacher) private readonly teachers: EventStream<typeof teacher>) {}

  @Post()
  @Handles(RegisterTeacher, { may: anyOf(countyStaff, schoolLeaderOf(inBody('schoolId'))), summary: 'Enter a person into the registry', waitsFor, creates: true })
  registerTeacher(@NewTarget('personId') person: Target, @Body() data: RegisterTeacher) {
    return this.teachers.transact(person, (decision) => registerTeacher(decision, person.id, data));
  }

  @Post(':personId/profile')
  @Handles(UpdateTeacherProfile, { may: anyOf(ownContact, schoolLeader), summary: 'Change what the registry says of a person', waitsFor })
  updateTeacherProfile(@Target('personId') person: Target, @Body() data: UpdateTeacherProfile) {
    return this.teachers.handle(person, 'UpdateTeacherProfile', data);
  }

  @Post(':personId/pre-service-certificate')
  @Handles(RecordPreServiceCertificate, { may: schoolLeader, summary: 'Record the certificate before a first appointment as class teacher', waitsFor })
  recordPreServiceCertificate(@Target('personId') person: Target, @Body() data: RecordPreServiceCertificate) {
    return this.teachers.handle(person, 'RecordPreServiceCertificate', data);
  }

  @Post(':personId/change-post')
  @Handles(ChangeTeacherPost, { may: schoolLeader, summary: 'Give a person another post in the same school', waitsFor })
  changeTeacherPost(@Target('personId') person: Target, @Body() data: ChangeTeacherPost) {
    return this.teachers.handle(person, 'ChangeTeacherPost', data);
  }

  @Post(':personId/appoint-chief')
  @Handles(AppointChiefClassTeacher, { may: schoolLeader, summary: 'Make a person the school\'s chief class teacher', waitsFor })
  appointChiefClassTeacher(@Target('personId') person: Target, @Body() data: AppointChiefClassTeacher) {
    return this.teachers.handle(person, 'AppointChiefClassTeacher', data);
  }

  @Post(':personId/transfer')
  @Handles(TransferTeacher, { may: countyStaff, summary: 'Let a person work in another school; appointments in the old one end', waitsFor })
  transferTeacher(@Target('personId') person: Target, @Body() data: TransferTeacher) {
    return this.teachers.transact(person, (decision) => transferTeacher(decision, person.id, data));
  }

  @Post(':personId/deactivate')
  @Handles(DeactivateTeacher, { may: schoolLeader, summary: 'Let a person leave the schools of the county; appointments end', waitsFor })
  deactivateTeacher(@Target('personId') person: Target, @Body() data: DeactivateTeacher) {
    return this.teachers.handle(person, 'DeactivateTeacher', data);
  }

  @Post(':personId/reactivate')
  @Handles(ReactivateTeacher, { may: anyOf(countyStaff, schoolLeaderOf(inBody('schoolId'))), summary: 'Let a person who left come back', waitsFor })
  reactivateTeacher(@Target('personId') person: Target, @Body() data: ReactivateTeacher) {
    return this.teachers.transact(person, (decision) => reactivateTeacher(decision, person.id, data));
  }
}

/** Why not, in Chinese: the registry. */
export const teacherRefusals: Refusals = {
  'teacher-not-found': '教师库中没有此人。',
  'teacher-exists': '此人已在教师库中，请调动或恢复。',
  'teacher-deactivated': '此人已离开本县学校。',
  'teacher-active': '此人在职，请办理调动。',
  'staff-number-taken': '本校已有（或曾有）他人使用该工号。',
  'same-school': '此人已在该校。',
  'phone-contradiction': '不能同时填写和删除电话。',
  'certificate-in-future': '证书日期不能晚于登记日期。',
};
