import type { Asking, May } from '@homeroom/platform';
import { leadsSchool } from '../who-may.model';
import { caseConsultation, knownConsultation } from './case-consultation.decider';

const consultationOf = async ({ id, params, state }: Asking) => knownConsultation(await state(caseConsultation, id || params['consultationId']!));

/** Who was there, or recorded it. */
export const participates: May = async (asking) => {
  const { participantIds, heldBy } = await consultationOf(asking);
  return heldBy === asking.caller.personId || participantIds.includes(asking.caller.personId);
};

/** Who leads the school that held it, and finds it in its list. */
export const leadsWhereHeld: May = async (asking) => leadsSchool(asking, (await consultationOf(asking)).schoolId);
