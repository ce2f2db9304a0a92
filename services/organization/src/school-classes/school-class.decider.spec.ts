import type { SchoolClassEvent } from '@homeroom/contracts';
import { given } from '@homeroom/testing';
import type { Place } from '../org-units/place.model';
import { schoolClass } from './school-class.decider';

const school: Place = { id: 'school', level: 'school', status: 'open', parentId: 'town', schoolKind: 'nine-year' };
const grade: Place = { id: 'grade', level: 'grade', status: 'open', parentId: 'school', stage: 'primary', grade: 3 };
const above = { places: [school, { id: 'town', level: 'town', status: 'open' } as Place] };
const wanted = { schoolId: 'school', schoolYear: '2025-2026', stage: 'primary' as const, grade: 3, classNo: '2023-02' };
const opened: SchoolClassEvent = { type: 'ClassOpened', data: { classId: 'under-test', unitId: 'school', ...wanted, effectiveOn: '2025-09-01' } };
const last: SchoolClassEvent = { type: 'ClassOpened', data: { ...opened.data, grade: 6 } as never };
const flagged: SchoolClassEvent = { type: 'TargetClassFlagged', data: { classId: 'under-test', schoolId: 'school', schoolYear: '2025-2026', criteria: ['hard-to-manage'] } };
const closed: SchoolClassEvent = { type: 'ClassClosed', data: { classId: 'under-test', schoolId: 'school', unitId: 'school', schoolYear: '2025-2026', reason: 'merged', effectiveOn: '2026-02-01' } };

describe('opening a class', () => {
  it('begins with the school year', () => given(schoolClass).when('OpenClass', wanted, { facts: above }).then(opened));
  it('does nothing the second time', () => given(schoolClass, opened).when('OpenClass', wanted, { facts: above }).then());
  it('may stand in a grade unit', () =>
    expect(given(schoolClass).when('OpenClass', { ...wanted, unitId: 'grade' }, { facts: { places: [grade, ...above.places] } }).events[0]?.data).toMatchObject({ schoolId: 'school', unitId: 'grade' }));
  it('must fit that unit', () => given(schoolClass).when('OpenClass', { ...wanted, unitId: 'grade', grade: 4 }, { facts: { places: [grade, ...above.places] } }).rejected('unit-of-other-grade'));
  it('refuses an unknown school', () => given(schoolClass).when('OpenClass', wanted, { facts: { places: [] } }).rejected('school-not-found'));
  it('refuses a closed school', () => given(schoolClass).when('OpenClass', wanted, { facts: { places: [{ ...school, status: 'closed' }] } }).rejected('school-closed'));
  it('refuses a stage that the school does not have', () => given(schoolClass).when('OpenClass', { ...wanted, stage: 'senior', grade: 1 }, { facts: above }).rejected('stage-not-in-school'));
  it('refuses a grade that the stage does not have', () => given(schoolClass).when('OpenClass', { ...wanted, grade: 7 }, { facts: above }).rejected('grade-not-in-stage'));
  it('refuses a school year that is none', () => given(schoolClass).when('OpenClass', { ...wanted, schoolYear: '2025-2027' }, { facts: above }).rejected('school-year-invalid'));
});

describe('a class', () => {
  it('goes on into the next school year, one grade up', () => given(schoolClass, opened).when('PromoteClass', { schoolYear: '2026-2027' }).then({
    type: 'ClassPromoted', data: { classId: 'under-test', schoolId: 'school', fromSchoolYear: '2025-2026', schoolYear: '2026-2027', grade: 4, classNo: '2023-02', effectiveOn: '2026-09-01' },
  }));
  it('skips no school year', () => given(schoolClass, opened).when('PromoteClass', { schoolYear: '2027-2028' }).rejected('not-next-school-year'));
  it('graduates from the last grade and is not promoted there', () => {
    given(schoolClass, last).when('PromoteClass', { schoolYear: '2026-2027' }).rejected('last-grade');
    given(schoolClass, last).when('GraduateClass', { effectiveOn: '2026-07-01' }).thenTypes('ClassGraduated');
    given(schoolClass, opened).when('GraduateClass', {}).rejected('not-last-grade');
  });
  it('is flagged as a target class, by criteria that replace each other', () => {
    given(schoolClass, opened).when('FlagTargetClass', { criteria: ['hard-to-manage'] }).then(flagged);
    given(schoolClass, opened, flagged).when('FlagTargetClass', { criteria: ['hard-to-manage'] }).then();
    given(schoolClass, opened, flagged).when('FlagTargetClass', { criteria: ['many-challenges'] }).thenTypes('TargetClassFlagged');
    given(schoolClass, opened, flagged).when('UnflagTargetClass', {}).thenTypes('TargetClassUnflagged');
    given(schoolClass, opened).when('UnflagTargetClass', {}).then();
  });
  it('counts the wordings of its covenant', () => {
    const first = given(schoolClass, opened).when('AdoptClassCovenant', { covenant: 'sealed' }).events;
    expect(given(schoolClass, opened, ...first).when('AdoptClassCovenant', { covenant: 'sealed' }).events[0]?.data).toMatchObject({ edition: 2, adoptedOn: '2025-09-08' });
  });
  it('says from which day its goals, norms and plan hold', () => {
    const set = (effectiveOn?: string) => given(schoolClass, opened).when('SetClassGoals', { goals: 'sealed', effectiveOn });
    set('2025-09-03').then({ type: 'ClassGoalsSet', data: { classId: 'under-test', schoolId: 'school', schoolYear: '2025-2026', edition: 1, goals: 'sealed', effectiveOn: '2025-09-03' } });
    expect(set().events[0]?.data).toMatchObject({ effectiveOn: '2025-09-08' });
    set('2025-08-31').rejected('effective-too-early');
    given(schoolClass, opened).when('AdoptClassCovenant', { covenant: 'sealed', adoptedOn: '2025-08-31' }).rejected('effective-too-early');
    expect(given(schoolClass, opened).when('PublishDailyNorms', { norms: 'sealed' }).events[0]?.data).toMatchObject({ edition: 1, effectiveOn: '2025-09-08' });
    expect(given(schoolClass, opened).when('SetClassDevelopmentPlan', { plan: 'sealed' }).events[0]?.data).toMatchObject({ edition: 1, effectiveOn: '2025-09-08' });
  });
  it('does not change after it closed', () => {
    given(schoolClass, opened, closed).when('FlagTargetClass', { criteria: ['many-challenges'] }).rejected('class-ended');
    given(schoolClass, opened, closed).when('PromoteClass', { schoolYear: '2026-2027' }).rejected('class-ended');
    given(schoolClass, opened, closed).when('SetClassGoals', { goals: 'sealed' }).rejected('class-ended');
    given(schoolClass, last, closed).when('GraduateClass', {}).rejected('class-ended');
    given(schoolClass, opened, closed).when('CloseClass', { reason: 'merged' }).then();
  });
  it('does not end before its grade began', () => given(schoolClass, opened).when('CloseClass', { reason: 'other', effectiveOn: '2025-08-31' }).rejected('effective-too-early'));
  it('must be there', () => given(schoolClass).when('CloseClass', { reason: 'other' }).rejected('class-not-found'));
});
