import type { OrganizationEvent, Uuid } from '@homeroom/contracts';
import { follow, type Following, reaction } from '@homeroom/eventsourcing';
import { directive } from './directive.decider';
import { directiveReceipt } from './directive-receipt.decider';
import { receiptIdOf } from './directive.model';

interface Addressed { readonly directiveId: Uuid; readonly mandatoryRecipientIds: readonly Uuid[]; readonly optionalRecipientIds: readonly Uuid[] }

/** One command per recipient: no append holds more than one of them, and nobody waits for another's. */
const deliveries = ({ data: { directiveId, mandatoryRecipientIds, optionalRecipientIds } }: { readonly data: Addressed }): Following[] =>
  [...mandatoryRecipientIds, ...optionalRecipientIds].map((personId) =>
    follow(directiveReceipt, receiptIdOf(directiveId, personId), 'DeliverDirective', {}, async (read) => ({ directive: await read(directive, directiveId) })));

/** Who is addressed receives. */
export const deliverDirectives = reaction<OrganizationEvent>()('deliver-directives', { from: 'start', on: {
  DirectiveIssued: deliveries, DirectiveRelayed: deliveries, DirectiveExtended: deliveries,
} });
