import type { Uuid } from '@homeroom/contracts';
import type { Chance } from './chance';
import { settlePromises, type Timekeeper, VirtualTimer } from './virtual-globals';

/** Where the world's time begins. */
const EPOCH = Date.UTC(2025, 8, 1);
/** What a step takes; now and then the world stalls for long enough that something expires. */
const STEP_MS = 1;
const STALLS_MS = [20, 300, 2_000, 7_000];

/** A process of a service: what it has asked for and what it waits for is lost when it is killed. */
export interface Process {
  readonly name: string;
  alive: boolean;
  /** A paused process hears nothing; what it has asked for happens all the same. */
  paused: boolean;
  /** What it would have heard. */
  held: (() => void)[];
  /** Its wall clock differs from the world's by so much. */
  skewMs: number;
}

/** Something that a process asked of a server. */
export interface Request {
  readonly process: Process;
  readonly server: Server;
  /** What it is, as in `append`, `commit views`. */
  readonly kind: string;
  /** Whether it changes anything that must not be lost or doubled. */
  readonly effect: boolean;
  /** The transaction that it is part of, if that spans several requests. */
  readonly within?: object;
  /** Done by the server; a thunk that throws answers with that error, one that gives `BLOCKED` waits. */
  readonly execute: () => unknown;
  readonly settle: (failed: boolean, value: unknown) => void;
  /** The server has done it, and its answer is on the way. */
  answered: boolean;
  /** The client has given it up as lost: nobody waits for its answer. */
  abandoned: boolean;
}

/** What can be away, and loses its connections when it goes. */
export interface Server {
  readonly name: string;
  up: boolean;
  /** The process's connection was lost with this request on it: what it held there is let go. */
  lostConnection(request: Request): void;
}

/** Execution must wait, for instance for a lock: the request is tried again later. */
export const BLOCKED = Symbol('blocked');

/** How often what goes wrong; 0: never. */
export interface Rates {
  /** One request in so many loses its connection, before or after its execution. */
  readonly losses: number;
  /** One answer in so many is late. */
  readonly lateAnswers: number;
  readonly stalls: number;
}

export const lost = (): Error => Object.assign(new Error('Connection terminated unexpectedly'), { code: 'ECONNRESET' });

/** One thread of chance through everything that happens: one step at a time, whose promises are settled before the next. */
export class World implements Timekeeper {
  now = 0;
  /** Requests and answers on their way, in the order in which they were made. */
  readonly requests: Request[] = [];
  rates: Rates = { losses: 0, lateAnswers: 0, stalls: 0 };
  steps = 0;
  private ids = 0;
  /** Connections lost with an effect in flight. */
  lostEffects = 0;
  /** Told of each loss of an effect. */
  onLostEffect: (request: Request, executed: boolean) => void = () => undefined;
  /** Told of everything that happens, for a person to read. */
  narrate: ((line: string) => void) | undefined;
  private current: Process | undefined;
  private readonly timers: { readonly timer: VirtualTimer; readonly process: Process | undefined }[] = [];
  private order = 0;

  constructor(readonly chance: Chance) {}

  monotonic(): number {
    return this.now;
  }

  /** Ids are numbers of their world, so that a story is told again to the letter. */
  newId(): Uuid {
    return `00000000-0000-7000-8000-${(++this.ids).toString(16).padStart(12, '0')}`;
  }

  wall(): number {
    return EPOCH + this.now + (this.current?.skewMs ?? 0);
  }

  /** A timer of the process that runs now. */
  after(ms: number, run: () => void): VirtualTimer {
    return this.schedule(this.current, ms, run);
  }

  /** A timer of a process, or of nobody. */
  schedule(process: Process | undefined, ms: number, run: () => void): VirtualTimer {
    const timer = new VirtualTimer(this.now + Math.max(0, ms), this.order++, run);
    const entry = { timer, process };
    let at = this.timers.length;
    while (at > 0 && this.timers[at - 1]!.timer.at > timer.at) at--;
    this.timers.splice(at, 0, entry);
    return timer;
  }

  /** Runs code of a process, until it waits for something. */
  in(process: Process | undefined, run: () => void): void {
    if (process && !process.alive) return;
    if (process?.paused) {
      process.held.push(run);
      return;
    }
    this.current = process;
    run();
    settlePromises();
    this.current = undefined;
  }

  /** Which process's code runs now. */
  running(): Process {
    if (!this.current) throw new Error('No process runs now.');
    return this.current;
  }

  /** Asks a server; `value` of the answer is what `execute` gives. */
  ask<T>(server: Server, kind: string, effect: boolean, execute: () => T | typeof BLOCKED, within?: object): Promise<T> {
    const process = this.running();
    return new Promise((resolve, reject) => {
      const settle = (failed: boolean, value: unknown): void => (failed ? reject(value as Error) : resolve(value as T));
      this.requests.push({ process, server, kind, effect, within, execute, settle, answered: false, abandoned: false });
    });
  }

  /** The next thing that happens. @returns false when nothing is left to happen */
  step(): boolean {
    this.steps++;
    if (this.rates.stalls > 0 && this.chance.oneIn(this.rates.stalls)) this.now += this.chance.pick(STALLS_MS);
    const next = this.nextTimer();
    const { length } = this.requests;
    if (length > 0 && !(next && next.timer.at <= this.now && this.chance.below(2) === 0)) {
      this.now += STEP_MS;
      this.advance(length > 1 ? this.chance.below(length) : 0);
      return true;
    }
    if (!next) return false;
    this.timers.shift();
    if (next.timer.at > this.now) this.now = next.timer.at;
    this.in(next.process, next.timer.run);
    return true;
  }

  /** Drops what a killed process waits for; what servers have of it they may still do. */
  forget(process: Process, stillDone: (request: Request) => boolean): void {
    for (let i = this.requests.length - 1; i >= 0; i--) {
      const request = this.requests[i]!;
      if (request.process !== process) continue;
      if (!request.answered && stillDone(request)) {
        request.abandoned = true;
      } else {
        this.requests.splice(i, 1);
        request.server.lostConnection(request);
      }
    }
  }

  /** What servers still have of the dead happens now, or never. */
  settleAbandoned(): void {
    for (const request of this.requests.filter(({ abandoned }) => abandoned)) {
      if (this.chance.below(2) === 1) this.done(request);
      this.requests.splice(this.requests.indexOf(request), 1);
      request.server.lostConnection(request);
    }
  }

  /** The server is gone: what it was asked for is lost on its way there or back. */
  breakConnections(server: Server): void {
    for (const request of this.requests.filter((each) => each.server === server)) this.lose(request);
  }

  private nextTimer(): (typeof this.timers)[number] | undefined {
    for (;;) {
      const next = this.timers[0];
      if (!next || (!next.timer.cancelled && next.process?.alive !== false)) return next;
      this.timers.shift();
    }
  }

  private advance(at: number): void {
    const request = this.requests[at]!;
    if (request.answered) {
      this.requests.splice(at, 1);
      this.say(request, 'is answered late');
      return this.in(request.process, request.execute as () => void);
    }
    if (!request.server.up) return this.lose(request);
    if (this.rates.losses > 0 && !request.abandoned && this.chance.oneIn(this.rates.losses)) return this.loseOnTheWay(request);
    this.execute(request, at);
  }

  private execute(request: Request, at: number): void {
    let failed = false;
    let value: unknown;
    try {
      value = request.execute();
    } catch (error) {
      [failed, value] = [true, error];
    }
    if (value === BLOCKED) return;
    this.requests.splice(at, 1);
    this.say(request, `${request.abandoned ? 'is done for the dead' : 'is done'}${failed ? `: ${String(value)}` : ''}`);
    if (request.abandoned) return request.server.lostConnection(request);
    const deliver = (): void => request.settle(failed, value);
    if (this.rates.lateAnswers > 0 && this.chance.oneIn(this.rates.lateAnswers)) this.requests.push({ ...request, execute: deliver, answered: true });
    else this.in(request.process, deliver);
  }

  /** Before the server did it, or after, or before and it does it later all the same. */
  private loseOnTheWay(request: Request): void {
    const how = this.chance.below(3);
    if (how === 2) {
      this.count(request, false);
      request.abandoned = true;
      this.say(request, 'is given up, and still on its way');
      return this.in(request.process, () => request.settle(true, lost()));
    }
    if (how === 1 && !this.done(request)) return;
    this.lose(request, how === 1);
  }

  /** @returns false when it has to wait */
  private done(request: Request): boolean {
    try {
      return request.execute() !== BLOCKED;
    } catch {
      return true;
    }
  }

  private lose(request: Request, executed = request.answered): void {
    const at = this.requests.indexOf(request);
    // Its process may have ended over the loss before.
    if (at < 0) return;
    this.requests.splice(at, 1);
    request.server.lostConnection(request);
    if (request.abandoned) return;
    this.say(request, executed ? 'is done, and its answer lost' : 'is lost');
    this.count(request, executed);
    this.in(request.process, () => request.settle(true, lost()));
  }

  private say({ process, server, kind }: Request, what: string): void {
    this.narrate?.(`${this.now} ${process.name}: ${kind} (${server.name}) ${what}`);
  }

  private count(request: Request, executed: boolean): void {
    if (!request.effect) return;
    this.lostEffects++;
    this.onLostEffect(request, executed);
  }
}
