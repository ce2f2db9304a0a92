import type { May } from '@homeroom/platform';
import { caseConsultation, knownConsultation } from './case-consultation.decider';

/** Who was there, or recorded it. */
export const participates: May = async ({ caller, id, params, state }) => {
  const { participantIds, heldBy } = knownConsultation(await state(caseConsultation, id || params['consultationId']!));
  return heldBy === caller.personId || participantIds.includes(caller.personId);
};
