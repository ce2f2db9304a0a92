import { isDeepStrictEqual } from 'node:util';
import type { CoverageComputed, CoverageTargetDefined, CoverageTargetEvent } from '@homeroom/contracts';
import { decider, type Deciding, Rejected } from '@homeroom/eventsourcing';
import { dayOf, schoolYearOf } from '../days.model';
import type { TierLadderState } from '../tier-ladders/tier-ladder.decider';
import type { DefineCoverageTarget, EvaluateCoverage } from './coverage-target.commands';
import { meets, type Reckoned, share } from './coverage.model';

/** The rule that {@link CoverageTargetDefined} tells; another one is another version. */
const RULE = 1;

interface Target {
  readonly status: 'defined';
  readonly defined: CoverageTargetDefined['data'];
  readonly last?: CoverageComputed['data'];
  readonly outcome?: 'met' | 'missed';
}
export type CoverageTargetState = { readonly status: 'none' } | Target;

const define = ({ ladderId, scope, from, until, threshold }: DefineCoverageTarget, { id: targetId, state, by, at, facts: { ladder } }: Deciding<CoverageTargetState, { ladder: TierLadderState }>): CoverageTargetEvent[] => {
  if (state.status !== 'none') return [];
  const tiers = ladder.versions.at(-1);
  if (!tiers) throw new Rejected('tier-ladder-not-found', 'There is no such tier ladder.');
  if (scope !== 'any-tier' && scope !== 'every-tier' && !tiers.includes(scope)) throw new Rejected('no-such-tier', 'The ladder has no such tier.');
  if (until < from) throw new Rejected('ends-before-it-begins', 'The last day is before the first one.');
  const schoolYear = schoolYearOf(from);
  if (schoolYearOf(until) !== schoolYear) throw new Rejected('two-school-years', 'The window lies in two school years.');
  return [{ type: 'CoverageTargetDefined', data: {
    targetId, schoolYear, from, until, ladderId, ladderVersion: ladder.versions.length, tiers: [...tiers], scope, threshold, ruleVersion: RULE, definedBy: by.personId, at,
  } }];
};

/** The numbers come from both logs, never from who asks. Met and missed are told when it turns, not each time it is looked at. */
const evaluate = ({ on: asked }: EvaluateCoverage, { state, at, facts: { reckoned } }: Deciding<CoverageTargetState, { reckoned: Reckoned }>): CoverageTargetEvent[] => {
  const { defined, last, outcome } = known(state);
  const { targetId, schoolYear, from, until, threshold, ruleVersion } = defined;
  const on = asked ?? dayOf(at);
  if (on < from || until < on) throw new Rejected('out-of-window', 'The day is not in the window of the target.');
  if (dayOf(at) < on) throw new Rejected('day-to-come', 'The day has not come.');
  if (last && on < last.on) throw new Rejected('later-day-put-down', 'A later day has been put down already.', { on: last.on });
  if (last?.on === on && same(last, reckoned)) return [];
  const { numerator, denominator, schools, evidence } = reckoned;
  const coverage = share(numerator, denominator);
  const about = { targetId, schoolYear, at };
  const computed: CoverageTargetEvent = { type: 'CoverageComputed', data: { ...about, on, ruleVersion, numerator, denominator, ...(coverage && { coverage }), schools, evidence } };
  if (denominator === 0) return [computed];
  const compared = { ...about, on, numerator, denominator, threshold };
  if (meets(numerator, denominator, threshold)) return outcome === 'met' ? [computed] : [computed, { type: 'CoverageTargetMet', data: compared }];
  const turned = outcome === 'met' || (outcome === undefined && on === until);
  return turned ? [computed, { type: 'CoverageTargetMissed', data: compared }] : [computed];
};

/** The same people, reached in the same schools. */
const same = (last: CoverageComputed['data'], { schools, evidence }: Reckoned): boolean =>
  last.evidence.rosterDigest === evidence.rosterDigest && last.evidence.reachedDigest === evidence.reachedDigest && isDeepStrictEqual(last.schools, schools);

const known = (state: CoverageTargetState): Target => {
  if (state.status === 'none') throw new Rejected('coverage-target-not-found', 'There is no such coverage target.');
  return state;
};

/** What the target asks, for who reads the numbers. */
export const definitionOf = (state: CoverageTargetState): CoverageTargetDefined['data'] => known(state).defined;

const evolve = (state: CoverageTargetState, { type, data }: CoverageTargetEvent): CoverageTargetState => {
  if (type === 'CoverageTargetDefined') return { status: 'defined', defined: data };
  if (state.status === 'none') return state;
  switch (type) {
    case 'CoverageComputed': return { ...state, last: data };
    case 'CoverageTargetMet': return { ...state, outcome: 'met' };
    case 'CoverageTargetMissed': return { ...state, outcome: 'missed' };
  }
};

/** How many of the active class teachers are to be reached, and what was found each time. */
export const coverageTarget = decider<CoverageTargetState, CoverageTargetEvent>()('coverage-target', {
  initial: { status: 'none' },
  decide: { DefineCoverageTarget: define, EvaluateCoverage: evaluate },
  evolve,
});
