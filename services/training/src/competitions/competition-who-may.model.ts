import type { May } from '@homeroom/platform';
import { competition, knownCompetition } from './competition.decider';

/** The competition's judges. */
export const judges: May = async ({ caller, id, params, state }) => knownCompetition(await state(competition, id || params['competitionId']!)).judgeIds.includes(caller.personId);
