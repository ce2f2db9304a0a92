import { type Instant, supportRequestIdOf, type Uuid } from '@homeroom/contracts';
import type { Operation, PlannedCommand } from './commands';
import type { Hours } from './hours';
import type { Random } from './random';
import type { ReportCase } from './report-case';
import { filled, REPORT_TEXTS, STEP_TEXTS } from './report-texts';
import { minutesFrom, plusMinutes } from './working-time';

/** What a story needs to know of the people around it. */
export interface Around {
  /** Who acts for a level of the class's chain at an instant. */
  delegateOf(classId: Uuid, level: number, at: Instant): Uuid | undefined;
  /** Somebody of the school on no level of this chain, to whom a report can be handed. */
  readonly colleague: Uuid;
  /** The school's leader, who may give a report to somebody else. */
  readonly principal: Uuid;
  /** Decides on support, and brings it. */
  readonly support: { readonly decides: Uuid; readonly brings: Uuid };
}

/** Minutes of a clock, or a share of what is allowed. */
type Span = readonly [least: number, most: number];

/** Most people act before the first reminder, at half of the time. */
const PROMPT: Span = [0.03, 0.46];

/** A hold may last 30 days; a vacation in between would make it longer, and then it ends within the vacation. */
const holdUntil = (clock: Hours, at: Instant, hours: number): Instant => {
  const untilAt = clock.from(plusMinutes(at, hours * 60));
  return minutesFrom(at, untilAt) < 30 * 1440 ? untilAt : plusMinutes(at, 20 * 1440);
};

/** People act on one report, one step after the other. What they do is asked of the report as it is at that time. */
export class ReportStory {
  readonly asked: PlannedCommand[] = [];
  private readonly given: Readonly<Record<string, string>>;

  constructor(readonly report: ReportCase, readonly around: Around, readonly random: Random) {
    this.given = { class: report.raised.schoolClass.label };
  }

  get id(): Uuid {
    return this.report.raised.reportId;
  }

  /** The request that resources makes of a need by itself. */
  get supportId(): Uuid {
    return supportRequestIdOf(this.id);
  }

  acknowledge(share: Span = PROMPT): this {
    if (this.report.status === 'raised') this.byHolder('AcknowledgeUpwardReport', this.within('acknowledge', share), {}, () => this.report.acknowledge());
    return this;
  }

  respond(share: Span = PROMPT): this {
    const { measures } = REPORT_TEXTS[this.report.raised.category];
    this.byHolder('RespondToUpwardReport', this.within('respond', share), { measures: this.text(measures) }, () => this.report.respond());
    return this;
  }

  resolve(share: Span = [0.05, 0.35], more: object = {}): this {
    const { outcomes } = REPORT_TEXTS[this.report.raised.category];
    this.byHolder('ResolveUpwardReport', this.within('resolve', share), { outcome: this.text(outcomes), ...more }, () => this.report.resolve());
    return this;
  }

  /** From the acknowledgement to the resolution, by whoever holds it. */
  settle(): this {
    this.acknowledge().respond();
    if (this.random.chance(0.12)) this.respond();
    return this.resolve();
  }

  confirm(): this {
    const at = this.report.allowed.confirm === undefined ? this.after([10, 240]) : this.within('confirm', PROMPT);
    this.byRaiser('ConfirmUpwardReport', at, {}, () => this.report.end('confirmed'));
    return this;
  }

  /** Nobody does anything until the next deadline has passed. */
  silence(): this {
    const dueAt = this.report.nextDueAt;
    if (dueAt !== undefined) this.report.pass(dueAt);
    return this;
  }

  escalate(): this {
    this.byHolder('EscalateUpwardReport', this.within('respond', [0.1, 0.7]), { reason: this.text(STEP_TEXTS.escalate) }, () => this.report.escalate('escalated'));
    return this;
  }

  /** By hand, level by level. */
  toTheTop(): this {
    while (!this.report.atTop) this.acknowledge().escalate();
    return this;
  }

  askAndAnswer(): this {
    this.byHolder('RequestUpwardReportInfo', this.within('acknowledge', [0.05, 0.5]), { question: this.text(STEP_TEXTS.question) }, () => this.report.requestInfo());
    this.byRaiser('SupplyUpwardReportInfo', this.after([60, 900]), { answer: this.text(STEP_TEXTS.answer) }, () => this.report.goOn());
    return this;
  }

  hold(hours: Span, end: 'by-hand' | 'by-itself'): this {
    const at = this.within('respond', [0.1, 0.5]);
    const untilAt = holdUntil(this.report.hours, at, this.random.whole(...hours));
    this.byHolder('HoldUpwardReport', at, { reason: this.text(STEP_TEXTS.hold), untilAt }, () => this.report.hold(untilAt));
    if (end === 'by-itself') return this.silence();
    this.byHolder('ResumeUpwardReport', this.report.hours.before(untilAt), {}, () => this.report.goOn());
    return this;
  }

  forward(): this {
    const toPersonId = this.around.colleague;
    this.byHolder('ForwardUpwardReport', this.within('acknowledge', [0.05, 0.5]), { toPersonId, reason: this.text(STEP_TEXTS.forward) }, () => this.report.moveTo(toPersonId, 'forwarded'));
    return this;
  }

  reassign(): this {
    const toPersonId = this.around.colleague;
    const body = { toPersonId, reason: this.text(STEP_TEXTS.reassign) };
    this.ask('ReassignUpwardReport', this.within('acknowledge', [0.1, 0.5]), this.around.principal, body, () => this.report.moveTo(toPersonId, 'reassigned'));
    return this;
  }

  reject(): this {
    this.byRaiser('RejectUpwardReportResolution', this.after([60, 500]), { reason: this.text(STEP_TEXTS.reject) }, () => this.report.comeBack('rejected'));
    return this;
  }

  withdraw(): this {
    this.byRaiser('WithdrawUpwardReport', this.within('acknowledge', [0.1, 0.8]), { reason: this.text(STEP_TEXTS.withdraw) }, () => this.report.end('withdrawn'));
    return this;
  }

  decline(): this {
    this.byHolder('DeclineUpwardReport', this.within('respond', [0.1, 0.7]), { reason: this.text(STEP_TEXTS.decline) }, () => this.report.end('declined'));
    return this;
  }

  /** Within a month of its end. */
  reopen(texts: readonly string[], workingDays: Span): this {
    this.byRaiser('ReopenUpwardReport', this.after([workingDays[0] * 570, workingDays[1] * 570]), { reason: this.text(texts) }, () => this.report.comeBack('reopened'));
    return this;
  }

  mergeInto(intoReportId: Uuid, at: Instant): this {
    this.byHolder('MergeUpwardReport', at, { intoReportId }, () => this.report.end('merged'));
    return this;
  }

  /** Resources, beside the report: asked of other people, on other streams. @returns when the last word was said */
  support(ending: 'confirmed' | 'declined'): Instant {
    const { decides, brings } = this.around.support;
    const id = this.supportId;
    let at = this.report.now;
    const ask = (operation: Operation, by: Uuid, minutes: Span, body: PlannedCommand['body'] = {}): void => {
      at = this.report.hours.from(this.report.hours.add(at, this.random.whole(...minutes)));
      this.asked.push({ at, operation, ids: [id], by, body, lane: id, matter: this.id });
    };
    if (ending === 'declined') {
      ask('DeclineSupport', decides, [60, 570], { reason: this.text(STEP_TEXTS.supportDecline) });
      return at;
    }
    ask('ApproveSupport', decides, [60, 420], { note: this.text(STEP_TEXTS.supportNote) });
    ask('AllocateSupport', decides, [60, 420], { providerPersonId: brings, support: this.text(STEP_TEXTS.support) });
    ask('DeliverSupport', brings, [120, 900], { note: this.text(STEP_TEXTS.delivered) });
    ask('ConfirmSupport', this.report.raiser, [60, 300]);
    return at;
  }

  /** Lets time go by without a deadline passing. */
  waitUntil(at: Instant): this {
    this.report.pass(this.inTime(at));
    return this;
  }

  text(templates: readonly string[]): string {
    return filled(this.random.pick(templates), this.random, this.given);
  }

  /** The holder, or whoever acts for that level. */
  private byHolder(operation: Operation, at: Instant, body: PlannedCommand['body'], then: () => void): void {
    const { holder, level, raised } = this.report;
    const delegate = this.around.delegateOf(raised.schoolClass.classId, level, at);
    this.ask(operation, at, delegate !== undefined && this.random.chance(0.8) ? delegate : holder, body, then);
  }

  private byRaiser(operation: Operation, at: Instant, body: PlannedCommand['body'], then: () => void): void {
    this.ask(operation, at, this.report.raiser, body, then);
  }

  private ask(operation: Operation, at: Instant, by: Uuid, body: PlannedCommand['body'], then: () => void): void {
    this.report.pass(at);
    this.asked.push({ at, operation, ids: [this.id], by, body, lane: this.id });
    then();
  }

  /** After a share of what the policy allows, and in time. */
  private within(kind: 'acknowledge' | 'respond' | 'resolve' | 'confirm', [least, most]: Span): Instant {
    const { allowed, hours, now } = this.report;
    const minutes = (allowed[kind] ?? 0) * (least + this.random.next() * (most - least));
    const at = hours.from(hours.add(now, Math.round(minutes)));
    // Who means to act before the first reminder does, where there is a moment for it.
    const last = most < 0.5 ? hours.until(hours.add(now, Math.floor((allowed[kind] ?? 0) / 2))) : at;
    return this.inTime(at > last && last > now ? last : at);
  }

  private after([least, most]: Span): Instant {
    return this.inTime(this.report.hours.from(this.report.hours.add(this.report.now, this.random.whole(least, most))));
  }

  /** Before the next deadline; at once where no hour lies between. */
  private inTime(at: Instant): Instant {
    const dueAt = this.report.nextDueAt;
    if (dueAt === undefined || at < dueAt) return at;
    const last = this.report.hours.before(dueAt);
    return last > this.report.now ? last : this.report.now;
  }
}

