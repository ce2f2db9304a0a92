import type { Uuid } from '@homeroom/contracts';
import { Rejected } from '@homeroom/eventsourcing';
import type { Asking, May } from '@homeroom/platform';
import { personPositions } from '../people/person-positions.view';
import { anyStaff, countyStaff, leadsSchool, leadsSchoolOf } from '../who-may.model';
import { trainingSession } from './training-session.decider';

const sessionOf = async (asking: Asking) => {
  const state = await asking.state(trainingSession, asking.id || asking.params['sessionId']!);
  if (state.status === 'none') throw new Rejected('training-session-not-found', 'There is no such training session.');
  return state;
};

/** The county holds any session, a school's leaders those of their school. */
export const schedulesForItsSchool: May = (asking) => leadsSchool(asking, (asking.body as { schoolId?: Uuid }).schoolId);
export const runsSession: May = async (asking) => await countyStaff(asking) || leadsSchool(asking, (await sessionOf(asking)).about.schoolId);

/** Leads the school of everybody who is named. */
export const leadsThemAll: May = async (asking) => {
  const { personIds } = asking.body as { personIds: Uuid[] };
  const [own] = await asking.rows(personPositions, { personId: asking.caller.personId });
  if (!own || !await leadsSchool(asking, own.schoolId)) return false;
  const people = new Set((await asking.rows(personPositions, { schoolId: own.schoolId })).map(({ personId }) => personId));
  return personIds.every((personId) => people.has(personId));
};

/** Leads the school of the one who is named. */
export const leadsThatPerson: May = (asking) => leadsSchoolOf(asking, (asking.body as { personId: Uuid }).personId);

/** Staff who speak for themselves, or lead the school of the one who is named. */
export const oneselfOrLeads: May = async (asking) => {
  const { personId = asking.caller.personId } = asking.body as { personId?: Uuid };
  return personId === asking.caller.personId ? anyStaff(asking) : leadsSchoolOf(asking, personId);
};

/** The county looks at everybody's training, a school's leaders at that of their people, everyone at their own. */
export const looksAtOwnTraining: May = async (asking) => {
  const { personId, schoolId } = { ...asking.params, ...asking.query } as { personId?: Uuid; schoolId?: Uuid };
  if (await countyStaff(asking) || personId === asking.caller.personId) return true;
  return personId !== undefined ? leadsSchoolOf(asking, personId) : leadsSchool(asking, schoolId);
};
