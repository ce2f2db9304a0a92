import { Body, Controller, Post } from '@nestjs/common';
import type { KnownTo, RosterSubject, Uuid } from '@homeroom/contracts';
import { type EventStream, Handles, InjectStream, NewTarget, type ReadFacts, type Refusals, Target, viewReader } from '@homeroom/platform';
import { assessment } from '../assessments/assessment.decider';
import { assessmentIdOf } from '../assessments/assessment.model';
import { framework } from '../frameworks/framework.decider';
import { undecidedIn } from '../objections/objections.view';
import { evaluatedSchools } from '../people/evaluated-schools.view';
import { evaluationSubjects } from '../people/evaluation-subjects.view';
import { rosterOf } from '../people/roster.model';
import { ownerInBody, runsCycle } from '../who-may.model';
import {
  AppointRaters, CloseCollection, CloseObjections, FinaliseCycle, FreezeRoster, OpenCollection, OpenCycle, PubliciseResults, StartReview,
} from './evaluation-cycle.commands';
import { evaluationCycle } from './evaluation-cycle.decider';
import { evaluationCycles } from './evaluation-cycles.view';

const waitsFor = [evaluationCycles];

const HEARD_TO = 'select coalesce(min(position), 0) as position from checkpoints where county = $1 and reader = any($2) and log = $3';

/** What organization says of a day, as far as it has been heard; `knownTo` says how far that is. Rows and place are read in one transaction. */
const rosterFacts = async ({ id, request }: Target, read: ReadFacts, asOf: string): Promise<{ subjects: RosterSubject[]; knownTo: KnownTo }> => {
  const cycle = await read(evaluationCycle, id);
  if (cycle.status === 'none' || cycle.subjectType === 'studio') return { subjects: [], knownTo: {} };
  const { subjectType, owner } = cycle;
  const { edge: { runtime }, caller: { county } } = request;
  return runtime.read(county, async (manager) => {
    const where = owner === 'county' ? {} : { schoolId: owner };
    const readers = [evaluationSubjects, evaluatedSchools].map(viewReader);
    const [{ position }] = await manager.query(HEARD_TO, [county, readers, `organization/${county}`]) as [{ position: string }];
    const [classes, schools] = [await manager.find(evaluationSubjects.row, { where }), await manager.find(evaluatedSchools.row, { where })];
    return { subjects: rosterOf(subjectType, asOf, classes, schools), knownTo: { organization: Number(position) } };
  });
};

/** By the assessments themselves, each of them a condition of the append. */
const publicisingFacts = async ({ id }: Target, read: ReadFacts): Promise<{ unfinalised: Uuid[] }> => {
  const cycle = await read(evaluationCycle, id);
  const subjectIds = cycle.status === 'none' ? [] : [...cycle.subjects.keys()];
  const results = await Promise.all(subjectIds.map(async (subjectId) => (await read(assessment, assessmentIdOf(id, subjectId))).result));
  return { unfinalised: subjectIds.filter((_, i) => !results[i]) };
};

/** The cycle is read first: where it takes no objections any more, none is filed that is not among those counted. */
const closingFacts = async ({ id, request: { edge: { runtime }, caller: { county } } }: Target, read: ReadFacts): Promise<{ undecided: number }> => {
  await read(evaluationCycle, id);
  return { undecided: await undecidedIn(runtime, county, id) };
};

@Controller('v1/evaluation-cycles')
export class EvaluationCycleRoutes {
  constructor(@InjectStream(evaluationCycle) private readonly cycles: EventStream<typeof evaluationCycle>) {}

  @Post()
  @Handles(OpenCycle, { may: ownerInBody, summary: 'Announce an evaluation', creates: true, waitsFor })
  openCycle(@NewTarget('cycleId') target: Target, @Body() data: OpenCycle) {
    return this.cycles.handle(target, 'OpenCycle', data, async (read) => ({
      framework: await read(framework, data.frameworkId),
      combined: await Promise.all([...(data.basicCycleIds ?? []), ...(data.developmentalCycleId ? [data.developmentalCycleId] : [])].map((id) => read(evaluationCycle, id))),
    }));
  }

  @Post(':cycleId/freeze-roster')
  @Handles(FreezeRoster, { may: runsCycle, summary: 'Settle who is evaluated, as of a day', waitsFor })
  freezeRoster(@Target('cycleId') target: Target, @Body() data: FreezeRoster) {
    return this.cycles.handle(target, 'FreezeRoster', data, (read) => rosterFacts(target, read, data.asOf));
  }

  @Post(':cycleId/appoint-raters')
  @Handles(AppointRaters, { may: runsCycle, summary: 'Say who rates', waitsFor })
  appointRaters(@Target('cycleId') target: Target, @Body() data: AppointRaters) {
    return this.cycles.handle(target, 'AppointRaters', data);
  }

  @Post(':cycleId/open-collection')
  @Handles(OpenCollection, { may: runsCycle, summary: 'Take ratings, measures and evidence from now on', waitsFor })
  openCollection(@Target('cycleId') target: Target, @Body() data: OpenCollection) {
    return this.cycles.handle(target, 'OpenCollection', data);
  }

  @Post(':cycleId/close-collection')
  @Handles(CloseCollection, { may: runsCycle, summary: 'Take nothing more', waitsFor })
  closeCollection(@Target('cycleId') target: Target, @Body() data: CloseCollection) {
    return this.cycles.handle(target, 'CloseCollection', data);
  }

  @Post(':cycleId/start-review')
  @Handles(StartReview, { may: runsCycle, summary: 'Compute scores and finalise results', waitsFor })
  startReview(@Target('cycleId') target: Target, @Body() data: StartReview) {
    return this.cycles.handle(target, 'StartReview', data);
  }

  @Post(':cycleId/publicise-results')
  @Handles(PubliciseResults, { may: runsCycle, summary: 'Show the evaluated their results and let them object', waitsFor })
  publiciseResults(@Target('cycleId') target: Target, @Body() data: PubliciseResults) {
    return this.cycles.handle(target, 'PubliciseResults', data, (read) => publicisingFacts(target, read));
  }

  @Post(':cycleId/close-objections')
  @Handles(CloseObjections, { may: runsCycle, summary: 'Take no further objections', waitsFor })
  closeObjections(@Target('cycleId') target: Target, @Body() data: CloseObjections) {
    return this.cycles.handle(target, 'CloseObjections', data, (read) => closingFacts(target, read));
  }

  @Post(':cycleId/finalise')
  @Handles(FinaliseCycle, { may: runsCycle, summary: 'End the cycle', waitsFor })
  finaliseCycle(@Target('cycleId') target: Target, @Body() data: FinaliseCycle) {
    return this.cycles.handle(target, 'FinaliseCycle', data, (read) => closingFacts(target, read));
  }
}

export const evaluationCycleRefusals: Refusals = {
  'cycle-not-found': '没有这个评价周期。',
  'subject-not-found': '该对象不在本周期的评价名单中。',
  'period-ends-before-it-begins': '末日不得早于首日。',
  'cycle-of-wrong-owner': '基础性评价由学校组织，其他评价由县（市）组织。',
  'framework-of-another-kind': '评价方案的类型与本周期不符。',
  'framework-of-other-subjects': '评价方案的评价对象与本周期不符。',
  'combines-nothing': '只有综合评价才指明所合并的周期。',
  'combines-what': '请指明所合并的基础性评价和发展性评价。',
  'combined-cycle-unfit': '所合并的周期类型或评价对象不符。',
  'combined-cycle-not-finalised': '两项评价均办结后方可合并。',
  'roster-not-named': '工作室须逐一列出；其他名单由组织数据得出。',
  'roster-empty': '该日没有评价对象。',
  'subjects-not-finalised': '名单中尚有对象未确定结果：请先确定，或逐一列明不出结果的对象。',
  'subject-has-result': '所列不出结果的对象已有结果。',
  'objection-window-too-short': '公示期不得短于规定的工作日。',
  'objection-window-open': '异议期尚未结束。',
  'objections-undecided': '尚有异议未作出决定。',
  'cycle-opened': '该周期刚公布，名单尚未确定。',
  'cycle-roster-frozen': '该周期名单已确定，尚未开始采集。',
  'cycle-collecting': '该周期正在采集。',
  'cycle-collected': '该周期采集已结束。',
  'cycle-in-review': '该周期正在审核。',
  'cycle-publicised': '该周期结果正在公示。',
  'cycle-objections-closed': '该周期异议期已结束。',
  'cycle-finalised': '该周期已办结。',
};
