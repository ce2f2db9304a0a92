import { derivedId, newId, type County, type Instant } from '@homeroom/contracts';
import { type EventLog, Rejected, streamOf } from '@homeroom/eventsourcing';
import type { Clock } from '../clock/clock';
import type { Lease } from '../log/lease';
import { pause } from '../readers/pause';
import type { ViewStore } from '../views/view-store';
import { ViewTable } from '../views/view-table';
import type { Deadline } from './deadline';
import { handleFollowing } from './reaction-sink';

const LOOK_EVERY_MS = 1_000;
/** Commands of one look; the rest follows at once. */
const AT_ONCE = 200;

interface Due { readonly deadline: Deadline; readonly row: Record<string, any>; readonly dueAt: Instant }

/**
 * Fires what is due: looks at the deadline views, decides one command per row, in the order of their due instants. It
 * keeps nothing itself: what a crash leaves unfired is still in the view, and what it fires twice has one command id.
 */
export class DeadlineClock {
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;

  constructor(private readonly deadlines: readonly Deadline[], readonly county: County, private readonly log: EventLog, private readonly views: ViewStore, private readonly lease: Lease, private readonly clock: Clock, private readonly failed: (error: unknown) => void) {}

  /** Whether the service has deadlines at all. */
  get any(): boolean {
    return this.deadlines.length > 0;
  }

  /** Looks by itself from now on. The local stack's replay clock steps it by hand instead. */
  start(): void {
    if (this.any) this.running ??= this.run(this.stopping.signal);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
    await this.lease.release().catch(() => undefined);
  }

  /** The earliest due instant of any row; `undefined` when nothing is scheduled. */
  async next(): Promise<Instant | undefined> {
    const dues = await Promise.all(this.deadlines.map((each) => this.due(each, undefined, 1)));
    return dues.flat().map(({ dueAt }) => dueAt).sort()[0];
  }

  /** Fires everything due at or before an instant, once over; what that schedules anew is for the next call. @returns how many */
  async fire(until: Instant): Promise<number> {
    const due = (await Promise.all(this.deadlines.map((each) => this.due(each, until, AT_ONCE)))).flat().sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1));
    const fired = await Promise.all(due.map((each) => this.elapse(each)));
    return fired.filter(Boolean).length;
  }

  private async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      let fired = 0;
      try {
        if (await this.lease.held()) fired = await this.fire(this.clock.now());
      } catch (error) {
        this.failed(error);
      }
      await pause(fired > 0 ? 10 : LOOK_EVERY_MS, signal);
    }
  }

  private async due({ view, dueAt, ...rest }: Deadline, until: Instant | undefined, limit: number): Promise<Due[]> {
    const rows = await this.views.due(this.county, new ViewTable(view), dueAt, until, limit);
    return rows.map((row) => ({ deadline: { view, dueAt, ...rest }, row, dueAt: (row as Record<string, string>)[dueAt]! }));
  }

  /** @returns whether it changed something: a rejection or `[]` means that the view had not caught up yet */
  private async elapse({ deadline, row, dueAt }: Due): Promise<boolean> {
    const following = deadline.elapse(row);
    const target = streamOf(following.of, following.id);
    const now = this.clock.now();
    try {
      const handled = await handleFollowing(this.log, following, {
        county: this.county, commandId: derivedId(deadline.name, target, dueAt, JSON.stringify(following.data)), by: { personId: `system:${deadline.name}`, role: 'system' },
        at: now > dueAt ? now : dueAt, correlationId: newId(), occurredAt: dueAt,
      });
      return handled.events.length > 0;
    } catch (error) {
      if (!(error instanceof Rejected)) throw error;
      return false;
    }
  }
}
