import type { OrganizationEvent } from '@homeroom/contracts';
import { follow, reaction } from '@homeroom/eventsourcing';
import { directive } from './directive.decider';
import { directiveTally } from './directive-tally.decider';

/** A verified recipient is counted, one after the other, whoever verified at the same moment; when none is outstanding the directive closes. */
export const closeFulfilledDirectives = reaction<OrganizationEvent>()('close-fulfilled-directives', { from: 'start', on: {
  DirectiveCompletionVerified: ({ data: { directiveId, recipientId } }) =>
    [follow(directiveTally, directiveId, 'SettleDirectiveRecipient', { recipientId }, async (read) => ({ directive: await read(directive, directiveId) }))],
  DirectiveRecipientSettled: ({ data: { directiveId, outstanding } }) =>
    (outstanding === 0 ? [follow(directive, directiveId, 'CloseFulfilledDirective', {}, async (read) => await read(directiveTally, directiveId))] : []),
} });
