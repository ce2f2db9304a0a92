import { Body, Controller, Post } from '@nestjs/common';
import { type EventStream, Handles, InjectStream, type May, type Refusals, Target } from '@homeroom/platform';
import { orgUnit } from '../org-units/org-unit.decider';
import { teacher } from '../teachers/teacher.decider';
import { countyStaff, schoolLeaderOf } from '../who-may.model';
import { acknowledgementNamed, charterNamed } from './charter-id.model';
import { dutyAcknowledgement } from './duty-acknowledgement.decider';
import { dutyAcknowledgements } from './duty-acknowledgements.view';
import { AcknowledgeDutyCharter, DefineDutyCharter } from './duty-charter.commands';
import { dutyCharter } from './duty-charter.decider';
import { dutyCharters } from './duty-charters.view';

/** The county's staff of their own county, a school's leaders of their school. */
const speaksForScope: May = (asking) => {
  const { schoolId, scope } = charterNamed(asking.id) ?? {};
  if (schoolId) return schoolLeaderOf(() => schoolId)(asking);
  return scope === undefined || scope === asking.caller.county ? countyStaff(asking) : false;
};

@Controller('v1/duty-charters')
export class DutyCharterRoutes {
  constructor(@InjectStream(dutyCharter) private readonly charters: EventStream<typeof dutyCharter>) {}

  @Post(':charter/define')
  @Handles(DefineDutyCharter, { may: speaksForScope, summary: 'Lay down the duties of a role in the county or in a school', waitsFor: [dutyCharters] })
  defineDutyCharter(@Target('charter') target: Target, @Body() data: DefineDutyCharter) {
    const schoolId = charterNamed(target.id)?.schoolId;
    return this.charters.handle(target, 'DefineDutyCharter', data, async (read) => (schoolId ? { school: await read(orgUnit, schoolId) } : {}));
  }
}

@Controller('v1/duty-acknowledgements')
export class DutyAcknowledgementRoutes {
  constructor(@InjectStream(dutyAcknowledgement) private readonly acknowledgements: EventStream<typeof dutyAcknowledgement>) {}

  @Post(':acknowledgement/acknowledge')
  @Handles(AcknowledgeDutyCharter, {
    may: ({ id, caller }) => acknowledgementNamed(id).personId === caller.personId, summary: 'Take note of the duties of a role',
    description: 'The id is `<county or schoolId>:<role>:<personId>`.', waitsFor: [dutyAcknowledgements],
  })
  acknowledgeDutyCharter(@Target('acknowledgement') target: Target, @Body() data: AcknowledgeDutyCharter) {
    const { charterId, personId } = acknowledgementNamed(target.id);
    return this.acknowledgements.handle(target, 'AcknowledgeDutyCharter', data, async (read) => ({ charter: await read(dutyCharter, charterId), person: await read(teacher, personId) }));
  }
}

/** Why not, in Chinese: duty charters. */
export const dutyCharterRefusals: Refusals = {
  'duty-charter-not-found': '没有这份岗位职责。',
  'not-addressed': '该岗位职责不适用于您所在的学校。',
  'edition-not-found': '没有这一版本。',
  'edition-superseded': '该版本已被更新，请阅读最新版本。',
};
