import { Body, Controller, Post } from '@nestjs/common';
import type { Decision } from '@homeroom/eventsourcing';
import { anyOf, type EventStream, Handles, InjectStream, NewTarget, type Refusals, Target } from '@homeroom/platform';
import { countyStaff, inBody, schoolLeaderOf, schoolOfUnit, theTarget } from '../who-may.model';
import {
  ChangeOrgCode, ChangeSchoolKind, CloseOrgUnit, FormEducationGroup, JoinEducationGroup, LeaveEducationGroup, MoveOrgUnit, RegisterOrgUnit, RenameOrgUnit, RestoreOrgUnit,
} from './org-unit.commands';
import { orgUnit } from './org-unit.decider';
import { orgTree } from './org-tree.view';
import { placesFrom } from './place.model';
import { schoolCode } from './school-code.decider';
import { ROOT, unitRoster } from './unit-roster.decider';

/** A unit and everything above it. */
export const placesAbove = (decision: Decision, unitId: string | undefined) => placesFrom((id) => decision.state(orgUnit, id), unitId);

/** The unit, its entry with its parent and, for a school, its code: one append. */
export const register = async (decision: Decision, id: string, data: RegisterOrgUnit) => {
  const places = await placesAbove(decision, data.parentId);
  if ((await decision.decide(orgUnit, id, 'RegisterOrgUnit', data, { places })).length === 0) return;
  await decision.decide(unitRoster, data.parentId ?? ROOT, 'EnterUnit', { memberId: id, kind: 'unit' });
  if (data.level === 'school') await decision.decide(schoolCode, data.code!, 'ReserveSchoolCode', { orgUnitId: id });
};

/** The new code reserved and the old one void, with the change itself: one append. */
export const changeCode = async (decision: Decision, id: string, data: ChangeOrgCode) => {
  const places = await placesAbove(decision, id);
  const [changed] = await decision.decide(orgUnit, id, 'ChangeOrgCode', data, { places });
  if (changed?.type !== 'OrgCodeChanged' || changed.data.level !== 'school') return;
  await decision.decide(schoolCode, changed.data.toCode, 'ReserveSchoolCode', { orgUnitId: id });
  await decision.decide(schoolCode, changed.data.fromCode, 'VoidSchoolCode', { orgUnitId: id });
};

/** Out of one parent and into another, with every unit above both consulted: one append. */
export const move = async (decision: Decision, id: string, data: MoveOrgUnit) => {
  const places = await placesAbove(decision, data.parentId);
  const [moved] = await decision.decide(orgUnit, id, 'MoveOrgUnit', data, { places });
  if (moved?.type !== 'OrgUnitMoved') return;
  await decision.decide(unitRoster, moved.data.fromParentId, 'LeaveUnit', { memberId: id, kind: 'unit' });
  await decision.decide(unitRoster, moved.data.toParentId, 'EnterUnit', { memberId: id, kind: 'unit' });
};

export const formGroup = async (decision: Decision, id: string, data: FormEducationGroup) => {
  const places = await placesAbove(decision, data.parentId);
  if ((await decision.decide(orgUnit, id, 'FormEducationGroup', data, { places })).length === 0) return;
  await decision.decide(unitRoster, data.parentId, 'EnterUnit', { memberId: id, kind: 'unit' });
};

export const joinGroup = async (decision: Decision, id: string, data: JoinEducationGroup) => {
  const group = await decision.state(orgUnit, data.groupId);
  if ((await decision.decide(orgUnit, id, 'JoinEducationGroup', data, { group })).length === 0) return;
  await decision.decide(unitRoster, data.groupId, 'EnterUnit', { memberId: id, kind: 'joined-school' });
};

export const leaveGroup = async (decision: Decision, id: string, data: LeaveEducationGroup) => {
  const [left] = await decision.decide(orgUnit, id, 'LeaveEducationGroup', data);
  if (left?.type === 'SchoolLeftEducationGroup') await decision.decide(unitRoster, left.data.groupId, 'LeaveUnit', { memberId: id, kind: 'joined-school' });
};

/** Rests on the unit's roster, so that nothing enters it meanwhile; leaves its parent and group, voids its code: one append. */
export const close = async (decision: Decision, id: string, data: CloseOrgUnit) => {
  const roster = await decision.state(unitRoster, id);
  const before = await decision.state(orgUnit, id);
  const events = await decision.decide(orgUnit, id, 'CloseOrgUnit', data, { roster });
  if (events.length === 0 || before.status === 'none') return;
  await decision.decide(unitRoster, before.parentId ?? ROOT, 'LeaveUnit', { memberId: id, kind: 'unit' });
  if (before.groupId) await decision.decide(unitRoster, before.groupId, 'LeaveUnit', { memberId: id, kind: 'joined-school' });
  if (before.level === 'school' && before.code) await decision.decide(schoolCode, before.code, 'VoidSchoolCode', { orgUnitId: id });
};

/** Back to its parent, a school with its own old code: one append. */
export const restore = async (decision: Decision, id: string, data: RestoreOrgUnit) => {
  const before = await decision.state(orgUnit, id);
  const places = before.status === 'none' ? [] : await placesAbove(decision, before.parentId);
  const [restored] = await decision.decide(orgUnit, id, 'RestoreOrgUnit', data, { places });
  if (!restored || before.status === 'none') return;
  await decision.decide(unitRoster, before.parentId ?? ROOT, 'EnterUnit', { memberId: id, kind: 'unit' });
  if (before.level === 'school' && before.code) await decision.decide(schoolCode, before.code, 'ReviveSchoolCode', { orgUnitId: id });
};

/** What stands within a school is its leader's; the county, its towns and the schools themselves are the bureau's. */
const ofTheSchool = anyOf(countyStaff, async (asking) => {
  const unit = await asking.state(orgUnit, asking.id);
  return unit.status !== 'none' && unit.level !== 'school' && await schoolLeaderOf(schoolOfUnit(theTarget))(asking);
});
const waitsFor = [orgTree];

@Controller('v1/org-units')
export class OrgUnitRoutes {
  constructor(@InjectStream(orgUnit) private readonly units: EventStream<typeof orgUnit>) {}

  @Post()
  @Handles(RegisterOrgUnit, { may: anyOf(countyStaff, schoolLeaderOf(schoolOfUnit(inBody('parentId')))), summary: 'Register a unit of the county\'s tree', waitsFor, creates: true })
  registerOrgUnit(@NewTarget('orgUnitId') unit: Target, @Body() data: RegisterOrgUnit) {
    return this.units.transact(unit, (decision) => register(decision, unit.id, data));
  }

  @Post(':orgUnitId/rename')
  @Handles(RenameOrgUnit, { may: ofTheSchool, summary: 'Rename a unit; its code stays', waitsFor })
  renameOrgUnit(@Target('orgUnitId') unit: Target, @Body() data: RenameOrgUnit) {
    return this.units.handle(unit, 'RenameOrgUnit', data);
  }

  @Post(':orgUnitId/change-kind')
  @Handles(ChangeSchoolKind, { may: countyStaff, summary: 'Make a school another kind of the same code category', waitsFor })
  changeSchoolKind(@Target('orgUnitId') unit: Target, @Body() data: ChangeSchoolKind) {
    return this.units.handle(unit, 'ChangeSchoolKind', data);
  }

  @Post(':orgUnitId/change-code')
  @Handles(ChangeOrgCode, { may: countyStaff, summary: 'Give a unit another code; an old school code is void for ever', waitsFor })
  changeOrgCode(@Target('orgUnitId') unit: Target, @Body() data: ChangeOrgCode) {
    return this.units.transact(unit, (decision) => changeCode(decision, unit.id, data));
  }

  @Post(':orgUnitId/move')
  @Handles(MoveOrgUnit, { may: ofTheSchool, summary: 'Hang a unit below another parent', waitsFor })
  moveOrgUnit(@Target('orgUnitId') unit: Target, @Body() data: MoveOrgUnit) {
    return this.units.transact(unit, (decision) => move(decision, unit.id, data));
  }

  @Post(':orgUnitId/join-education-group')
  @Handles(JoinEducationGroup, { may: countyStaff, summary: 'Let a school join an education group', waitsFor })
  joinEducationGroup(@Target('orgUnitId') unit: Target, @Body() data: JoinEducationGroup) {
    return this.units.transact(unit, (decision) => joinGroup(decision, unit.id, data));
  }

  @Post(':orgUnitId/leave-education-group')
  @Handles(LeaveEducationGroup, { may: countyStaff, summary: 'Let a school leave its education group', waitsFor })
  leaveEducationGroup(@Target('orgUnitId') unit: Target, @Body() data: LeaveEducationGroup) {
    return this.units.transact(unit, (decision) => leaveGroup(decision, unit.id, data));
  }

  @Post(':orgUnitId/close')
  @Handles(CloseOrgUnit, { may: ofTheSchool, summary: 'Close a unit that holds no open class or unit', waitsFor })
  closeOrgUnit(@Target('orgUnitId') unit: Target, @Body() data: CloseOrgUnit) {
    return this.units.transact(unit, (decision) => close(decision, unit.id, data));
  }

  @Post(':orgUnitId/restore')
  @Handles(RestoreOrgUnit, { may: ofTheSchool, summary: 'Open a closed unit again; a school gets its own code back', waitsFor })
  restoreOrgUnit(@Target('orgUnitId') unit: Target, @Body() data: RestoreOrgUnit) {
    return this.units.transact(unit, (decision) => restore(decision, unit.id, data));
  }
}

@Controller('v1/education-groups')
export class EducationGroupRoutes {
  constructor(@InjectStream(orgUnit) private readonly units: EventStream<typeof orgUnit>) {}

  @Post()
  @Handles(FormEducationGroup, { may: countyStaff, summary: 'Form an education group', waitsFor, creates: true })
  formEducationGroup(@NewTarget('orgUnitId') group: Target, @Body() data: FormEducationGroup) {
    return this.units.transact(group, (decision) => formGroup(decision, group.id, data));
  }
}

/** Why not, in Chinese: org-units, education groups and school codes. */
export const orgUnitRefusals: Refusals = {
  'org-unit-not-found': '没有这个机构。',
  'org-unit-exists': '该标识已属于另一机构。',
  'org-unit-closed': '机构已关闭，请先恢复。',
  'parent-not-found': '没有这个上级机构。',
  'parent-closed': '上级机构（或更上级）已关闭。',
  'level-not-below-parent': '该层级不能直属于此上级。',
  'county-has-no-parent': '县是组织树的根，没有上级。',
  'county-registered-already': '本树已有县级机构。',
  'code-invalid': '代码位数或格式不符：县 6 位，镇街 9 位，学校 10 位（2 位类别 + 2 位省份 + 6 位顺序码）。',
  'code-not-for-level': '该层级没有代码。',
  'code-not-in-county': '镇街代码应以本县代码开头。',
  'code-not-in-province': '学校代码第三、四位应为本省代码。',
  'code-category-mismatch': '代码类别与学校类型不符。',
  'code-kept-within-category': '类别不变时学校代码不变。',
  'school-kind-mismatch': '学校须注明类型，其他机构没有类型。',
  'school-code-taken': '该代码属于另一所学校。',
  'school-code-void': '该代码已作废，作废代码不再启用。',
  'not-a-school': '只适用于学校。',
  'stage-not-for-level': '该层级没有学段或年级。',
  'stage-not-in-school': '学校没有这个学段。',
  'grade-not-in-stage': '该学段没有这个年级。',
  'would-make-cycle': '机构不能隶属于自己。',
  'leaves-its-school': '校内机构只能在本校内调整。',
  'in-another-group': '学校已在另一集团，请先退出。',
  'education-group-not-found': '没有这个教育集团。',
  'education-group-closed': '该教育集团已关闭。',
  'effective-before-registration': '生效日期早于机构设立日期。',
  'unit-has-classes': '仍有班级，请先毕业或撤销班级。',
  'unit-has-units': '仍有下级机构，请先关闭或迁出。',
  'group-has-schools': '集团内仍有学校，请先退出。',
};
