import type { Proof } from '@homeroom/platform';
import { classRosters } from '../people/class-rosters.view';
import { trainingCredits } from '../training-sessions/training-credits.view';
import { coverageComputations, coverageTargets } from './coverage-targets.view';
import { comesOutAgain } from './coverage.view';

/** Every coverage that was put down comes out of the two logs again, with the same people, and that of each school. */
export const coverageRecomputes: Proof = {
  name: 'every coverage that was put down computes again to its numbers and people',
  check: ({ rows }) => {
    const sources = { classes: rows(classRosters), credits: rows(trainingCredits) };
    const targets = new Map(rows(coverageTargets).map((target) => [target.targetId, target]));
    const all = rows(coverageComputations);
    return {
      count: all.length,
      violations: all.filter((one) => !comesOutAgain(one, sources, targets.get(one.targetId)!)).map(({ key, day, numerator, denominator }) => `${key}: ${numerator} of ${denominator} on ${day} do not come out again`),
    };
  },
};
