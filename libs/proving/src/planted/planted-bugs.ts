import { planted as ofAuthorise } from '../authorise/planted-bugs';
import { planted as ofErase } from '../erase/planted-bugs';
import { planted as ofFuzz } from '../fuzz/planted-bugs';
import type { PlantedBug } from './planted-bug';

/** Campaign by campaign, in the order of the README. */
export const plantedBugs: readonly PlantedBug[] = [...ofFuzz, ...ofAuthorise, ...ofErase];
