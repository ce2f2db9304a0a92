import { derivedId, type LocalDate, type ProjectKind, RAINBOW_MENTORS, RAINBOW_TEACHERS, type Subject, type Uuid } from '@homeroom/contracts';
import { leavingFrom } from './changes';
import type { Operation, PlannedCommand } from './commands';
import type { County, SchoolWithPeople } from './county';
import type { Teacher } from './people';
import * as texts from './research-texts';
import { scaled, SOURCE } from './source-figures';
import { instantAt } from './working-time';

/** Projects to be carried through, by kind. */
const PROJECTS: Readonly<Record<ProjectKind, number>> = { 'micro-research': SOURCE.microProjects, 'class-curriculum': SOURCE.classCurricula };
/** Rainbow teams are not counted in the source [INF]. */
const TEAMS = 12;

export type AskFor = (operation: Operation, day: LocalDate, hour: number, ids: readonly string[], by: Uuid, body?: PlannedCommand['body'], more?: { readonly lane?: string; readonly apart?: string }) => void;

/** Collects commands: several of one operation, target and time are told apart by whom they are about. */
export const asking = (commands: PlannedCommand[]): AskFor => (operation, day, hour, ids, by, body = {}, { lane = ids[0] ?? String(Object.values(body)[0]), apart } = {}) =>
  void commands.push({ at: instantAt(day, hour * 60), operation, ids, by, body, lane, ...(apart && { apart }) });

/** Class teachers and others who stay all year. */
export const stayingIn = (school: SchoolWithPeople): Teacher[] => [...school.staff.classTeachers, ...school.staff.others].filter((teacher) => teacher !== leavingFrom(school));

/** Camps for beginners, teams of the rainbow plan, and projects from the call to what came of them. */
export const researchPlan = (county: County): PlannedCommand[] => {
  const commands: PlannedCommand[] = [];
  const ask = asking(commands);
  camps(county, ask);
  teams(county, ask);
  for (const kind of ['micro-research', 'class-curriculum'] as const) projectsOf(county, kind, ask);
  return commands;
};

const CHECKPOINTS = [{ checkpoint: 'observed-lesson', mandatory: true }, { checkpoint: 'case-study', mandatory: true }, { checkpoint: 'class-meeting', mandatory: true }, { checkpoint: 'reading-notes', mandatory: false }];
const CHECKPOINT_DAYS: readonly LocalDate[] = ['2025-11-12', '2026-01-14', '2026-03-25', '2026-05-20'];

const [OPENED, STARTS_ON]: readonly LocalDate[] = ['2025-09-12', '2025-09-15'];
/** The first camp was under way when the county took the system up: the 365 days of those who had joined it end within the sample year. */
const [UNDER_WAY_SINCE, GRADUATION_DAY]: readonly LocalDate[] = ['2025-06-16', '2026-06-17'];

const camps = (county: County, ask: AskFor): void => {
  const { seed, office, schools } = county;
  const by = office.coordinator.personId;
  const beginners = schools.flatMap(stayingIn).filter(({ experienced }) => !experienced);
  const [joined, newcomers] = [beginners.filter(hadJoined), beginners.filter((one) => !hadJoined(one))];
  const count = Math.min(scaled(SOURCE.camps, schools.length), beginners.length);
  // Newcomers go to the other camps, where there is another.
  const taking = count - Math.min(count - 1, 1);
  for (let n = 0; n < count; n++) {
    const campId = derivedId('county-year', seed, 'camp', n);
    const leaderId = schools[n % schools.length]!.principal.personId;
    const members = [...(n === 0 ? joined : []), ...newcomers.filter((_, i) => i % taking === n - (count - taking))];
    const startsOn = n === 0 ? UNDER_WAY_SINCE : STARTS_ON;
    ask('OpenCamp', OPENED!, 10, [], by, { campId, title: `${texts.CAMP_TITLES[n % texts.CAMP_TITLES.length]}青年班主任学习营`, leaderId, startsOn, places: members.length, checkpoints: CHECKPOINTS });
    members.forEach((one) => ask('AdmitCampMember', STARTS_ON!, 10, [campId], by, { personId: one.personId, ...(hadJoined(one) && { from: startsOn }) }, { apart: one.personId }));
    track(county.random.of('camp', n), { campId, leaderId, members }, ask);
  }
};

const hadJoined = ({ worksSince }: Teacher): boolean => worksSince < UNDER_WAY_SINCE!;

/** Those who had joined pass every mandatory station and graduate, but for the last of several. Of the others most pass most, and one withdraws. */
const track = (chance: County['random'], { campId, leaderId, members }: { readonly campId: Uuid; readonly leaderId: Uuid; readonly members: readonly Teacher[] }, ask: AskFor): void => {
  const joined = members.filter(hadJoined);
  const behind = joined.length > 1 ? joined.at(-1) : undefined;
  CHECKPOINTS.forEach(({ checkpoint, mandatory }, i) => members.filter((one) => (mandatory && hadJoined(one) ? one !== behind || i === 0 : chance.chance(0.93))).forEach(({ personId }) =>
    ask('RecordTrackingCheckpoint', CHECKPOINT_DAYS[i]!, 14, [campId], leaderId, { personId, checkpoint, note: chance.pick(texts.CHECKPOINT_NOTES) }, { apart: personId })));
  const leaver = members.at(-1);
  if (members.length > 1 && leaver && !hadJoined(leaver)) ask('WithdrawCampMember', '2026-06-03', 10, [campId], leaderId, { personId: leaver.personId, reason: texts.WITHDRAWN });
  joined.filter((one) => one !== behind).forEach(({ personId }) => ask('GraduateCampMember', GRADUATION_DAY!, 14, [campId], leaderId, { personId }, { apart: personId }));
};

const TEAM_SUBJECTS: readonly Subject[] = ['chinese', 'mathematics', 'english'];

/** Teams of one stage and subject, as far as there are five who teach it and two to guide them. */
const teams = (county: County, ask: AskFor): void => {
  const { seed, office, schools } = county;
  const by = office.coordinator.personId;
  const taken = new Set<Teacher>();
  const take = (from: readonly Teacher[], count: number): Teacher[] => from.filter((one) => !taken.has(one)).slice(0, count);
  for (let n = 0; n < scaled(TEAMS, county.schools.length); n++) {
    const stage = (['primary', 'junior', 'senior'] as const)[n % 3]!;
    const subject = TEAM_SUBJECTS[Math.floor(n / 3) % TEAM_SUBJECTS.length]!;
    const at = schools.filter(({ grades }) => grades.some((grade) => grade.stage === stage));
    const teachers = take(at.flatMap(({ staff }) => staff.classTeachers).filter(({ subjects }) => subjects.includes(subject)), RAINBOW_TEACHERS + 1);
    const mentors = take(at.flatMap(({ staff }) => [...staff.middle, ...staff.leaders.slice(1)]), RAINBOW_MENTORS);
    if (teachers.length < RAINBOW_TEACHERS || mentors.length < RAINBOW_MENTORS) continue;
    [...teachers, ...mentors].forEach((one) => taken.add(one));
    const teamId = derivedId('county-year', seed, 'rainbow-team', n);
    ask('FormRainbowTeam', '2025-09-17', 10, [], by, { teamId, stage, subject }, { lane: teamId });
    teachers.slice(0, RAINBOW_TEACHERS).forEach(({ personId }) => ask('AddTeamTeacher', '2025-09-18', 10, [teamId], by, { personId }, { apart: personId }));
    mentors.forEach(({ personId }) => ask('AddTeamMentor', '2025-09-18', 14, [teamId], by, { personId }, { apart: personId }));
    ask('ActivateTeam', '2025-09-19', 10, [teamId], by);
    const instead = teachers[RAINBOW_TEACHERS];
    if (instead) ask('ReplaceTeamMember', '2026-03-04', 10, [teamId], by, { previousPersonId: teachers[0]!.personId, personId: instead.personId, reason: texts.REPLACED });
  }
};

const PROPOSAL_DAYS: readonly LocalDate[] = ['2025-09-16', '2025-09-19', '2025-09-24', '2025-09-29', '2025-10-10', '2025-10-14'];
const MILESTONES = [{ milestone: 'mid-term', dueOn: '2026-01-16' }, { milestone: 'final', dueOn: '2026-05-15' }];
const MILESTONE_DAYS: readonly (readonly LocalDate[])[] = [['2026-01-12', '2026-01-14', '2026-01-16', '2026-01-21'], ['2026-05-11', '2026-05-13', '2026-05-15', '2026-05-18']];

interface Proposal { readonly projectId: Uuid; readonly applicant: Teacher; readonly school: SchoolWithPeople; readonly chance: County['random'] }

/** More are proposed than wanted: one in ten is decided against, and few are given up. As many as wanted are done in the end. */
const projectsOf = (county: County, kind: ProjectKind, ask: AskFor): void => {
  const { seed, office, schools } = county;
  const by = office.coordinator.personId;
  const wanted = scaled(PROJECTS[kind], county.schools.length);
  const [givenUp, against] = [Math.ceil(wanted / 40), Math.ceil(wanted / 10)];
  const callId = derivedId('county-year', seed, 'project-call', kind);
  ask('OpenProjectCall', '2025-09-10', 10, [], by, { callId, kind, title: kind === 'micro-research' ? '德育微课题征集' : '班本课程建设项目征集', closesOn: '2025-10-15', wanted });
  for (let n = 0; n < wanted + givenUp + against; n++) {
    const school = schools[n % schools.length]!;
    const applicant = school.staff.classTeachers[Math.floor(n / schools.length) % school.staff.classTeachers.length]!;
    const proposal = { projectId: derivedId('county-year', seed, 'project', kind, n), applicant, school, chance: county.random.of('project', kind, n) };
    propose(county, proposal, kind, callId, ask);
    const decided = [proposal.projectId] as const;
    if (n < wanted) carryThrough(by, proposal, ask);
    else if (n < wanted + givenUp) ask('TerminateProject', '2026-03-11', 10, decided, by, { reason: texts.GIVEN_UP });
    if (n < wanted + givenUp) ask('ApproveProject', '2025-10-29', 10, decided, by, { milestones: MILESTONES });
    else ask('RejectProject', '2025-10-29', 10, decided, by, { reason: texts.REJECTED });
  }
};

/** Read by the head of the next school; in a county of one school by somebody of the bureau. */
const propose = ({ office, schools }: County, { projectId, applicant, school, chance }: Proposal, kind: ProjectKind, callId: Uuid, ask: AskFor): void => {
  const body = { projectId, callId, title: chance.pick(texts.PROJECT_TITLES[kind]), plan: texts.PROJECT_PLAN };
  ask('SubmitProject', chance.pick(PROPOSAL_DAYS), chance.pick([8, 12, 16]), [], applicant.personId, body, { lane: projectId });
  const next = schools[school.number % schools.length]!;
  const reviewer = next === school ? office.researcher.personId : next.principal.personId;
  ask('ReviewProject', '2025-10-22', 14, [projectId], reviewer, { advice: 'approve', comment: chance.pick(texts.REVIEWS) });
};

const carryThrough = (by: Uuid, { projectId, applicant, chance }: Proposal, ask: AskFor): void => {
  const own = applicant.personId;
  MILESTONES.forEach(({ milestone }, i) => ask('ReportProjectMilestone', chance.pick(MILESTONE_DAYS[i]!), 16, [projectId], own, { milestone, report: texts.MILESTONE_REPORTS[i]! }));
  ask('SubmitProjectOutcome', '2026-05-27', 14, [projectId], own, { outcomeKind: chance.pick(['paper', 'course', 'case-collection']), outcome: chance.pick(texts.OUTCOMES) });
  ask('ConcludeProject', '2026-06-10', 10, [projectId], by, { grade: chance.chance(0.2) ? 'excellent' : 'passed' });
};
