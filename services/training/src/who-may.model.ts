import type { TeacherPost, Uuid } from '@homeroom/contracts';
import { type Asking, type May, role } from '@homeroom/platform';
import { personPositions } from './people/person-positions.view';

/** The bureau's staff: the coordinator and the research centre. */
export const countyStaff: May = role('county-staff');
/** Everyone who works with the system in this county. */
export const anyStaff: May = role('county-staff', 'school-staff');

/** What the caller is in this school, by organization's word; `undefined` for who does not work there. */
export const postIn = async ({ caller, rows }: Pick<Asking, 'caller' | 'rows'>, schoolId: Uuid | undefined): Promise<TeacherPost | undefined> => {
  const [position] = schoolId === undefined ? [] : await rows(personPositions, { personId: caller.personId });
  return position?.schoolId === schoolId ? position?.post : undefined;
};

/** The caller leads this school. */
export const leadsSchool = async (asking: Pick<Asking, 'caller' | 'rows'>, schoolId: Uuid | undefined): Promise<boolean> => {
  const post = await postIn(asking, schoolId);
  return post === 'school-leader' || post === 'middle-leader';
};

/** The caller leads the school that this person works in. */
export const leadsSchoolOf = async (asking: Pick<Asking, 'caller' | 'rows'>, personId: Uuid): Promise<boolean> => {
  const [position] = await asking.rows(personPositions, { personId });
  return leadsSchool(asking, position?.schoolId);
};
