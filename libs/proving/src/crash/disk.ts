import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** Enough for a server and the log of a campaign. */
const SIZE = '2g';
const CHUNK = 1 << 20;

/**
 * A disk of its own, small enough to be filled, where this user may mount one.
 */
export class SmallDisk {
  private constructor(readonly folder: string) {}

  /** @returns `undefined` where this user may not */
  static mount(folder: string): SmallDisk | undefined {
    mkdirSync(folder, { recursive: true, mode: 0o755 });
    const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE},mode=755`, 'tmpfs', folder], { stdio: 'ignore' });
    return status === 0 ? new SmallDisk(folder) : undefined;
  }

  /** Until nothing is left. */
  fill(): void {
    const file = openSync(this.filler, 'w');
    try {
      const { bavail, bsize } = statfsSync(this.folder);
      for (let left = bavail * bsize; left > 0; left -= CHUNK) writeSync(file, Buffer.alloc(Math.min(CHUNK, left), 1));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    } finally {
      closeSync(file);
    }
  }

  empty(): void {
    rmSync(this.filler, { force: true });
  }

  unmount(): void {
    spawnSync('umount', ['-l', this.folder], { stdio: 'ignore' });
  }

  private get filler(): string {
    return join(this.folder, 'filler');
  }
}
