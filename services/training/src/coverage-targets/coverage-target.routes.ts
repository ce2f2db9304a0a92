import { Body, Controller, Post } from '@nestjs/common';
import { type EventStream, Handles, InjectStream, NewTarget, type Refusals, Target } from '@homeroom/platform';
import { dayOf } from '../days.model';
import { tierLadder } from '../tier-ladders/tier-ladder.decider';
import { countyStaff } from '../who-may.model';
import { DefineCoverageTarget, EvaluateCoverage } from './coverage-target.commands';
import { coverageTarget, definitionOf } from './coverage-target.decider';
import { coverageComputations, coverageTargets } from './coverage-targets.view';
import { reach, reckoned } from './coverage.model';
import { coverageSources } from './coverage.view';

const waitsFor = [coverageTargets, coverageComputations];

@Controller('v1/coverage-targets')
export class CoverageTargetRoutes {
  constructor(@InjectStream(coverageTarget) private readonly targets: EventStream<typeof coverageTarget>) {}

  @Post()
  @Handles(DefineCoverageTarget, { may: countyStaff, summary: 'Set how many of the active class teachers are to be reached', creates: true, waitsFor })
  defineCoverageTarget(@NewTarget('targetId') target: Target, @Body() data: DefineCoverageTarget) {
    return this.targets.handle(target, 'DefineCoverageTarget', data, async (read) => ({ ladder: await read(tierLadder, data.ladderId) }));
  }

  @Post(':targetId/evaluate')
  @Handles(EvaluateCoverage, { may: countyStaff, summary: 'Put down who is reached on a day', waitsFor })
  evaluateCoverage(@Target('targetId') target: Target, @Body() data: EvaluateCoverage) {
    const { edge: { runtime }, caller: { county }, at } = target.request;
    return this.targets.handle(target, 'EvaluateCoverage', data, async (read) => {
      const { from, ladderId, scope, tiers } = definitionOf(await read(coverageTarget, target.id));
      const on = data.on ?? dayOf(at);
      const sources = await runtime.read(county, (manager) => coverageSources(manager, { ladderId, from, on }));
      return { reckoned: reckoned(reach(sources, { from, ladderId }, on), { scope, tiers }) };
    });
  }
}

/** Why not, in Chinese: coverage. */
export const coverageTargetRefusals: Refusals = {
  'coverage-target-not-found': '没有这项覆盖率目标。',
  'coverage-targets-not-found': '没有这项覆盖率目标。',
  'two-school-years': '起止日期跨了两个学年。',
  'out-of-window': '该日期不在目标的起止日期之内。',
  'day-to-come': '该日期尚未到来。',
  'later-day-put-down': '已登记更晚一天的覆盖率。',
};
