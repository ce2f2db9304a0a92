import type { CadencePolicyEvent, CadenceRule } from '@homeroom/contracts';
import { given, someTime } from '@homeroom/testing';
import fc from 'fast-check';
import { EVERY_WEEKDAY, overlay, schoolDaysWithin } from '../school-calendars/working-time.model';
import { cadencePolicy } from './cadence-policy.decider';
import { DEFAULT_CADENCE_RULES, periodsDue } from './cadence.model';

const visits: CadenceRule = { subject: 'home-school-contact', kind: 'home-visit', scope: 'class', times: 2, period: 'month' };
const published = (version: number, ...rules: CadenceRule[]): CadencePolicyEvent => ({ type: 'CadencePolicyPublished', data: { county: '370786', version, rules, at: someTime } });
const publish = (rules: CadenceRule[], ...events: CadencePolicyEvent[]) => given(cadencePolicy, ...events).when('PublishCadencePolicy', { rules }, { id: '370786' });

describe('what is to be held regularly', () => {
  it('is a default until a county publishes its own', () => expect(given(cadencePolicy).state()).toEqual({ version: 0, rules: DEFAULT_CADENCE_RULES }));
  it('has defaults that could be published', () => publish([...DEFAULT_CADENCE_RULES]).thenTypes('CadencePolicyPublished'));
  it('is published as a whole, once', () => {
    publish([visits]).then(published(1, visits));
    publish([visits], published(1, visits)).then();
    publish([], published(1, visits)).then(published(2));
  });
  it('names kinds that there are', () => {
    publish([{ ...visits, kind: 'red-story-session' }]).rejected('unknown-kind');
    publish([{ ...visits, subject: 'class-inspection', kind: 'any' }]).rejected('unknown-kind');
  });
  it('asks nothing of those who do not hold it', () => {
    publish([{ ...visits, scope: 'grade' }]).rejected('scope-without-subject');
    publish([{ subject: 'meeting', kind: 'grade', scope: 'class', times: 1, period: 'month' }]).rejected('scope-without-subject');
    publish([{ subject: 'meeting', kind: 'group', scope: 'school', times: 1, period: 'month' }]).rejected('scope-without-subject');
  });
  it('asks once for the same', () => publish([visits, { ...visits, times: 3 }]).rejected('rule-twice'));
});

describe('a period', () => {
  const winter = overlay(EVERY_WEEKDAY, { from: '2025-09-01', until: '2026-08-31', closures: [{ from: '2026-01-24', until: '2026-02-23' }, { from: '2026-07-04', until: '2026-08-31' }], makeUpWorkdays: [] });
  const months = (today: string) => periodsDue('month', '2025-2026', today, winter).map(({ from }) => from.slice(0, 7));
  it('is due once it is over', () => {
    expect(months('2025-09-30')).toEqual([]);
    expect(months('2025-10-01')).toEqual(['2025-09']);
  });
  it('asks for nothing in vacations', () => {
    expect(months('2026-09-01')).toEqual(['2025-09', '2025-10', '2025-11', '2025-12', '2026-01', '2026-03', '2026-04', '2026-05', '2026-06']);
    expect(periodsDue('week', '2025-2026', '2026-03-10', winter).filter(({ from }) => from > '2026-01-15').map(({ from }) => from)).toEqual(['2026-01-19', '2026-02-23', '2026-03-02']);
  });
  it('of a term or a school year always counts', () => {
    expect(periodsDue('term', '2025-2026', '2026-02-01', winter)).toEqual([{ from: '2025-09-01', until: '2026-01-31' }]);
    expect(periodsDue('school-year', '2025-2026', '2026-08-31', winter)).toEqual([]);
    expect(periodsDue('school-year', '2025-2026', '2026-09-01', winter)).toHaveLength(1);
  });
  it('overlaps no other and leaves no school day out', () => fc.assert(fc.property(fc.integer({ min: 2000, max: 2100 }), (year) => {
    for (const period of ['week', 'month', 'term', 'school-year'] as const) {
      const all = [0, 1].flatMap((n) => periodsDue(period, `${year + n}-${year + n + 1}`, '2200-01-01', EVERY_WEEKDAY));
      for (const [i, { from, until }] of all.entries()) {
        expect(from <= until).toBe(true);
        if (i > 0) expect(schoolDaysWithin(EVERY_WEEKDAY, all[i - 1]!.from, until)).toBe(schoolDaysWithin(EVERY_WEEKDAY, all[i - 1]!.from, all[i - 1]!.until) + schoolDaysWithin(EVERY_WEEKDAY, from, until));
      }
    }
  }), { numRuns: 30 }));
});
