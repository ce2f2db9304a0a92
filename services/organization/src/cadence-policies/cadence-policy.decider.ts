import type { CadencePolicyEvent, CadenceRule } from '@homeroom/contracts';
import { decider, type Deciding, Rejected } from '@homeroom/eventsourcing';
import type { PublishCadencePolicy } from './cadence-policy.commands';
import { DEFAULT_CADENCE_RULES, isKindOf, isOfScope } from './cadence.model';

/** The rules in force. Version 0: the defaults. */
export interface CadencePolicyState {
  readonly version: number;
  readonly rules: readonly CadenceRule[];
}

const publish = ({ rules: asked }: PublishCadencePolicy, { id: county, state, at }: Deciding<CadencePolicyState>): CadencePolicyEvent[] => {
  const rules = asked.map(({ subject, kind, scope, times, period }): CadenceRule => ({ subject, ...(kind && { kind }), scope, times, period }));
  rules.forEach((rule, i) => {
    if (!isKindOf(rule)) throw new Rejected('unknown-kind', 'There is no such kind.', { rule: i + 1 });
    if (!isOfScope(rule)) throw new Rejected('scope-without-subject', 'This is not counted for such a scope.', { rule: i + 1 });
    const same = rules.findIndex(({ subject, kind, scope, period }) => subject === rule.subject && kind === rule.kind && scope === rule.scope && period === rule.period);
    if (same < i) throw new Rejected('rule-twice', 'Two rules ask for the same.', { rule: i + 1 });
  });
  if (state.version > 0 && JSON.stringify(state.rules) === JSON.stringify(rules)) return [];
  return [{ type: 'CadencePolicyPublished', data: { county, version: state.version + 1, rules, at } }];
};

/** What the county wants to be held regularly; its id is the county's code. */
export const cadencePolicy = decider<CadencePolicyState, CadencePolicyEvent>()('cadence-policy', {
  initial: { version: 0, rules: DEFAULT_CADENCE_RULES },
  decide: { PublishCadencePolicy: publish },
  evolve: (_, { data: { version, rules } }) => ({ version, rules }),
});
