import type { Instant, ReportCategory, ReportKind, ReportSeverity, Uuid } from '@homeroom/contracts';
import type { Class } from './county';
import type { Hours } from './hours';
import { type Allowed, POLICY } from './policy';

type ClockKind = keyof Allowed;

/** What the plan knows of a report before it is raised. */
export interface Raised {
  readonly reportId: Uuid;
  readonly schoolClass: Class;
  /** Who holds which level when it is raised; the first is level 1. */
  readonly seats: readonly Uuid[];
  readonly raiserLevel: number;
  readonly kind: ReportKind;
  readonly category: ReportCategory;
  readonly severity: ReportSeverity;
  readonly startAtTop: boolean;
  readonly at: Instant;
}

/** What befell a report, for counting. */
export type Befell =
  | 'escalated' | 'auto-escalated' | 'overdue' | 'auto-confirmed' | 'resumed-by-itself' | 'acknowledged' | 'info-requested' | 'forwarded' | 'reassigned' | 'held' | 'resolved' | 'confirmed'
  | 'rejected' | 'reopened' | 'withdrawn' | 'merged' | 'declined';

/**
 * A report as the services will see it, kept while the year is planned: who holds it, which deadlines run, what they do when
 * they pass. So the plan asks nobody who does not hold the report at that time, and needs no answer to know.
 */
export class ReportCase {
  now: Instant;
  status: 'raised' | 'in-progress' | 'info-requested' | 'on-hold' | 'resolved' | 'closed' = 'raised';
  level: number;
  holder: Uuid;
  /** When it was closed or resolved first; until then others can be merged into it. */
  openUntil: Instant | undefined;
  readonly befell: Befell[] = [];
  private step: { readonly kind: ClockKind | 'hold'; readonly dueAt: Instant } | undefined;
  private wholeDueAt: Instant | undefined;
  /** Stopped clocks: minutes left. */
  private readonly left = new Map<ClockKind, number>();
  private wholeElapsed = false;
  private acknowledged = false;
  private responded = false;

  constructor(readonly raised: Raised, readonly hours: Hours) {
    const { seats, raiserLevel, startAtTop, kind, at } = raised;
    this.now = at;
    this.level = startAtTop ? seats.length : raiserLevel + 1;
    this.holder = seats[this.level - 1]!;
    if (kind === 'problem-or-need') this.wholeDueAt = this.due('resolve');
    this.step = { kind: 'acknowledge', dueAt: this.due('acknowledge') };
  }

  get raiser(): Uuid {
    return this.raised.seats[this.raised.raiserLevel - 1]!;
  }

  get allowed(): Allowed {
    return POLICY[this.raised.severity];
  }

  get atTop(): boolean {
    return this.level >= this.raised.seats.length;
  }

  /** The next deadline that passes if nobody does anything. */
  get nextDueAt(): Instant | undefined {
    return [this.step?.dueAt, this.wholeDueAt].filter((each) => each !== undefined).sort()[0];
  }

  /** Time goes by, and deadlines with it. */
  pass(until: Instant): void {
    for (let dueAt = this.nextDueAt; dueAt !== undefined && dueAt <= until; dueAt = this.nextDueAt) {
      this.now = dueAt;
      if (this.step?.dueAt === dueAt) this.elapseStep(this.step.kind);
      else this.elapseWhole();
    }
    if (until > this.now) this.now = until;
  }

  acknowledge(): void {
    this.acknowledged = true;
    this.befell.push('acknowledged');
    if (this.raised.kind === 'work-status') return this.close();
    this.status = 'in-progress';
    this.step = { kind: 'respond', dueAt: this.due('respond') };
  }

  respond(): void {
    this.responded = true;
    this.step = undefined;
  }

  resolve(): void {
    this.stopClocks();
    this.status = 'resolved';
    this.openUntil ??= this.now;
    this.befell.push('resolved');
    if (this.allowed.confirm !== undefined) this.step = { kind: 'confirm', dueAt: this.due('confirm') };
  }

  requestInfo(): void {
    this.stopClocks();
    this.status = 'info-requested';
    this.befell.push('info-requested');
  }

  hold(untilAt: Instant): void {
    this.stopClocks();
    this.status = 'on-hold';
    this.step = { kind: 'hold', dueAt: untilAt };
    this.befell.push('held');
  }

  /** The hold is over, or the raiser has answered. */
  goOn(): void {
    this.status = this.acknowledged ? 'in-progress' : 'raised';
    const kind = this.acknowledged ? (this.responded ? undefined : 'respond') : 'acknowledge';
    this.step = kind && { kind, dueAt: this.due(kind) };
    this.startWhole();
  }

  escalate(how: 'escalated' | 'auto-escalated'): void {
    this.newStay(this.raised.seats[this.level]!, how);
    this.level += 1;
  }

  moveTo(personId: Uuid, how: 'forwarded' | 'reassigned'): void {
    this.newStay(personId, how);
  }

  /** Back to the holder who had it last: after a resolution that was rejected, or after it was closed. */
  comeBack(how: 'rejected' | 'reopened'): void {
    this.newStay(this.holder, how);
    this.startWhole();
  }

  end(how: 'confirmed' | 'withdrawn' | 'merged' | 'declined'): void {
    this.stopClocks();
    this.befell.push(how);
    this.close();
  }

  private close(): void {
    this.status = 'closed';
    this.openUntil ??= this.now;
    this.step = undefined;
    this.wholeDueAt = undefined;
  }

  private newStay(holder: Uuid, how: Befell): void {
    this.holder = holder;
    this.status = 'raised';
    this.acknowledged = false;
    this.responded = false;
    for (const kind of ['acknowledge', 'respond', 'confirm'] as const) this.left.delete(kind);
    this.step = { kind: 'acknowledge', dueAt: this.due('acknowledge') };
    this.befell.push(how);
  }

  private elapseStep(kind: ClockKind | 'hold'): void {
    this.step = undefined;
    if (kind === 'hold') {
      this.befell.push('resumed-by-itself');
      return this.goOn();
    }
    if (kind === 'confirm') {
      this.befell.push('auto-confirmed');
      return this.close();
    }
    this.lapse();
  }

  private elapseWhole(): void {
    this.wholeDueAt = undefined;
    this.wholeElapsed = true;
    this.lapse();
  }

  /** A work status and the top of a chain go nowhere. */
  private lapse(): void {
    if (this.atTop || this.raised.kind === 'work-status') this.befell.push('overdue');
    else this.escalate('auto-escalated');
  }

  private startWhole(): void {
    if (!this.wholeElapsed && this.wholeDueAt === undefined) this.wholeDueAt = this.due('resolve');
  }

  /** From now on, with what a stopped clock had left. */
  private due(kind: ClockKind): Instant {
    const minutes = this.left.get(kind) ?? this.allowed[kind]!;
    this.left.delete(kind);
    return this.hours.add(this.now, minutes);
  }

  private stopClocks(): void {
    if (this.step && this.step.kind !== 'hold') this.left.set(this.step.kind, this.hours.between(this.now, this.step.dueAt));
    if (this.wholeDueAt !== undefined) this.left.set('resolve', this.hours.between(this.now, this.wholeDueAt));
    this.step = undefined;
    this.wholeDueAt = undefined;
  }
}
