import { join } from 'node:path';

/** The checkout, or the copy of it, that this file is part of. */
export const root = join(__dirname, '..', '..', '..');
