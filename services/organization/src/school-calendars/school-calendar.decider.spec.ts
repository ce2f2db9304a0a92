import type { SchoolCalendarEvent } from '@homeroom/contracts';
import { given, someTime } from '@homeroom/testing';
import { schoolCalendar } from './school-calendar.decider';

const at = someTime;
const year = { schoolYear: '2025-2026', from: '2025-09-01', until: '2026-08-31' };
const holiday = { kind: 'public-holiday' as const, from: '2025-10-01', until: '2025-10-08' };
const vacation = { kind: 'vacation' as const, from: '2026-07-06', until: '2026-08-31' };
const makeUpWorkdays = [{ day: '2025-10-11' }, { day: '2025-09-28' }];
const command = { ...year, closures: [vacation, holiday], makeUpWorkdays };
const published: SchoolCalendarEvent = {
  type: 'SchoolCalendarPublished',
  data: { calendarId: '370786', county: '370786', scope: 'county', version: 1, ...year, closures: [holiday, vacation], makeUpWorkdays: ['2025-09-28', '2025-10-11'], at },
};
const publish = (changed: object = {}, ...before: SchoolCalendarEvent[]) =>
  given(schoolCalendar, ...before).when('PublishSchoolCalendar', { ...command, ...changed }, { id: '370786', at, facts: { county: '370786' } });

describe('SchoolCalendar', () => {
  it('is published by the county', () => publish().then(published));
  it('is published by a school that keeps its own', () =>
    given(schoolCalendar).when('PublishSchoolCalendar', command, { id: 'school-1', at, facts: { county: '370786' } }).then({ type: 'SchoolCalendarPublished', data: { ...published.data, calendarId: 'school-1', scope: 'school' } }));
  it('is published anew in another version', () => publish({ closures: [holiday] }, published)
    .then({ type: 'SchoolCalendarPublished', data: { ...published.data, version: 2, closures: [holiday] } }));
  it('is not published twice', () => publish({}, published).then());
  it('remembers earlier years', () => expect(given(schoolCalendar, published, { type: 'SchoolCalendarPublished', data: { ...published.data, version: 2, schoolYear: '2026-2027', from: '2026-09-01', until: '2027-08-31' } }).state().publications).toHaveLength(2));
  it('is of one school year', () => publish({ schoolYear: '2025-2027' }).rejected('school-year-unknown'));
  it('is not empty', () => publish({ until: '2025-08-31' }).rejected('calendar-empty'));
  it('is not too long', () => publish({ until: '2027-08-31' }).rejected('calendar-too-long'));
  it('has closures within its days', () => {
    publish({ closures: [{ ...vacation, until: '2026-09-01' }] }).rejected('closure-outside');
    publish({ closures: [{ ...vacation, until: '2026-07-01' }] }).rejected('closure-outside');
  });
  it('has make-up workdays at weekends that are no holidays', () => {
    publish({ makeUpWorkdays: [{ day: '2025-09-29' }] }).rejected('make-up-on-weekday');
    publish({ makeUpWorkdays: [{ day: '2025-10-04' }] }).rejected('make-up-in-closure');
    publish({ makeUpWorkdays: [{ day: '2025-08-30' }] }).rejected('make-up-outside');
  });
});
