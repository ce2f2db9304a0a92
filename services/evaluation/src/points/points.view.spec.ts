import { type OrganizationEvent, type PointsLedgerEvent, type ResourcesEvent, samplePointsRules } from '@homeroom/contracts';
import { foldAll, given, recorded, sameForAnyInterleaving, someone } from '@homeroom/testing';
import { pointsLedger } from './points-ledger.decider';
import { pointsLedgers, pointsStatement } from './points-ledgers.view';
import { pointsRuleSet } from './points-rule-set.decider';
import { pointsSources } from './points-sources.view';

const raised = { type: 'UpwardReportRaised', data: { reportId: 'r', raisedBy: 'p' } } as unknown as OrganizationEvent;
const held = { type: 'ClassActivityHeld', data: { entryId: 'e', recordedBy: 'q', on: '2025-10-01' } } as unknown as OrganizationEvent;
const allocated = (providerPersonId: string) => ({ type: 'SupportAllocated', data: { supportRequestId: 's', providerPersonId } }) as unknown as ResourcesEvent;

describe('whom a fact is to the credit of', () => {
  it('is remembered by the thing it is about; the last allocation counts', () => expect([...foldAll(pointsSources, recorded([raised, held, allocated('x'), allocated('y')])).values()]).toEqual([
    { about: 'r', personId: 'p', schoolYear: null }, { about: 'e', personId: 'q', schoolYear: '2025-2026' }, { about: 's', personId: 'y', schoolYear: null },
  ]));
  it('does not depend on how the logs interleave', () => sameForAnyInterleaving(pointsSources, [recorded([raised, held]), recorded([allocated('x'), allocated('y')])]));
});

describe('the sample rules', () => {
  it('can be published as they are, and say that they are a sample', () => {
    const events = given(pointsRuleSet).when('PublishPointsRules', { sample: samplePointsRules.sample, rules: [...samplePointsRules.rules], caps: [...samplePointsRules.caps] }).events;
    expect(events).toMatchObject([{ type: 'PointsRulesPublished', data: { rulesVersion: 1, sample: true, publishedBy: someone.personId } }]);
  });
  it('name each rule and category once', () => {
    const [rule] = samplePointsRules.rules;
    given(pointsRuleSet).when('PublishPointsRules', { rules: [rule!, rule!], caps: [] }).rejected('rule-twice');
    given(pointsRuleSet).when('PublishPointsRules', { rules: [rule!], caps: [{ category: 'ACTIVITY', cap: '1' }, { category: 'ACTIVITY', cap: '2' }] }).rejected('cap-twice');
  });
});

describe('a person\'s points', () => {
  const id = '018f6b1e-0000-7000-8000-00000000a003:2025-2026';
  const rules = given(pointsRuleSet).when('PublishPointsRules', { sample: true, rules: [...samplePointsRules.rules], caps: [] }).events;
  const grant = (...before: PointsLedgerEvent[]) => given(pointsLedger, ...before).when('GrantPoints', {
    recipient: 'recorder', origin: { service: 'organization', position: 1, sourceEventId: 'e', type: 'ClassActivityHeld', about: 'entry' }, schoolYear: '2025-2026',
  }, { id, facts: { rules: given(pointsRuleSet, ...rules).state(), earlier: [] } }).events;
  const reverse = (...before: PointsLedgerEvent[]) => given(pointsLedger, ...before).when('ReversePoints', { about: 'entry', because: { service: 'organization', position: 2, eventId: 'w', type: 'WorkLogEntryWithdrawn' } }, { id }).events;

  it('are what was given and not taken back, with each fact behind them', () => {
    const events = [...grant(), ...reverse(...grant())];
    expect(foldAll(pointsLedgers, recorded(grant())).get(id)).toMatchObject({ balance: '1.00', byCategory: { ACTIVITY: '1.00' } });
    expect(foldAll(pointsLedgers, recorded(events)).get(id)).toMatchObject({ balance: '0.00', byCategory: { ACTIVITY: '0.00' } });
    expect([...foldAll(pointsStatement, recorded(events)).values()]).toMatchObject([{ about: 'entry', points: '1', service: 'organization', position: 1, reversedAt: expect.any(String) }]);
  });
});
