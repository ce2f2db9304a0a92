import { type OrganizationEvent, organizationEvents } from '@homeroom/contracts';
import { bodyOf, eventually, foldAll, recorded, serviceBeside, type ServiceBeside, USUAL_COUNTY } from '@homeroom/testing';
import { training } from '../training.module';
import { activeClassTeachers, type Known } from './active-class-teachers.model';
import { classRosters } from './class-rosters.view';
import { personPositions } from './person-positions.view';

const about = { classId: 'c', schoolId: 's' };
const opened: OrganizationEvent = { type: 'ClassOpened', data: { ...about, unitId: 's', schoolYear: '2025-2026', stage: 'junior', grade: 1, classNo: '1', effectiveOn: '2025-09-01' } };
const appointed: OrganizationEvent = { type: 'ClassTeacherAppointed', data: { ...about, appointmentId: 'c:1', personId: 'p', from: '2025-09-01', firstTime: true } };
const left: OrganizationEvent = { type: 'ClassTeacherEnded', data: { ...about, appointmentId: 'c:1', personId: 'p', until: '2025-12-01', reason: 'illness', note: 'v1.k.x' } };
const people = (on: string, upTo: Known | undefined, ...events: OrganizationEvent[]): string[] =>
  activeClassTeachers([...foldAll(classRosters, recorded(events)).values()], on, upTo).map(({ personId }) => personId);

describe('active class teachers', () => {
  it('are those who lead a class on the day: who left on 1 December did so on 30 November, not on 31 December', () => {
    expect(people('2025-11-30', undefined, opened, appointed, left)).toEqual(['p']);
    expect(people('2025-12-01', undefined, opened, appointed, left)).toEqual([]);
    expect(people('2025-12-31', undefined, opened, appointed, left)).toEqual([]);
  });
  it('are told as they were known, before somebody wrote down who had left', () => {
    expect(people('2025-12-31', { to: 2 }, opened, appointed, left)).toEqual(['p']);
    expect(people('2025-12-31', { to: 3 }, opened, appointed, left)).toEqual([]);
    const asOf = recorded([opened, appointed, left])[2]!.recordedAt;
    expect(people('2025-12-31', { asOf }, opened, appointed, left)).toEqual([]);
    expect(people('2025-12-31', { asOf: '2025-01-01T00:00:00.000Z' }, opened, appointed, left)).toEqual([]);
  });
  it('do not lead a class before its year or after its end', () => {
    const graduated: OrganizationEvent = { type: 'ClassGraduated', data: { ...about, unitId: 's', schoolYear: '2025-2026', effectiveOn: '2026-07-01' } };
    expect(people('2025-08-31', undefined, opened, appointed, graduated)).toEqual([]);
    expect(people('2026-06-30', undefined, opened, appointed, graduated)).toEqual(['p']);
    expect(people('2026-07-01', undefined, opened, appointed, graduated)).toEqual([]);
  });
  it('are counted once, whatever they lead, with what is known of them', () => {
    const second: OrganizationEvent[] = [{ ...opened, data: { ...opened.data, classId: 'd' } } as never, { ...appointed, data: { ...appointed.data, classId: 'd', appointmentId: 'd:1', firstTime: false } } as never];
    expect(activeClassTeachers([...foldAll(classRosters, recorded([...second, opened, appointed])).values()], '2025-10-01'))
      .toEqual([{ personId: 'p', classId: 'c', schoolId: 's', stage: 'junior', firstTime: true }]);
  });
  it('are told without why an appointment ended', () =>
    expect(JSON.stringify([...foldAll(classRosters, recorded([opened, appointed, left])).values()])).not.toMatch(/illness|v1\.k\.x/));
});

describe('beside organization', () => {
  let stage: ServiceBeside;
  beforeAll(async () => { stage = await serviceBeside(training, organizationEvents, '2025-09-08T01:00:00.000Z'); });
  afterAll(() => stage?.close());

  it('hears who works where and who leads which class', async () => {
    await stage.happened('school-class-c', opened, appointed);
    await stage.happened('teacher-p', { type: 'TeacherRegistered', data: { personId: 'p', schoolId: 's', staffNo: '1', post: 'teacher', name: 'v1.k.x', subjects: [], experienced: false, effectiveOn: '2025-09-01' } });
    await eventually(async () => expect(await stage.runtime.read(USUAL_COUNTY, (m) => m.find(personPositions.row))).toEqual([{ personId: 'p', schoolId: 's', post: 'teacher' }]));
    await eventually(async () => expect(activeClassTeachers(await stage.runtime.read(USUAL_COUNTY, (m) => m.find(classRosters.row)), '2025-10-01')).toMatchObject([{ personId: 'p', firstTime: true }]));
  });

  it('keeps two tier ladders side by side, defined by the county alone', async () => {
    const { id } = await bodyOf(stage.officer().post('/v1/training-tier-ladders', { tiers: ['city', 'town', 'school'] }), 201);
    await bodyOf(stage.officer().post('/v1/training-tier-ladders', { tiers: ['grade', 'school', 'district'] }), 201);
    await bodyOf(stage.as('p').post('/v1/training-tier-ladders', { tiers: ['city', 'school'] }), 403);
    expect(await bodyOf(stage.officer().post('/v1/training-tier-ladders', { ladderId: id, tiers: ['town', 'city', 'school'] }), 409)).toMatchObject({ code: 'tiers-out-of-order' });
    const { position } = await bodyOf(stage.officer().post('/v1/training-tier-ladders', { ladderId: id, tiers: ['city', 'town', 'school', 'grade'] }), 201);
    expect(await bodyOf(stage.as('p').get('/v1/training-tier-ladders'))).toHaveLength(3);
    expect(await bodyOf(stage.as('p').get(`/v1/training-tier-ladders/${id}?minPosition=${encodeURIComponent(position)}`))).toMatchObject([{ version: 2, tiers: ['city', 'town', 'school', 'grade'] }, { version: 1 }]);
  });
});
