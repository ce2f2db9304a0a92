import type { DirectiveTallyEvent, Uuid } from '@homeroom/contracts';
import { decider, type Deciding } from '@homeroom/eventsourcing';
import type { SettleDirectiveRecipient } from './directive.commands';
import { addressing, type DirectiveState, mandatoryOf } from './directive.model';

/** Mandatory recipients who are verified. */
export interface DirectiveTallyState { readonly settled: ReadonlySet<Uuid> }

const settle = ({ recipientId }: SettleDirectiveRecipient, { id, state: { settled }, at, facts }: Deciding<DirectiveTallyState, { readonly directive: DirectiveState }>): DirectiveTallyEvent[] => {
  const { directive } = facts;
  if (directive.status !== 'in-force' || settled.has(recipientId) || !addressing(directive, recipientId)?.mandatory) return [];
  return [{ type: 'DirectiveRecipientSettled', data: { directiveId: id, recipientId, outstanding: mandatoryOf(directive).length - settled.size - 1, at } }];
};

/**
 * Who is done with a directive; the id is the directive's. Apart from the directive, because every receipt's decision
 * rests on that: some thousand counted recipients would make them all decide again and again.
 */
export const directiveTally = decider<DirectiveTallyState, DirectiveTallyEvent>()('directive-tally', {
  initial: { settled: new Set() },
  decide: { SettleDirectiveRecipient: settle },
  evolve: ({ settled }, { data }) => ({ settled: new Set(settled).add(data.recipientId) }),
});
