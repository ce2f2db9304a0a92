import type { CampPlaceEvent, Uuid } from '@homeroom/contracts';
import { decider, type Deciding, Rejected } from '@homeroom/eventsourcing';

/** The camp that has the person. */
export interface CampPlaceState { readonly campId?: Uuid }

interface Camp { readonly campId: Uuid }

const take = ({ campId }: Camp, { id: personId, state }: Deciding<CampPlaceState>): CampPlaceEvent[] => {
  if (state.campId === campId) return [];
  if (state.campId) throw new Rejected('in-another-camp', 'The person is in another camp, or has been through one.', { campId: state.campId });
  return [{ type: 'CampPlaceTaken', data: { personId, campId } }];
};

const release = ({ campId }: Camp, { id: personId, state }: Deciding<CampPlaceState>): CampPlaceEvent[] =>
  (state.campId === campId ? [{ type: 'CampPlaceReleased', data: { personId, campId } }] : []);

/** One stream a person: nobody is in two camps, nor goes through one twice. */
export const campPlace = decider<CampPlaceState, CampPlaceEvent>()('camp-place', {
  initial: {},
  decide: { TakeCampPlace: take, ReleaseCampPlace: release },
  evolve: (_, { type, data }) => (type === 'CampPlaceTaken' ? { campId: data.campId } : {}),
});
