import type { LocalDate, TrainingEvent } from '@homeroom/contracts';
import { type Ask, follow, type Following, reaction } from '@homeroom/eventsourcing';
import { classRosters } from '../people/class-rosters.view';
import { trainingCredits } from '../training-sessions/training-credits.view';
import { coverageTarget } from './coverage-target.decider';
import { coverageTargets } from './coverage-targets.view';
import { reach, reckoned } from './coverage.model';

/** Every target whose window has this day: of the day that was put down last, or of this one where it is later. */
const anew = async (day: LocalDate, ask: Ask): Promise<Following[]> => {
  const targets = (await ask.rows(coverageTargets, {})).filter(({ beginsOn, endsOn }) => beginsOn <= day && day <= endsOn);
  if (targets.length === 0) return [];
  const classes = await ask.rows(classRosters, {});
  return Promise.all(targets.map(async ({ targetId, ladderId, beginsOn: from, lastOn, scope, tiers }) => {
    const on = lastOn !== null && lastOn > day ? lastOn : day;
    const found = reckoned(reach({ classes, credits: await ask.rows(trainingCredits, { ladderId }) }, { from, ladderId }, on), { scope, tiers });
    return follow(coverageTarget, targetId, 'EvaluateCoverage', { on }, async () => ({ reckoned: found })) as Following;
  }));
};

/**
 * A session gives credit, a corrected sheet gives or takes it: what was put down is put down anew, so that a target that was
 * met and is not any more says so by itself. The credits stand before these events, so the views that are asked have them.
 */
export const reckonCoverageAnew = reaction<TrainingEvent>()('reckon-coverage-anew', { on: {
  SessionCompleted: ({ data: { until } }, ask) => anew(until, ask),
  AttendanceCorrected: ({ data: { on } }, ask) => anew(on, ask),
} });
