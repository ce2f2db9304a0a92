import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** A process of its own that answers questions, one at a time. */
export class Child {
  private constructor(private readonly child: ChildProcess) {}

  /** @param program file beside this one, without its ending. Resolves when it says that it is ready. */
  static async start(program: string, settings: object): Promise<Child> {
    const child = new Child(fork(join(__dirname, `${program}.js`), [JSON.stringify(settings)], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], execArgv: [...process.execArgv, '--disable-warning=TimeoutNegativeWarning'] }));
    await child.answer();
    return child;
  }

  get pid(): number {
    return this.child.pid!;
  }

  async ask<Answer>(question: object): Promise<Answer> {
    this.child.send(question);
    return this.answer() as Promise<Answer>;
  }

  async close(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.kill('SIGTERM');
    await once(this.child, 'exit');
  }

  private async answer(): Promise<unknown> {
    const settled = new AbortController();
    const { signal } = settled;
    const gone = once(this.child, 'exit', { signal }).then(() => { throw new Error('A process of the benchmark ended by itself.'); });
    const answered = once(this.child, 'message', { signal });
    try {
      const [message] = await Promise.race([answered, gone]);
      const { failed } = message as { failed?: string };
      if (failed !== undefined) throw new Error(failed);
      return message;
    } finally {
      settled.abort();
      await Promise.allSettled([gone, answered]);
    }
  }
}

/** What a child's program is: it starts with its settings and answers questions until it is ended. */
export const serveParent = <Settings, Question>(start: (settings: Settings) => Promise<{ answer(question: Question): Promise<object>; close(): Promise<unknown> }>): void => {
  const say = (message: object): void => void process.send!(message);
  const fail = (error: Error): void => say({ failed: error.stack ?? error.message });
  const started = start(JSON.parse(process.argv[2]!) as Settings);
  started.then(({ answer, close }) => {
    process.on('message', (question: Question) => void answer(question).then(say, fail));
    const end = (): void => void close().finally(() => process.exit(0));
    process.once('SIGTERM', end).once('disconnect', end);
    say({});
  }, fail);
};
