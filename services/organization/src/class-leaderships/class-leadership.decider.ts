import type { ClassLeadershipEvent, EndReason, LocalDate, Office, SchoolYear, TeacherPost, Uuid } from '@homeroom/contracts';
import { decider, type Deciding, Rejected } from '@homeroom/eventsourcing';
import { dayOf } from '../school-calendars/working-time.model';
import type { SchoolClass, SchoolClassState } from '../school-classes/school-class.decider';
import { firstDayOf, nextSchoolYear, schoolYearOf } from '../school-classes/school-year.model';
import type { Teacher, TeacherState } from '../teachers/teacher.decider';
import type { AppointmentRulesState } from './appointment-rules.decider';
import { type Appointment, overlap, present, servedTerm } from './appointment.model';
import type {
  AdjustIntervention, AppointClassTeacher, AppointLeadClassTeacher, ApproveLeadClassTeacherAssignment, CorrectAppointmentDates, DeclineLeadClassTeacherAssignment,
  EndClassTeacher, EndLeadClassTeacherAppointment, NominateLeadClassTeacher, ReplaceClassTeacher,
} from './class-leadership.commands';
import { afterwards, type ClassLeadershipState, type Nomination, nobody, withEnd } from './class-leadership.model';

type On<Facts = unknown> = Deciding<ClassLeadershipState, Facts>;
interface Class { readonly schoolClass: SchoolClassState }
interface Candidate extends Class { readonly teacher: TeacherState }
interface Candidacy extends Candidate { readonly rules: AppointmentRulesState }

const later = (a: LocalDate, b: LocalDate): LocalDate => (a > b ? a : b);
const nextAppointmentId = ({ id, state }: On): string => `${id}:${state.appointments.length + 1}`;

const openClass = ({ schoolClass }: Class): SchoolClass => {
  if (schoolClass.status === 'none') throw new Rejected('class-not-found', 'No such class.');
  if (schoolClass.status !== 'open') throw new Rejected('class-ended', 'The class has ended: nobody is appointed to it.');
  return schoolClass;
};

const staffOf = ({ schoolId }: SchoolClass, teacher: TeacherState): Teacher => {
  if (teacher.status === 'none') throw new Rejected('teacher-not-found', 'No such person in the registry.');
  if (teacher.status === 'deactivated' || teacher.schoolId !== schoolId) throw new Rejected('teacher-not-in-school', 'The person does not work in the school of the class.');
  return teacher;
};

/** At most one in each office on each day, and never one person in both. */
const checkDays = ({ appointments }: ClassLeadershipState, candidate: Omit<Appointment, 'appointmentId'> & { appointmentId?: string }): void => {
  for (const other of appointments) {
    if (other.appointmentId === candidate.appointmentId || !overlap(other, candidate)) continue;
    if (other.office === candidate.office) throw new Rejected(`${other.office}-already-appointed`, 'Somebody holds this office on some of these days: replace or end that appointment.');
    if (other.personId === candidate.personId) throw new Rejected('lead-is-class-teacher', 'Nobody is class teacher and lead class teacher of one class at once.');
  }
};

/** The candidate may be class teacher of this class from that day on, by the regulation of 2009 as far as the county enforces it. */
const candidacy = ({ personId, subject, from }: Pick<AppointClassTeacher, 'personId' | 'subject' | 'from'>, { at, facts }: On<Candidacy>) => {
  const schoolClass = openClass(facts);
  const teacher = staffOf(schoolClass, facts.teacher);
  const firstDay = from ?? later(dayOf(at), schoolClass.openedOn);
  if (firstDay < schoolClass.openedOn) throw new Rejected('before-class', `The class began on ${schoolClass.openedOn}.`, { openedOn: schoolClass.openedOn });
  if (firstDay < teacher.since) throw new Rejected('before-person', `The person works in the school since ${teacher.since}.`, { since: teacher.since });
  const teaches = subject !== undefined && teacher.subjects.includes(subject);
  if (subject !== undefined && !teaches) throw new Rejected('subject-not-taught', 'The registry does not name this subject for the person.');
  if (facts.rules.mustTeachClass && !teaches) throw new Rejected('must-teach-class', 'A class teacher teaches the class: name the subject.');
  const firstTime = !teacher.experienced;
  if (facts.rules.certificateForFirstTimers && firstTime && !teacher.certificateNo) {
    throw new Rejected('pre-service-certificate-needed', 'A first appointment needs the pre-service certificate.');
  }
  return { schoolId: schoolClass.schoolId, personId, from: firstDay, subject, firstTime };
};

const appointClassTeacher = (command: AppointClassTeacher, on: On<Candidacy>): ClassLeadershipEvent[] => {
  const { classTeacher } = on.state;
  if (classTeacher?.personId === command.personId && (command.from ?? classTeacher.from) === classTeacher.from) return [];
  const appointed = candidacy(command, on);
  checkDays(on.state, { office: 'class-teacher', personId: appointed.personId, from: appointed.from });
  return [{ type: 'ClassTeacherAppointed', data: { classId: on.id, appointmentId: nextAppointmentId(on), ...appointed } }];
};

const replaceClassTeacher = (command: ReplaceClassTeacher, on: On<Candidacy>): ClassLeadershipEvent[] => {
  const { previousPersonId, personId, reason, note } = command;
  if (on.state.classTeacher?.personId === personId) return [];
  const previous = held(on.state, 'class-teacher', previousPersonId);
  const appointed = candidacy(command, on);
  checkEnd(previous, appointed.from, reason);
  checkDays({ ...on.state, appointments: withEnd(on.state.appointments, previous.appointmentId, appointed.from) }, { office: 'class-teacher', personId, from: appointed.from });
  const appointmentId = nextAppointmentId(on);
  return [{ type: 'ClassTeacherReplaced', data: { classId: on.id, appointmentId, ...appointed, previousAppointmentId: previous.appointmentId, previousPersonId, reason, note } }];
};

/** The present appointment of this person to the office. */
const held = (state: ClassLeadershipState, office: Office, personId: Uuid): Appointment => {
  const appointment = present(state.appointments, office);
  if (appointment?.personId !== personId) throw new Rejected(`not-${office}`, 'The person does not hold this office of the class.');
  return appointment;
};

const checkEnd = (appointment: Appointment, until: LocalDate, reason: EndReason | undefined): void => {
  if (until <= appointment.from) throw new Rejected('end-before-begin', `The appointment began on ${appointment.from}: correct its dates instead.`, { from: appointment.from });
  const served = servedTerm(appointment, until);
  if (!served && !reason) throw new Rejected('early-end-needs-reason', 'A term is normally a school year: say why it ends early.');
  if (!served && reason === 'term-completed') throw new Rejected('term-not-completed', 'The term of a school year was not served.');
};

/** Somebody asks again for an end that stands. */
const endedAlready = ({ appointments }: ClassLeadershipState, office: Office, personId: Uuid, until: LocalDate | undefined): boolean => {
  const last = appointments.filter((each) => each.office === office).at(-1);
  return last?.personId === personId && last.until !== undefined && (until ?? last.until) === last.until;
};

const endClassTeacher = (command: EndClassTeacher, { id: classId, state, at }: On): ClassLeadershipEvent[] => {
  const { personId, until = dayOf(at), reason, note } = command;
  if (endedAlready(state, 'class-teacher', personId, command.until)) return [];
  const appointment = held(state, 'class-teacher', personId);
  checkEnd(appointment, until, reason);
  return [{ type: 'ClassTeacherEnded', data: { classId, schoolId: state.schoolId!, appointmentId: appointment.appointmentId, personId, until, reason, note } }];
};

/** A leader of the school; a middle leader with a reason alone. */
const leader = (teacher: Teacher, extensionReason: string | undefined): TeacherPost => {
  if (teacher.post === 'teacher') throw new Rejected('lead-must-be-leader', 'A lead class teacher is a school leader, or by extension a middle leader.');
  if (teacher.post === 'middle-leader' && !extensionReason) throw new Rejected('extension-reason-needed', 'Say why a middle leader and not a school leader.');
  return teacher.post;
};

const nominate = (command: NominateLeadClassTeacher, { id: classId, state, facts }: On<Candidate>): ClassLeadershipEvent[] => {
  const { personId, extensionReason } = command;
  const schoolClass = openClass(facts);
  const schoolYear = command.schoolYear ?? schoolClass.schoolYear;
  const { nomination } = state;
  if (nomination?.personId === personId && nomination.schoolYear === schoolYear) return [];
  if (nomination) throw new Rejected('nomination-open', 'Another nomination is open: it is approved and appointed, or declined, first.');
  if (schoolYear !== schoolClass.schoolYear && schoolYear !== nextSchoolYear(schoolClass.schoolYear)) {
    throw new Rejected('school-year-of-class', `The class is in ${schoolClass.schoolYear}: nominate for that year or the next.`);
  }
  const post = leader(staffOf(schoolClass, facts.teacher), extensionReason);
  if (state.classTeacher?.personId === personId) throw new Rejected('lead-is-class-teacher', 'Nobody is class teacher and lead class teacher of one class at once.');
  const nominationId = `${classId}:nomination-${state.nominations + 1}`;
  return [{ type: 'LeadClassTeacherNominated', data: { classId, schoolId: schoolClass.schoolId, nominationId, personId, post, schoolYear, extensionReason } }];
};

const nominated = ({ nomination }: ClassLeadershipState): Nomination => {
  if (!nomination) throw new Rejected('no-nomination', 'Nobody is nominated.');
  return nomination;
};

const approve = (command: ApproveLeadClassTeacherAssignment, { id: classId, state, at, facts }: On<Class>): ClassLeadershipEvent[] => {
  const { nominationId, personId, approved } = nominated(state);
  if (approved) return [];
  const { schoolId } = openClass(facts);
  const { approvedByBody = 'party-administration-joint-meeting', resolvedOn = dayOf(at), resolutionNo } = command;
  if (resolvedOn > dayOf(at)) throw new Rejected('decision-in-future', 'A decision is recorded after it was taken.');
  return [{ type: 'LeadClassTeacherAssignmentApproved', data: { classId, schoolId, nominationId, personId, approvedByBody, resolvedOn, resolutionNo } }];
};

const decline = ({ personId, reason }: DeclineLeadClassTeacherAssignment, { id: classId, state }: On): ClassLeadershipEvent[] => {
  const nomination = nominated(state);
  if (nomination.personId !== personId) throw new Rejected('not-nominated', 'Another person is nominated.');
  return [{ type: 'LeadClassTeacherAssignmentDeclined', data: { classId, schoolId: state.schoolId!, nominationId: nomination.nominationId, personId, reason } }];
};

/** Decided together with the person's load of the school year, in one append. */
const appointLead = ({ personId, from }: AppointLeadClassTeacher, on: On<Candidate>): ClassLeadershipEvent[] => {
  const { state, at, facts } = on;
  const { leadClassTeacher, nomination } = state;
  if (!nomination && leadClassTeacher?.personId === personId && (from ?? leadClassTeacher.from) === leadClassTeacher.from) return [];
  const { nominationId, schoolYear, approved, personId: nominee } = nominated(state);
  if (nominee !== personId) throw new Rejected('not-nominated', 'Another person is nominated.');
  if (!approved) throw new Rejected('not-approved', 'The joint meeting has not decided for the nominee.');
  const schoolClass = openClass(facts);
  const teacher = staffOf(schoolClass, facts.teacher);
  const post = leader(teacher, 'given with the nomination');
  const firstDay = from ?? (inYear(dayOf(at), schoolYear) ? later(dayOf(at), schoolClass.openedOn) : firstDayOf(schoolYear));
  if (!inYear(firstDay, schoolYear)) throw new Rejected('outside-school-year', `The appointment is for ${schoolYear}.`);
  if (firstDay < schoolClass.openedOn) throw new Rejected('before-class', `The class began on ${schoolClass.openedOn}.`, { openedOn: schoolClass.openedOn });
  if (firstDay < teacher.since) throw new Rejected('before-person', `The person works in the school since ${teacher.since}.`, { since: teacher.since });
  checkDays(state, { office: 'lead-class-teacher', personId, from: firstDay });
  const { schoolId } = schoolClass;
  return [{ type: 'LeadClassTeacherAppointed', data: { classId: on.id, schoolId, appointmentId: nextAppointmentId(on), nominationId, personId, post, schoolYear, from: firstDay } }];
};

/** The school year, and the August before it, in which it is prepared. */
const inYear = (day: LocalDate, schoolYear: SchoolYear): boolean => schoolYearOf(day) === schoolYear || day.startsWith(`${schoolYear.slice(0, 4)}-08`);

const adjust = (command: AdjustIntervention, { id: classId, state, at }: On): ClassLeadershipEvent[] => {
  const { focuses, daysPerMonth, note, effectiveOn = dayOf(at) } = command;
  const lead = state.leadClassTeacher;
  if (!lead) throw new Rejected('no-lead-class-teacher', 'The class has no lead class teacher.');
  if (effectiveOn < lead.from) throw new Rejected('effective-too-early', `The appointment began on ${lead.from}.`, { from: lead.from });
  const { appointmentId, personId } = lead;
  return [{ type: 'InterventionAdjusted', data: { classId, schoolId: state.schoolId!, appointmentId, personId, focuses: [...new Set(focuses)], daysPerMonth, note, effectiveOn } }];
};

const endLead = (command: EndLeadClassTeacherAppointment, { id: classId, state, at }: On): ClassLeadershipEvent[] => {
  const { personId, until = dayOf(at), reason, note } = command;
  if (endedAlready(state, 'lead-class-teacher', personId, command.until)) return [];
  const appointment = held(state, 'lead-class-teacher', personId);
  checkEnd(appointment, until, reason);
  return [{ type: 'LeadClassTeacherAppointmentEnded', data: { classId, schoolId: state.schoolId!, appointmentId: appointment.appointmentId, personId, schoolYear: appointment.schoolYear!, until, reason, note } }];
};

const correct = (command: CorrectAppointmentDates, { id: classId, state, facts }: On<Class>): ClassLeadershipEvent[] => {
  const { appointmentId, from, until, reason } = command;
  const appointment = state.appointments.find((each) => each.appointmentId === appointmentId);
  if (!appointment) throw new Rejected('appointment-not-found', 'No such appointment to this class.');
  if (appointment.from === from && appointment.until === until) return [];
  if ((until === undefined) !== (appointment.until === undefined)) throw new Rejected('not-a-correction', 'A correction neither ends an appointment nor revives it.');
  if (until !== undefined && until < from) throw new Rejected('end-before-begin', 'It cannot end before it began.');
  if (facts.schoolClass.status === 'none' || from < facts.schoolClass.openedOn) throw new Rejected('before-class', 'The class had not begun.');
  const { office, personId } = appointment;
  checkDays(state, { ...appointment, from, until });
  return [{ type: 'AppointmentDatesCorrected', data: { classId, schoolId: state.schoolId!, appointmentId, office, personId, from, until, reason } }];
};

/** What follows when a person leaves, a class ends or its year is over; asked by reactions alone. An appointment not begun is taken back. */
const endAppointment = ({ appointmentId, until, reason }: { appointmentId: string; until: LocalDate; reason: EndReason }, { id: classId, state }: On): ClassLeadershipEvent[] => {
  const appointment = state.appointments.find((each) => each.appointmentId === appointmentId);
  if (!appointment || appointment.until !== undefined) return [];
  const { office, personId, from, schoolYear } = appointment;
  const end = { classId, schoolId: state.schoolId!, appointmentId, personId, until: later(until, from), reason };
  return office === 'class-teacher' ? [{ type: 'ClassTeacherEnded', data: end }] : [{ type: 'LeadClassTeacherAppointmentEnded', data: { ...end, schoolYear: schoolYear! } }];
};

const endAppointmentsOfClass = ({ until }: { until: LocalDate }, on: On): ClassLeadershipEvent[] =>
  on.state.appointments.flatMap(({ appointmentId }) => endAppointment({ appointmentId, until, reason: 'class-ended' }, on));

/** The class goes on into this school year: who led it for an earlier one leads it no more. */
const completeLeadTerm = ({ schoolYear, until }: { schoolYear: SchoolYear; until: LocalDate }, on: On): ClassLeadershipEvent[] => {
  const lead = on.state.leadClassTeacher;
  return lead && lead.schoolYear! < schoolYear ? endAppointment({ appointmentId: lead.appointmentId, until, reason: 'term-completed' }, on) : [];
};

export const classLeadership = decider<ClassLeadershipState, ClassLeadershipEvent>()('class-leadership', {
  initial: nobody,
  decide: {
    AppointClassTeacher: appointClassTeacher, ReplaceClassTeacher: replaceClassTeacher, EndClassTeacher: endClassTeacher,
    NominateLeadClassTeacher: nominate, ApproveLeadClassTeacherAssignment: approve, DeclineLeadClassTeacherAssignment: decline,
    AppointLeadClassTeacher: appointLead, AdjustIntervention: adjust, EndLeadClassTeacherAppointment: endLead, CorrectAppointmentDates: correct,
    EndAppointment: endAppointment, EndAppointmentsOfClass: endAppointmentsOfClass, CompleteLeadTerm: completeLeadTerm,
  },
  evolve: afterwards,
});
