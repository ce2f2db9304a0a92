import { Body, Controller, Post } from '@nestjs/common';
import { type EventStream, Handles, InjectStream, NewTarget, type Refusals, Target } from '@homeroom/platform';
import { staffMember } from '../staff-members/staff-member.decider';
import { anyStaff, countyStaff } from '../who-may.model';
import { competitionEntries } from './competition-entries.view';
import { AnnounceResults, AppointJudge, OpenCompetition, ScoreEntry, SubmitEntry } from './competition.commands';
import { competition } from './competition.decider';
import { judges } from './competition-who-may.model';
import { competitions } from './competitions.view';

const waitsFor = [competitions, competitionEntries];

@Controller('v1/competitions')
export class CompetitionRoutes {
  constructor(@InjectStream(competition) private readonly competitions: EventStream<typeof competition>) {}

  @Post()
  @Handles(OpenCompetition, { may: countyStaff, summary: 'Open the year\'s skills competition', creates: true, waitsFor: [competitions] })
  openCompetition(@NewTarget('competitionId') target: Target, @Body() data: OpenCompetition) {
    return this.competitions.handle(target, 'OpenCompetition', data);
  }

  @Post(':competitionId/judges')
  @Handles(AppointJudge, { may: countyStaff, summary: 'Have somebody score entries', waitsFor: [competitions] })
  appointJudge(@Target('competitionId') target: Target, @Body() data: AppointJudge) {
    return this.competitions.handle(target, 'AppointJudge', data, async (read) => ({ judge: await read(staffMember, data.judgeId) }));
  }

  @Post(':competitionId/entries')
  @Handles(SubmitEntry, { may: anyStaff, summary: 'Compete', waitsFor })
  submitEntry(@Target('competitionId') target: Target, @Body() data: SubmitEntry) {
    return this.competitions.handle(target, 'SubmitEntry', data, async (read) => ({ person: await read(staffMember, target.request.caller.personId) }));
  }

  @Post(':competitionId/score')
  @Handles(ScoreEntry, { may: judges, summary: 'Give points for an entry', description: 'Not for one of one\'s own school. Given again, the later ones count.', waitsFor })
  scoreEntry(@Target('competitionId') target: Target, @Body() data: ScoreEntry) {
    return this.competitions.handle(target, 'ScoreEntry', data, async (read) => ({ judge: await read(staffMember, target.request.caller.personId) }));
  }

  @Post(':competitionId/announce')
  @Handles(AnnounceResults, { may: countyStaff, summary: 'Rank every entry and say so', waitsFor })
  announceResults(@Target('competitionId') target: Target, @Body() data: AnnounceResults) {
    return this.competitions.handle(target, 'AnnounceResults', data);
  }
}

/** Why not, in Chinese: competitions. */
export const competitionRefusals: Refusals = {
  'competition-not-found': '没有这次大赛。',
  'competitions-not-found': '没有这次大赛。',
  'competition-exists': '该编号已属于另一次大赛。',
  'entries-end-in-past': '报名截止日期不得早于今天。',
  'results-announced': '结果已公布，不再变动。',
  'judge-competes': '评委不得参赛。',
  'entries-closed': '报名已截止。',
  'entry-not-found': '没有这个参赛作品。',
  'not-a-judge': '只有评委可以评分。',
  'judge-of-same-school': '评委须回避本校选手。',
  'entries-still-taken': '报名截止后方可公布结果。',
  'entries-not-scored': '尚有作品评分不足。',
};
