import { Body, Controller, Post } from '@nestjs/common';
import { anyOf, CountyTarget, type EventStream, Handles, InjectStream, type May, type Refusals, Target } from '@homeroom/platform';
import { staffMember } from '../staff-members/staff-member.decider';
import { countyStaff, leadsSchoolOf } from '../who-may.model';
import { AssessCompetencyLevel, PromoteCompetencyLevel, PublishCompetencyModel } from './competency.commands';
import { competencyModel } from './competency-model.decider';
import { competencyModels } from './competency-models.view';
import { competencyProfile } from './competency-profile.decider';
import { competencyProfiles } from './competency-profiles.view';

@Controller('v1/competency-model')
export class CompetencyModelRoutes {
  constructor(@InjectStream(competencyModel) private readonly models: EventStream<typeof competencyModel>) {}

  @Post('publish')
  @Handles(PublishCompetencyModel, { may: countyStaff, summary: 'Put a version of the county\'s competency model in force', waitsFor: [competencyModels] })
  publishCompetencyModel(@CountyTarget() model: Target, @Body() data: PublishCompetencyModel) {
    return this.models.handle(model, 'PublishCompetencyModel', data);
  }
}

const leadsTheirSchool: May = (asking) => leadsSchoolOf(asking, asking.id);
const waitsFor = [competencyProfiles];

/** A profile's id is the person's. */
@Controller('v1/competency-profiles')
export class CompetencyProfileRoutes {
  constructor(@InjectStream(competencyProfile) private readonly profiles: EventStream<typeof competencyProfile>) {}

  @Post(':personId/assess')
  @Handles(AssessCompetencyLevel, { may: anyOf(countyStaff, leadsTheirSchool), summary: 'Say where somebody stands in every competency of the model in force', waitsFor })
  assessCompetencyLevel(@Target('personId') profile: Target, @Body() data: AssessCompetencyLevel) {
    return this.profiles.handle(profile, 'AssessCompetencyLevel', data, async (read) => ({
      model: await read(competencyModel, profile.request.caller.county), person: await read(staffMember, profile.id),
    }));
  }

  @Post(':personId/promote')
  @Handles(PromoteCompetencyLevel, { may: countyStaff, summary: 'Have somebody stand one level higher, by their last assessment', waitsFor })
  promoteCompetencyLevel(@Target('personId') profile: Target, @Body() data: PromoteCompetencyLevel) {
    return this.profiles.handle(profile, 'PromoteCompetencyLevel', data);
  }
}

/** Why not, in Chinese: competency. */
export const competencyRefusals: Refusals = {
  'competency-twice': '每项素养的代码须不同。',
  'competency-model-not-found': '本县尚未发布核心素养模型。',
  'competency-profiles-not-found': '该教师尚无能力档案。',
  'own-assessment': '不得评定本人。',
  'other-competencies': '评定须逐项覆盖现行模型的全部素养。',
  'level-skipped': '能力等级须逐级晋升，不得跳级或退回。',
  'not-assessed-at-level': '最近一次评定未达到该等级。',
};
