import { memoryMegabytes } from './memory';

/** Where a start writes to; a terminal gets colours nowhere, so that a log of it reads the same. */
export interface Progress {
  say(line: string): void;
  phase<T extends Phase | void>(name: string, work: () => Promise<T>): Promise<T>;
}

/** What a finished phase has to say beside its time. */
export interface Phase {
  /** Whose memory to show. */
  pids?: readonly (number | undefined)[];
  note?: string;
}

export function progressOn(out: { write(text: string): unknown }): Progress {
  const say = (line: string) => void out.write(`${line}\n`);
  return {
    say,
    async phase(name, work) {
      const begun = Date.now();
      const result = await work();
      const { pids = [], note = '' } = result ?? {};
      const megabytes = pids.reduce<number>((sum, pid) => sum + (pid ? memoryMegabytes(pid) : 0), 0);
      const seconds = ((Date.now() - begun) / 1000).toFixed(1);
      say(`  ${name.padEnd(16)}${seconds.padStart(6)} s  ${(megabytes ? `${megabytes} MB` : '').padStart(7)}  ${note}`.trimEnd());
      return result;
    },
  };
}
