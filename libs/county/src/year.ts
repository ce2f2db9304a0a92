import type { Instant } from '@homeroom/contracts';
import { activityPlan } from './activity-plan';
import { LAST_DAY } from './calendar';
import { changesOf } from './changes';
import { classWorkPlan } from './class-work-plan';
import { type PlannedCommand, ROUTES } from './commands';
import { type County, countyOf } from './county';
import { directivePlan } from './directive-plan';
import { evaluationPlan, type TouredScores, touredScores } from './evaluation-plan';
import { growthPlan } from './growth-plan';
import { type PlannedReport, reportPlan } from './report-plan';
import { researchPlan } from './research-plan';
import { schoolLifePlan } from './school-life-plan';
import { setupPlan } from './setup-plan';
import { trainingPlan } from './training-plan';
import { instantAt } from './working-time';

/** What `npm start` loads unless told otherwise. */
export const DEFAULT_SEED = 'homeroom-2025';
/** One in each town. */
export const DEFAULT_SCHOOLS = 9;

/** The school year ends here; who has not acted by then acts no more. */
export const YEAR_ENDS_AT: Instant = instantAt(LAST_DAY, 1_050);

export interface Year {
  readonly county: County;
  readonly reports: readonly PlannedReport[];
  /** Assessments `<cycleId>:<subjectId>` that a newcomer is led to. */
  readonly toured: TouredScores;
  /** In the order of time; commands of one instant in the order in which they were planned. */
  readonly commands: readonly PlannedCommand[];
}

/** A school year of a county: everything that anybody asks, when, of whom. A function of seed and size: no clock, no chance, no answer. */
export const yearOf = (schools = DEFAULT_SCHOOLS, seed = DEFAULT_SEED): Year => {
  const county = countyOf(seed, schools);
  const changes = changesOf(county);
  const reports = reportPlan(county, changes);
  const commands = [
    ...setupPlan(county), ...schoolLifePlan(county, changes), ...reports.flatMap((report) => report.commands), ...directivePlan(county, changes, reports),
    ...classWorkPlan(county, changes), ...trainingPlan(county, changes), ...researchPlan(county), ...activityPlan(county), ...growthPlan(county, reports),
    ...evaluationPlan(county, changes),
  ].filter(({ at }) => at <= YEAR_ENDS_AT);
  return { county, reports, toured: touredScores(county, changes), commands: commands.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)) };
};

/** Commands of one instant, which the clock shows while they are asked. */
export interface Hour {
  readonly at: Instant;
  readonly commands: readonly PlannedCommand[];
  /** It begins once every service has heard what all of them said before. */
  readonly awaits: boolean;
}

/** The year hour by hour, as it is played. */
export const hoursOf = (commands: readonly PlannedCommand[]): Hour[] => {
  const hours: { at: Instant; commands: PlannedCommand[] }[] = [];
  for (const command of commands) {
    const last = hours.at(-1);
    if (last?.at === command.at) last.commands.push(command);
    else hours.push({ at: command.at, commands: [command] });
  }
  const unheard = new Unheard();
  return hours.map((hour) => ({ ...hour, awaits: unheard.before(hour) }));
};

/**
 * Which hours rest on what services tell each other: the first of a day, since nobody acts on the evening's news before; those
 * in which a matter goes on in another service than it was last in that day; and those of evaluation, which counts what all did.
 */
class Unheard {
  private day = '';
  private readonly services = new Map<string, string>();

  before({ at, commands }: Pick<Hour, 'at' | 'commands'>): boolean {
    const said = commands.map(({ operation, lane, matter = lane }) => [matter, ROUTES[operation][0]] as const);
    const awaits = this.day !== at.slice(0, 10) || said.some(([matter, service]) => service === 'evaluation' || (this.services.get(matter) ?? service) !== service);
    if (awaits) this.services.clear();
    this.day = at.slice(0, 10);
    for (const [matter, service] of said) this.services.set(matter, service);
    return awaits;
  }
}
