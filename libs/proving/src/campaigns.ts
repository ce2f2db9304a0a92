import type { Campaign } from './campaign';
import { authorise } from './authorise/authorise';
import { erase } from './erase/erase';
import { fuzz } from './fuzz/fuzz';

/** In the order of the README. */
export const campaigns: readonly Campaign[] = [fuzz, authorise, erase];
