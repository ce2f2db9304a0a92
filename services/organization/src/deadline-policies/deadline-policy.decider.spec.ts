import type { DeadlinePolicyEvent } from '@homeroom/contracts';
import { given, someTime } from '@homeroom/testing';
import { deadlinePolicy } from './deadline-policy.decider';
import { DEFAULT_DEADLINE_RULES } from './deadline-policy.model';

const at = someTime;
const rule = { acknowledgeWithinMinutes: 60, respondWithinMinutes: 570, resolveWithinMinutes: 2850, confirmWithinMinutes: 1140 };
const { confirmWithinMinutes: _, ...critical } = rule;
const command = { routine: rule, important: rule, urgent: rule, critical };
const working = { clock: 'working' as const, ...rule };
const published: DeadlinePolicyEvent = {
  type: 'DeadlinePolicyPublished',
  data: { county: '370786', version: 1, rules: { ROUTINE: working, IMPORTANT: working, URGENT: working, CRITICAL: { clock: '24x7', ...critical, confirmWithinMinutes: null } }, at },
};
const publish = (changed: object = {}, ...before: DeadlinePolicyEvent[]) =>
  given(deadlinePolicy, ...before).when('PublishDeadlinePolicy', { ...command, ...changed }, { id: '370786', at });

describe('DeadlinePolicy', () => {
  it('has defaults until a county publishes its own', () => {
    expect(given(deadlinePolicy).state()).toEqual({ version: 0, rules: DEFAULT_DEADLINE_RULES });
    expect(DEFAULT_DEADLINE_RULES.ROUTINE.acknowledgeWithinMinutes).toBe(570);
  });
  it('is published', () => publish().then(published));
  it('is published anew in another version', () => publish({ urgent: { ...rule, acknowledgeWithinMinutes: 30 } }, published).thenTypes('DeadlinePolicyPublished'));
  it('is not published twice', () => publish({}, published).then());
  it('keeps critical reports around the clock and never confirms them by itself', () => {
    const { CRITICAL } = given(deadlinePolicy, published).state().rules;
    expect(CRITICAL).toMatchObject({ clock: '24x7', confirmWithinMinutes: null });
  });
  it('leaves time to respond before the resolution is due', () => publish({ urgent: { ...rule, resolveWithinMinutes: 600 } }).rejected('resolve-before-respond'));
});
