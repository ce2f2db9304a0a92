/** A wait that may be cut short by who waits, too. */
export interface Waited {
  readonly promise: Promise<void>;
  readonly cancel: () => void;
}

/** Waits so long, or until the signal aborts, or until it is cut short; `begin` may end it for a reason of its own, and says how that is undone. */
export const waited = (ms: number, signal?: AbortSignal, begin: (end: () => void) => () => void = () => () => undefined): Waited => {
  let cancel!: () => void;
  const promise = new Promise<void>((resolve) => {
    const timer = setTimeout(() => cancel(), ms);
    const undo = begin(() => cancel());
    cancel = () => { clearTimeout(timer); signal?.removeEventListener('abort', cancel); undo(); resolve(); };
    signal?.addEventListener('abort', cancel, { once: true });
    if (signal?.aborted) cancel();
  });
  return { promise, cancel };
};

/** Waits, or less if the signal aborts. */
export const pause = (ms: number, signal?: AbortSignal): Promise<void> => waited(ms, signal).promise;

/** Lets whatever has arrived meanwhile be handled first. */
export const turnOfTheLoop = (): Promise<void> => new Promise((next) => setImmediate(next));
