import type { Uuid } from '@homeroom/contracts';
import { Rejected } from '@homeroom/eventsourcing';
import { type Asking, type May, role } from '@homeroom/platform';
import { teacher } from '../teachers/teacher.decider';
import { directive } from './directive.decider';
import { addressing, type Draft, isIssued, type Issued, speaksForIssuer, type Standing } from './directive.model';

/** The directive that a request is about: of a path, of a receipt's id, or the target itself. */
const directiveIdOf = ({ id, params }: Asking): Uuid => params['directiveId'] ?? (params['receipt'] ?? id).slice(0, 36);

const directiveOf = async (asking: Asking): Promise<Draft | Issued> => {
  const state = await asking.state(directive, directiveIdOf(asking));
  if (state.status === 'none' || state.status === 'discarded') throw new Rejected('directive-not-found', 'There is no such directive.');
  return state;
};

/** Whether the caller is on the county's staff, and what the registry knows of them. */
export const standingOf = async ({ roles, personId }: Asking['caller'], state: Asking['state']): Promise<Standing> => {
  const registered = await state(teacher, personId);
  return { countyStaff: roles.includes('county-staff'), ...(registered.status === 'active' && { schoolId: registered.schoolId, post: registered.post }) };
};

/** The caller speaks for the level that gave the directive. */
export const issuerOfDirective: May = async (asking) =>
  speaksForIssuer(await directiveOf(asking), asking.caller.personId, await standingOf(asking.caller, asking.state.bind(asking)));

/** The caller is the recipient whose receipt this is. */
export const ownReceipt: May = ({ id, params, caller }) => (params['receipt'] ?? id).slice(37) === caller.personId;

/** The caller received the directive. */
export const recipientOfDirective: May = async (asking) => {
  const state = await directiveOf(asking);
  return isIssued(state) && addressing(state, asking.caller.personId) !== undefined;
};

const leaderOfItsSchool: May = async (asking) => {
  const state = await directiveOf(asking);
  const { schoolId, post } = await standingOf(asking.caller, asking.state.bind(asking));
  return isIssued(state) && schoolId !== undefined && schoolId === state.schoolId && (post === 'school-leader' || post === 'middle-leader');
};

/** Who looks at how a directive goes: who gave it, the county, the leaders of the school it is of. */
export const followsDirective: May = async (asking) =>
  await issuerOfDirective(asking) || role('county-staff')(asking) || leaderOfItsSchool(asking);

/** Who reads a directive: whoever follows it, and who received it. A draft is its issuers' alone. */
export const seesDirective: May = async (asking) => {
  const state = await directiveOf(asking);
  return isIssued(state) ? await recipientOfDirective(asking) || followsDirective(asking) : issuerOfDirective(asking);
};
