import type { TeacherPost, Uuid } from '@homeroom/contracts';
import { Rejected } from '@homeroom/eventsourcing';
import { type Asking, type May, role } from '@homeroom/platform';
import { classLeaders } from './people/class-leaders.view';
import { personPositions } from './people/person-positions.view';
import { supportRequest } from './support-requests/support-request.decider';

/** The bureau's staff: the coordinator and the research centre. */
export const countyStaff: May = role('county-staff');
/** Everyone who works with the system in this county. */
export const anyStaff: May = role('county-staff', 'school-staff');

/** What the caller is in this school, by organization's word; `undefined` for who does not work there. */
const postIn = async ({ caller, rows }: Asking, schoolId: Uuid): Promise<TeacherPost | undefined> => {
  const [position] = await rows(personPositions, { personId: caller.personId });
  return position?.schoolId === schoolId ? position.post : undefined;
};

const leads = (post: TeacherPost | undefined): boolean => post === 'school-leader' || post === 'middle-leader';

/** The school's leaders ask for it and its classes, who leads a class for that one. */
export const asksForOwn: May = async (asking) => {
  const { schoolId, classId } = asking.body as { schoolId: Uuid; classId?: Uuid };
  const [post, [led]] = await Promise.all([postIn(asking, schoolId), classId ? asking.rows(classLeaders, { classId }) : []]);
  if (classId && led?.schoolId !== schoolId) throw new Rejected('class-not-found', 'There is no such class in this school.');
  if (!post) return false;
  return leads(post) || led?.classTeacherId === asking.caller.personId || led?.leadClassTeacherId === asking.caller.personId;
};

/** The request that a command is for, or that a GET names in its path. */
const asked = async (asking: Asking) => {
  const state = await asking.state(supportRequest, asking.id || asking.params['supportRequestId']!);
  if (state.status === 'none') throw new Rejected('support-request-not-found', 'There is no such support request.');
  return state;
};

/** The county decides; on the professional organisation of a school its own leaders do too. */
export const decides: May = async (asking) => {
  const { category, about } = await asked(asking);
  return await countyStaff(asking) || (category === 'SCHOOL_ORGANIZATION' && await postIn(asking, about.schoolId) === 'school-leader');
};

/** The one who is charged with bringing the support. */
export const provider: May = async (asking) => (await asked(asking)).providerPersonId === asking.caller.personId;

/** The one who asked for it, or for whose report it was asked. */
export const requester: May = async (asking) => (await asked(asking)).requesterId === asking.caller.personId;

/** A leader of the school it is for. */
export const leaderOfItsSchool: May = async (asking) => leads(await postIn(asking, (await asked(asking)).about.schoolId));

/** The county looks at every school, a school's leaders at theirs, everyone at what they asked for or bring. */
export const looksAtOwn: May = async (asking) => {
  const { schoolId, requesterId, providerPersonId } = asking.query as { schoolId?: Uuid; requesterId?: Uuid; providerPersonId?: Uuid };
  const { personId } = asking.caller;
  return await countyStaff(asking) || requesterId === personId || providerPersonId === personId || (schoolId !== undefined && leads(await postIn(asking, schoolId)));
};
