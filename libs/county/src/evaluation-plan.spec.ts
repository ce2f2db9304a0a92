import { type RecordedScore, sampleFrameworks, type SubjectType, type SurveySheetEvent } from '@homeroom/contracts';
import { type Decider, fold, Rejected } from '@homeroom/eventsourcing';
import { assessment } from '../../../services/evaluation/src/assessments/assessment.decider';
import { type Cycle, evaluationCycle, type EvaluationCycleState } from '../../../services/evaluation/src/evaluation-cycles/evaluation-cycle.decider';
import { framework, type FrameworkState } from '../../../services/evaluation/src/frameworks/framework.decider';
import { objection } from '../../../services/evaluation/src/objections/objection.decider';
import { pointsRuleSet } from '../../../services/evaluation/src/points/points-rule-set.decider';
import { surveySheet } from '../../../services/evaluation/src/surveys/survey-sheet.decider';
import { survey } from '../../../services/evaluation/src/surveys/survey.decider';
import { type Changes, changesOf } from './changes';
import { type PlannedCommand, ROUTES } from './commands';
import { type County, countyOf } from './county';
import { cyclesOf, FRAMEWORKS } from './cycle-plan';
import { evaluationPlan, touredScores } from './evaluation-plan';
import { YEAR_ENDS_AT } from './year';

const DECIDERS: readonly Decider[] = [framework, pointsRuleSet, evaluationCycle, assessment, objection, survey, surveySheet];
const scored = { frameworkId: 'f', frameworkVersion: 1, formulaHash: 'h', engineVersion: '1', knownTo: {}, inputDigest: 'd', result: { status: 'scored', blockedBy: [] } } as unknown as RecordedScore;

/** Commands for many subjects of a cycle: what each of them is decided by, and where they stand in the body. */
const TOGETHER: Readonly<Record<string, readonly [operation: string, field: string]>> = {
  RateIndicators: ['RateIndicator', 'ratings'], RecordQuantitativeMeasures: ['RecordQuantitativeMeasure', 'values'], ComputeScores: ['ComputeScore', 'subjectIds'], FinaliseResults: ['FinaliseResult', 'subjectIds'],
};

/** The evaluation's own deciders play September and June: they must refuse nothing. What they are told of scores is invented. */
class Played {
  readonly events: { stream: string; type: string; data: any }[] = [];
  private readonly states = new Map<string, unknown>();

  constructor(private readonly county: County, private readonly changes: Changes) {}

  play(command: PlannedCommand): void {
    const [operation, field] = TOGETHER[command.operation] ?? [];
    if (!operation) return this.playOne(command);
    for (const one of command.body[field!] as (string | { subjectId: string })[]) {
      const { subjectId, ...body } = typeof one === 'string' ? { subjectId: one } : one;
      const id = `${command.ids[0]}:${subjectId}`;
      this.decide(assessment, id, operation, { ...command, body }, this.facts(assessment, id, { ...command, body }));
    }
  }

  private playOne(command: PlannedCommand): void {
    const of = DECIDERS.find(({ decide }) => command.operation in decide)!;
    const { ids, body } = command;
    const id = ids.at(-1) ?? (body['cycleId'] ?? body['frameworkId'] ?? body['objectionId'] ?? body['surveyId'] ?? 'county') as string;
    const at = this.decide(of, id, command.operation, command, this.facts(of, id, command));
    if (command.operation === 'CloseSurvey') for (const sheet of this.idsOf(surveySheet)) this.decide(surveySheet, sheet, 'CloseSheet', at, { survey: this.state(survey, id) });
  }

  state<S>(of: Decider<S>, id: string): S {
    return (this.states.get(`${of.name}-${id}`) ?? of.initial) as S;
  }

  idsOf({ name }: Decider): string[] {
    return [...this.states.keys()].filter((stream) => stream.startsWith(name) && /^-[0-9a-f]{8}-/.test(stream.slice(name.length))).map((stream) => stream.slice(name.length + 1));
  }

  private decide(of: Decider, id: string, operation: string, command: PlannedCommand, facts: object): PlannedCommand {
    const { body, by: personId, at } = command;
    const decide = (of.decide as Record<string, (data: object, on: object) => { type: string; data: object }[]>)[operation]!;
    try {
      const events = decide(body, { id, state: this.state(of, id), at, by: { personId, role: 'county-staff' }, facts });
      if (events.length === 0) throw new Error('nothing was to be done');
      this.events.push(...events.map((event) => ({ stream: `${of.name}-${id}`, ...event })));
      this.states.set(`${of.name}-${id}`, fold(of, events as never, this.state(of, id)));
      return command;
    } catch (error) {
      throw new Error(`${operation} ${id} at ${at}: ${error instanceof Rejected ? error.code : ''} ${(error as Error).message}`);
    }
  }

  private facts(of: Decider, id: string, { body, by }: PlannedCommand): object {
    switch (of) {
      case evaluationCycle: {
        const { basicCycleIds = [], developmentalCycleId } = body as { basicCycleIds?: string[]; developmentalCycleId?: string };
        const cycle = this.state(evaluationCycle, id);
        return {
          framework: this.state(framework, body['frameworkId'] as string), combined: [...basicCycleIds, developmentalCycleId ?? []].flat().map((one) => this.state(evaluationCycle, one)),
          ...(cycle.status !== 'none' && this.waitingIn(cycle)), knownTo: { organization: 1 },
        };
      }
      case assessment: return { ...this.ofCycle(id), ...this.schoolOf(by), scored, unscored: 0, objection: this.state(objection, body['causeId'] as string) };
      case objection: {
        const about = this.state(objection, id);
        const assessmentId = about.status === 'none' ? body['assessment'] as string : about.about.assessmentId;
        return { ...this.ofCycle(assessmentId), assessment: this.state(assessment, assessmentId) };
      }
      case surveySheet: {
        // Tokens stand for their hashes here: what is handed out is used in order.
        const audience = body['audience'] as string;
        const first = [...this.state(surveySheet, id).unused].find(([, one]) => this.answering === one)?.[0];
        return { survey: this.state(survey, id.slice(0, 36)), schoolId: 'school', hashes: Array.from({ length: Number(body['count'] ?? 0) }, (_, n) => `${id} ${audience} ${n}`), tokenHash: first };
      }
      default: return {};
    }
  }

  /** Whose answer comes next. */
  answering = '';

  private ofCycle(assessmentId: string): { cycle: EvaluationCycleState; framework: unknown } {
    const cycle = this.state(evaluationCycle, assessmentId.slice(0, 36)) as Exclude<EvaluationCycleState, { status: 'none' }>;
    const published = this.state(framework, cycle.frameworkId) as Exclude<FrameworkState, { status: 'none' }>;
    return { cycle, framework: published.published[0] };
  }

  /** Who is to be on the roster, who of it has no result yet, and how many objections wait. */
  private waitingIn({ cycleId, subjectType, subjects }: Cycle): object {
    const objections = this.idsOf(objection).map((id) => this.state(objection, id)).filter((one) => one.status !== 'none' && one.about.cycleId === cycleId);
    return {
      subjects: this.roster(subjectType), unfinalised: [...subjects.keys()].filter((subjectId) => !this.state(assessment, `${cycleId}:${subjectId}`).result),
      undecided: objections.filter(({ status }) => status === 'filed' || status === 'accepted').length,
    };
  }

  private roster(subjectType: SubjectType): object[] {
    return this.county.schools.flatMap(({ schoolId, classes }): object[] => {
      switch (subjectType) {
        case 'class-teacher': return classes.map((one) => ({ subjectId: one.classId, schoolId, personId: this.changes.classTeacherAt(one, '2026-06-01T00:00:00.000Z').personId, group: `${schoolId}:${one.grade}` }));
        case 'lead-class-teacher': return [...new Set(classes.flatMap(({ lead }) => lead?.personId ?? []))].map((personId) => ({ subjectId: personId, schoolId, personId, group: schoolId }));
        case 'school': return [{ subjectId: schoolId, schoolId }];
        case 'studio': return [];
      }
    });
  }

  private schoolOf(personId: string): object {
    const found = this.county.schools.find(({ staff }) => Object.values(staff).flat().some((one) => one.personId === personId));
    return found ? { raterSchoolId: found.schoolId } : {};
  }
}

const played = (seed: string, schools: number) => {
  const county = countyOf(seed, schools);
  const changes = changesOf(county);
  const commands = evaluationPlan(county, changes).filter(({ operation }) => ROUTES[operation][0] === 'evaluation').sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  const play = new Played(county, changes);
  for (const command of commands) {
    play.answering = command.lane.split(' ')[1] ?? '';
    play.play(command);
  }
  return { county, changes, commands, play };
};

describe('a year of evaluation', () => {
  it.each([[1, 'a'], [9, 'homeroom-2025'], [12, 'c']])('is what the evaluation would let happen, and over before the year is (%i schools, seed %s)', (schools, seed) => {
    const { county, commands, play } = played(seed, schools);
    expect(play.idsOf(evaluationCycle).sort()).toEqual(cyclesOf(county).map(({ cycleId }) => cycleId).sort());
    for (const id of play.idsOf(evaluationCycle)) expect(play.state(evaluationCycle, id).status).toBe('finalised');
    const classes = county.schools.flatMap((one) => one.classes);
    const leads = new Set(classes.flatMap(({ lead }) => lead?.personId ?? []));
    // Basic, developmental and both combined; leads and schools by the county alone.
    expect(play.events.filter(({ type }) => type === 'EvaluationResultFinalised')).toHaveLength(3 * classes.length + leads.size + schools);
    expect(commands.every(({ at }) => at < YEAR_ENDS_AT)).toBe(true);
  });

  it('scores every class of a cycle before it finalises one: grades by quota need them all', () => {
    const { play } = played('homeroom-2025', 9);
    for (const id of play.idsOf(evaluationCycle)) {
      const types = play.events.filter(({ stream }) => stream.startsWith(`assessment-${id}`)).map(({ type }) => type);
      expect(types.lastIndexOf('ScoreComputed')).toBeLessThan(types.indexOf('EvaluationResultFinalised'));
    }
  });

  it('has one objection, upheld, whose result is the second version: the one that a newcomer is led to', () => {
    const { county, changes, play } = played('homeroom-2025', 9);
    const [recomputed, ...others] = play.events.filter(({ type }) => type === 'ResultRecomputed');
    expect(others).toEqual([]);
    expect(recomputed!.data).toMatchObject({ assessmentId: touredScores(county, changes).basic, resultVersion: 2, becauseOf: { cause: 'objection' } });
  });

  it('asks classes of nine schools: most cells suffice and reach 0.80, one class a school does not reach it, one says too little', () => {
    const { county, play } = played('homeroom-2025', 12);
    const told = play.events as unknown as SurveySheetEvent[];
    const computed = told.flatMap((event) => (event.type === 'SatisfactionComputed' ? [event.data] : []));
    const asked = county.schools.slice(0, 9);
    expect(new Set(computed.map(({ classId }) => classId))).toEqual(new Set(asked.flatMap(({ classes }) => classes.map(({ classId }) => classId))));
    expect(computed.filter(({ outcome }) => outcome === 'sufficient').length / computed.length).toBeGreaterThan(0.9);
    const insufficient = new Set(computed.filter(({ outcome }) => outcome === 'insufficient-data').map(({ classId }) => classId));
    const missed = new Set(told.flatMap((event) => (event.type === 'SatisfactionThresholdMissed' ? [event.data.classId] : [])));
    expect(insufficient).toEqual(new Set(asked.flatMap(({ classes }) => classes[5]?.classId ?? [])));
    expect(missed).toEqual(new Set(asked.flatMap(({ classes }) => classes[3]?.classId ?? [])));
  });

  it('publishes the samples as they ship', () => {
    const { commands } = played('homeroom-2025', 1);
    const drafts = commands.filter(({ operation }) => operation === 'DraftFramework').map(({ body }) => body['document']);
    expect(drafts).toEqual(FRAMEWORKS.map((name) => sampleFrameworks[name]));
    expect(new Set(FRAMEWORKS)).toEqual(new Set(Object.keys(sampleFrameworks)));
  });

  it('leads a newcomer to a result of every framework that it scores by', () => {
    const { county, changes, play } = played('homeroom-2025', 9);
    for (const assessmentId of Object.values(touredScores(county, changes))) expect(play.state(assessment, assessmentId)).toHaveProperty('result');
    expect(Object.keys(touredScores(county, changes))).toEqual(['basic', 'combined', 'lead', 'school']);
  });
});
