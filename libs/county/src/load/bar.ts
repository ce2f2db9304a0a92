import type { Instant } from '@homeroom/contracts';

/** Where progress is shown: one line that is written over on a terminal, now and then a line elsewhere. */
export interface Screen {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

const BAR = 24;
const REDRAW_MS = 120;
const LINE_EVERY_MS = 10_000;

/** How far the year has been played. */
export class Bar {
  private readonly since = performance.now();
  private shownAt = 0;

  /** @param before commands of an earlier load that are not asked again */
  constructor(private readonly screen: Screen, private readonly total: number, private readonly before = 0) {
    if (!screen.isTTY) this.shownAt = this.since;
  }

  show(done: number, at: Instant, last = false): void {
    const now = performance.now();
    if (!last && now - this.shownAt < (this.screen.isTTY ? REDRAW_MS : LINE_EVERY_MS)) return;
    this.shownAt = now;
    const line = this.line(done, at, now);
    if (this.screen.isTTY) this.screen.write(`\r${line.slice(0, (this.screen.columns ?? 100) - 1)}\u001b[K${last ? '\n' : ''}`);
    else this.screen.write(`${line}\n`);
  }

  private line(done: number, at: Instant, now: number): string {
    const share = this.total === 0 ? 1 : done / this.total;
    const filled = Math.round(share * BAR);
    const perSecond = Math.round((done - this.before) / Math.max(0.001, (now - this.since) / 1_000));
    const bar = `${'█'.repeat(filled)}${'░'.repeat(BAR - filled)} ${String(Math.floor(share * 100)).padStart(3)} %`;
    return `  ${at.slice(0, 10)} ${bar}  ${done.toLocaleString('en')} of ${this.total.toLocaleString('en')} commands, ${perSecond.toLocaleString('en')}/s`;
  }
}
