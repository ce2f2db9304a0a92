import type { Operation } from '../ground/documents';
import { pathOf, type Played } from '../ground/player';
import { CAST, type Names, type Who } from '../ground/story';
import { COUNTIES } from '../ground/two-counties';

/** A request that everybody makes in turn: about the class and the school that the story is about, and what was made there. */
export interface Question {
  readonly operation: Operation;
  readonly path: string;
  readonly body?: object;
}

/** What stands for each parameter of a path, where the story does not say: of any service, or of one that calls something else so. */
const THINGS: Readonly<Record<string, (names: Names) => string>> = {
  orgUnitId: (names) => names.id('school one'), schoolId: (names) => names.id('school one'), classId: (names) => names.id('class'), personId: (names) => names.person('teacher'),
  reportId: (names) => names.id('report'), directiveId: (names) => names.id('directive'), commonProblemId: (names) => names.id('problem'), inspectionId: (names) => names.id('inspection'),
  meetingId: (names) => names.id('meeting'), charter: () => `${COUNTIES[0]}:class-teacher`, supportRequestId: (names) => names.id('support'), frameworkId: (names) => names.id('framework'), version: () => '1',
  cycleId: (names) => names.id('cycle'), surveyId: (names) => names.id('survey'), assessment: (names) => `${names.id('cycle')}:${names.id('class')}`, objectionId: (names) => names.id('objection'),
  ledger: (names) => `${names.person('teacher')}:2024-2025`, planId: (names) => names.id('plan'), county: () => COUNTIES[0], position: () => '1', path: () => '0/000.p/1', sheet: (names) => `${names.id('survey')}:${names.id('class')}`,
  'training planId': (names) => names.id('training plan'), ladderId: (names) => names.id('ladder'), courseId: (names) => names.id('course'), sessionId: (names) => names.id('session'), targetId: (names) => names.id('coverage target'),
  campId: (names) => names.id('camp'), teamId: (names) => names.id('rainbow team'), projectId: (names) => names.id('project'), activityId: (names) => names.id('activity'), campaignId: (names) => names.id('campaign'),
  participation: (names) => `${names.id('campaign')}:${names.id('school one')}`, competitionId: (names) => names.id('competition'), consultationId: (names) => names.id('consultation'), selection: (names) => `${names.id('town')}:2025-2026`,
};

/** What a question of a list asks for: the school, the class, or a person of it. */
const schoolAsked = ['classBoard', 'staffPositions', 'appointmentTimeline', 'classTeacherRoster', 'classTeacherCount', 'collaborationChains', 'upwardReports', 'reportAgeing', 'reportResponseTimes', 'reportDeadlines', 'listDirectives',
  'listCommonProblems', 'listClassInspections', 'rectificationAgeing', 'listMeetings', 'actionItemCounts', 'listJointWorkGroups', 'dutyCharterHolders', 'cadenceSummary', 'listSupportRequests', 'supportBacklog', 'surveySheets', 'surveySatisfaction',
  'coverage', 'listTrainingPlans', 'listTrainingSessions', 'listCampMemberships', 'listProjects', 'listActivities', 'listCampaignParticipations', 'listResultsOf', 'listCaseConsultations', 'competencyDistribution'];
const classAsked = ['listWorkLog', 'listInspectionFindings', 'cadenceCompliance'];
const QUERIES: Readonly<Record<string, (names: Names) => string>> = {
  ...Object.fromEntries(schoolAsked.map((id) => [id, (names: Names) => `schoolId=${names.id('school one')}`])),
  ...Object.fromEntries(classAsked.map((id) => [id, (names: Names) => `classId=${names.id('class')}`])),
  classTeacherSearch: (names) => `q=w&schoolId=${names.id('school one')}`, reportInbox: (names) => `personId=${names.person('middle')}`, listActionItems: (names) => `ownerId=${names.person('teacher')}`,
  evidenceOfSeveral: () => 'positions=1,2', scoreRecords: () => 'resultVersion=1', whatIf: (names) => `frameworkId=${names.id('retired framework')}&frameworkVersion=1`, listObjections: (names) => `cycleId=${names.id('cycle')}`, listImprovementPlans: (names) => `cycleId=${names.id('cycle')}`,
  listEnrollments: (names) => `personId=${names.person('teacher')}`,
};

/** Of a command asked several times in the story, the one about the class or the school itself. */
const about = (played: readonly Played[], names: Names): Played | undefined => {
  const [home] = COUNTIES;
  const main = ['class', 'report', 'directive', 'problem', 'inspection', 'meeting', 'support', 'survey', 'cycle', 'objection', 'plan', 'framework',
    'training plan', 'course', 'session', 'coverage target', 'camp', 'rainbow team', 'project call', 'project', 'activity', 'campaign', 'competition', 'consultation', 'school one'].map((each) => names.id(each));
  const ofHome = played.filter(({ step }) => CAST[step.by].county === home);
  return ofHome.find(({ step }) => main.some((id) => step.ids[0]?.startsWith(id))) ?? ofHome.find(({ body }) => main.some((id) => JSON.stringify(body).includes(id))) ?? ofHome[0];
};

/** The question of an operation. @throws for a path with a parameter that nothing is known to stand for */
export const questionOf = (operation: Operation, played: readonly Played[], names: Names): Question => {
  if (operation.method === 'POST') {
    const asked = about(played.filter((each) => each.operation === operation), names);
    if (!asked) throw new Error(`The story has no ${operation.id}: add a step to libs/proving/src/ground.`);
    // Of a report it matters who has it now: all are asked about the same one.
    const path = operation.params[0] === 'reportId' ? pathOf(operation, [names.id('report')]) : asked.path;
    return { operation, path, body: asked.body };
  }
  const ids = operation.params.map((name) => {
    const thing = THINGS[`${operation.service} ${name}`] ?? THINGS[name];
    if (!thing) throw new Error(`${operation.id}: say in cells.ts what stands for {${name}}.`);
    return thing(names);
  });
  const query = QUERIES[operation.id]?.(names);
  return { operation, path: pathOf(operation, ids) + (query ? `?${query}` : ''), ...(operation.body && { body: {} }) };
};

/** Nobody has this version: whoever may is told so, whoever may not is refused before, and nothing changes either way. */
export const NO_VERSION = { 'if-match': '"999999999"' } as const;

/** Everybody who asks; `nobody` has no token. */
export const ASKERS: readonly (Who | 'nobody')[] = [...Object.keys(CAST) as Who[], 'nobody'];
