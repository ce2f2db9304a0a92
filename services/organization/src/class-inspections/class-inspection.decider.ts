import type { ClassInspectionEvent, OfFinding, OfInspection } from '@homeroom/contracts';
import { decider, type Deciding, Forbidden, Rejected } from '@homeroom/eventsourcing';
import type { ClassLeadershipState } from '../class-leaderships/class-leadership.model';
import { dayOf } from '../school-calendars/working-time.model';
import type { SchoolClassState } from '../school-classes/school-class.decider';
import type { TeacherState } from '../teachers/teacher.decider';
import type {
  CancelClassInspection, CompleteClassInspection, ConfirmRectification, PlanClassInspection, RecordInspectionFinding, RequestRectification, ReturnRectification,
  StartClassInspection, SubmitRectification, WithdrawInspectionFinding,
} from './class-inspection.commands';
import { afterwards, type ClassInspectionState, counted, type Finding, type Inspection } from './inspection.model';

type On<Facts = unknown> = Deciding<ClassInspectionState, Facts>;
interface Led { readonly leadership: ClassLeadershipState }

const known = (state: ClassInspectionState): Inspection => {
  if (state.status === 'none') throw new Rejected('inspection-not-found', 'There is no such inspection.');
  return state;
};

const running = (state: ClassInspectionState): Inspection => {
  const inspection = known(state);
  if (inspection.status !== 'started') throw new Rejected('inspection-not-running', 'The inspection has not begun, or is over.', { status: inspection.status });
  return inspection;
};

/** The finding, as long as it counts. */
const standing = (state: ClassInspectionState, findingId: string): readonly [Inspection, Finding] => {
  const inspection = known(state);
  const finding = inspection.findings.find((each) => each.findingId === findingId);
  if (!finding) throw new Rejected('finding-not-found', 'The inspection has no such finding.');
  if (finding.status === 'withdrawn') throw new Rejected('finding-withdrawn', 'The finding was taken back.');
  return [inspection, finding];
};

const of = ({ id: inspectionId, at }: On, { classId, schoolId }: Pick<Inspection, 'classId' | 'schoolId'>): OfInspection => ({ inspectionId, classId, schoolId, at });
const about = (on: On, inspection: Inspection, { findingId, severity }: Finding): OfFinding => ({ ...of(on, inspection), findingId, severity });

const otherThanClassTeacher = (inspectorId: string, { leadership }: Led): void => {
  if (leadership.classTeacher?.personId === inspectorId) throw new Rejected('inspector-is-class-teacher', 'Nobody inspects the class whose class teacher they are.');
};

/** An inspector from the county's staff is in no school's registry: such a person plans for themselves. */
const plan = (data: PlanClassInspection, on: On<Led & { schoolClass: SchoolClassState; inspector: TeacherState }>): ClassInspectionEvent[] => {
  const { state, at, by, facts } = on;
  const { classId, plannedOn, areas, inspectorId = by.personId } = data;
  if (state.status !== 'none') {
    if (state.classId === classId && state.inspectorId === inspectorId) return [];
    throw new Rejected('inspection-exists', 'Another inspection has this id.');
  }
  if (facts.schoolClass.status === 'none') throw new Rejected('class-not-found', 'No such class.');
  if (facts.schoolClass.status !== 'open') throw new Rejected('class-ended', 'The class has ended: nothing about it changes any more.');
  if (inspectorId !== by.personId && facts.inspector.status !== 'active') throw new Rejected('inspector-not-found', 'The inspector works in no school of the county.');
  otherThanClassTeacher(inspectorId, facts);
  if (plannedOn < dayOf(at)) throw new Rejected('planned-in-past', 'An inspection is planned for today or later.');
  return [{ type: 'ClassInspectionPlanned', data: { ...of(on, { classId, schoolId: facts.schoolClass.schoolId }), inspectorId, plannedOn, areas, plannedBy: by.personId } }];
};

/** On whatever day: a plan is a plan. The inspector may have become class teacher meanwhile. */
const start = (_: StartClassInspection, on: On<Led>): ClassInspectionEvent[] => {
  const inspection = known(on.state);
  if (inspection.status === 'started') return [];
  if (inspection.status !== 'planned') throw new Rejected('inspection-over', 'The inspection is over, or was called off.');
  otherThanClassTeacher(inspection.inspectorId, on.facts);
  return [{ type: 'ClassInspectionStarted', data: { ...of(on, inspection), inspectorId: inspection.inspectorId, on: dayOf(on.at) } }];
};

const find = ({ area, severity, details }: RecordInspectionFinding, on: On): ClassInspectionEvent[] => {
  const inspection = running(on.state);
  const findingId = `${on.id}:${inspection.findings.length + 1}`;
  return [{ type: 'InspectionFindingRecorded', data: { ...of(on, inspection), findingId, severity, area, on: dayOf(on.at), details, recordedBy: on.by.personId } }];
};

const withdraw = ({ findingId, reason }: WithdrawInspectionFinding, on: On): ClassInspectionEvent[] => {
  if (known(on.state).findings.some((each) => each.findingId === findingId && each.status === 'withdrawn')) return [];
  const [inspection, finding] = standing(on.state, findingId);
  const rectification = finding.status === 'recorded' ? 'none' : finding.status === 'confirmed' ? 'confirmed' : 'open';
  return [{ type: 'InspectionFindingWithdrawn', data: {
    ...about(on, inspection, finding), area: finding.area, on: finding.on, rectification, reason, withdrawnBy: on.by.personId,
  } }];
};

const request = ({ findingId, dueOn, instructions }: RequestRectification, on: On): ClassInspectionEvent[] => {
  const [inspection, finding] = standing(on.state, findingId);
  if (finding.status !== 'recorded') {
    if (finding.status === 'requested' && finding.dueOn === dueOn) return [];
    throw new Rejected('rectification-already-requested', 'A rectification of this finding was asked for.');
  }
  if (dueOn < dayOf(on.at)) throw new Rejected('due-in-past', 'The last day is today or later.');
  return [{ type: 'RectificationRequested', data: { ...about(on, inspection, finding), area: finding.area, dueOn, ...(instructions && { instructions }), requestedBy: on.by.personId } }];
};

const complete = ({ conclusion }: CompleteClassInspection, on: On): ClassInspectionEvent[] => {
  if (known(on.state).status === 'completed') return [];
  const inspection = running(on.state);
  const [grave] = inspection.findings.filter(({ severity, status }) => severity === 'HIGH' && status === 'recorded');
  if (grave) throw new Rejected('rectification-needed', 'A finding of severity HIGH requires a rectification.', { findingId: grave.findingId });
  const { inspectorId, findings } = inspection;
  return [{ type: 'ClassInspectionCompleted', data: { ...of(on, inspection), inspectorId, on: dayOf(on.at), findings: counted(findings), ...(conclusion && { conclusion }) } }];
};

const cancel = ({ reason }: CancelClassInspection, on: On): ClassInspectionEvent[] => {
  const inspection = known(on.state);
  if (inspection.status === 'cancelled') return [];
  if (inspection.status !== 'planned') throw new Rejected('inspection-begun', 'An inspection that has begun is completed.');
  return [{ type: 'ClassInspectionCancelled', data: { ...of(on, inspection), reason, cancelledBy: on.by.personId } }];
};

const submit = ({ findingId, measures }: SubmitRectification, on: On): ClassInspectionEvent[] => {
  const [inspection, finding] = standing(on.state, findingId);
  if (finding.status === 'submitted' || finding.status === 'confirmed') return [];
  if (finding.dueOn === undefined) throw new Rejected('no-rectification-requested', 'Nobody asked for a rectification of this finding.');
  return [{ type: 'RectificationSubmitted', data: {
    ...about(on, inspection, finding), attempt: finding.attempts + 1, on: dayOf(on.at), dueOn: finding.dueOn, measures, submittedBy: on.by.personId,
  } }];
};

/** What was submitted, for somebody else to judge. */
const judged = (on: On, findingId: string): readonly [Inspection, Finding & Required<Pick<Finding, 'dueOn' | 'submittedOn'>>] => {
  const [inspection, finding] = standing(on.state, findingId);
  const { status, dueOn, submittedOn, submittedBy } = finding;
  if (status !== 'submitted' || !dueOn || !submittedOn) throw new Rejected('nothing-submitted', 'There is no rectification to judge.');
  if (submittedBy === on.by.personId) throw new Forbidden('own-rectification', 'Nobody judges a rectification of their own.');
  return [inspection, { ...finding, dueOn, submittedOn }];
};

const giveBack = ({ findingId, dueOn, reason }: ReturnRectification, on: On): ClassInspectionEvent[] => {
  const [inspection, finding] = judged(on, findingId);
  if (dueOn !== undefined && dueOn < dayOf(on.at)) throw new Rejected('due-in-past', 'The last day is today or later.');
  return [{ type: 'RectificationReturned', data: { ...about(on, inspection, finding), attempt: finding.attempts, dueOn: dueOn ?? finding.dueOn, reason, returnedBy: on.by.personId } }];
};

const confirm = ({ findingId }: ConfirmRectification, on: On): ClassInspectionEvent[] => {
  if (known(on.state).findings.some((each) => each.findingId === findingId && each.status === 'confirmed')) return [];
  const [inspection, finding] = judged(on, findingId);
  const { dueOn, submittedOn } = finding;
  return [{ type: 'RectificationConfirmed', data: { ...about(on, inspection, finding), dueOn, submittedOn, onTime: submittedOn <= dueOn, confirmedBy: on.by.personId } }];
};

/** Somebody looks at a class: planned, begun, found, over; and what was found is put right. */
export const classInspection = decider<ClassInspectionState, ClassInspectionEvent>()('class-inspection', {
  initial: { status: 'none' },
  decide: {
    PlanClassInspection: plan, StartClassInspection: start, RecordInspectionFinding: find, WithdrawInspectionFinding: withdraw, RequestRectification: request,
    CompleteClassInspection: complete, CancelClassInspection: cancel, SubmitRectification: submit, ReturnRectification: giveBack, ConfirmRectification: confirm,
  },
  evolve: afterwards,
});
