import { type Position, type Uuid } from '@homeroom/contracts';
import { CommandReused, type Decision, handle, Rejected, streamOf, type Written } from '@homeroom/eventsourcing';
import { type ServiceRuntime, type ViewDefinition, viewReader } from '@homeroom/platform';
import type { Chance } from './chance';
import type { Deployment } from './deployment';
import { COUNTY, type ServiceProcess } from './service-process';
import { demand, NOT_IN_STOCK, order, orderBoard, pick, picking } from './story-services';

/** A client that hears nothing for so long asks again, with the same command id, whoever answers. */
const PATIENCE_MS = 3_000;
/** How long it waits for a view to show what it wrote. */
const READ_WITHIN_MS = 4_000;
/** Commands after which the oldest order is asked for no more, and a new one is. */
const ASKED_OF_ONE = 8;

/** One time that a command was sent. `over`: its process decides it no more; `from`: where the log ended when it began to. */
interface Submission { readonly process: ServiceProcess; over: boolean; from: Position }

/** What a client asked and what it was told. */
export interface Asked {
  readonly commandId: Uuid;
  readonly service: string;
  readonly says: string;
  readonly work: (decision: Decision) => Promise<unknown>;
  readonly fingerprint?: string;
  /** The first definite answer: where its events are, that nothing was to be done, or a refusal's code. */
  answer?: { readonly first?: Written; readonly refused?: string };
  /** Each time that it was sent, has not been answered, and may have an effect that later ones do not see. */
  readonly asking: Set<Submission>;
  /** Whether it had been sent no other time that could have had an effect meanwhile: an outcome without events is not remembered. */
  alone?: boolean;
  /** Where the log ended when it began to be decided, and when it was answered. */
  between?: readonly [from: Position, until: Position];
  /** Further answers that told something else. */
  readonly contradictions: string[];
}

/** Clients of both services: they ask, are told or not, ask again until they are told, and read what they wrote. */
export class Clients {
  readonly asked: Asked[] = [];
  /** What a view did not show after the wait for it. */
  readonly unread: string[] = [];

  constructor(private readonly deployment: Deployment, private readonly chance: Chance, private readonly books: number) {}

  get waiting(): number {
    return this.asked.filter(({ answer }) => !answer).length;
  }

  /** A new command, asked of one process, or of two at once. */
  ask(): void {
    const wish = this.wish();
    const asked: Asked = { ...wish, commandId: this.deployment.world.newId(), asking: new Set(), contradictions: [] };
    this.asked.push(asked);
    this.send(asked);
    if (this.chance.oneIn(6)) this.send(asked);
  }

  /** Sends it to some process; again later while there is no answer. */
  private send(asked: Asked): void {
    const processes = this.deployment.processesOf(asked.service);
    for (const each of asked.asking) if (this.spent(each)) asked.asking.delete(each);
    if (processes.length > 0) {
      const process = this.chance.pick(processes);
      this.deployment.world.narrate?.(`client: ${asked.says} (${asked.commandId.slice(-4)}) is asked of ${process.name}`);
      const submission: Submission = { process, over: false, from: 0 };
      asked.asking.add(submission);
      process.do((runtime) => void this.submit(asked, submission, runtime));
    }
    this.deployment.world.schedule(undefined, PATIENCE_MS, () => { if (!asked.answer) this.send(asked); });
  }

  private async submit(asked: Asked, submission: Submission, runtime: ServiceRuntime): Promise<void> {
    const { commandId, fingerprint, work } = asked;
    submission.from = this.headOf(asked);
    try {
      const { first } = await handle(runtime.log, { county: COUNTY, commandId, by: { personId: 'client', role: 'client' }, at: runtime.now(), correlationId: commandId, ...(fingerprint && { fingerprint }) }, work);
      this.told(asked, submission, { first });
      if (first) await this.read(asked, first, submission.process, runtime);
    } catch (error) {
      if (error instanceof Rejected) this.told(asked, submission, { refused: error.code });
      else if (error instanceof CommandReused) asked.contradictions.push('was told that its key was used with another body');
      submission.over = true;
    }
  }

  /** Nothing of it is still on its way: what comes later sees what it did. */
  private spent({ process, over }: Submission): boolean {
    return (over || !process.alive) && !this.deployment.world.requests.some((request) => request.abandoned && request.process === process);
  }

  private headOf({ service }: Asked): Position {
    return this.deployment.database(service).db.head();
  }

  private told(asked: Asked, submission: Submission, answer: NonNullable<Asked['answer']>): void {
    asked.asking.delete(submission);
    this.deployment.world.narrate?.(`client: ${asked.says} (${asked.commandId.slice(-4)}) is answered by ${submission.process.name}: ${JSON.stringify(answer)}`);
    const before = asked.answer;
    if (!before || (!before.first && answer.first && !asked.alone)) {
      asked.answer = answer;
      asked.alone = asked.asking.size === 0;
      asked.between = [submission.from, this.headOf(asked)];
    } else if (before.first || answer.first) {
      // Who began before it was done may say, late, what held then.
      if (!answer.first && submission.from < before.first!.position) return;
      if (JSON.stringify(before.first) !== JSON.stringify(answer.first)) asked.contradictions.push(`was told ${JSON.stringify(before)}, then ${JSON.stringify(answer)}`);
    }
  }

  /** A view that says it holds the position must have folded what it cares for until there; a crash of its database excuses it. */
  private async read({ service, says }: Asked, { position }: Written, process: ServiceProcess, runtime: ServiceRuntime): Promise<void> {
    if (process.waking || !this.chance.oneIn(3)) return;
    const { db } = this.deployment.database(service);
    const { era } = db;
    const view: ViewDefinition = this.chance.pick<ViewDefinition>(service === 'orders' ? [orderBoard, demand] : [picking]);
    const state = await runtime.waitFor(view, COUNTY, { service, position }, READ_WITHIN_MS);
    const at = db.place(viewReader(view), db.log)?.position ?? 0;
    const unseen = db.records.slice(at, position).some(({ type }) => type in view.on);
    if (state === 'current' && unseen && db.era === era && process.alive) this.unread.push(`${says} was written at ${position}, ${view.name} stood at ${at} after the wait for it`);
    if (state === 'halted') this.unread.push(`${view.name} has halted: ${JSON.stringify(await runtime.health())}`);
  }

  /** What somebody might want next, from what there is. */
  private wish(): Pick<Asked, 'service' | 'says' | 'work' | 'fingerprint'> {
    const fingerprint = this.chance.below(3) === 1 ? 'print' : undefined;
    const picks = this.deployment.database('stock').db.records.filter(({ type }) => type === 'PickStarted').map(({ data }) => JSON.parse(data) as { pickId: string; orderId: string });
    if (picks.length > 0 && this.chance.below(4) === 1) {
      const { pickId, orderId } = this.chance.pick(picks);
      return { service: 'stock', says: `finish ${pickId}`, fingerprint, work: (d) => d.decide(pick, pickId, 'FinishPick', { orderId }) };
    }
    const id = this.book();
    return { service: 'orders', fingerprint, ...this.orderWish(id) };
  }

  /** One of a few orders: whoever wants something meets somebody else there. They change with time, since a closed one has nothing left to lose. */
  private book(): string {
    return `o${Math.floor(this.asked.length / ASKED_OF_ONE) + this.chance.below(this.books)}`;
  }

  private orderWish(id: string): Pick<Asked, 'says' | 'work'> {
    // Mostly what the order is ready for: what is refused has nothing to lose.
    const begun = this.deployment.database('orders').db.stream(streamOf(order, id), 0);
    const placed = begun.length > 0 && begun.every(({ type }) => type !== 'OrderClosed');
    const wished = begun.length === 0 ? this.chance.pick([0, 0, 0, 0, 1, 2, 3, 4]) : this.chance.pick(placed ? [1, 2, 3, 4] : [0, 1, 2, 3, 4]);
    switch (wished) {
      case 0: {
        const item = this.chance.pick(['book', 'pen', NOT_IN_STOCK]);
        const payBy = new Date(Date.UTC(2025, 8, 1) + this.deployment.world.now + this.chance.pick([0, 2_000, 8_000])).toISOString();
        return { says: `place ${id}`, work: (d) => d.decide(order, id, 'PlaceOrder', { item, count: 2, payBy }) };
      }
      case 1: return { says: `change ${id}`, work: (d) => d.decide(order, id, 'ChangeOrder', { more: 1 }) };
      case 2: return { says: `change ${id} twice`, work: async (d) => { for (const more of [1, 2]) await d.decide(order, id, 'ChangeOrder', { more }); } };
      case 3: return { says: `close ${id}`, work: (d) => d.decide(order, id, 'CloseOrder', {}) };
      default: {
        const other = this.book();
        return { says: `close ${id} for ${other}`, work: async (d) => {
          await d.decide(order, id, 'CloseOrder', {});
          if (other !== id) await d.decide(order, other, 'ChangeOrder', { more: 1 });
        } };
      }
    }
  }
}
