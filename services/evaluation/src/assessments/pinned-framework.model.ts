import type { Uuid } from '@homeroom/contracts';
import type { ReadFacts } from '@homeroom/platform';
import { evaluationCycle } from '../evaluation-cycles/evaluation-cycle.decider';
import { framework, publishedVersion } from '../frameworks/framework.decider';

/** A cycle that is there, with the version of a framework that it was opened by: what most is decided by in it. */
export const pinned = async (read: ReadFacts, cycleId: Uuid) => {
  const cycle = await read(evaluationCycle, cycleId);
  if (cycle.status === 'none') throw new Error('Who may has seen the cycle.');
  return { cycle, framework: publishedVersion(await read(framework, cycle.frameworkId), cycle.frameworkVersion) };
};
