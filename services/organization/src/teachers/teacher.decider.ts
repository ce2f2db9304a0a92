import type { LocalDate, Subject, TeacherEvent, TeacherPost, Uuid } from '@homeroom/contracts';
import { decider, type Deciding, Rejected } from '@homeroom/eventsourcing';
import type { OrgUnitState } from '../org-units/org-unit.decider';
import { dayOf } from '../school-calendars/working-time.model';
import type {
  AppointChiefClassTeacher, ChangeTeacherPost, DeactivateTeacher, ReactivateTeacher, RecordPreServiceCertificate, RegisterTeacher, TransferTeacher, UpdateTeacherProfile,
} from './teacher.commands';

export interface Teacher {
  readonly status: 'active' | 'deactivated';
  /** The present school, or the last one. */
  readonly schoolId: Uuid;
  readonly staffNo: string;
  readonly post: TeacherPost;
  readonly subjects: readonly Subject[];
  /** Was a class teacher before. */
  readonly experienced: boolean;
  readonly certificateNo?: string;
  readonly chief: boolean;
  /** First day in the present school, or of the absence. */
  readonly since: LocalDate;
}

export type TeacherState = { readonly status: 'none' } | Teacher;

type On<Facts = unknown> = Deciding<TeacherState, Facts>;
/** The school that the person is to work in. */
interface School { readonly school: OrgUnitState }

const known = (state: TeacherState): Teacher => {
  if (state.status === 'none') throw new Rejected('teacher-not-found', 'No such person in the registry.');
  return state;
};

const active = (state: TeacherState): Teacher => {
  const teacher = known(state);
  if (teacher.status === 'deactivated') throw new Rejected('teacher-deactivated', 'The person left the schools of the county.');
  return teacher;
};

const openSchool = ({ school }: School): void => {
  if (school.status === 'none' || school.level !== 'school') throw new Rejected('school-not-found', 'No such school.');
  if (school.status === 'closed') throw new Rejected('school-closed', 'The school is closed.');
};

/** The day a change holds from: as asked, else today; never before the present school or absence began. */
const effective = ({ effectiveOn }: { effectiveOn?: LocalDate }, { at, state }: On): LocalDate => {
  const on = effectiveOn ?? dayOf(at);
  if (state.status !== 'none' && on < state.since) throw new Rejected('effective-too-early', `This holds since ${state.since}.`, { since: state.since });
  return on;
};

const register = (command: RegisterTeacher, on: On<School>): TeacherEvent[] => {
  const { schoolId, staffNo, post, name, phone, subjects = [], experienced = false } = command;
  if (on.state.status !== 'none') {
    if (on.state.schoolId === schoolId && on.state.staffNo === staffNo && on.state.status === 'active') return [];
    throw new Rejected('teacher-exists', 'The person is in the registry: transfer or reactivate.');
  }
  openSchool(on.facts);
  const effectiveOn = effective(command, on);
  return [{ type: 'TeacherRegistered', data: { personId: on.id, schoolId, staffNo, post, name, phone, subjects: [...new Set(subjects)], experienced, effectiveOn } }];
};

const update = ({ name, phone, withoutPhone, subjects }: UpdateTeacherProfile, { id: personId, state }: On): TeacherEvent[] => {
  known(state);
  if (!name && !phone && !withoutPhone && !subjects) return [];
  if (phone && withoutPhone) throw new Rejected('phone-contradiction', 'Either a telephone number or none.');
  return [{
    type: 'TeacherProfileUpdated',
    data: { personId, ...(name && { name }), ...(phone && { phone }), ...(withoutPhone && { phone: null }), ...(subjects && { subjects: [...new Set(subjects)] }) },
  }];
};

const recordCertificate = ({ certificateNo, issuedOn }: RecordPreServiceCertificate, { id: personId, state, at }: On): TeacherEvent[] => {
  if (active(state).certificateNo === certificateNo) return [];
  if (issuedOn > dayOf(at)) throw new Rejected('certificate-in-future', 'A certificate is issued before it is recorded.');
  return [{ type: 'PreServiceCertificateRecorded', data: { personId, certificateNo, issuedOn } }];
};

/** What follows from a first appointment; asked by a reaction alone. */
const gainExperience = ({ classId }: { classId: Uuid }, { id: personId, state }: On): TeacherEvent[] =>
  known(state).experienced ? [] : [{ type: 'ClassTeacherExperienceGained', data: { personId, classId } }];

const changePost = (command: ChangeTeacherPost, on: On): TeacherEvent[] => {
  const { schoolId, post: fromPost } = active(on.state);
  if (fromPost === command.post) return [];
  return [{ type: 'TeacherPostChanged', data: { personId: on.id, schoolId, fromPost, toPost: command.post, effectiveOn: effective(command, on) } }];
};

const appointChief = (command: AppointChiefClassTeacher, on: On): TeacherEvent[] => {
  const { schoolId, chief } = active(on.state);
  return chief ? [] : [{ type: 'ChiefClassTeacherAppointed', data: { personId: on.id, schoolId, effectiveOn: effective(command, on) } }];
};

const transfer = (command: TransferTeacher, on: On<School>): TeacherEvent[] => {
  const { schoolId: fromSchoolId, staffNo: fromStaffNo, post: present } = active(on.state);
  const { schoolId: toSchoolId, staffNo, post = present } = command;
  if (fromSchoolId === toSchoolId) {
    if (fromStaffNo === staffNo) return [];
    throw new Rejected('same-school', 'The person works in this school.');
  }
  openSchool(on.facts);
  return [{ type: 'TeacherTransferred', data: { personId: on.id, fromSchoolId, toSchoolId, fromStaffNo, staffNo, post, effectiveOn: effective(command, on) } }];
};

const deactivate = (command: DeactivateTeacher, on: On): TeacherEvent[] => {
  const { status, schoolId } = known(on.state);
  if (status === 'deactivated') return [];
  return [{ type: 'TeacherDeactivated', data: { personId: on.id, schoolId, reason: command.reason, effectiveOn: effective(command, on) } }];
};

const reactivate = (command: ReactivateTeacher, on: On<School>): TeacherEvent[] => {
  const { schoolId, staffNo, post } = command;
  const teacher = known(on.state);
  if (teacher.status === 'active') {
    if (teacher.schoolId === schoolId && teacher.staffNo === staffNo) return [];
    throw new Rejected('teacher-active', 'The person works in a school: transfer instead.');
  }
  openSchool(on.facts);
  return [{ type: 'TeacherReactivated', data: { personId: on.id, schoolId, staffNo, post, effectiveOn: effective(command, on) } }];
};

export const teacher = decider<TeacherState, TeacherEvent>()('teacher', {
  initial: { status: 'none' },
  decide: {
    RegisterTeacher: register, UpdateTeacherProfile: update, RecordPreServiceCertificate: recordCertificate, GainClassTeacherExperience: gainExperience,
    ChangeTeacherPost: changePost, AppointChiefClassTeacher: appointChief, TransferTeacher: transfer, DeactivateTeacher: deactivate, ReactivateTeacher: reactivate,
  },
  evolve: (state, event) => {
    if (event.type === 'TeacherRegistered') {
      const { schoolId, staffNo, post, subjects, experienced, effectiveOn: since } = event.data;
      return { status: 'active', schoolId, staffNo, post, subjects, experienced, chief: false, since };
    }
    if (state.status === 'none') return state;
    switch (event.type) {
      case 'TeacherProfileUpdated': return { ...state, subjects: event.data.subjects ?? state.subjects };
      case 'PreServiceCertificateRecorded': return { ...state, certificateNo: event.data.certificateNo };
      case 'ClassTeacherExperienceGained': return { ...state, experienced: true };
      case 'TeacherPostChanged': return { ...state, post: event.data.toPost };
      case 'ChiefClassTeacherAppointed': return { ...state, chief: true };
      case 'TeacherTransferred': {
        const { toSchoolId: schoolId, staffNo, post, effectiveOn: since } = event.data;
        return { ...state, schoolId, staffNo, post, since, chief: false };
      }
      case 'TeacherDeactivated': return { ...state, status: 'deactivated', since: event.data.effectiveOn, chief: false };
      case 'TeacherReactivated': {
        const { schoolId, staffNo, post, effectiveOn: since } = event.data;
        return { ...state, status: 'active', schoolId, staffNo, post, since };
      }
    }
  },
});
