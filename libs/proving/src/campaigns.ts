import type { Campaign } from './campaign';

/** In the order of the README. */
export const campaigns: readonly Campaign[] = [];
