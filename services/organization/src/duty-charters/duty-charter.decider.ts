import type { DutyCharterEvent } from '@homeroom/contracts';
import { decider, type Deciding, Rejected } from '@homeroom/eventsourcing';
import type { OrgUnitState } from '../org-units/org-unit.decider';
import { dayOf } from '../school-calendars/working-time.model';
import { charterNamed } from './charter-id.model';
import type { DefineDutyCharter } from './duty-charter.commands';

export interface DutyCharterState {
  /** How many wordings there were. */
  readonly edition: number;
}

/** `school`: for a charter of a school. Each wording is a further one: a retry is protected by its `Idempotency-Key`. */
const define = ({ duties, collaboration, effectiveOn }: DefineDutyCharter, { id: charterId, state, at, by, facts }: Deciding<DutyCharterState, { school?: OrgUnitState }>): DutyCharterEvent[] => {
  const named = charterNamed(charterId);
  if (!named) throw new Rejected('duty-charter-not-found', 'A charter is named by county or school, and role.');
  const { schoolId, role } = named;
  if (schoolId) {
    const { school } = facts;
    if (!school || school.status === 'none' || school.level !== 'school') throw new Rejected('school-not-found', 'No such school.');
    if (school.status === 'closed') throw new Rejected('school-closed', 'The school is closed.');
  }
  return [{ type: 'DutyCharterDefined', data: {
    charterId, ...(schoolId && { schoolId }), role, edition: state.edition + 1, duties, collaboration, effectiveOn: effectiveOn ?? dayOf(at), definedBy: by.personId, at,
  } }];
};

/** The duties of a role, by the county's word or a school's. */
export const dutyCharter = decider<DutyCharterState, DutyCharterEvent>()('duty-charter', {
  initial: { edition: 0 },
  decide: { DefineDutyCharter: define },
  evolve: (_, { data: { edition } }) => ({ edition }),
});
