import { cascadedActivityId, derivedId, type LocalDate, type Stage } from '@homeroom/contracts';
import type { PlannedCommand } from './commands';
import type { County } from './county';
import { type AskFor, asking } from './research-plan';
import * as texts from './research-texts';

/** Six rounds a year, one a month, each in every stage that the county has. */
const SHOWCASE_DAYS: readonly LocalDate[] = ['2025-10-22', '2025-11-19', '2025-12-17', '2026-03-18', '2026-04-15', '2026-05-20'];

/** Showcases, forums and an exchange; the Ideal Classroom in every school; the skills competition. */
export const activityPlan = (county: County): PlannedCommand[] => {
  const commands: PlannedCommand[] = [];
  const ask = asking(commands);
  showcases(county, ask);
  meetings(county, ask);
  campaign(county, ask);
  competition(county, ask);
  return commands;
};

const idOf = ({ seed }: County, ...what: (string | number)[]) => derivedId('county-year', seed, 'activity', ...what);

const showcases = (county: County, ask: AskFor): void => {
  const { schools, office, random } = county;
  const by = office.coordinator.personId;
  const seriesId = idOf(county, 'series');
  ask('CreateActivitySeries', '2025-09-04', 10, [], by, { seriesId, kind: 'class-meeting-showcase', title: '主题班会同课异构' });
  const stages = (['primary', 'junior', 'senior'] as const).filter((stage) => schools.some(({ classes }) => classes.some((one) => one.stage === stage)));
  SHOWCASE_DAYS.forEach((on, round) => stages.forEach((stage) => {
    const activityId = idOf(county, 'showcase', round, stage);
    const chance = random.of('showcase', round, stage);
    const leaders = chance.some(schools.flatMap(({ classes }) => classes).filter((one) => one.stage === stage), 2).map(({ classTeacher }) => classTeacher.personId);
    ask('ScheduleActivity', '2025-09-05', 10, [], by, {
      activityId, kind: 'class-meeting-showcase', mode: 'offline', title: texts.SHOWCASE_TITLES[round]!, on, stage, facets: ['routine', 'by-subject-and-age'], seriesId,
    });
    ask('HoldActivity', on, 16, [activityId], by, { participants: chance.whole(60, 160), leaderIds: leaders });
    if (round === 0) cascade(county, activityId, stage, ask);
  }));
};

/** The first round goes on in every school that has the stage. */
const cascade = ({ schools, office, random }: County, activityId: string, stage: Stage, ask: AskFor): void => {
  const having = schools.filter(({ classes }) => classes.some((one) => one.stage === stage));
  ask('CascadeActivity', '2025-10-24', 10, [activityId], office.coordinator.personId, { schoolIds: having.map(({ schoolId }) => schoolId), heldUntil: '2025-11-28' });
  for (const { schoolId, principal, number } of having) {
    ask('HoldActivity', '2025-12-01', 10, [cascadedActivityId(activityId, schoolId)], principal.personId, { heldOn: '2025-11-26', participants: random.of('cascade', stage, number).whole(10, 40) });
  }
};

const MEETINGS = [
  { name: 'online-forum', kind: 'forum', mode: 'online', title: '线上专题德育论坛：家校共育', on: '2025-11-05', facets: ['individual-growth'], held: true },
  { name: 'offline-forum', kind: 'forum', mode: 'offline', title: '线下综合德育论坛', on: '2026-04-22', facets: ['team-growth', 'innovation-project'], held: true },
  { name: 'exchange', kind: 'exchange', mode: 'offline', title: '班主任交流研讨', on: '2025-12-10', facets: ['team-growth'], held: true },
  { name: 'outreach', kind: 'outreach', mode: 'offline', title: '送教到镇街', on: '2026-03-27', facets: ['individual-growth', 'model-rebuilding'], held: true },
  { name: 'second-exchange', kind: 'exchange', mode: 'offline', title: '班主任交流研讨（二）', on: '2026-05-29', facets: ['team-growth'], held: false },
] as const;

const meetings = (county: County, ask: AskFor): void => {
  const { office, schools, random } = county;
  const by = office.coordinator.personId;
  for (const { name, held, ...planned } of MEETINGS) {
    const activityId = idOf(county, name);
    const chance = random.of('activity', name);
    ask('ScheduleActivity', '2025-10-15', 10, [], by, { activityId, ...planned });
    if (held) ask('HoldActivity', planned.on, 16, [activityId], by, { participants: chance.whole(40, 300), leaderIds: [chance.pick(chance.pick(schools).staff.classTeachers).personId] });
    else ask('CancelActivity', '2026-05-25', 10, [activityId], by, { reason: '与毕业年级工作冲突。' });
  }
};

/** Every school takes part in the first term's Ideal Classroom, and shows what it did. */
const campaign = (county: County, ask: AskFor): void => {
  const { schools, office, random } = county;
  const by = office.coordinator.personId;
  const campaignId = idOf(county, 'ideal-classroom');
  ask('LaunchCampaign', '2025-09-03', 10, [], by, { campaignId, kind: 'ideal-classroom', title: '“理想教室”建设（第一学期）', from: '2025-09-08', until: '2026-01-16' });
  for (const { schoolId, principal, classes, number } of schools) {
    const chance = random.of('campaign', number);
    const participation = [`${campaignId}:${schoolId}`];
    ask('EnrollSchoolInCampaign', chance.pick(['2025-09-09', '2025-09-11', '2025-09-16']), 14, participation, principal.personId, { classes: classes.length });
    ask('SubmitCampaignEvidence', chance.pick(['2025-12-03', '2025-12-19', '2026-01-09']), 14, participation, principal.personId, { evidence: chance.pick(texts.CAMPAIGN_EVIDENCE) });
    ask('AcceptCampaignResult', '2026-01-19', 10, participation, by, { result: chance.chance(0.2) ? 'excellent' : 'reached' });
  }
  ask('CloseCampaign', '2026-01-19', 14, [campaignId], by);
};

/** One class teacher of each school competes; two people of the bureau, who work in no school, score everything. */
const competition = (county: County, ask: AskFor): void => {
  const { schools, office, random } = county;
  const by = office.coordinator.personId;
  const competitionId = idOf(county, 'competition');
  const judges = [office.researcher.personId, office.support.personId];
  const awards = [{ award: 'first-prize', places: 3 }, { award: 'second-prize', places: 8 }, { award: 'third-prize', places: 12 }];
  ask('OpenCompetition', '2026-03-04', 10, [], by, { competitionId, title: '2026年度班主任技能大赛', entriesUntil: '2026-04-10', judgesPerEntry: 2, awards });
  judges.forEach((judgeId) => ask('AppointJudge', '2026-03-05', 10, [competitionId], by, { judgeId }, { apart: judgeId }));
  schools.forEach(({ staff, number }, n) => {
    const chance = random.of('competition', number);
    // One lane: an entry's number is its place in the order in which entries came.
    ask('SubmitEntry', '2026-03-25', 10, [competitionId], chance.pick(staff.classTeachers).personId, { work: chance.pick(texts.COMPETITION_WORK) });
    judges.forEach((judge) => ask('ScoreEntry', '2026-04-21', 14, [competitionId], judge, { entryId: `${competitionId}:${n + 1}`, points: chance.whole(72, 98) }, { apart: String(n + 1) }));
  });
  ask('AnnounceResults', '2026-05-06', 10, [competitionId], by);
};
