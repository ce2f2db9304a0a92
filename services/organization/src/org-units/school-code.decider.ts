import type { SchoolCodeEvent, Uuid } from '@homeroom/contracts';
import { decider, type Deciding, Rejected } from '@homeroom/eventsourcing';

/** One stream a code: whoever wrote it first has the code, and nobody after. */
export type SchoolCodeState = { readonly status: 'none' } | { readonly status: 'reserved' | 'void'; readonly orgUnitId: Uuid };

interface Holder { readonly orgUnitId: Uuid }

const reserve = ({ orgUnitId }: Holder, { id: code, state }: Deciding<SchoolCodeState>): SchoolCodeEvent[] => {
  if (state.status === 'none') return [{ type: 'SchoolCodeReserved', data: { code, orgUnitId } }];
  if (state.status === 'void') throw new Rejected('school-code-void', `${code} is void, and a void code is never issued again.`, { code });
  if (state.orgUnitId !== orgUnitId) throw new Rejected('school-code-taken', `${code} belongs to another school.`, { code });
  return [];
};

const makeVoid = ({ orgUnitId }: Holder, { id: code, state }: Deciding<SchoolCodeState>): SchoolCodeEvent[] =>
  state.status === 'reserved' && state.orgUnitId === orgUnitId ? [{ type: 'SchoolCodeVoided', data: { code, orgUnitId } }] : [];

const revive = ({ orgUnitId }: Holder, { id: code, state }: Deciding<SchoolCodeState>): SchoolCodeEvent[] => {
  if (state.status === 'none' || state.orgUnitId !== orgUnitId) throw new Rejected('school-code-taken', `${code} was never this school's.`, { code });
  return state.status === 'void' ? [{ type: 'SchoolCodeRevived', data: { code, orgUnitId } }] : [];
};

export const schoolCode = decider<SchoolCodeState, SchoolCodeEvent>()('school-code', {
  initial: { status: 'none' },
  decide: { ReserveSchoolCode: reserve, VoidSchoolCode: makeVoid, ReviveSchoolCode: revive },
  evolve: (_, { type, data }) => {
    switch (type) {
      case 'SchoolCodeReserved':
      case 'SchoolCodeRevived': return { status: 'reserved', orgUnitId: data.orgUnitId };
      case 'SchoolCodeVoided': return { status: 'void', orgUnitId: data.orgUnitId };
    }
  },
});
