import type { CoverageComputed, CoverageTargetEvent } from '@homeroom/contracts';
import { given, someone, someTime } from '@homeroom/testing';
import fc from 'fast-check';
import type { TierLadderState } from '../tier-ladders/tier-ladder.decider';
import { coverageTarget } from './coverage-target.decider';
import { meets, type Reckoned, share } from './coverage.model';

const id = 'target';
const about = { targetId: id, schoolYear: '2025-2026', at: someTime };
const ladder: TierLadderState = { versions: [['city', 'town', 'school']] };
const defined: CoverageTargetEvent = { type: 'CoverageTargetDefined', data: {
  ...about, from: '2025-09-01', until: '2025-09-08', ladderId: 'ladder', ladderVersion: 1, tiers: ['city', 'town', 'school'], scope: 'any-tier', threshold: '0.95', ruleVersion: 1, definedBy: someone.personId,
} };
const found = (numerator: number, denominator = 100): Reckoned => ({ numerator, denominator, schools: [{ schoolId: 'school', numerator, denominator }], evidence: { known: { organization: 1, training: numerator }, rosterDigest: `roster ${denominator}`, reachedDigest: `reached ${numerator}` } });
const computed = (numerator: number, coverage: string | undefined, on = '2025-09-05', denominator = 100): CoverageTargetEvent =>
  ({ type: 'CoverageComputed', data: { ...about, on, ruleVersion: 1, ...found(numerator, denominator), ...(coverage && { coverage }) } });
const compared = (type: 'CoverageTargetMet' | 'CoverageTargetMissed', numerator: number, on = '2025-09-05'): CoverageTargetEvent => ({ type, data: { ...about, on, numerator, denominator: 100, threshold: '0.95' } });
const evaluate = (reckoned: Reckoned, on: string | undefined, ...events: CoverageTargetEvent[]) => given(coverageTarget, ...events).when('EvaluateCoverage', { ...(on && { on }) }, { id, facts: { reckoned } });

describe('a coverage target', () => {
  const define = (more = {}, facts = { ladder }) => given(coverageTarget).when('DefineCoverageTarget', { ladderId: 'ladder', scope: 'any-tier', from: '2025-09-01', until: '2025-09-08', threshold: '0.95', ...more }, { id, facts });
  it('pins the version of the ladder and of the rule', () => define().then(defined));
  it('is of a tier that the ladder has', () => {
    define({ scope: 'town' }).thenTypes('CoverageTargetDefined');
    define({ scope: 'grade' }).rejected('no-such-tier');
    define({}, { ladder: { versions: [] } }).rejected('tier-ladder-not-found');
  });
  it('lies in one school year: to 31 August, from 1 September, leap years included', () => {
    define({ from: '2027-09-01', until: '2028-08-31' }).thenTypes('CoverageTargetDefined');
    define({ from: '2028-02-29', until: '2028-02-29' }).thenTypes('CoverageTargetDefined');
    define({ from: '2025-08-31' }).rejected('two-school-years');
    define({ from: '2025-10-01' }).rejected('ends-before-it-begins');
  });
});

describe('coverage', () => {
  it('turns to met at exactly 95 of 100, once', () => {
    evaluate(found(94), '2025-09-05', defined).then(computed(94, '0.9400'));
    evaluate(found(95), '2025-09-05', defined).then(computed(95, '0.9500'), compared('CoverageTargetMet', 95));
    evaluate(found(96), '2025-09-05', defined, computed(95, '0.9500'), compared('CoverageTargetMet', 95)).then(computed(96, '0.9600'));
  });
  it('turns to missed when it falls below, and to met again', () => {
    const met = [defined, computed(95, '0.9500'), compared('CoverageTargetMet', 95)];
    const missed = [...met, computed(94, '0.9400'), compared('CoverageTargetMissed', 94)];
    evaluate(found(94), '2025-09-05', ...met).then(computed(94, '0.9400'), compared('CoverageTargetMissed', 94));
    evaluate(found(93), '2025-09-05', ...missed).then(computed(93, '0.9300'));
    evaluate(found(95), '2025-09-05', ...missed).then(computed(95, '0.9500'), compared('CoverageTargetMet', 95));
  });
  it('is missed at the end of the window where it was never met', () =>
    evaluate(found(94), '2025-09-08', defined).then(computed(94, '0.9400', '2025-09-08'), compared('CoverageTargetMissed', 94, '2025-09-08')));
  it('of nobody is no value, and neither met nor missed', () => evaluate(found(0, 0), undefined, defined).then(computed(0, undefined, '2025-09-08', 0)));
  it('is put down once where nothing changed', () => {
    evaluate(found(94), '2025-09-05', defined, computed(94, '0.9400')).then();
    evaluate(found(94), '2025-09-06', defined, computed(94, '0.9400')).then(computed(94, '0.9400', '2025-09-06'));
  });
  it('is put down anew where it did not tell schools, or the same people lead classes of others', () => {
    const { schools: _, ...untold } = computed(94, '0.9400').data as CoverageComputed['data'];
    evaluate(found(94), '2025-09-05', defined, { type: 'CoverageComputed', data: untold }).then(computed(94, '0.9400'));
    const moved = { ...found(94), schools: [{ schoolId: 'other', numerator: 94, denominator: 100 }] };
    evaluate(moved, '2025-09-05', defined, computed(94, '0.9400')).thenTypes('CoverageComputed');
  });
  it('is of days of the window that have come, one after the other', () => {
    evaluate(found(94), '2025-08-31', defined).rejected('out-of-window');
    evaluate(found(94), '2025-09-09', defined).rejected('out-of-window');
    given(coverageTarget, defined).when('EvaluateCoverage', { on: '2025-09-08' }, { id, at: '2025-09-07T15:59:59.999Z', facts: { reckoned: found(94) } }).rejected('day-to-come');
    evaluate(found(94), '2025-09-04', defined, computed(94, '0.9400')).rejected('later-day-put-down');
    given(coverageTarget).when('EvaluateCoverage', {}, { id, facts: { reckoned: found(1) } }).rejected('coverage-target-not-found');
  });
});

describe('a share', () => {
  it('has four decimals, and nobody is no share', () => {
    expect([share(1, 3), share(2, 3), share(0, 7), share(7, 7), share(0, 0)]).toEqual(['0.3333', '0.6667', '0.0000', '1.0000', undefined]);
  });
  it('meets a threshold exactly, not by its rounding', () => {
    expect([meets(95, 100, '0.95'), meets(94_999, 100_000, '0.95'), meets(19, 20, '0.9500'), meets(3, 3, '1')]).toEqual([true, false, true, true]);
    fc.assert(fc.property(fc.nat(5_000), fc.integer({ min: 1, max: 5_000 }), fc.integer({ min: 1, max: 9_999 }), (numerator, denominator, parts) =>
      meets(numerator, denominator, `0.${String(parts).padStart(4, '0')}`) === (numerator * 10_000 >= parts * denominator)));
  });
});
