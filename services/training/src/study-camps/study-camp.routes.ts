import { Body, Controller, Post } from '@nestjs/common';
import type { Decision } from '@homeroom/eventsourcing';
import { anyOf, type EventStream, Handles, InjectStream, type May, NewTarget, type Refusals, Target } from '@homeroom/platform';
import { staffMember } from '../staff-members/staff-member.decider';
import { countyStaff } from '../who-may.model';
import { campMembers } from './camp-members.view';
import { campPlace } from './camp-place.decider';
import { AdmitCampMember, CloseCamp, GraduateCampMember, OpenCamp, RecordTrackingCheckpoint, WithdrawCampMember } from './study-camp.commands';
import { knownCamp, studyCamp } from './study-camp.decider';
import { studyCamps } from './study-camps.view';

const leadsCamp: May = async ({ caller, id, state }) => knownCamp(await state(studyCamp, id)).leaderId === caller.personId;
const runsCamp = anyOf(countyStaff, leadsCamp);
const waitsFor = [studyCamps, campMembers];

/** The member and the one place that a person has: one append. */
const admit = async (decision: Decision, campId: string, data: AdmitCampMember) => {
  const person = await decision.state(staffMember, data.personId);
  if ((await decision.decide(studyCamp, campId, 'AdmitCampMember', data, { person })).length === 0) return;
  await decision.decide(campPlace, data.personId, 'TakeCampPlace', { campId });
};

const withdraw = async (decision: Decision, campId: string, data: WithdrawCampMember) => {
  if ((await decision.decide(studyCamp, campId, 'WithdrawCampMember', data)).length === 0) return;
  await decision.decide(campPlace, data.personId, 'ReleaseCampPlace', { campId });
};

@Controller('v1/study-camps')
export class StudyCampRoutes {
  constructor(@InjectStream(studyCamp) private readonly camps: EventStream<typeof studyCamp>) {}

  @Post()
  @Handles(OpenCamp, { may: countyStaff, summary: 'Open a camp for young class teachers', creates: true, waitsFor: [studyCamps] })
  openCamp(@NewTarget('campId') camp: Target, @Body() data: OpenCamp) {
    return this.camps.handle(camp, 'OpenCamp', data);
  }

  @Post(':campId/admit-member')
  @Handles(AdmitCampMember, { may: runsCamp, summary: 'Take a beginner into a camp', description: 'Who is new in the profession, or class teacher for the first time, comes from organization.', waitsFor })
  admitCampMember(@Target('campId') camp: Target, @Body() data: AdmitCampMember) {
    return this.camps.transact(camp, (decision) => admit(decision, camp.id, data));
  }

  @Post(':campId/checkpoints')
  @Handles(RecordTrackingCheckpoint, { may: runsCamp, summary: 'Say that a member passed a station of the year', waitsFor })
  recordTrackingCheckpoint(@Target('campId') camp: Target, @Body() data: RecordTrackingCheckpoint) {
    return this.camps.handle(camp, 'RecordTrackingCheckpoint', data);
  }

  @Post(':campId/withdraw-member')
  @Handles(WithdrawCampMember, { may: runsCamp, summary: 'Have a member leave without graduating', waitsFor })
  withdrawCampMember(@Target('campId') camp: Target, @Body() data: WithdrawCampMember) {
    return this.camps.transact(camp, (decision) => withdraw(decision, camp.id, data));
  }

  @Post(':campId/graduate-member')
  @Handles(GraduateCampMember, { may: runsCamp, summary: 'Say that a member has completed the year', description: 'Not before 365 days, nor without a mandatory checkpoint.', waitsFor })
  graduateCampMember(@Target('campId') camp: Target, @Body() data: GraduateCampMember) {
    return this.camps.handle(camp, 'GraduateCampMember', data);
  }

  @Post(':campId/close')
  @Handles(CloseCamp, { may: countyStaff, summary: 'End a camp that has no members on their way', waitsFor: [studyCamps] })
  closeCamp(@Target('campId') camp: Target, @Body() data: CloseCamp) {
    return this.camps.handle(camp, 'CloseCamp', data);
  }
}

/** Why not, in Chinese: camps for young class teachers. */
export const studyCampRefusals: Refusals = {
  'study-camp-not-found': '没有这个学习营。',
  'study-camps-not-found': '没有这个学习营。',
  'study-camp-exists': '该编号已属于另一个学习营。',
  'study-camp-closed': '学习营已结束。',
  'checkpoint-twice': '每个跟踪节点的代码须不同。',
  'checkpoint-not-found': '学习营没有这个跟踪节点。',
  'camp-member-not-found': '该教师不是学习营成员。',
  'person-not-found': '该人员不在本县任何学校任职；如刚刚登记，请稍后重试。',
  'not-a-beginner': '学习营面向新入职教师和首次担任班主任的教师。',
  'camp-full': '学习营名额已满。',
  'in-another-camp': '该教师已在其他学习营，或已参加过学习营。',
  'day-out-of-range': '日期过早，或在将来。',
  'member-graduated': '该成员已结业，记录不再变动。',
  'year-not-over': '跟踪培训未满一年。',
  'checkpoints-missing': '尚有必修的跟踪节点未完成。',
  'members-on-their-way': '尚有成员未结业或退出，不能结束学习营。',
};
