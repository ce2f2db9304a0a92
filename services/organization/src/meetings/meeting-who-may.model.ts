import { Rejected } from '@homeroom/eventsourcing';
import { anyOf, type Asking, type May } from '@homeroom/platform';
import { orgUnit } from '../org-units/org-unit.decider';
import { teacher } from '../teachers/teacher.decider';
import { classTeacherOf, countyStaff, leadClassTeacherOf, leaderIn, schoolLeaderOf, schoolOfClass, schoolOfUnit, type WhichId } from '../who-may.model';
import { meeting } from './meeting.decider';

/** The meeting that a request is about. */
export const meetingAsked = async (asking: Asking) => {
  const found = await asking.state(meeting, asking.params['meetingId'] ?? asking.id);
  if (found.status === 'none') throw new Rejected('meeting-not-found', 'There is no such meeting.');
  return found;
};

/** The caller leads a school of this education group. */
const leaderInGroup = (which: WhichId): May => async (asking) => {
  const caller = await asking.state(teacher, asking.caller.personId);
  if (caller.status !== 'active' || caller.post !== 'school-leader') return false;
  const school = await asking.state(orgUnit, caller.schoolId);
  return school.status !== 'none' && school.groupId !== undefined && school.groupId === which(asking);
};

/** Who arranges meetings of a class: who leads it, and the leaders of its school. */
const arrangesForClass = (which: WhichId): May => anyOf(countyStaff, classTeacherOf(which), leadClassTeacherOf(which), leaderIn(schoolOfClass(which)));

/** Who arranges meetings of a unit: the leaders of its school, a grade head among them; the school leaders of an education group; the county. */
const arrangesForUnit = (which: WhichId): May => anyOf(countyStaff, leaderIn(schoolOfUnit(which)), leaderInGroup(which));

/** Who may arrange the meeting that the body describes. The party-administration joint meeting is the school leaders' alone. */
export const arranges: May = (asking) => {
  const { kind, classId, unitId } = asking.body;
  if (classId) return arrangesForClass(() => classId)(asking);
  return (kind === 'party-administration' ? anyOf(countyStaff, schoolLeaderOf(schoolOfUnit(() => unitId))) : arrangesForUnit(() => unitId))(asking);
};

/** Who leads the meeting, who arranged it, and who could have. */
export const runsMeeting: May = async (asking) => {
  const { chairId, scheduledBy, of: { kind, scopeId, classId } } = await meetingAsked(asking);
  if ([chairId, scheduledBy].includes(asking.caller.personId)) return true;
  return arranges({ ...asking, body: { kind, classId, unitId: scopeId }, state: asking.state.bind(asking) });
};

/** Who is to do it, and who runs the meeting. */
export const completesActionItem: May = async (asking) => {
  const { actionItems } = await meetingAsked(asking);
  return actionItems.some(({ actionItemId, ownerId }) => actionItemId === asking.body.actionItemId && ownerId === asking.caller.personId) || runsMeeting(asking);
};

/** Who reads what was said: who runs the meeting, who was invited and who was there. */
export const seesMeeting: May = async (asking) => {
  const { invited, attended } = await meetingAsked(asking);
  return [...invited, ...attended].includes(asking.caller.personId) || runsMeeting(asking);
};
