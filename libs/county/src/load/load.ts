import { supportRequestIdOf } from '@homeroom/contracts';
import { coverageTargetIdOf } from '../training-plan';
import { COVERAGE_DAY } from '../training-sessions';
import { hoursOf, type Year, YEAR_ENDS_AT, yearOf } from '../year';
import { accountsOf } from './accounts';
import { Bar, type Screen } from './bar';
import { type FigureRow, figuresOf } from './figures';
import { type Place, placeOf, savePlace, writeWhole } from './place';
import { Player } from './player';
import { Stack } from './stack';
import { advance, quiet, runFrom } from './stack-time';
import { Tokens } from './tokens';

export interface LoadOptions {
  readonly schools: number;
  readonly seed: string;
  readonly manifest: string;
}

/** Commands under way at once. Two services batch what comes together; more only waits. */
const AT_ONCE = 48;

/** What a load came to. */
export interface Loaded {
  readonly commands: number;
  readonly events: number;
  readonly seconds: number;
  /** Commands that an earlier load had asked already, and that were answered with their first result. */
  readonly repeated: number;
  /** Figures of the source text beside those that were reached. */
  readonly figures: readonly FigureRow[];
}

/**
 * Plays the school year on a running local stack, through the services' own HTTP API, hour by hour of its replay clock. A
 * load that was interrupted goes on with the day in which it ended: commands it asks again are told their first result.
 */
export const load = async ({ schools, seed, manifest }: LoadOptions, screen: Screen): Promise<Loaded> => {
  const stack = Stack.at(manifest, AT_ONCE);
  const { files, county: code } = stack.manifest;
  try {
    const place = placeOf(files.year, schools, seed);
    const year = yearOf(schools, seed);
    const { commands } = year;
    const begun = place ?? { schools, seed, at: '', done: 0, seconds: 0, complete: false };
    const tokens = tokensOf(stack, year);
    const { seconds, repeated } = begun.complete ? { seconds: begun.seconds, repeated: 0 } : await playOn(stack, year, tokens, begun, screen);
    const events = await eventsIn(stack);
    const figures = await figuresOf(stack, tokens, year);
    writeWhole(files.accounts, accountsOf(year, code));
    writeWhole(files.year, { commands: commands.length, events, seconds, schools, seed, figures, ...tourOf(year) });
    savePlace(files.year, { schools, seed, at: YEAR_ENDS_AT, done: commands.length, seconds, complete: true });
    if (!begun.complete) await runFrom(stack, YEAR_ENDS_AT);
    return { commands: commands.length, events, seconds, repeated, figures };
  } finally {
    stack.http.close();
  }
};

/** Everyone who acts in the year. */
const tokensOf = (stack: Stack, { county: { office, schools } }: Year): Tokens =>
  new Tokens(stack, [...Object.values(office), ...schools.flatMap(({ staff }) => Object.values(staff).flat())]);

/** @returns seconds, those of earlier loads included, and how many commands these had asked already */
const playOn = async (stack: Stack, year: Year, tokens: Tokens, place: Place, screen: Screen): Promise<{ seconds: number; repeated: number }> => {
  const player = new Player(stack, tokens, AT_ONCE);
  const bar = new Bar(screen, year.commands.length, place.done);
  const since = performance.now();
  const seconds = (): number => place.seconds + (performance.now() - since) / 1_000;
  let day = '';
  let first = true;
  for (const hour of hoursOf(year.commands).filter(({ at }) => at >= place.at)) {
    if (day !== hour.at.slice(0, 10)) savePlace(stack.manifest.files.year, { ...place, at: hour.at, done: place.done + player.asked, seconds: seconds() });
    day = hour.at.slice(0, 10);
    if (hour.awaits || first) await quiet(stack);
    first = false;
    await advance(stack, hour.at);
    await player.play(hour);
    bar.show(place.done + player.asked, hour.at);
  }
  await quiet(stack);
  await advance(stack, YEAR_ENDS_AT);
  bar.show(place.done + player.asked, YEAR_ENDS_AT, true);
  return { seconds: seconds(), repeated: player.repeated };
};

const eventsIn = async (stack: Stack): Promise<number> => {
  await quiet(stack);
  return Object.values(stack.heads).reduce((sum, head) => sum + head, 0);
};

const scorecard = (assessmentId: string): object => ({ service: 'evaluation', path: `/v1/assessments/${assessmentId}/scorecard`, account: 'county' });

/** Where a newcomer looks: scores, who was reached by training, a report that went up by itself, and a need that went through resources and back. */
const tourOf = ({ reports, toured, county: { seed } }: Year): object => {
  const [escalated, need] = [reports[0]!, reports[1]!];
  const account = `class-teacher-${escalated.school.town.pinyin}`;
  const { reportId } = need.report.raised;
  return {
    score: { ...scorecard(toured.basic), explanation: `/v1/assessments/${toured.basic}/explanation?resultVersion=2`, picture: `/v1/assessments/${toured.basic}/scorecard.svg` },
    scores: [toured.combined, toured.lead, toured.school].flatMap((assessmentId) => (assessmentId ? [scorecard(assessmentId)] : [])),
    coverage: { service: 'training', path: `/v1/coverage-targets/${coverageTargetIdOf(seed)}/coverage?on=${COVERAGE_DAY}`, account: 'county' },
    escalated: { service: 'organization', path: `/v1/upward-reports/${escalated.report.raised.reportId}/timeline`, account, reportId: escalated.report.raised.reportId },
    need: { service: 'resources', path: `/v1/support-requests/${supportRequestIdOf(reportId)}`, account, reportId, supportRequestId: supportRequestIdOf(reportId) },
  };
};
