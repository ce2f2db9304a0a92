import { type EvaluationCycleEvent, type FrameworkEvent, sampleFrameworks } from '@homeroom/contracts';
import { given, someone, someTime as at } from '@homeroom/testing';
import { framework, type FrameworkState } from '../frameworks/framework.decider';
import type { OpenCycle } from './evaluation-cycle.commands';
import { cycleStatuses, evaluationCycle, type EvaluationCycleState } from './evaluation-cycle.decider';

const [id, school, elsewhere] = ['cycle', '018f6b1e-0000-7000-8000-000000005001', '018f6b1e-0000-7000-8000-000000005002'];
const by = someone.personId;
const published = (name: string, owner = 'county', more: FrameworkEvent[] = []): FrameworkState => given(framework,
  { type: 'FrameworkPublished', data: { frameworkId: 'f', frameworkVersion: 1, owner, formulaHash: 'h', document: sampleFrameworks[name]!, publishedBy: by, at } }, ...more).state();
const basic: OpenCycle = { kind: 'basic', owner: school!, frameworkId: 'f', frameworkVersion: 1, subjectType: 'class-teacher', from: '2025-09-01', until: '2026-06-30', objectionWorkingDays: 5 };
const opening = (data: Partial<OpenCycle>, facts: { framework?: FrameworkState; combined?: EvaluationCycleState[] } = {}) =>
  given(evaluationCycle).when('OpenCycle', { ...basic, ...data }, { id, facts: { framework: published('class-teacher-basic'), combined: [], ...facts } });

const subjects = [{ subjectId: 'c1', schoolId: school! }, { subjectId: 'c2', schoolId: elsewhere! }];
const step = { cycleId: id!, by, at };
const opened: EvaluationCycleEvent = { type: 'CycleOpened', data: { ...basic, ...step } };
const frozen: EvaluationCycleEvent = { type: 'RosterFrozen', data: { ...step, asOf: '2026-03-01', subjects: [subjects[0]!], knownTo: { organization: 7 } } };
const publicised: EvaluationCycleEvent = { type: 'ResultsPublicised', data: { ...step, objectionsUntil: '2025-09-15T15:59:59.999Z' } };
const story: EvaluationCycleEvent[] = [
  opened, frozen, { type: 'CollectionOpened', data: step }, { type: 'CollectionClosed', data: step }, { type: 'ReviewStarted', data: step }, publicised,
  { type: 'ObjectionsClosed', data: step }, { type: 'CycleFinalised', data: step },
];
const cycle = (steps: number) => given(evaluationCycle, ...story.slice(0, steps));
const refusal = (decided: () => unknown): string => {
  try {
    return `decided: ${JSON.stringify(decided())}`;
  } catch (error) {
    return (error as Error).message;
  }
};

describe('a cycle', () => {
  it('is opened by a published framework of its kind and subjects', () => {
    opening({}).then(opened);
    opening({}, { framework: { status: 'none' } }).rejected('framework-not-found');
    opening({ frameworkVersion: 2 }).rejected('framework-version-not-published');
    opening({}, { framework: published('class-teacher-developmental') }).rejected('framework-of-another-kind');
    opening({ subjectType: 'school' }).rejected('framework-of-other-subjects');
    opening({}, { framework: published('class-teacher-basic', elsewhere) }).rejected('framework-of-another-owner');
    opening({}, { framework: published('class-teacher-basic', 'county', [{ type: 'FrameworkRetired', data: { frameworkId: 'f', owner: 'county', retiredBy: by, at } }]) }).rejected('framework-retired');
  });
  it('is a school\'s where it is basic and the county\'s otherwise, over a period', () => {
    opening({ owner: 'county' }).rejected('cycle-of-wrong-owner');
    opening({ kind: 'developmental' }, { framework: published('class-teacher-developmental') }).rejected('cycle-of-wrong-owner');
    opening({ until: '2025-08-31' }).rejected('period-ends-before-it-begins');
    opening({ basicCycleIds: ['b'] }).rejected('combines-nothing');
  });
  it('combines finalised cycles of both kinds', () => {
    const combined: Partial<OpenCycle> = { kind: 'combined', owner: 'county', basicCycleIds: ['b'], developmentalCycleId: 'd' };
    const facts = (basicSteps: number, kind: 'developmental' | 'basic' = 'developmental') => {
      const county = story.map((event) => (event.type === 'CycleOpened' ? { ...event, data: { ...event.data, kind, owner: 'county' } } : event));
      return { framework: published('class-teacher-combined'), combined: [cycle(basicSteps).state(), given(evaluationCycle, ...county).state()] };
    };
    opening(combined, facts(8)).thenTypes('CycleOpened');
    opening(combined, facts(7)).rejected('combined-cycle-not-finalised');
    opening(combined, facts(8, 'basic')).rejected('combined-cycle-unfit');
    opening({ ...combined, developmentalCycleId: undefined }, facts(8)).rejected('combines-what');
  });
  it('freezes who is in its school, and how far organization was heard', () => {
    const freeze = (steps: number, data = {}, found = subjects) => cycle(steps).when('FreezeRoster', { asOf: '2026-03-01', ...data }, { id, facts: { subjects: found, knownTo: { organization: 7 } } });
    freeze(1).then(frozen);
    freeze(2).then();
    freeze(1, {}, [subjects[1]!]).rejected('roster-empty');
    freeze(1, { studioIds: ['s'] }).rejected('roster-not-named');
    freeze(3).rejected('cycle-collecting');
  });
  it('names raters until collecting ends', () => {
    const appoint = (steps: number) => cycle(steps).when('AppointRaters', { raterIds: ['r'] }, { id });
    appoint(3).then({ type: 'RatersAppointed', data: { ...step, raterIds: ['r'] } });
    appoint(4).rejected('cycle-collected');
  });
  it('leaves its objectors time', () => {
    const publicise = (objectionsUntil: string, steps = 5) => cycle(steps).when('PubliciseResults', { objectionsUntil }, { id, facts: { unfinalised: [] } });
    publicise('2025-09-15T15:59:59.999Z').then(publicised);
    publicise('2025-09-15T15:59:59.999Z', 6).then();
    publicise('2025-09-13T00:59:59.999Z').rejected('objection-window-too-short');
    const close = (when: string) => cycle(6).when('CloseObjections', {}, { id, at: when, facts: { undecided: 0 } });
    close('2025-09-15T15:59:59.999Z').rejected('objection-window-open');
    close('2025-09-15T16:00:00.000Z').thenTypes('ObjectionsClosed');
  });
  it('shows results once everyone has one, but who is named', () => {
    const publicise = (unfinalised: string[], withoutResult?: string[]) =>
      cycle(5).when('PubliciseResults', { objectionsUntil: '2025-09-15T15:59:59.999Z', ...(withoutResult && { withoutResult }) }, { id, facts: { unfinalised } });
    expect(refusal(() => publicise(['c1']).events)).toMatch(/subjects-not-finalised.*1 on the roster/);
    publicise(['c1'], ['c1']).then({ type: 'ResultsPublicised', data: { ...publicised.data, withoutResult: ['c1'] } });
    publicise([], ['c1']).rejected('subject-has-result');
    publicise([], ['nobody']).rejected('subject-not-found');
    cycle(6).when('PubliciseResults', { objectionsUntil: '2025-09-15T15:59:59.999Z' }, { id, facts: { unfinalised: ['c1'] } }).then();
  });
  it('closes objections, and ends, once all of them are decided', () => {
    const later = '2025-09-16T00:00:00.000Z';
    const undecided = { id, at: later, facts: { undecided: 2 } };
    expect(refusal(() => cycle(6).when('CloseObjections', {}, undecided).events)).toMatch(/objections-undecided.*2 objections/);
    cycle(7).when('FinaliseCycle', {}, undecided).rejected('objections-undecided');
    cycle(7).when('CloseObjections', {}, undecided).then();
    cycle(8).when('FinaliseCycle', {}, undecided).then();
    cycle(5).when('CloseObjections', {}, undecided).rejected('cycle-in-review');
  });
  it('takes its steps strictly in order, and each of them once', () => {
    const commands = ['OpenCollection', 'CloseCollection', 'StartReview', 'FinaliseCycle'] as const;
    const from = [2, 3, 4, 7];
    const later = '2025-09-16T00:00:00.000Z';
    commands.forEach((command, i) => cycleStatuses.forEach((status, n) => {
      const outcome = cycle(n + 1).when(command, {}, { id, at: later, facts: { undecided: 0 } });
      if (n + 1 === from[i]) outcome.thenTypes(story[n + 1]!.type);
      else if (n === from[i]) outcome.then();
      else outcome.rejected(`cycle-${status}`);
    }));
    given(evaluationCycle).when('OpenCollection', {}, { id }).rejected('cycle-not-found');
  });
});
