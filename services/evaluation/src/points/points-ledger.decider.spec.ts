import type { PointsLedgerEvent, PointsOrigin } from '@homeroom/contracts';
import { given } from '@homeroom/testing';
import fc from 'fast-check';
import { balanceOf, pointsLedger, type PointsLedgerState } from './points-ledger.decider';
import type { PointsRuleSetState } from './points-rule-set.decider';
import { nextSchoolYear, schoolYearOf } from './school-year.model';

const id = '018f6b1e-0000-7000-8000-00000000a003:2025-2026';
const rules: PointsRuleSetState = {
  rulesVersion: 1, sample: true, caps: [{ category: 'ACTIVITY', cap: '1.5' }],
  rules: [{ ruleId: 'held', source: 'ClassActivityHeld', recipient: 'recorder', category: 'ACTIVITY', points: '1' }],
};
const origin = (n: number): PointsOrigin => ({ service: 'organization', position: n, sourceEventId: `e${n}`, type: 'ClassActivityHeld', about: `entry-${n}` });
const ledger = (...events: PointsLedgerEvent[]) => ({
  grant: (n: number, schoolYear = '2025-2026', ...earlier: PointsLedgerState[]) =>
    given(pointsLedger, ...events).when('GrantPoints', { recipient: 'recorder', origin: origin(n), schoolYear }, { id, facts: { rules, earlier } }),
  reverse: (n: number) => given(pointsLedger, ...events).when('ReversePoints', { about: `entry-${n}`, because: { service: 'organization', position: 9, eventId: 'w', type: 'WorkLogEntryWithdrawn' } }, { id }),
});
const first = ledger().grant(1).events;
const second = ledger(...first).grant(2).events;

describe('a points ledger', () => {
  it('gives for each fact and rule once', () => {
    expect(first).toMatchObject([{ type: 'PointsGranted', data: { grantId: 'e1:held', points: '1', rulesVersion: 1 } }]);
    ledger(...first).grant(1).then();
  });
  it('gives what the cap leaves, says what it keeps back, and decides on that fact once too', () => {
    expect(second).toMatchObject([{ type: 'PointsGranted', data: { points: '0.5' } }, { type: 'PointsCapReached', data: { keptBack: '0.5', cap: '1.5' } }]);
    const third = ledger(...first, ...second).grant(3).events;
    expect(third).toMatchObject([{ type: 'PointsCapReached', data: { keptBack: '1' } }]);
    ledger(...first, ...second, ...third).grant(3).then();
  });
  it('takes back what was given for a fact, once, and the cap has room again', () => {
    const reversed = ledger(...first, ...second).reverse(1).events;
    expect(reversed).toMatchObject([{ type: 'PointsReversed', data: { grantId: 'e1:held', points: '1' } }]);
    ledger(...first, ...second, ...reversed).reverse(1).then();
    expect(ledger(...first, ...second, ...reversed).grant(4).events).toMatchObject([{ type: 'PointsGranted', data: { points: '1' } }]);
  });
  it('gives nothing once it is closed, and takes back all the same', () => {
    const closed = given(pointsLedger, ...first).when('CloseLedger', {}, { id, at: '2026-09-01T00:00:00.000Z' }).events;
    expect(closed).toMatchObject([{ type: 'LedgerPeriodClosed', data: { balance: '1' } }]);
    ledger(...first, ...closed).grant(2).then();
    ledger(...first, ...closed).reverse(1).thenTypes('PointsReversed');
  });
  it('takes a late grant only where the years before are closed and do not hold it', () => {
    const open = given(pointsLedger).state();
    const closed = { ...open, closed: true };
    ledger().grant(1, '2024-2025', open).then();
    expect(ledger().grant(1, '2024-2025', closed).events).toMatchObject([{ type: 'PointsGranted', data: { lateFrom: '2024-2025' } }]);
    ledger().grant(1, '2023-2024', closed, closed).thenTypes('PointsGranted');
    ledger().grant(1, '2024-2025', { ...given(pointsLedger, ...first).state(), closed: true }).then();
    expect(first).toMatchObject([{ data: expect.not.objectContaining({ lateFrom: expect.anything() }) }]);
  });
  it('is never below nothing, nor above its caps, whatever comes and goes', () => fc.assert(fc.property(fc.array(fc.record({ n: fc.integer({ min: 1, max: 5 }), back: fc.boolean() })), (steps) => {
    const events = steps.reduce<PointsLedgerEvent[]>((past, { n, back }) => [...past, ...(back ? ledger(...past).reverse(n) : ledger(...past).grant(n)).events], []);
    const balance = Number(balanceOf(given(pointsLedger, ...events).state()));
    expect(balance).toBeGreaterThanOrEqual(0);
    expect(balance).toBeLessThanOrEqual(1.5);
  })));
  it('is of a school year from 1 September in Shanghai', () => {
    expect(schoolYearOf('2026-08-31T15:59:59.999Z')).toBe('2025-2026');
    expect(schoolYearOf('2026-08-31T16:00:00.000Z')).toBe('2026-2027');
    expect(nextSchoolYear('2025-2026')).toBe('2026-2027');
  });
});
