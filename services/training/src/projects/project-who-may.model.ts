import { anyOf, type May } from '@homeroom/platform';
import { personPositions } from '../people/person-positions.view';
import { countyStaff, leadsSchool } from '../who-may.model';
import { hasPart, knownProject, project } from './project.decider';

const projectOf = async ({ id, params, state }: Parameters<May>[0]) => knownProject(await state(project, id || params['projectId']!));

/** Who proposed it or works on it. */
export const worksOnIt: May = async (asking) => hasPart(await projectOf(asking), asking.caller.personId);

/** The bureau's staff and whoever leads a school read proposals; conflicts are the decider's to see. */
export const reviews: May = anyOf(countyStaff, async ({ caller, rows }) => {
  const [position] = await rows(personPositions, { personId: caller.personId });
  return position !== undefined && position.post !== 'teacher';
});

/** The county looks at all projects, a school's leaders at theirs, everyone at their own. */
export const looksAtOwn: May = async (asking) =>
  asking.query.applicantId === asking.caller.personId || await countyStaff(asking) || leadsSchool(asking, asking.query.schoolId);
