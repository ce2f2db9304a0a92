import type { PointsCategory, PointsLedgerEvent, PointsOrigin, PointsRule, SchoolYear, Uuid } from '@homeroom/contracts';
import { decider, type Deciding, Rejected } from '@homeroom/eventsourcing';
import { Rational } from '../scoring/rational.model';
import type { CloseLedger, GrantPoints, ReversePoints } from './points.commands';
import type { PointsRuleSetState } from './points-rule-set.decider';

interface Grant { readonly category: PointsCategory; readonly points: string; readonly about: string; readonly reversed: boolean }

export interface PointsLedgerState {
  readonly closed: boolean;
  /** By grant id, those that a cap left nothing of included: each fact and rule is decided on once. */
  readonly grants: { readonly [grantId: string]: Grant };
}

/** The rules as they stand; of a late grant, the closed ledgers before, in which it may stand already. */
interface Granting { readonly rules: PointsRuleSetState; readonly earlier: readonly PointsLedgerState[] }

const POINTS_DECIMALS = 2;
const exact = (points: string): Rational => Rational.parse(points)!;
const written = (points: Rational): string => points.rounded(POINTS_DECIMALS).replace(/\.?0+$/, '');

/** `<personId>:<schoolYear>`. */
export const ledgerIdOf = (personId: Uuid, schoolYear: SchoolYear): string => `${personId}:${schoolYear}`;
const about = ({ id: ledgerId, at }: Pick<Deciding<PointsLedgerState>, 'id' | 'at'>) => ({ ledgerId, personId: ledgerId.slice(0, 36), schoolYear: ledgerId.slice(37), at });
const grantIdOf = ({ sourceEventId }: PointsOrigin, { ruleId }: PointsRule): string => `${sourceEventId}:${ruleId}`;

const sumOf = (grants: readonly Grant[]): Rational => grants.filter(({ reversed }) => !reversed).reduce((sum, { points }) => sum.plus(exact(points)), Rational.zero);

/** What counts now, over all categories. */
export const balanceOf = ({ grants }: PointsLedgerState): string => written(sumOf(Object.values(grants)));

const grant = ({ recipient, origin, schoolYear }: GrantPoints, deciding: Deciding<PointsLedgerState, Granting>): PointsLedgerEvent[] => {
  const { state, facts: { rules, earlier } } = deciding;
  if (state.closed || earlier.some(({ closed }) => !closed)) return [];
  const decided = (rule: PointsRule): boolean => [state, ...earlier].some(({ grants }) => grants[grantIdOf(origin, rule)]);
  const applying = rules.rules.filter((rule) => rule.source === origin.type && rule.recipient === recipient && !decided(rule));
  const given: Record<string, Grant> = { ...state.grants };
  return applying.flatMap((rule) => {
    const events = granted(rule, given, { origin, schoolYear }, deciding);
    for (const { type, data } of events) if (type === 'PointsGranted') given[data.grantId] = { category: data.category, points: data.points, about: origin.about, reversed: false };
    return events;
  });
};

/** A rule gives its points, or what the cap of its category leaves of them. */
const granted = (
  rule: PointsRule, given: PointsLedgerState['grants'], { origin, schoolYear }: Pick<GrantPoints, 'origin' | 'schoolYear'>, deciding: Deciding<PointsLedgerState, Granting>,
): PointsLedgerEvent[] => {
  const { rulesVersion, caps } = deciding.facts.rules;
  const { ruleId, category } = rule;
  const cap = caps.find((one) => one.category === category)?.cap;
  const left = cap === undefined ? undefined : exact(cap).minus(sumOf(Object.values(given).filter((one) => one.category === category))).atLeast(Rational.zero);
  const points = left ? exact(rule.points).atMost(left) : exact(rule.points);
  const keptBack = exact(rule.points).minus(points);
  const told = { ...about(deciding), grantId: grantIdOf(origin, rule), ruleId, rulesVersion, category };
  return [
    ...(points.isZero() ? [] : [{ type: 'PointsGranted' as const, data: { ...told, points: written(points), origin, ...(told.schoolYear !== schoolYear && { lateFrom: schoolYear }) } }]),
    ...(keptBack.isZero() ? [] : [{ type: 'PointsCapReached' as const, data: { ...told, cap: cap!, keptBack: written(keptBack), origin } }]),
  ];
};

const reverse = ({ about: thing, because }: ReversePoints, deciding: Deciding<PointsLedgerState>): PointsLedgerEvent[] =>
  Object.entries(deciding.state.grants).filter(([, one]) => one.about === thing && !one.reversed && !exact(one.points).isZero())
    .map(([grantId, { category, points }]) => ({ type: 'PointsReversed', data: { ...about(deciding), grantId, category, points, because } }));

const LEDGER = /^[0-9a-f-]{36}:(\d{4})-\d{4}$/;

const close = (_: CloseLedger, deciding: Deciding<PointsLedgerState>): PointsLedgerEvent[] => {
  const { state, by } = deciding;
  if (state.closed) return [];
  if (!LEDGER.test(deciding.id)) throw new Rejected('ledger-not-found', 'A ledger is <personId>:<school year>.');
  const told = about(deciding);
  if (deciding.at < endOf(told.schoolYear)) throw new Rejected('school-year-not-over', 'The school year is not over.');
  return [{ type: 'LedgerPeriodClosed', data: { ...told, balance: balanceOf(state), closedBy: by.personId } }];
};

/** 1 September of the year it ends in, midnight in Shanghai. */
const endOf = (schoolYear: SchoolYear): string => `${schoolYear.slice(5)}-08-31T16:00:00.000Z`;

const evolve = (state: PointsLedgerState, { type, data }: PointsLedgerEvent): PointsLedgerState => {
  switch (type) {
    case 'PointsGranted': return { ...state, grants: { ...state.grants, [data.grantId]: { category: data.category, points: data.points, about: data.origin.about, reversed: false } } };
    case 'PointsCapReached': return state.grants[data.grantId] ? state
      : { ...state, grants: { ...state.grants, [data.grantId]: { category: data.category, points: '0', about: data.origin.about, reversed: false } } };
    case 'PointsReversed': return { ...state, grants: { ...state.grants, [data.grantId]: { ...state.grants[data.grantId]!, reversed: true } } };
    case 'LedgerPeriodClosed': return { ...state, closed: true };
  }
};

/** One person's points of one school year. */
export const pointsLedger = decider<PointsLedgerState, PointsLedgerEvent>()('points-ledger', {
  initial: { closed: false, grants: {} },
  decide: { GrantPoints: grant, ReversePoints: reverse, CloseLedger: close },
  evolve,
});
