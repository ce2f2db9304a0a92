import type { RainbowTeamEvent } from '@homeroom/contracts';
import { foldAll, given, recorded, someone, someTime } from '@homeroom/testing';
import { rainbowTeam } from './rainbow-team.decider';
import { rainbowTeams } from './rainbow-teams.view';

const id = 'team';
const by = someone.personId;
const of = { teamId: id, schoolYear: '2025-2026', stage: 'junior' as const, subject: 'mathematics' as const, at: someTime };
const formed: RainbowTeamEvent = { type: 'RainbowTeamFormed', data: { ...of, formedBy: by } };
const teacher = (personId: string): RainbowTeamEvent => ({ type: 'TeamTeacherAdded', data: { ...of, personId, addedBy: by } });
const mentor = (personId: string): RainbowTeamEvent => ({ type: 'TeamMentorAdded', data: { ...of, personId, addedBy: by } });
const five = ['a', 'b', 'c', 'd', 'e'].map(teacher);
const complete = [formed, ...five, mentor('m'), mentor('n')];
const activated: RainbowTeamEvent = { type: 'TeamActivated', data: { ...of, on: '2025-09-08', teacherIds: ['a', 'b', 'c', 'd', 'e'], mentorIds: ['m', 'n'], activatedBy: by } };
const dissolved: RainbowTeamEvent = { type: 'TeamDissolved', data: { ...of, on: '2025-09-08', reason: 'sealed', dissolvedBy: by } };
const replaced = (role: 'teacher' | 'mentor', previousPersonId: string, personId: string): RainbowTeamEvent =>
  ({ type: 'TeamMemberReplaced', data: { ...of, role, personId, previousPersonId, reason: 'sealed', replacedBy: by } });
const facts = (...subjects: 'mathematics'[]) => ({ person: { schoolId: 'school', subjects } });
const team = (...events: RainbowTeamEvent[]) => given(rainbowTeam, ...events);

describe('gathering a rainbow team', () => {
  it('settles stage and subject', () => {
    team().when('FormRainbowTeam', { stage: 'junior', subject: 'mathematics' }, { id }).then(formed);
    team(formed).when('FormRainbowTeam', { stage: 'junior', subject: 'mathematics' }, { id }).then();
    team(formed).when('FormRainbowTeam', { stage: 'senior', subject: 'mathematics' }, { id }).rejected('rainbow-team-exists');
  });
  it('takes teachers of its subject, and mentors of any', () => {
    team(formed).when('AddTeamTeacher', { personId: 'a' }, { id, facts: facts('mathematics') }).then(teacher('a'));
    team(formed).when('AddTeamTeacher', { personId: 'a' }, { id, facts: facts() }).rejected('other-subject');
    team(formed).when('AddTeamMentor', { personId: 'm' }, { id, facts: facts() }).then(mentor('m'));
  });
  it('has no mentor who is one of its teachers, nor the other way about', () => {
    team(formed, teacher('a')).when('AddTeamMentor', { personId: 'a' }, { id, facts: facts('mathematics') }).rejected('in-the-team-already');
    team(formed, mentor('a')).when('AddTeamTeacher', { personId: 'a' }, { id, facts: facts('mathematics') }).rejected('in-the-team-already');
  });
  it('takes nobody twice, and nobody whom organization does not know', () => {
    team(formed, teacher('a')).when('AddTeamTeacher', { personId: 'a' }, { id, facts: facts('mathematics') }).then();
    team(formed).when('AddTeamTeacher', { personId: 'a' }, { id, facts: { person: { subjects: [] } } }).rejected('person-not-found');
  });
  it('has five teachers and two mentors, and no more', () => {
    team(...complete).when('AddTeamTeacher', { personId: 'f' }, { id, facts: facts('mathematics') }).rejected('team-complete');
    team(...complete).when('AddTeamMentor', { personId: 'o' }, { id, facts: facts() }).rejected('team-complete');
  });
});

describe('a rainbow team', () => {
  it('begins when it is complete, and not before', () => {
    team(formed).when('ActivateTeam', {}, { id }).rejected('team-incomplete');
    team(formed, ...five, mentor('m')).when('ActivateTeam', {}, { id }).rejected('team-incomplete');
    team(formed, ...five.slice(1), mentor('m'), mentor('n')).when('ActivateTeam', {}, { id }).rejected('team-incomplete');
    team(...complete).when('ActivateTeam', {}, { id }).then(activated);
    team(...complete, activated).when('ActivateTeam', {}, { id }).then();
  });
  it('stays complete when a member is replaced', () => {
    const replace = (previousPersonId: string, personId: string, subjects = facts('mathematics')) =>
      team(...complete, activated).when('ReplaceTeamMember', { previousPersonId, personId, reason: 'sealed' }, { id, facts: subjects });
    replace('a', 'f').then(replaced('teacher', 'a', 'f'));
    replace('m', 'o', facts()).then(replaced('mentor', 'm', 'o'));
    replace('a', 'f', facts()).rejected('other-subject');
    replace('m', 'a').rejected('in-the-team-already');
    replace('x', 'f').rejected('team-member-not-found');
    expect(team(...complete, activated, replaced('teacher', 'a', 'f')).state()).toMatchObject({ members: { teacher: ['f', 'b', 'c', 'd', 'e'], mentor: ['m', 'n'] } });
  });
  it('ends for good', () => {
    team(...complete, activated).when('DissolveTeam', { reason: 'sealed' }, { id }).then(dissolved);
    team(formed, dissolved).when('DissolveTeam', { reason: 'sealed' }, { id }).then();
    team(formed, dissolved).when('AddTeamMentor', { personId: 'm' }, { id, facts: facts() }).rejected('rainbow-team-dissolved');
  });
  it('is shown with everybody in it', () => expect([...foldAll(rainbowTeams, recorded([...complete, activated, replaced('mentor', 'n', 'o'), dissolved])).values()]).toMatchObject([
    { status: 'dissolved', streamVersion: 11, teacherIds: ['a', 'b', 'c', 'd', 'e'], mentorIds: ['m', 'o'], activatedOn: '2025-09-08', reason: 'sealed' },
  ]));
});
