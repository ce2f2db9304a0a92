import type { UnitMemberKind, UnitRosterEvent, Uuid } from '@homeroom/contracts';
import { decider, type Deciding, Rejected } from '@homeroom/eventsourcing';

/** Everything open that stands directly in a unit. Entering and closing write or consult this one stream, so neither overtakes the other. */
export interface UnitRosterState {
  readonly members: Readonly<Record<Uuid, UnitMemberKind>>;
}

interface Member { readonly memberId: Uuid; readonly kind: UnitMemberKind }

/** The stream in which the county itself is a member: a tree has one root. */
export const ROOT = 'root';

const enter = ({ memberId, kind }: Member, { id, state }: Deciding<UnitRosterState>): UnitRosterEvent[] => {
  if (state.members[memberId]) return [];
  if (id === ROOT && Object.keys(state.members).length > 0) throw new Rejected('county-registered-already', 'This tree has its county: register units below it.');
  return [{ type: 'UnitMemberEntered', data: { orgUnitId: id, memberId, kind } }];
};

const leave = ({ memberId, kind }: Member, { id, state }: Deciding<UnitRosterState>): UnitRosterEvent[] =>
  state.members[memberId] ? [{ type: 'UnitMemberLeft', data: { orgUnitId: id, memberId, kind } }] : [];

export const unitRoster = decider<UnitRosterState, UnitRosterEvent>()('unit-roster', {
  initial: { members: {} },
  decide: { EnterUnit: enter, LeaveUnit: leave },
  evolve: ({ members }, { type, data }) => {
    switch (type) {
      case 'UnitMemberEntered': return { members: { ...members, [data.memberId]: data.kind } };
      case 'UnitMemberLeft': {
        const { [data.memberId]: _left, ...rest } = members;
        return { members: rest };
      }
    }
  },
});
