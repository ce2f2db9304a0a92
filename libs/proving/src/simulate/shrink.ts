import { Chance } from './chance';
import { tell } from './story';

/** Steps told at most to find a shorter one: some ten seconds. */
const STEPS = 2_000_000;

/** A story that breaks the same promise, with fewer and smaller choices: cut off at its end, then calm in ever smaller parts. */
export const shrink = (choices: readonly number[], promise: string): { choices: readonly number[]; evidence: string } => {
  let steps = 0;
  const breaks = (list: readonly number[]): string | undefined => {
    if (steps > STEPS) return undefined;
    const told = tell(new Chance(0, list));
    steps += told.steps;
    return told.violations.find((each) => each.promise === promise)?.evidence;
  };
  let best = [...choices];
  let evidence = breaks(best) ?? '';
  const better = (list: number[]): boolean => {
    const found = breaks(list);
    if (found === undefined) return false;
    [best, evidence] = [list, found];
    return true;
  };
  for (let cut = best.length; cut >= 1; cut = Math.floor(cut / 2)) while (best.length > cut && better(best.slice(0, best.length - cut)));
  for (let part = Math.ceil(best.length / 2); part >= 1; part = Math.floor(part / 2)) {
    for (let from = 0; from < best.length; from += part) {
      if (best.slice(from, from + part).some((choice) => choice !== 0)) better(best.map((choice, i) => (i >= from && i < from + part ? 0 : choice)));
    }
  }
  while (best.at(-1) === 0) best.pop();
  return { choices: best, evidence };
};
