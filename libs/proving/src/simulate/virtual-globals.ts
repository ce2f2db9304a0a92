/** Who keeps the time while a story runs. */
export interface Timekeeper {
  /** Milliseconds of a clock that never goes back. */
  monotonic(): number;
  /** Milliseconds since 1970, as the process that runs now believes. */
  wall(): number;
  after(ms: number, run: () => void): VirtualTimer;
}

/** What `setTimeout` gives. */
export class VirtualTimer {
  cancelled = false;
  constructor(readonly at: number, readonly order: number, readonly run: () => void) {}
  unref(): this { return this; }
  ref(): this { return this; }
}

/** The part of AbortSignal that the platform uses. Node's own costs more than everything else in a step. */
class VirtualSignal {
  aborted = false;
  private listeners: (() => void)[] = [];

  addEventListener(_: 'abort', listener: () => void): void {
    if (!this.listeners.includes(listener)) this.listeners.push(listener);
  }

  removeEventListener(_: 'abort', listener: () => void): void {
    const at = this.listeners.indexOf(listener);
    if (at >= 0) this.listeners.splice(at, 1);
  }

  fire(): void {
    if (this.aborted) return;
    this.aborted = true;
    const { listeners } = this;
    this.listeners = [];
    for (const listener of listeners) listener();
  }

  static any(signals: readonly VirtualSignal[]): VirtualSignal {
    const any = new VirtualSignal();
    any.aborted = signals.some(({ aborted }) => aborted);
    if (any.aborted) return any;
    const fire = (): void => {
      for (const signal of signals) signal.removeEventListener('abort', fire);
      any.fire();
    };
    for (const signal of signals) signal.addEventListener('abort', fire);
    return any;
  }
}

class VirtualController {
  readonly signal = new VirtualSignal();
  abort(): void { this.signal.fire(); }
}

const NAMES = ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate', 'performance', 'AbortController', 'AbortSignal'] as const;

/**
 * Runs `work` in a world without real time: timers, clocks and abort signals of everything that it calls are the
 * keeper's. A port for time would be a parameter of every class; a process's globals are such a port already.
 */
export const withVirtualGlobals = <T>(keeper: Timekeeper, work: () => T): T => {
  const globals = globalThis as unknown as Record<string, unknown>;
  const real = NAMES.map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)!] as const);
  const now = Date.now;
  const cancel = (timer?: VirtualTimer): void => { if (timer) timer.cancelled = true; };
  const interval = (run: () => void, ms: number): VirtualTimer => {
    const every = new VirtualTimer(0, 0, run);
    const again = (): void => {
      if (every.cancelled) return;
      run();
      keeper.after(ms, again);
    };
    keeper.after(ms, again);
    return every;
  };
  const virtual: Record<(typeof NAMES)[number], unknown> = {
    setTimeout: (run: () => void, ms = 0) => keeper.after(ms, run), clearTimeout: cancel, setInterval: interval, clearInterval: cancel,
    setImmediate: (run: () => void) => keeper.after(0, run), performance: { now: () => keeper.monotonic() }, AbortController: VirtualController, AbortSignal: VirtualSignal,
  };
  for (const name of NAMES) Object.defineProperty(globalThis, name, { value: virtual[name], configurable: true, writable: true });
  Date.now = () => keeper.wall();
  // Errors are answers here, by the million.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return work();
  } finally {
    Date.now = now;
    Error.stackTraceLimit = stackTraceLimit;
    for (const [name, descriptor] of real) Object.defineProperty(globals, name, descriptor);
  }
};

const tick = (process as unknown as { _tickCallback?: () => void })._tickCallback;

/**
 * Runs every promise continuation that is ready, and those that these make ready, before it returns. To be called outside
 * of any continuation (see {@link outsidePromises}): Node runs them when its stack is empty, which is never within a story.
 */
export const settlePromises = (): void => tick!.call(process);

/** Runs `work` where {@link settlePromises} works: from the event loop, not from a promise. @throws where Node has no such thing */
export const outsidePromises = <T>(work: () => T): Promise<T> => new Promise((resolve, reject) => {
  setImmediate(() => {
    let settled = false;
    void Promise.resolve().then(() => { settled = true; });
    tick?.call(process);
    if (!settled) return reject(new Error('This Node cannot run promise continuations on demand.'));
    try {
      resolve(work());
    } catch (error) {
      reject(error as Error);
    }
  });
});
