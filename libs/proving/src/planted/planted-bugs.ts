import type { PlantedBug } from './planted-bug';

/** Campaign by campaign, in the order of the README. */
export const plantedBugs: readonly PlantedBug[] = [];
