import type { TierLadderEvent, TrainingTier } from '@homeroom/contracts';
import { foldAll, given, recorded, someone, someTime } from '@homeroom/testing';
import { tierLadder } from './tier-ladder.decider';
import { tierLadders } from './tier-ladders.view';

const ladderId = 'ladder';
const defined = (version: number, ...tiers: TrainingTier[]): TierLadderEvent => ({ type: 'TrainingTierLadderDefined', data: { ladderId, version, tiers, definedBy: someone.personId, at: someTime } });
const define = (tiers: TrainingTier[], ...events: TierLadderEvent[]) => given(tierLadder, ...events).when('DefineTrainingTierLadder', { tiers }, { id: ladderId });
const three = defined(1, 'city', 'town', 'school');

describe('a tier ladder', () => {
  it('goes from the widest tier to the nearest, or from the nearest to the widest', () => {
    define(['city', 'town', 'school']).then(three);
    define(['grade', 'school', 'district']).then(defined(1, 'grade', 'school', 'district'));
  });
  it('goes in no other order', () => define(['city', 'school', 'town']).rejected('tiers-out-of-order'));
  it('has a next version where something changes', () => {
    define(['city', 'town', 'school'], three).then();
    define(['city', 'town', 'school', 'grade'], three).then(defined(2, 'city', 'town', 'school', 'grade'));
  });
});

describe('the view of ladders', () => {
  it('keeps every version', () => expect([...foldAll(tierLadders, recorded([three, defined(2, 'city', 'school')])).values()]).toMatchObject([
    { key: 'ladder:1', version: 1, tiers: ['city', 'town', 'school'] }, { key: 'ladder:2', version: 2, tiers: ['city', 'school'] },
  ]));
});
