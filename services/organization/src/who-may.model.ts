import { Rejected } from '@homeroom/eventsourcing';
import { type Asking, type May, role } from '@homeroom/platform';
import { classLeadership } from './class-leaderships/class-leadership.decider';
import { orgUnit } from './org-units/org-unit.decider';
import { schoolClass } from './school-classes/school-class.decider';
import { teacher } from './teachers/teacher.decider';

/** Finds the school that a request is about; `undefined` where it is about none. */
export type WhichSchool = (asking: Asking) => string | undefined | Promise<string | undefined>;
/** Finds an id in a request. */
export type WhichId = (asking: Asking) => string | undefined;

/** The bureau's staff: the coordinator and the research centre. */
export const countyStaff: May = role('county-staff');
/** Everyone who works with the system in this county. */
export const anyStaff: May = role('county-staff', 'school-staff');

export const theTarget: WhichId = ({ id }) => id;
export const inBody = (field: string): WhichId => ({ body }) => body?.[field];
export const inParams = (field: string): WhichId => ({ params }) => params[field];
export const inQuery = (field: string): WhichId => ({ query }) => query?.[field];

/** The school of this class. */
export const schoolOfClass = (which: WhichId): WhichSchool => async (asking) => {
  const id = which(asking);
  const found = id === undefined ? undefined : await asking.state(schoolClass, id);
  if (!found || found.status === 'none') throw new Rejected('class-not-found', 'No such class.');
  return found.schoolId;
};

/** The school of this unit: itself, the one above it, or none. */
export const schoolOfUnit = (which: WhichId): WhichSchool => async (asking) => {
  const id = which(asking);
  const found = id === undefined ? undefined : await asking.state(orgUnit, id);
  return found && found.status !== 'none' ? found.schoolId : undefined;
};

/** The school this person works in, or worked in last. */
export const schoolOfPerson = (which: WhichId): WhichSchool => async (asking) => {
  const id = which(asking);
  const found = id === undefined ? undefined : await asking.state(teacher, id);
  if (!found || found.status === 'none') throw new Rejected('teacher-not-found', 'No such person in the registry.');
  return found.schoolId;
};

/** The caller as the registry knows them, if they work in this school now. */
const colleagueIn = async (asking: Asking, which: WhichSchool) => {
  const [school, caller] = [await which(asking), await asking.state(teacher, asking.caller.personId)];
  return caller.status === 'active' && caller.schoolId === school ? caller : undefined;
};

/** The caller is a school leader of that school. */
export const schoolLeaderOf = (which: WhichSchool): May => async (asking) => (await colleagueIn(asking, which))?.post === 'school-leader';

/** The caller is a school leader or middle leader of that school. */
export const leaderIn = (which: WhichSchool): May => async (asking) => {
  const post = (await colleagueIn(asking, which))?.post;
  return post === 'school-leader' || post === 'middle-leader';
};

/** The caller works in that school. */
export const memberOfSchool = (which: WhichSchool): May => async (asking) => await colleagueIn(asking, which) !== undefined;

/** The caller is this person. */
export const self = (which: WhichId): May => (asking) => which(asking) === asking.caller.personId;

/** The caller is the class teacher of that class. */
export const classTeacherOf = (which: WhichId): May => async (asking) => (await leadership(asking, which)).classTeacher?.personId === asking.caller.personId;

/** The caller is the lead class teacher of that class. */
export const leadClassTeacherOf = (which: WhichId): May => async (asking) => (await leadership(asking, which)).leadClassTeacher?.personId === asking.caller.personId;

const leadership = (asking: Asking, which: WhichId) => asking.state(classLeadership, which(asking) ?? '');
