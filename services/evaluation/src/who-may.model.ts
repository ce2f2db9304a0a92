import type { EvaluationOwner, TeacherPost, Uuid } from '@homeroom/contracts';
import { Rejected } from '@homeroom/eventsourcing';
import { anyOf, type Asking, type May, role } from '@homeroom/platform';
import { cycleIdOf, subjectIdOf } from './assessments/assessment.model';
import { evaluationCycle, rosterSubject } from './evaluation-cycles/evaluation-cycle.decider';
import { framework } from './frameworks/framework.decider';
import { improvementPlan } from './improvement-plans/improvement-plan.decider';
import { objection } from './objections/objection.decider';
import { evaluationSubjects } from './people/evaluation-subjects.view';
import { personPositions } from './people/person-positions.view';
import { survey } from './surveys/survey.decider';

/** The bureau's staff: the coordinator and the research centre. */
export const countyStaff: May = role('county-staff');
/** Everyone who works with the system in this county. */
export const anyStaff: May = role('county-staff', 'school-staff');

/** What the caller is in this school, by organization's word; `undefined` for who does not work there. */
export const postIn = async ({ caller, rows }: Pick<Asking, 'caller' | 'rows'>, schoolId: Uuid | undefined): Promise<TeacherPost | undefined> => {
  const [position] = schoolId === undefined ? [] : await rows(personPositions, { personId: caller.personId });
  return position?.schoolId === schoolId ? position?.post : undefined;
};

const leads = (post: TeacherPost | undefined): boolean => post === 'school-leader' || post === 'middle-leader';

/** The caller leads this school. */
export const leadsSchool = async (asking: Asking, schoolId: Uuid | undefined): Promise<boolean> => leads(await postIn(asking, schoolId));

/** The caller acts for the owner: the county's staff for the county, its leaders for a school. */
const actsFor = async (asking: Asking, owner: EvaluationOwner): Promise<boolean> => (owner === 'county' ? countyStaff(asking) : leadsSchool(asking, owner));

/** For what is to begin: the owner that the body names. */
export const ownerInBody: May = (asking) => actsFor(asking, (asking.body as { owner: EvaluationOwner }).owner);

/** Who owns the framework that a command is for; of one that is not there yet, anyone. */
export const ownerOfFramework: May = async (asking) => {
  const state = await asking.state(framework, asking.id);
  return state.status === 'none' || actsFor(asking, state.owner);
};

/** The cycle that a command or GET names. */
export const cycleOf = async (asking: Asking, cycleId: Uuid) => {
  const state = await asking.state(evaluationCycle, cycleId);
  if (state.status === 'none') throw new Rejected('cycle-not-found', 'There is no such evaluation cycle.');
  return state;
};

/** Who runs the cycle that a command is for. */
export const runsCycle: May = async (asking) => actsFor(asking, (await cycleOf(asking, asking.id)).owner);

const assessmentIdOf = (asking: Asking): string => asking.id || asking.params['assessment']!;
const cycleOfAssessment = (asking: Asking) => cycleOf(asking, cycleIdOf(assessmentIdOf(asking)));

/** Who runs the cycle that the assessment is part of. */
export const runsAssessment: May = async (asking) => actsFor(asking, (await cycleOfAssessment(asking)).owner);

/** The person evaluated; of a school its leaders. */
export const evaluated: May = async (asking) => {
  const subject = rosterSubject(await cycleOfAssessment(asking), subjectIdOf(assessmentIdOf(asking)));
  return isEvaluated(asking, subject);
};

const isEvaluated = async (asking: Asking, { personId, schoolId }: { readonly personId?: Uuid; readonly schoolId?: Uuid }): Promise<boolean> =>
  (personId === undefined ? leadsSchool(asking, schoolId) : personId === asking.caller.personId);

/** One of those who rate in the cycle that a command is for. */
export const ratesInCycle: May = async (asking) => (await cycleOf(asking, asking.id)).raterIds.includes(asking.caller.personId);

/** One of those who rate in the cycle that the assessment is part of. */
export const rater: May = async (asking) => (await cycleOfAssessment(asking)).raterIds.includes(asking.caller.personId);

/** A leader of the school that the subject is in. */
export const leadsSubjectsSchool: May = async (asking) =>
  leadsSchool(asking, rosterSubject(await cycleOfAssessment(asking), subjectIdOf(assessmentIdOf(asking))).schoolId);

/** The person whose result an objection is to be against. */
export const objects: May = async (asking) => {
  const { assessment: assessmentId } = asking.body as { assessment: string };
  return isEvaluated(asking, rosterSubject(await cycleOf(asking, cycleIdOf(assessmentId)), subjectIdOf(assessmentId)));
};

const objectionOf = async (asking: Asking) => {
  const state = await asking.state(objection, asking.id || asking.params['objectionId']!);
  if (state.status === 'none') throw new Rejected('objection-not-found', 'There is no such objection.');
  return state;
};

/** Who runs the cycle whose result is objected to, and the county in any case. */
export const decidesObjection: May = async (asking) => {
  const { about: { cycleId } } = await objectionOf(asking);
  return await countyStaff(asking) || actsFor(asking, (await cycleOf(asking, cycleId)).owner);
};

/** Who filed the objection. */
export const objector: May = async (asking) => (await objectionOf(asking)).filedBy === asking.caller.personId;

const surveyOf = async (asking: Asking, surveyId: Uuid) => {
  const state = await asking.state(survey, surveyId);
  if (state.status === 'none') throw new Rejected('survey-not-found', 'There is no such survey.');
  return state;
};

/** Who owns the survey that a command is for. */
export const ownsSurvey: May = async (asking) => actsFor(asking, (await surveyOf(asking, asking.id)).owner);

/** Who leads the school of the class that a sheet (`<surveyId>:<classId>`) is of, or works in its office. */
export const officeOfSheet: May = async (asking) => {
  const [surveyId = '', classId = ''] = asking.id.split(':');
  await surveyOf(asking, surveyId);
  const [found] = await asking.rows(evaluationSubjects, { classId });
  if (!found) throw new Rejected('class-not-found', 'There is no such class.');
  return leadsSchool(asking, found.schoolId);
};

/** Who owns the survey of a sheet. */
export const ownsSurveyOfSheet: May = async (asking) => actsFor(asking, (await surveyOf(asking, asking.id.slice(0, 36))).owner);

/** The person a new plan is for, or who runs the cycle behind it. */
export const plansForSubject: May = async (asking) => {
  const { cycleId, subjectId } = asking.body as { cycleId: Uuid; subjectId: Uuid };
  const cycle = await cycleOf(asking, cycleId);
  return await isEvaluated(asking, rosterSubject(cycle, subjectId)) || actsFor(asking, cycle.owner);
};

const planOf = async (asking: Asking) => {
  const state = await asking.state(improvementPlan, asking.id || asking.params['planId']!);
  if (state.status === 'none') throw new Rejected('improvement-plan-not-found', 'There is no such improvement plan.');
  return state;
};

/** The person a plan is for, or who runs the cycle behind it, or leads the school. */
export const keepsPlan: May = async (asking) => {
  const { about: { cycleId, subjectId } } = await planOf(asking);
  const cycle = await cycleOf(asking, cycleId);
  const subject = rosterSubject(cycle, subjectId);
  return await isEvaluated(asking, subject) || await actsFor(asking, cycle.owner) || leadsSchool(asking, subject.schoolId);
};

/** The county looks at every school, a school's leaders at theirs, everyone at themselves. */
export const looksAtOwn: May = async (asking) => {
  const { schoolId, personId } = asking.query as { schoolId?: Uuid; personId?: Uuid };
  return await countyStaff(asking) || personId === asking.caller.personId || leadsSchool(asking, schoolId);
};


/** The county looks at all objections, who runs a cycle at those in it, everyone at their own. */
export const looksAtObjections: May = async (asking) => {
  const { cycleId, filedBy } = asking.query as { cycleId?: Uuid; filedBy?: Uuid };
  return await countyStaff(asking) || filedBy === asking.caller.personId || (cycleId !== undefined && actsFor(asking, (await cycleOf(asking, cycleId)).owner));
};

/** Who runs a cycle, and the county, look at its assessments, ratings included. */
export const looksAtAssessments: May = async (asking) =>
  await countyStaff(asking) || actsFor(asking, (await cycleOf(asking, asking.params['cycleId'] ?? cycleIdOf(assessmentIdOf(asking)))).owner);

/** Who may see the score of an assessment: who looks at assessments, the evaluated, and who leads the school. */
export const seesScore: May = anyOf(looksAtAssessments, evaluated, leadsSubjectsSchool);

/** The county looks at all plans, who runs a cycle at those that answer it, everyone at their own. */
export const looksAtPlans: May = async (asking) => {
  const { cycleId, subjectId } = asking.query as { cycleId?: Uuid; subjectId?: Uuid };
  if (await countyStaff(asking) || subjectId === asking.caller.personId) return true;
  if (cycleId === undefined) return false;
  const cycle = await cycleOf(asking, cycleId);
  return await actsFor(asking, cycle.owner) || (subjectId !== undefined && isEvaluated(asking, rosterSubject(cycle, subjectId)));
};

/** A person looks at their own ledger, the county at all, a school's leaders at those of who works there. */
export const looksAtLedger: May = async (asking) => {
  const personId = asking.params['ledger']!.slice(0, 36);
  if (personId === asking.caller.personId || await countyStaff(asking)) return true;
  const [position] = await asking.rows(personPositions, { personId });
  return position !== undefined && leadsSchool(asking, position.schoolId);
};
