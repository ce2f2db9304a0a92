import { doing, later, type Names, step, type Step, type Story, type Who } from './story';

const YEAR = '2025-2026';
/** The day on which the story comes to it, and one beyond its end: what is open then stays open. */
const [TODAY, LATER] = ['2025-09-10', '2026-06-30'];

/**
 * What comes of training: projects, activities, competitions, and where people and schools stand. A project is worked on by
 * who proposed it and reviewed by leaders of other schools, an entry scored by judges of other schools; a school's leaders
 * plan, take part and assess for their school, everything else is the county's. Of each kind one thing stays where it can go on.
 */
export const researchStory = (names: Names): Story => [...projects(names), ...activities(names), ...campaigns(names), ...standing(names), ...competitions(names)];

/** The one called `project` is reviewed and not decided about, `approved project` goes on. All are the class teacher's, with a colleague. */
const projects = (names: Names): Story => {
  const does = doing(names);
  const call = (what: string): Step => step('bureau', 'openProjectCall', [], { callId: names.id(what), kind: 'micro-research', title: '德育微课题', closesOn: LATER, wanted: 60 });
  const proposed = (what: string): Step[] => [
    step('teacher', 'submitProject', [], { projectId: names.id(what), callId: names.id('project call'), title: '午休管理', plan: '三轮行动研究。', memberIds: [names.person('colleague')] }),
    does('second_principal', 'reviewProject', what, { advice: 'approve', comment: '切口小。' }),
  ];
  const approved = (what: string): Step[] => [...proposed(what), does('bureau', 'approveProject', what, { milestones: [{ milestone: 'mid-term', dueOn: '2026-01-31' }, { milestone: 'end', dueOn: LATER }] })];
  const carried = (what: string): Step[] => [
    ...approved(what), does('teacher', 'reportProjectMilestone', what, { milestone: 'mid-term', report: '完成两轮。' }), does('colleague', 'submitProjectOutcome', what, { outcomeKind: 'paper', outcome: '论文一篇。' }),
  ];
  return [
    call('project call'), call('closed call'), does('bureau', 'closeProjectCall', 'closed call'),
    ...proposed('project'), ...carried('approved project'), ...carried('concluded project'), does('bureau', 'concludeProject', 'concluded project', { grade: 'passed' }),
    ...proposed('rejected project'), does('bureau', 'rejectProject', 'rejected project', { reason: '与已有课题重复。' }),
    ...approved('terminated project'), does('bureau', 'terminateProject', 'terminated project', { reason: '主持人调离。' }),
  ];
};

const activities = (names: Names): Story => {
  const does = doing(names);
  const forum = (what: string): Step => step('principal', 'scheduleActivity', [], { activityId: names.id(what), kind: 'forum', mode: 'offline', title: '德育论坛', on: '2026-06-20', schoolId: names.id('school one'), facets: ['routine'] });
  return [
    forum('activity'), forum('held activity'), forum('cancelled activity'),
    does('principal', 'holdActivity', 'held activity', { heldOn: TODAY, participants: 40, leaderIds: [names.person('teacher')], summary: '交流充分。' }),
    does('principal', 'cancelActivity', 'cancelled activity', { reason: '场地冲突。' }),
    step('bureau', 'createActivitySeries', [], { seriesId: names.id('series'), kind: 'class-meeting-showcase', title: '同课异构' }),
    step('bureau', 'scheduleActivity', [], { activityId: names.id('county activity'), kind: 'class-meeting-showcase', mode: 'offline', title: '主题班会展示', on: '2026-06-22', stage: 'primary', seriesId: names.id('series') }),
    does('bureau', 'cascadeActivity', 'county activity', { schoolIds: [names.id('school two')], heldUntil: LATER }),
  ];
};

/** The school of the story has shown what it did; of the other one that is accepted. */
const campaigns = (names: Names): Story => {
  const does = doing(names);
  const campaign = (what: string): Step => step('bureau', 'launchCampaign', [], { campaignId: names.id(what), kind: 'ideal-classroom', title: '理想教室', from: '2025-09-01', until: LATER });
  const takesPart = (by: Who, school: string): Step[] => [
    step(by, 'enrollSchoolInCampaign', [`${names.id('campaign')}:${names.id(school)}`], { classes: 2 }), step(by, 'submitCampaignEvidence', [`${names.id('campaign')}:${names.id(school)}`], { evidence: '两间教室已改造。' }),
  ];
  return [
    campaign('campaign'), ...takesPart('principal', 'school one'), ...takesPart('second_principal', 'school two'),
    step('bureau', 'acceptCampaignResult', [`${names.id('campaign')}:${names.id('school two')}`], { result: 'reached' }),
    campaign('closed campaign'), does('bureau', 'closeCampaign', 'closed campaign'),
  ];
};

/** What people think of a case, and where people and schools stand. */
const standing = (names: Names): Story => {
  const [ofTown, ofCounty] = [[`${names.id('town')}:${YEAR}`], [`${names.id('county')}:${YEAR}`]];
  const does = doing(names);
  return [
    step('principal', 'holdCaseConsultation', [], {
      consultationId: names.id('consultation'), schoolId: names.id('school one'), mode: 'consultation', theme: 'habit-formation', reportIds: [names.id('report')], participantIds: [names.person('teacher'), names.person('middle')],
    }),
    does('teacher', 'recordConsultationOpinion', 'consultation', { reportId: names.id('report'), opinion: '先家访，再谈规则。' }),
    step('bureau', 'publishCompetencyModel', [], { competencies: [{ competency: 'class-building', says: '班级建设', levels: ['合格', '熟练', '示范'] }], sample: true }),
    step('principal', 'assessCompetencyLevel', [names.person('teacher')], { levels: [{ competency: 'class-building', level: 2 }], note: '班风优良。' }),
    step('bureau', 'promoteCompetencyLevel', [names.person('teacher')], { toLevel: 1 }),
    step('bureau', 'openSelection', ofTown, { places: 5 }), step('bureau', 'selectParticipant', ofTown, { personId: names.person('teacher') }),
    step('bureau', 'openSelection', ofCounty, { places: 5 }), step('bureau', 'closeSelection', ofCounty),
    step('bureau', 'advanceMaturity', [`school:${names.id('school one')}`], { toStage: 'work-system', evidence: '制度齐备。' }),
  ];
};

/** One takes entries, with a judge of each school; of another the results are announced, on the day after its last entry. */
const competitions = (names: Names): Story => {
  const does = doing(names);
  const competition = (what: string, entriesUntil: string): Step => step('bureau', 'openCompetition', [], { competitionId: names.id(what), title: '班主任技能大赛', entriesUntil, judgesPerEntry: 1, awards: [{ award: 'first-prize', places: 1 }] });
  const judge = (what: string, who: Who): Step => does('bureau', 'appointJudge', what, { judgeId: names.person(who) });
  const entry = (what: string, who: Who): Step => does(who, 'submitEntry', what, { work: '带班育人方略。' });
  const scored = (what: string, by: Who, points: number): Step => does(by, 'scoreEntry', what, { entryId: `${names.id(what)}:1`, points });
  return [
    competition('competition', LATER), judge('competition', 'second_principal'), judge('competition', 'head'), entry('competition', 'teacher'), entry('competition', 'second_teacher'), scored('competition', 'second_principal', 90),
    competition('past competition', TODAY), judge('past competition', 'head'), entry('past competition', 'second_teacher'), scored('past competition', 'head', 88),
    later('2025-09-11T02:00:00.000Z'), does('bureau', 'announceResults', 'past competition'),
  ];
};
