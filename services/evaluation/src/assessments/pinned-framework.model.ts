import type { Uuid } from '@homeroom/contracts';
import { Rejected } from '@homeroom/eventsourcing';
import type { ReadFacts } from '@homeroom/platform';
import { evaluationCycle } from '../evaluation-cycles/evaluation-cycle.decider';
import { framework, publishedVersion } from '../frameworks/framework.decider';

/** A cycle that is there, with the version of a framework that it was opened by: what most is decided by in it. */
export const pinned = async (read: ReadFacts, cycleId: Uuid) => {
  const cycle = await read(evaluationCycle, cycleId);
  // Some may without a look at the cycle: the county's staff, whichever it is.
  if (cycle.status === 'none') throw new Rejected('cycle-not-found', 'There is no such evaluation cycle.');
  return { cycle, framework: publishedVersion(await read(framework, cycle.frameworkId), cycle.frameworkVersion) };
};
