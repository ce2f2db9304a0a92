import { doing, type Names, step, type Step, type Story, type Who } from './story';

const YEAR = '2025-2026';
/** The day on which the story comes to it. */
const TODAY = '2025-09-10';

/**
 * Training in September. The county's staff run the county's things and any school's, a school's leaders those of their
 * school; a camp is also run by who leads it. Of each kind one thing stays where it can go on.
 */
export const trainingStory = (names: Names): Story => [...plans(names), ...courses(names), ...sessions(names), ...camps(names), ...rainbowTeams(names)];

const plans = (names: Names): Story => {
  const does = doing(names);
  const plan = (what: string): Step => step('principal', 'createTrainingPlan', [], { planId: names.id(what), schoolYear: YEAR, audience: 'class-teachers', schoolId: names.id('school one'), title: '校本研修计划' });
  return [
    step('bureau', 'defineTrainingTierLadder', [], { ladderId: names.id('ladder'), tiers: ['city', 'town', 'school'] }),
    plan('training plan'), does('principal', 'addPlanTarget', 'training plan', { tier: 'school', sessions: 4 }), does('principal', 'publishTrainingPlan', 'training plan'),
    plan('closed plan of training'), does('principal', 'publishTrainingPlan', 'closed plan of training'), does('principal', 'closeTrainingPlan', 'closed plan of training'),
    plan('drafted plan of training'),
  ];
};

const courses = (names: Names): Story => {
  const does = doing(names);
  const course = (what: string): Step => step('bureau', 'draftCourse', [], { courseId: names.id(what), kind: 'foundation', creditHours: 4, contents: ['case-discussion'], title: '带班方略' });
  return [
    course('course'), does('bureau', 'publishCourse', 'course'), course('drafted course'),
    course('retired course'), does('bureau', 'publishCourse', 'retired course'), does('bureau', 'retireCourse', 'retired course'),
  ];
};

/** The one called `session` was held; `open session` has somebody to be approved, and somebody who waits for the only seat. */
const sessions = (names: Names): Story => {
  const does = doing(names);
  const session = (what: string, capacity = 2): Step => step('principal', 'scheduleSession', [], {
    sessionId: names.id(what), courseId: names.id('course'), planId: names.id('training plan'), ladderId: names.id('ladder'), tier: 'school', schoolId: names.id('school one'), mode: 'school-based', from: TODAY, capacity, approval: true,
  });
  const person = (who: Who): object => ({ personId: names.person(who) });
  return [
    session('session'), does('principal', 'openEnrollment', 'session'),
    does('teacher', 'requestEnrollment', 'session'), does('principal', 'approveEnrollment', 'session', person('teacher')),
    does('neighbour', 'requestEnrollment', 'session'), does('principal', 'declineEnrollment', 'session', { ...person('neighbour'), reason: '本月已参训。' }),
    does('principal', 'nominateTeachers', 'session', { personIds: [names.person('colleague'), names.person('stand_in')] }),
    does('principal', 'changeCapacity', 'session', { capacity: 3 }), does('stand_in', 'cancelEnrollment', 'session'),
    does('principal', 'recordAttendance', 'session', { entries: [{ ...person('teacher'), attended: true }, { ...person('colleague'), attended: false }] }),
    does('principal', 'completeSession', 'session'), does('principal', 'correctAttendance', 'session', { ...person('colleague'), attended: true, reason: '签到有误。' }),
    session('open session', 1), does('principal', 'openEnrollment', 'open session'), does('principal', 'nominateTeachers', 'open session', { personIds: [names.person('head'), names.person('vice')] }),
    does('teacher', 'requestEnrollment', 'open session'),
    session('cancelled session'), does('principal', 'cancelSession', 'cancelled session', { reason: '人员外出。' }), session('scheduled session'),
    step('bureau', 'defineCoverageTarget', [], { targetId: names.id('coverage target'), ladderId: names.id('ladder'), scope: 'any-tier', from: '2025-09-01', until: '2026-08-31', threshold: '0.95' }),
    does('bureau', 'evaluateCoverage', 'coverage target'),
  ];
};

/** A camp that began a year ago, led by a middle leader of the school, and three who were hired for its first day. */
const camps = (names: Names): Story => {
  const does = doing(names);
  const hired = (who: string, n: number): Step => step('principal', 'registerTeacher', [], {
    personId: names.id(who), schoolId: names.id('school one'), staffNo: `N${n}`, post: 'teacher', name: `示例N${n}`, phone: `1000000009${n}`, subjects: ['chinese'], experienced: false, effectiveOn: '2024-08-20',
  });
  const camp = (what: string): Step => step('bureau', 'openCamp', [], {
    campId: names.id(what), title: '青年班主任学习营', leaderId: names.person('head'), startsOn: '2024-09-01', places: 40, checkpoints: [{ checkpoint: 'observed-class-meeting', mandatory: true }, { checkpoint: 'essay', mandatory: false }],
  });
  const of = (who: string): object => ({ personId: names.id(who) });
  const beginners = ['graduate', 'camp leaver', 'beginner'];
  return [
    ...beginners.map(hired), camp('camp'), ...beginners.map((who) => does('head', 'admitCampMember', 'camp', { ...of(who), from: '2024-09-02' })),
    does('head', 'recordTrackingCheckpoint', 'camp', { ...of('graduate'), checkpoint: 'observed-class-meeting', on: '2025-03-03', note: '课堂从容。' }), does('head', 'graduateCampMember', 'camp', of('graduate')),
    does('head', 'withdrawCampMember', 'camp', { ...of('camp leaver'), reason: '工作调整。' }),
    camp('closed camp'), does('bureau', 'closeCamp', 'closed camp'),
  ];
};

const rainbowTeams = (names: Names): Story => {
  const does = doing(names);
  const team = (what: string): Step => step('bureau', 'formRainbowTeam', [], { teamId: names.id(what), stage: 'primary', subject: 'chinese' });
  const person = (who: Who): object => ({ personId: names.person(who) });
  return [
    team('rainbow team'),
    ...(['teacher', 'neighbour', 'colleague', 'stand_in', 'second_teacher'] as const).map((who) => does('bureau', 'addTeamTeacher', 'rainbow team', person(who))),
    ...(['head', 'second_middle'] as const).map((who) => does('bureau', 'addTeamMentor', 'rainbow team', person(who))),
    does('bureau', 'replaceTeamMember', 'rainbow team', { previousPersonId: names.person('stand_in'), ...person('second_colleague'), reason: '本人申请。' }), does('bureau', 'activateTeam', 'rainbow team'),
    team('dissolved team'), does('bureau', 'dissolveTeam', 'dissolved team', { reason: '学段调整。' }), team('forming team'),
  ];
};
