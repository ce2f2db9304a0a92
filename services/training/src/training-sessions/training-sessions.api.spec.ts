import { randomUUID } from 'node:crypto';
import { organizationEvents, type TrainingSessionEvent, type Uuid } from '@homeroom/contracts';
import { fold } from '@homeroom/eventsourcing';
import { bodyOf, eventually, serviceBeside, type ServiceBeside, USUAL_COUNTY } from '@homeroom/testing';
import { personPositions } from '../people/person-positions.view';
import { training } from '../training.module';
import { bookedIn } from './seats.model';
import { trainingSession } from './training-session.decider';

const [school, elsewhere, leader, ann, bo, sue, stranger] = Array.from({ length: 7 }, () => randomUUID()) as [Uuid, Uuid, Uuid, Uuid, Uuid, Uuid, Uuid];
let stage: ServiceBeside;
let ladderId: Uuid;
let courseId: Uuid;
let planId: Uuid;

const works = (personId: Uuid, post: string, schoolId = school) =>
  stage.happened(`teacher-${personId}`, { type: 'TeacherRegistered', data: { personId, schoolId, staffNo: personId.slice(0, 8), post, name: 'v1.k.x', subjects: [], experienced: true, effectiveOn: '2025-09-01' } });
/** Once training has noted them: its decisions rest on that. */
const noted = (...personIds: readonly Uuid[]) => Promise.all(personIds.map((personId) =>
  eventually(async () => expect(await stage.runtime.log.store.read(USUAL_COUNTY, `staff-member-${personId}`, 0)).not.toHaveLength(0))));
const officer = async (url: string, body: object = {}, status = 200) => bodyOf(stage.officer().post(`/v1/${url}`, body), status);
const scheduled = async (more: object = {}): Promise<Uuid> =>
  (await officer('training-sessions', { courseId, ladderId, tier: 'city', mode: 'whole-staff', from: '2025-09-08', capacity: 2, ...more }, 201)).id;
const opened = async (more: object = {}): Promise<Uuid> => {
  const sessionId = await scheduled(more);
  await officer(`training-sessions/${sessionId}/open-enrollment`);
  return sessionId;
};
const recordOf = (sessionId: Uuid) => stage.runtime.log.store.read(USUAL_COUNTY, `training-session-${sessionId}`, 0) as unknown as Promise<readonly TrainingSessionEvent[]>;

beforeAll(async () => {
  stage = await serviceBeside(training, organizationEvents, '2025-09-08T01:00:00.000Z');
  await works(leader, 'school-leader');
  for (const personId of [ann, bo, sue]) await works(personId, 'teacher');
  await works(stranger, 'school-leader', elsewhere);
  ({ id: ladderId } = await officer('training-tier-ladders', { tiers: ['city', 'town', 'school'] }, 201));
  ({ id: courseId } = await officer('courses', { kind: 'foundation', creditHours: 4, contents: ['case-discussion'], title: '班级共性问题研讨' }, 201));
  await officer(`courses/${courseId}/publish`);
  ({ id: planId } = await officer('training-plans', { schoolYear: '2025-2026', audience: 'class-teachers', title: '2025-2026 学年班主任培训' }, 201));
  await officer(`training-plans/${planId}/targets`, { tier: 'city', regionCode: 'north', stage: 'junior', sessions: 4 });
  await officer(`training-plans/${planId}/targets`, { tier: 'school', sessions: 9 });
  await officer(`training-plans/${planId}/publish`);
  await eventually(async () => expect(await stage.runtime.read(USUAL_COUNTY, (m) => m.count(personPositions.row))).toBe(5));
  await noted(ann, bo, sue);
});
afterAll(() => stage?.close());

describe('a training session', () => {
  it('is asked for, held and credited; everyone reads their own', async () => {
    const sessionId = await opened({ planId, regionCode: 'north', stage: 'junior', approval: true });
    await bodyOf(stage.as(ann).post(`/v1/training-sessions/${sessionId}/request-enrollment`, {}));
    await bodyOf(stage.as(leader).post(`/v1/training-sessions/${sessionId}/approve-enrollment`, { personId: ann }));
    await bodyOf(stage.as(leader).post(`/v1/training-sessions/${sessionId}/nominate-teachers`, { personIds: [bo, sue] }));
    expect((await bodyOf(stage.as(ann).get(`/v1/enrollments?personId=${ann}`))).rows).toMatchObject([{ sessionId, status: 'booked', place: 1, attended: null }]);
    expect(await bodyOf(stage.as(ann).get(`/v1/training-sessions/${sessionId}`))).toMatchObject({ status: 'open', booked: 2, waitlisted: 1, requested: 0, capacity: 2 });

    const sheet = { entries: [{ personId: ann, attended: true }, { personId: bo, attended: false }, { personId: sue, attended: true, walkIn: true }] };
    await officer(`training-sessions/${sessionId}/record-attendance`, sheet);
    expect((await officer(`training-sessions/${sessionId}/record-attendance`, sheet)).position).toBeNull();
    const { position } = await officer(`training-sessions/${sessionId}/complete`);
    const known = `minPosition=${encodeURIComponent(position)}`;
    expect((await officerGet(`training-sessions/${sessionId}/roster`)).map(({ personId, status, attended, credited }: { personId: Uuid; status: string; attended: boolean; credited: boolean }) => [personId, status, attended, credited]))
      .toEqual([[ann, 'booked', true, true], [bo, 'booked', false, false], [sue, 'walk-in', true, true]]);
    expect(await bodyOf(stage.as(ann).get(`/v1/credit-statements/${ann}?schoolYear=2025-2026&${known}`))).toMatchObject({ hours: 4, hoursByKind: { foundation: 4 }, hoursByTier: { city: 4 }, credits: [{ sessionId, stands: true }] });
    expect((await bodyOf(stage.as(leader).get(`/v1/growth-timelines/${ann}?${known}`))).rows).toMatchObject([{ step: 'trained', about: sessionId, day: '2025-09-08', detail: 'city' }]);
    expect(await bodyOf(stage.as(ann).get(`/v1/training-plans/${planId}/matrix`))).toMatchObject({
      tiers: { city: { target: 4, completed: 1 }, school: { target: 9, completed: 0 } }, cells: [{ tier: 'city', regionCode: 'north', stage: 'junior', target: 4, scheduled: 1, completed: 1 }, { tier: 'school', target: 9, completed: 0 }],
    });
  });

  it('takes credit back with a corrected sheet, and tells both', async () => {
    const sessionId = await opened();
    await officer(`training-sessions/${sessionId}/record-attendance`, { entries: [{ personId: bo, attended: true, walkIn: true }] });
    await officer(`training-sessions/${sessionId}/complete`);
    const { position } = await officer(`training-sessions/${sessionId}/correct-attendance`, { personId: bo, attended: false, reason: '代签' });
    const known = `minPosition=${encodeURIComponent(position)}`;
    expect(await bodyOf(stage.as(bo).get(`/v1/credit-statements/${bo}?${known}`))).toMatchObject({ hours: 0, credits: [{ stands: false, told: [{ granted: true }, { granted: false }] }] });
    expect((await bodyOf(stage.as(bo).get(`/v1/growth-timelines/${bo}?${known}`))).rows.map(({ step }: { step: string }) => step)).toEqual(['training-taken-back', 'trained']);
    expect(JSON.stringify(await recordOf(sessionId))).not.toContain('代签');
  });

  it('has seats for staff: who is not known is told what to do, and who left has none any more', async () => {
    const url = `/v1/training-sessions/${await opened({ capacity: 5 })}`;
    const newcomer = randomUUID();
    const refused = await bodyOf(stage.as(newcomer).post(`${url}/request-enrollment`, {}), 404);
    expect(refused).toMatchObject({ code: 'person-not-found', detail: expect.stringContaining('ask again shortly') as string, details: { personId: newcomer } });
    expect((await stage.officer().post(`${url}/nominate-teachers`, { personIds: [ann, newcomer] })).body).toMatchObject({ code: 'person-not-found' });
    expect((await bodyOf(stage.as(ann).get(`/v1/enrollments?personId=${ann}`))).rows.some(({ sessionId }: { sessionId: Uuid }) => url.endsWith(sessionId))).toBe(false);
    await works(newcomer, 'teacher');
    await noted(newcomer);
    await bodyOf(stage.as(newcomer).post(`${url}/request-enrollment`, {}));
    await bodyOf(stage.as(newcomer).post(`${url}/cancel-enrollment`, {}));
    await stage.happened(`teacher-${newcomer}`, { type: 'TeacherDeactivated', data: { personId: newcomer, schoolId: school, reason: 'resigned', effectiveOn: '2025-09-08' } });
    await eventually(async () => expect((await stage.runtime.log.store.read(USUAL_COUNTY, `staff-member-${newcomer}`, 0)).at(-1)).toMatchObject({ type: 'StaffMemberLeft' }));
    await bodyOf(stage.as(newcomer).post(`${url}/request-enrollment`, {}), 404);
  });

  it('is held by the county, or by a school for itself; others neither send people nor look', async () => {
    const body = { courseId, ladderId, tier: 'school', mode: 'political-study', from: '2025-09-08', capacity: 30 };
    const { id: sessionId } = await bodyOf(stage.as(leader).post('/v1/training-sessions', { ...body, schoolId: school }), 201);
    await bodyOf(stage.as(leader).post('/v1/training-sessions', { ...body, schoolId: elsewhere }), 403);
    await bodyOf(stage.as(ann).post('/v1/training-sessions', body), 403);
    await bodyOf(stage.as(leader).post(`/v1/training-sessions/${sessionId}/open-enrollment`, {}));
    await bodyOf(stage.as(stranger).post(`/v1/training-sessions/${sessionId}/nominate-teachers`, { personIds: [ann] }), 403);
    await bodyOf(stage.as(ann).post(`/v1/training-sessions/${sessionId}/cancel-enrollment`, { personId: bo }), 403);
    await bodyOf(stage.as(ann, []).post(`/v1/training-sessions/${sessionId}/cancel-enrollment`, {}), 403);
    await bodyOf(stage.as(stranger).get(`/v1/training-sessions/${sessionId}/roster`), 403);
    await bodyOf(stage.as(bo).get(`/v1/credit-statements/${ann}`), 403);
    expect((await stage.officer().post(`/v1/training-sessions/${randomUUID()}/open-enrollment`, {})).body).toMatchObject({ code: 'training-session-not-found', status: 404 });
  });
});

const officerGet = (url: string) => bodyOf(stage.officer().get(`/v1/${url}`));

describe('a session of two seats, with fifty people at once', () => {
  const people = Array.from({ length: 50 }, () => randomUUID());
  /** Until it is answered: a lane under contention may ask to come back. */
  const insist = async (personId: Uuid, url: string): Promise<number> => {
    for (;;) {
      const { status } = await stage.as(personId).post(url, {});
      if (status !== 503) return status;
    }
  };

  it('is never overbooked, keeps the order of asking, and fills each freed seat once', async () => {
    for (const personId of people) await works(personId, 'teacher');
    await noted(...people);
    const sessionId = await opened();
    const url = `/v1/training-sessions/${sessionId}`;
    const answers = await Promise.all(people.map(async (personId, i) => {
      const asked = await insist(personId, `${url}/request-enrollment`);
      return i % 2 === 0 ? [asked, await insist(personId, `${url}/cancel-enrollment`)] : [asked];
    }));
    expect(answers.flat().every((status) => status === 200)).toBe(true);

    const events = await recordOf(sessionId);
    let state = trainingSession.initial;
    let last: TrainingSessionEvent | undefined;
    let [freed, promoted] = [0, 0];
    for (const event of events) {
      const queue = state.status === 'none' ? [] : Object.entries(state.seats.enrolments).filter(([, { status }]) => status === 'waitlisted').sort(([, a], [, b]) => a.place - b.place).map(([personId]) => personId);
      if (last?.type === 'EnrollmentCancelled' && last.data.was === 'booked' && queue.length > 0) {
        freed++;
        expect(event).toMatchObject({ type: 'WaitlistPromoted', data: { personId: queue[0] } });
      }
      if (event.type === 'WaitlistPromoted') promoted++;
      state = fold(trainingSession, [event] as never, state);
      if (state.status !== 'none') expect(bookedIn(state.seats)).toBeLessThanOrEqual(2);
      last = event;
    }
    expect(promoted).toBe(freed);
    expect(events.filter(({ type }) => type === 'EnrollmentRequested')).toHaveLength(50);
    const still = people.filter((_, i) => i % 2 === 1);
    const placeOf = new Map(events.flatMap((event) => (event.type === 'EnrollmentRequested' ? [[event.data.personId, event.data.place] as const] : [])));
    const first = [...still].sort((a, b) => placeOf.get(a)! - placeOf.get(b)!).slice(0, 2);
    const now = state.status === 'none' ? {} : state.seats.enrolments;
    expect(Object.entries(now).filter(([, { status }]) => status === 'booked').map(([personId]) => personId).sort()).toEqual([...first].sort());
    expect(Object.values(now).filter(({ status }) => status === 'waitlisted')).toHaveLength(23);
  });
});
