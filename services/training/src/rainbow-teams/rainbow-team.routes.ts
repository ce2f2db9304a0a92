import { Body, Controller, Post } from '@nestjs/common';
import { type EventStream, Handles, InjectStream, NewTarget, type Refusals, Target } from '@homeroom/platform';
import { staffMember } from '../staff-members/staff-member.decider';
import { countyStaff } from '../who-may.model';
import { ActivateTeam, AddTeamMentor, AddTeamTeacher, DissolveTeam, FormRainbowTeam, ReplaceTeamMember } from './rainbow-team.commands';
import { rainbowTeam } from './rainbow-team.decider';
import { rainbowTeams } from './rainbow-teams.view';

const may = countyStaff;
const waitsFor = [rainbowTeams];

@Controller('v1/rainbow-teams')
export class RainbowTeamRoutes {
  constructor(@InjectStream(rainbowTeam) private readonly teams: EventStream<typeof rainbowTeam>) {}

  @Post()
  @Handles(FormRainbowTeam, { may, summary: 'Begin to gather a growth team of the rainbow plan', creates: true, waitsFor })
  formRainbowTeam(@NewTarget('teamId') team: Target, @Body() data: FormRainbowTeam) {
    return this.teams.handle(team, 'FormRainbowTeam', data);
  }

  @Post(':teamId/add-teacher')
  @Handles(AddTeamTeacher, { may, summary: 'Have somebody grow in the team', waitsFor })
  addTeamTeacher(@Target('teamId') team: Target, @Body() data: AddTeamTeacher) {
    return this.teams.handle(team, 'AddTeamTeacher', data, async (read) => ({ person: await read(staffMember, data.personId) }));
  }

  @Post(':teamId/add-mentor')
  @Handles(AddTeamMentor, { may, summary: 'Have somebody guide the team', waitsFor })
  addTeamMentor(@Target('teamId') team: Target, @Body() data: AddTeamMentor) {
    return this.teams.handle(team, 'AddTeamMentor', data, async (read) => ({ person: await read(staffMember, data.personId) }));
  }

  @Post(':teamId/replace-member')
  @Handles(ReplaceTeamMember, { may, summary: 'Have another person stand in a member\'s place', waitsFor })
  replaceTeamMember(@Target('teamId') team: Target, @Body() data: ReplaceTeamMember) {
    return this.teams.handle(team, 'ReplaceTeamMember', data, async (read) => ({ person: await read(staffMember, data.personId) }));
  }

  @Post(':teamId/activate')
  @Handles(ActivateTeam, { may, summary: 'Let a complete team begin', waitsFor })
  activateTeam(@Target('teamId') team: Target, @Body() data: ActivateTeam) {
    return this.teams.handle(team, 'ActivateTeam', data);
  }

  @Post(':teamId/dissolve')
  @Handles(DissolveTeam, { may, summary: 'End the team', waitsFor })
  dissolveTeam(@Target('teamId') team: Target, @Body() data: DissolveTeam) {
    return this.teams.handle(team, 'DissolveTeam', data);
  }
}

/** Why not, in Chinese: growth teams of the rainbow plan. */
export const rainbowTeamRefusals: Refusals = {
  'rainbow-team-not-found': '没有这个成长团队。',
  'rainbow-teams-not-found': '没有这个成长团队。',
  'rainbow-team-exists': '该编号已属于另一个成长团队。',
  'rainbow-team-dissolved': '成长团队已解散。',
  'in-the-team-already': '导师不得同时是团队教师，同一人在团队中只能出现一次。',
  'other-subject': '团队教师须任教本团队学科。',
  'team-complete': '每个团队为5名教师和2名导师。',
  'team-member-not-found': '该人员不在团队中。',
  'team-incomplete': '团队须有5名教师和2名导师方可启动。',
};
