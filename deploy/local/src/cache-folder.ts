import { accessSync, constants, mkdirSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Where downloads are kept for all checkouts of this user, so that a fresh clone need not fetch them again:
 * HOMEROOM_CACHE, else the XDG cache folder, else one in the temporary folder where the home is not writable.
 */
export function cacheFolder(): string {
  const chosen = process.env['HOMEROOM_CACHE'];
  const usual = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'homeroom');
  for (const folder of chosen ? [chosen] : [usual, join(tmpdir(), `homeroom-cache-${process.getuid?.() ?? 0}`)]) {
    try {
      mkdirSync(folder, { recursive: true });
      accessSync(folder, constants.W_OK);
      return folder;
    } catch {
      continue;
    }
  }
  throw new Error(`No folder to keep downloads in: ${chosen ?? usual} cannot be written. Name one in HOMEROOM_CACHE.`);
}
