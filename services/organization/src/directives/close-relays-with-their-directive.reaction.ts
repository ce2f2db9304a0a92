import type { OrganizationEvent, Uuid } from '@homeroom/contracts';
import { type Ask, follow, type Following, reaction } from '@homeroom/eventsourcing';
import { directive } from './directive.decider';
import { directiveList } from './directive-list.view';

/** A relay consults its parent in its own append, so none begins after the end: the rows hold them all. */
const relaysOf = async ({ data: { directiveId } }: { readonly data: { readonly directiveId: Uuid } }, ask: Ask): Promise<Following[]> => {
  const relays = await ask.rows(directiveList, { parentDirectiveId: directiveId, status: 'in-force' });
  return relays.map((relay) => follow(directive, relay.directiveId, 'CloseRelayedDirective', { parentDirectiveId: directiveId }));
};

/** What was conveyed ends with the directive that was conveyed, level by level. */
export const closeRelaysWithTheirDirective = reaction<OrganizationEvent>()('close-relays-with-their-directive', { from: 'start', on: {
  DirectiveSuperseded: relaysOf, DirectiveRevoked: relaysOf, DirectiveClosed: relaysOf,
} });
