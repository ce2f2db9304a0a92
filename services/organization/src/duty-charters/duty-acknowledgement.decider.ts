import type { DutyAcknowledgementEvent } from '@homeroom/contracts';
import { decider, type Deciding, Forbidden, Rejected } from '@homeroom/eventsourcing';
import { dayOf } from '../school-calendars/working-time.model';
import type { TeacherState } from '../teachers/teacher.decider';
import { acknowledgementNamed, charterNamed } from './charter-id.model';
import type { AcknowledgeDutyCharter } from './duty-charter.commands';
import type { DutyCharterState } from './duty-charter.decider';

export interface DutyAcknowledgementState {
  /** The last wording that the person took note of. */
  readonly edition: number;
}

/** In a stream of its own, since a county's class teachers may all take note within a day. Rests on the charter: nobody takes note of a wording that has just been replaced. */
const acknowledge = (
  { edition }: AcknowledgeDutyCharter, { id, state, at, facts: { charter, person } }: Deciding<DutyAcknowledgementState, { charter: DutyCharterState; person: TeacherState }>,
): DutyAcknowledgementEvent[] => {
  const { charterId, personId } = acknowledgementNamed(id);
  const named = charterNamed(charterId);
  if (!named || charter.edition === 0) throw new Rejected('duty-charter-not-found', 'There is no such charter.');
  const { schoolId, role } = named;
  if (person.status !== 'active' || (schoolId && person.schoolId !== schoolId)) throw new Forbidden('not-addressed', 'The charter is for people of the school, or of the county\'s schools.');
  if (edition > charter.edition) throw new Rejected('edition-not-found', 'There is no such wording.');
  if (state.edition >= edition) return [];
  if (edition < charter.edition) throw new Rejected('edition-superseded', 'There is a later wording.', { edition: String(charter.edition) });
  return [{ type: 'DutyCharterAcknowledged', data: { charterId, ...(schoolId && { schoolId }), role, edition, personId, on: dayOf(at), at } }];
};

/** What one person took note of, of one charter. */
export const dutyAcknowledgement = decider<DutyAcknowledgementState, DutyAcknowledgementEvent>()('duty-acknowledgement', {
  initial: { edition: 0 },
  decide: { AcknowledgeDutyCharter: acknowledge },
  evolve: (_, { data: { edition } }) => ({ edition }),
});
