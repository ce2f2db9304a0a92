import { EventEmitter } from 'node:events';
import { type Log, logName, type Position } from '@homeroom/contracts';

/** Where the readers of this process stand, and waiting for one of them to get somewhere. */
export class Places {
  private readonly places = new Map<string, Position>();
  private doubted = false;
  private readonly emitter = new EventEmitter().setMaxListeners(0);

  set(reader: string, log: Log, position: Position): void {
    if (this.doubted) return;
    this.places.set(keyOf(reader, log), position);
    this.emitter.emit(keyOf(reader, log), position);
  }

  get(reader: string, log: Log): Position {
    return this.places.get(keyOf(reader, log)) ?? 0;
  }

  /** The database is away and may come back with less than is known here: nobody is told of a place until {@link trust}. */
  doubt(): void {
    this.places.clear();
    this.doubted = true;
  }

  /** It is back, and readers look up their places again. */
  trust(): void {
    this.places.clear();
    this.doubted = false;
  }

  /** True as soon as the reader holds the position, false after `ms`. */
  reached(reader: string, log: Log, position: Position, ms: number): Promise<boolean> {
    if (this.get(reader, log) >= position) return Promise.resolve(true);
    return new Promise((resolve) => {
      const key = keyOf(reader, log);
      const done = (reached: boolean): void => {
        clearTimeout(timer);
        this.emitter.off(key, look);
        resolve(reached);
      };
      const look = (now: Position): void => { if (now >= position) done(true); };
      const timer = setTimeout(() => done(false), ms);
      this.emitter.on(key, look);
    });
  }
}

/** What a reader's place in a log is kept under. */
export const keyOf = (reader: string, log: Log): string => `${reader} ${logName(log)}`;
