import type { Stage, TrainingTier } from '@homeroom/contracts';

/** A tier, a region, a stage; null: any, or none in particular. */
interface Cell { readonly tier: TrainingTier; readonly regionCode: string | null; readonly stage: Stage | null }

/** How a cell of the plan stands: what was to be held, what is scheduled, what was held. */
export interface MatrixCell extends Cell { readonly target: number; readonly scheduled: number; readonly completed: number }

const keyOf = ({ tier, regionCode, stage }: Cell): string => [tier, regionCode ?? '', stage ?? ''].join('\n');
const covers = (target: Cell, cell: Cell): boolean =>
  target.tier === cell.tier && (target.regionCode === null || target.regionCode === cell.regionCode) && (target.stage === null || target.stage === cell.stage);

/**
 * Sessions held against the plan's targets. A target counts every session that it covers, so one for the whole tier counts
 * those of all its regions; cells that no target names stand with a target of 0. In the order of tier, region and stage.
 */
export const sessionMatrix = (targets: readonly (Cell & { readonly sessions: number })[], sessions: readonly (Cell & { readonly status: string })[]): MatrixCell[] => {
  const cells = new Map<string, Cell>([...targets, ...sessions].map(({ tier, regionCode, stage }) => [keyOf({ tier, regionCode, stage }), { tier, regionCode, stage }]));
  return [...cells].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, cell]) => {
    const target = targets.find((one) => keyOf(one) === key);
    const counted = sessions.filter((one) => (target ? covers(target, one) : keyOf(one) === key) && one.status !== 'cancelled');
    return { ...cell, target: target?.sessions ?? 0, scheduled: counted.length, completed: counted.filter(({ status }) => status === 'completed').length };
  });
};

/** What each tier was to have and had: the sum of its targets, and every session of it. */
export const tierTotals = (targets: readonly (Cell & { readonly sessions: number })[], sessions: readonly (Cell & { readonly status: string })[]): { readonly [tier: string]: { readonly target: number; readonly completed: number } } =>
  Object.fromEntries([...new Set([...targets, ...sessions].map(({ tier }) => tier))].sort().map((tier) => [tier, {
    target: targets.filter((one) => one.tier === tier).reduce((sum, one) => sum + one.sessions, 0), completed: sessions.filter((one) => one.tier === tier && one.status === 'completed').length,
  }]));
