import { type LeadClassTeacherLoadEvent, organizationEvents } from '@homeroom/contracts';
import { type Command, type Decision, handle, MemoryStore, stateCache } from '@homeroom/eventsourcing';
import { given } from '@homeroom/testing';
import { register } from '../org-units/org-unit.routes';
import { openClass } from '../school-classes/school-class.routes';
import { registerTeacher } from '../teachers/teacher.routes';
import { classLeadership } from './class-leadership.decider';
import { appointLead, candidate, endLead } from './class-leadership.routes';
import { leadClassTeacherLoad } from './lead-class-teacher-load.decider';

const id = 'lei:2025-2026';
const at = { personId: 'lei', schoolYear: '2025-2026' };
const first: LeadClassTeacherLoadEvent = { type: 'LoadReserved', data: { ...at, classId: 'a', appointmentId: 'a:1' } };
const exception: LeadClassTeacherLoadEvent = { type: 'LoadExceptionGranted', data: { ...at, classId: 'b', approvalNo: 'CYJY-1' } };
const known = { teacher: { status: 'active' }, schoolClass: { status: 'open' } } as never;

describe('the load of a lead class teacher', () => {
  it('is one class in a school year', () => {
    given(leadClassTeacherLoad).when('ReserveLoad', { classId: 'a', appointmentId: 'a:1' }, { id }).then(first);
    given(leadClassTeacherLoad, first).when('ReserveLoad', { classId: 'b', appointmentId: 'b:1' }, { id }).rejected('leads-another-class');
    given(leadClassTeacherLoad, first).when('ReserveLoad', { classId: 'a', appointmentId: 'a:1' }, { id }).then();
  });
  it('is more where an exception names the class', () => {
    given(leadClassTeacherLoad, first).when('GrantLoadException', { classId: 'b', approvalNo: 'CYJY-1' }, { id, facts: known }).then(exception);
    given(leadClassTeacherLoad, first, exception).when('ReserveLoad', { classId: 'b', appointmentId: 'b:1' }, { id }).thenTypes('LoadReserved');
    given(leadClassTeacherLoad, first, exception).when('ReserveLoad', { classId: 'c', appointmentId: 'c:1' }, { id }).rejected('leads-another-class');
  });
  it('is free again when the appointment ends, and only by that appointment', () => {
    const released = given(leadClassTeacherLoad, first).when('ReleaseLoad', { classId: 'a', appointmentId: 'a:1' }, { id });
    released.thenTypes('LoadReleased');
    given(leadClassTeacherLoad, first, ...released.events).when('ReserveLoad', { classId: 'b', appointmentId: 'b:1' }, { id }).thenTypes('LoadReserved');
    given(leadClassTeacherLoad, { type: 'LoadReserved', data: { ...at, classId: 'a', appointmentId: 'a:2' } }).when('ReleaseLoad', { classId: 'a', appointmentId: 'a:1' }, { id }).then();
  });
  it('is of a person and a school year that are there', () => {
    given(leadClassTeacherLoad).when('GrantLoadException', { classId: 'b', approvalNo: 'C' }, { id: 'lei:2025-2027', facts: known }).rejected('load-not-found');
    given(leadClassTeacherLoad).when('GrantLoadException', { classId: 'b', approvalNo: 'C' }, { id, facts: { teacher: { status: 'none' }, schoolClass: { status: 'none' } } as never }).rejected('teacher-not-found');
  });
});

let commands = 0;
const command = (): Command => ({ county: '370786', commandId: `c${++commands}`, by: { personId: 'p', role: 'r' }, at: '2025-09-08T01:00:00.000Z', correlationId: 'c' });

/** Two classes for which the same leader is nominated and approved, and two processes. */
const twoClasses = async () => {
  const store = new MemoryStore();
  const process = () => ({ store, catalogue: organizationEvents, cache: stateCache(), newEventId: () => 'event' });
  const [here, there] = [process(), process()].map((log) => (work: (decision: Decision) => Promise<unknown>) => handle(log, command(), work));
  await here!((d) => register(d, 'county', { level: 'county', name: '县', code: '370786' }));
  await here!((d) => register(d, 'school', { level: 'school', name: '校', parentId: 'county', code: '2137000001', schoolKind: 'primary', effectiveOn: '2025-08-20' }));
  await here!((d) => registerTeacher(d, 'lei', { schoolId: 'school', staffNo: 'L1', post: 'school-leader', name: 'sealed', effectiveOn: '2025-08-20' }));
  for (const classId of ['a', 'b']) {
    await here!((d) => openClass(d, classId, { schoolId: 'school', schoolYear: '2025-2026', stage: 'primary', grade: 1, classNo: classId }));
    await here!(async (d) => d.decide(classLeadership, classId, 'NominateLeadClassTeacher', { personId: 'lei' }, await candidate(d, classId, 'lei')));
    await here!(async (d) => d.decide(classLeadership, classId, 'ApproveLeadClassTeacherAssignment', {}, await candidate(d, classId, 'lei')));
  }
  const recorded = () => store.log('370786').filter(({ type }) => type.startsWith('Load') || type === 'LeadClassTeacherAppointed').map(({ stream, type }) => `${stream} ${type}`);
  return { here: here!, there: there!, recorded };
};

describe('an appointment and its load', () => {
  it('come in one append', async () => {
    const { here, recorded } = await twoClasses();
    await here((d) => appointLead(d, 'a', { personId: 'lei' }));
    expect(recorded()).toEqual(['class-leadership-a LeadClassTeacherAppointed', `lead-class-teacher-load-${id} LoadReserved`]);
  });

  it('are refused together: nothing of a second appointment is left', async () => {
    const { here, recorded } = await twoClasses();
    await here((d) => appointLead(d, 'a', { personId: 'lei' }));
    await expect(here((d) => appointLead(d, 'b', { personId: 'lei' }))).rejects.toMatchObject({ code: 'leads-another-class' });
    expect(recorded()).toHaveLength(2);
  });

  it('are one when two processes appoint the same person to two classes at once', async () => {
    for (let round = 0; round < 10; round++) {
      const { here, there, recorded } = await twoClasses();
      const both = await Promise.allSettled([here((d) => appointLead(d, 'a', { personId: 'lei' })), there((d) => appointLead(d, 'b', { personId: 'lei' }))]);
      expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      expect(recorded()).toHaveLength(2);
    }
  });

  it('end together, and the person may lead another class', async () => {
    const { here } = await twoClasses();
    await here((d) => appointLead(d, 'a', { personId: 'lei' }));
    await here((d) => endLead(d, 'a', { personId: 'lei', until: '2025-12-01', reason: 'class-needs' }));
    await here((d) => appointLead(d, 'b', { personId: 'lei', from: '2025-12-01' }));
  });
});
