import { Body, Controller, Post } from '@nestjs/common';
import type { Uuid } from '@homeroom/contracts';
import { anyOf, type EventStream, Handles, InjectStream, type ReadFacts, type Refusals, Target } from '@homeroom/platform';
import { classLeadership } from '../class-leaderships/class-leadership.decider';
import { schoolClass } from '../school-classes/school-class.decider';
import { teacher } from '../teachers/teacher.decider';
import { classTeacherOf, leadClassTeacherOf, leaderIn, schoolOfClass, theTarget } from '../who-may.model';
import { AddGroupMember, AgreeGroupGoals, DissolveGroup, FormJointWorkGroup, RemoveGroupMember, ShareGroupOutcome } from './joint-work-group.commands';
import { jointWorkGroup } from './joint-work-group.decider';
import { jointWorkGroups } from './joint-work-groups.view';

const leaders = leaderIn(schoolOfClass(theTarget));
const leadOrLeaders = anyOf(leadClassTeacherOf(theTarget), leaders);
const whoLeadsIt = anyOf(leadClassTeacherOf(theTarget), classTeacherOf(theTarget), leaders);
const waitsFor = [jointWorkGroups];

/** Who of these works in a school of the county. */
const registeredOf = async (read: ReadFacts, personIds: readonly Uuid[]): Promise<{ registered: Uuid[] }> => {
  const people = await Promise.all(personIds.map(async (personId) => ({ personId, person: await read(teacher, personId) })));
  return { registered: people.flatMap(({ personId, person }) => (person.status === 'active' ? [personId] : [])) };
};

@Controller('v1/joint-work-groups')
export class JointWorkGroupRoutes {
  constructor(@InjectStream(jointWorkGroup) private readonly groups: EventStream<typeof jointWorkGroup>) {}

  @Post(':classId/form')
  @Handles(FormJointWorkGroup, { may: leadOrLeaders, summary: 'Form the joint work group of a class', waitsFor })
  formJointWorkGroup(@Target('classId') target: Target, @Body() data: FormJointWorkGroup) {
    return this.groups.handle(target, 'FormJointWorkGroup', data, async (read) => ({
      ...await registeredOf(read, (data.members ?? []).map(({ personId }) => personId)),
      schoolClass: await read(schoolClass, target.id), leadership: await read(classLeadership, target.id),
    }));
  }

  @Post(':classId/add-member')
  @Handles(AddGroupMember, { may: leadOrLeaders, summary: 'Have somebody work in the group', waitsFor })
  addGroupMember(@Target('classId') target: Target, @Body() data: AddGroupMember) {
    return this.groups.handle(target, 'AddGroupMember', data, (read) => registeredOf(read, [data.personId]));
  }

  @Post(':classId/remove-member')
  @Handles(RemoveGroupMember, { may: leadOrLeaders, summary: 'Have somebody work in the group no longer', waitsFor })
  removeGroupMember(@Target('classId') target: Target, @Body() data: RemoveGroupMember) {
    return this.groups.handle(target, 'RemoveGroupMember', data);
  }

  @Post(':classId/goals')
  @Handles(AgreeGroupGoals, { may: whoLeadsIt, summary: 'Record what the group means to reach', waitsFor })
  agreeGroupGoals(@Target('classId') target: Target, @Body() data: AgreeGroupGoals) {
    return this.groups.handle(target, 'AgreeGroupGoals', data);
  }

  @Post(':classId/outcomes')
  @Handles(ShareGroupOutcome, { may: whoLeadsIt, summary: 'Share something that the group found or made', waitsFor })
  shareGroupOutcome(@Target('classId') target: Target, @Body() data: ShareGroupOutcome) {
    return this.groups.handle(target, 'ShareGroupOutcome', data);
  }

  @Post(':classId/dissolve')
  @Handles(DissolveGroup, { may: leadOrLeaders, summary: 'End the group', waitsFor })
  dissolveGroup(@Target('classId') target: Target, @Body() data: DissolveGroup) {
    return this.groups.handle(target, 'DissolveGroup', data);
  }
}

/** Why not, in Chinese: joint work groups. */
export const jointWorkGroupRefusals: Refusals = {
  'joint-work-group-not-found': '本班没有联合班主任工作小组。',
  'joint-work-groups-not-found': '本班没有联合班主任工作小组。',
  'offices-vacant': '小组须有第一班主任和班主任。',
  'member-not-found': '该成员不在本县任何学校任职。',
  'member-twice': '同一人在小组中只能担任一个角色。',
  'group-active': '本班已有联合班主任工作小组。',
  'office-holder-stays': '第一班主任和班主任在任期间不得退出小组。',
};
