import type { StudyCampEvent } from '@homeroom/contracts';
import { given, someone, someTime } from '@homeroom/testing';
import { campPlace } from './camp-place.decider';
import { studyCamp } from './study-camp.decider';

const id = 'camp';
const by = someone.personId;
const of = { campId: id, schoolYear: '2025-2026', at: someTime };
const checkpoints = [{ checkpoint: 'class-meeting', mandatory: true }, { checkpoint: 'case', mandatory: true }, { checkpoint: 'reading', mandatory: false }];
const opening = { title: 'sealed', leaderId: 'lee', startsOn: '2025-09-01', places: 2, checkpoints };
const opened: StudyCampEvent = { type: 'CampOpened', data: { ...of, ...opening, openedBy: by } };
const admitted = (personId = 'ann', from = '2025-09-01'): StudyCampEvent =>
  ({ type: 'CampMemberAdmitted', data: { ...of, personId, schoolId: 'school', from, eligibility: 'first-time-class-teacher', admittedBy: by } });
const passed = (checkpoint: string, at = someTime, on = '2025-09-08'): StudyCampEvent =>
  ({ type: 'TrackingCheckpointRecorded', data: { ...of, at, personId: 'ann', schoolId: 'school', checkpoint, on, recordedBy: by } });
const withdrawn: StudyCampEvent = { type: 'CampMemberWithdrawn', data: { ...of, personId: 'ann', schoolId: 'school', on: '2025-09-08', reason: 'sealed', withdrawnBy: by } };
const graduated = (on: string, days: number): StudyCampEvent =>
  ({ type: 'CampMemberGraduated', data: { ...of, at: `${on}T01:00:00.000Z`, personId: 'ann', schoolId: 'school', on, days, graduatedBy: by } });
const closed = (graduates: number): StudyCampEvent => ({ type: 'CampClosed', data: { ...of, on: '2025-09-08', graduates, closedBy: by } });
const camp = (...events: StudyCampEvent[]) => given(studyCamp, opened, ...events);
const beginner = { person: { schoolId: 'school', subjects: [], firstLedOn: '2025-09-01' } };

describe('opening a camp', () => {
  it('says what the year of tracking is made of', () => given(studyCamp).when('OpenCamp', opening, { id }).then(opened));
  it('is done once', () => {
    camp().when('OpenCamp', opening, { id }).then();
    camp().when('OpenCamp', { ...opening, leaderId: 'other' }, { id }).rejected('study-camp-exists');
  });
  it('names each checkpoint once', () => given(studyCamp).when('OpenCamp', { ...opening, checkpoints: [checkpoints[0]!, checkpoints[0]!] }, { id }).rejected('checkpoint-twice'));
});

describe('admitting a member', () => {
  const admit = (person: object, from?: string, ...events: StudyCampEvent[]) =>
    camp(...events).when('AdmitCampMember', { personId: 'ann', from }, { id, facts: { person: { subjects: [], schoolId: 'school', ...person } } });
  it('is for who leads a class for the first time', () => admit({ firstLedOn: '2025-09-01' }, '2025-09-01').then(admitted()));
  it('is for who is new in the profession', () => expect(admit({ hiredOn: '2025-08-25' }).events[0]?.data).toMatchObject({ eligibility: 'new-hire', from: '2025-09-08' }));
  it('is for nobody whose first year is over before the camp', () => {
    admit({ firstLedOn: '2024-09-01' }).thenTypes('CampMemberAdmitted');
    admit({ firstLedOn: '2024-08-31' }).rejected('not-a-beginner');
    admit({ hiredOn: '2024-08-31' }).rejected('not-a-beginner');
    admit({}).rejected('not-a-beginner');
  });
  it('is for nobody who works in no school', () => admit({ schoolId: undefined, firstLedOn: '2025-09-01' }).rejected('person-not-found'));
  it('begins with the camp or later, and not in the future', () => {
    admit({ hiredOn: '2025-08-25' }, '2025-08-31').rejected('day-out-of-range');
    admit({ hiredOn: '2025-08-25' }, '2025-09-09').rejected('day-out-of-range');
  });
  it('begins with the first day in the profession or later', () => {
    admit({ hiredOn: '2025-09-03' }, '2025-09-02').rejected('day-out-of-range');
    admit({ hiredOn: '2025-09-03' }, '2025-09-03').thenTypes('CampMemberAdmitted');
  });
  it('ends with the last place', () => admit({ firstLedOn: '2025-09-01' }, undefined, admitted('bo'), admitted('cy')).rejected('camp-full'));
  it('is done once, and again after a withdrawal', () => {
    admit({}, undefined, admitted()).then();
    admit({ firstLedOn: '2025-09-01' }, '2025-09-01', admitted(), withdrawn).then(admitted());
  });
  it('takes the place that nobody has twice', () => {
    const taken = { type: 'CampPlaceTaken' as const, data: { personId: 'ann', campId: id } };
    given(campPlace).when('TakeCampPlace', { campId: id }, { id: 'ann' }).then(taken);
    given(campPlace, taken).when('TakeCampPlace', { campId: id }, { id: 'ann' }).then();
    given(campPlace, taken).when('TakeCampPlace', { campId: 'other' }, { id: 'ann' }).rejected('in-another-camp');
    given(campPlace, taken, { type: 'CampPlaceReleased', data: taken.data }).when('TakeCampPlace', { campId: 'other' }, { id: 'ann' }).thenTypes('CampPlaceTaken');
  });
});

describe('the year of tracking', () => {
  it('counts each checkpoint once', () => {
    camp(admitted()).when('RecordTrackingCheckpoint', { personId: 'ann', checkpoint: 'case' }, { id }).then(passed('case'));
    camp(admitted(), passed('case')).when('RecordTrackingCheckpoint', { personId: 'ann', checkpoint: 'case' }, { id }).then();
    camp(admitted()).when('RecordTrackingCheckpoint', { personId: 'ann', checkpoint: 'other' }, { id }).rejected('checkpoint-not-found');
    camp(admitted()).when('RecordTrackingCheckpoint', { personId: 'bo', checkpoint: 'case' }, { id }).rejected('camp-member-not-found');
    camp(admitted('ann', '2025-09-05')).when('RecordTrackingCheckpoint', { personId: 'ann', checkpoint: 'case', on: '2025-09-04' }, { id }).rejected('day-out-of-range');
  });
  it('starts anew for who comes back', () => expect(camp(admitted(), passed('case'), withdrawn, admitted()).state()).toMatchObject({ members: { ann: { done: [] } } }));
});

describe('graduating', () => {
  const graduate = (day: string, from = '2025-09-01', ...events: StudyCampEvent[]) =>
    camp(admitted('ann', from), ...events).when('GraduateCampMember', { personId: 'ann' }, { id, at: `${day}T01:00:00.000Z` });
  const all = [passed('class-meeting'), passed('case')];
  it('needs 365 days: not 364', () => {
    graduate('2026-08-31', undefined, ...all).rejected('year-not-over');
    graduate('2026-09-01', undefined, ...all).then(graduated('2026-09-01', 365));
  });
  it('counts a leap day as a day', () => {
    graduate('2028-08-30', '2027-09-01', ...all).rejected('year-not-over');
    graduate('2028-08-31', '2027-09-01', ...all).then(graduated('2028-08-31', 365));
    graduate('2029-02-27', '2028-02-29', ...all).rejected('year-not-over');
    graduate('2029-02-28', '2028-02-29', ...all).then(graduated('2029-02-28', 365));
  });
  it('goes by the day in Shanghai', () => {
    camp(admitted(), ...all).when('GraduateCampMember', { personId: 'ann' }, { id, at: '2026-08-31T15:59:59.999Z' }).rejected('year-not-over');
    camp(admitted(), ...all).when('GraduateCampMember', { personId: 'ann' }, { id, at: '2026-08-31T16:00:00.000Z' }).thenTypes('CampMemberGraduated');
  });
  it('needs every mandatory checkpoint', () => {
    graduate('2026-12-01', undefined, passed('class-meeting'), passed('reading')).rejected('checkpoints-missing');
    graduate('2026-12-01', undefined, ...all).thenTypes('CampMemberGraduated');
  });
  it('happens once, and settles everything', () => {
    graduate('2026-09-02', undefined, ...all, graduated('2026-09-01', 365)).then();
    camp(admitted(), graduated('2026-09-01', 365)).when('WithdrawCampMember', { personId: 'ann', reason: 'sealed' }, { id }).rejected('member-graduated');
    camp(admitted(), graduated('2026-09-01', 365)).when('RecordTrackingCheckpoint', { personId: 'ann', checkpoint: 'case' }, { id }).rejected('member-graduated');
  });
});

describe('ending', () => {
  it('lets a member go', () => {
    camp(admitted()).when('WithdrawCampMember', { personId: 'ann', reason: 'sealed' }, { id }).then(withdrawn);
    camp(admitted(), withdrawn).when('WithdrawCampMember', { personId: 'ann', reason: 'sealed' }, { id }).then();
  });
  it('waits for the last member', () => {
    camp(admitted()).when('CloseCamp', {}, { id }).rejected('members-on-their-way');
    camp(admitted(), withdrawn).when('CloseCamp', {}, { id }).then(closed(0));
    camp(closed(0)).when('CloseCamp', {}, { id }).then();
    camp(closed(0)).when('AdmitCampMember', { personId: 'ann' }, { id, facts: beginner }).rejected('study-camp-closed');
  });
});
