import { planted as ofAuthorise } from '../authorise/planted-bugs';
import { planted as ofCrash } from '../crash/planted-bugs';
import { planted as ofDeploy } from '../deploy/planted-bugs';
import { planted as ofErase } from '../erase/planted-bugs';
import { planted as ofFuzz } from '../fuzz/planted-bugs';
import { planted as ofRace } from '../race/planted-bugs';
import { planted as ofSimulate } from '../simulate/planted-bugs';
import { planted as ofTamper } from '../tamper/planted-bugs';
import type { PlantedBug } from './planted-bug';

/** Campaign by campaign, in the order of the README. */
export const plantedBugs: readonly PlantedBug[] = [...ofCrash, ...ofRace, ...ofSimulate, ...ofDeploy, ...ofFuzz, ...ofAuthorise, ...ofTamper, ...ofErase];
