import { type DeadlinePolicyEvent, type DeadlineRule, reportSeverities } from '@homeroom/contracts';
import { decider, type Deciding, event, Rejected } from '@homeroom/eventsourcing';
import type { CriticalRule, PublishDeadlinePolicy, WorkingRule } from './deadline-policy.commands';
import { DEFAULT_DEADLINE_RULES, type DeadlineRules } from './deadline-policy.model';

/** The rules in force. Version 0: the defaults. */
export interface PolicyState {
  readonly version: number;
  readonly rules: DeadlineRules;
}

const publish = ({ routine, important, urgent, critical }: PublishDeadlinePolicy, { id: county, state, at }: Deciding<PolicyState>) => {
  const rules: DeadlineRules = { ROUTINE: working(routine), IMPORTANT: working(important), URGENT: working(urgent), CRITICAL: aroundTheClock(critical) };
  for (const severity of reportSeverities) {
    const { acknowledgeWithinMinutes, respondWithinMinutes, resolveWithinMinutes } = rules[severity];
    if (resolveWithinMinutes < acknowledgeWithinMinutes + respondWithinMinutes) {
      throw new Rejected('resolve-before-respond', 'The time to resolve holds the times to acknowledge and to respond.', { severity });
    }
  }
  if (state.version > 0 && JSON.stringify(state.rules) === JSON.stringify(rules)) return [];
  return [event<DeadlinePolicyEvent>('DeadlinePolicyPublished', { county, version: state.version + 1, rules, at })];
};

const working = ({ acknowledgeWithinMinutes, respondWithinMinutes, resolveWithinMinutes, confirmWithinMinutes }: WorkingRule): DeadlineRule =>
  ({ clock: 'working', acknowledgeWithinMinutes, respondWithinMinutes, resolveWithinMinutes, confirmWithinMinutes });

const aroundTheClock = ({ acknowledgeWithinMinutes, respondWithinMinutes, resolveWithinMinutes }: CriticalRule): DeadlineRule =>
  ({ clock: '24x7', acknowledgeWithinMinutes, respondWithinMinutes, resolveWithinMinutes, confirmWithinMinutes: null });

/** The county's deadlines for upward reports. */
export const deadlinePolicy = decider<PolicyState, DeadlinePolicyEvent>()('deadline-policy', {
  initial: { version: 0, rules: DEFAULT_DEADLINE_RULES },
  decide: { PublishDeadlinePolicy: publish },
  evolve: (_, { data }) => ({ version: data.version, rules: data.rules }),
});
