/** A part of the stack that can be lost and started again. */
export interface Part {
  restart(): Promise<void>;
  onLost(listener: () => void): void;
}

/** A part that falls over more often than this will not get up by itself. */
const attemptsPerMinute = 5;

/**
 * Starts a part again whenever it ends by itself, a second later, until `isStopping` says so. After too many attempts it
 * says so and leaves the rest running, for somebody to look at.
 */
export function keepRunning(name: string, part: Part, stack: { say(line: string): void; isStopping(): boolean; restarted(): void }): void {
  let attempts: number[] = [];
  const recover = async (): Promise<void> => {
    if (stack.isStopping()) return;
    attempts = [...attempts.filter((at) => at > Date.now() - 60_000), Date.now()];
    if (attempts.length > attemptsPerMinute) return stack.say(`${name} ended ${attemptsPerMinute} times within a minute and is left alone now.`);
    stack.say(`${name} ended unexpectedly and is started again.`);
    await new Promise((wait) => setTimeout(wait, 1_000));
    if (stack.isStopping()) return;
    try {
      await part.restart();
      if (stack.isStopping()) return;
      stack.restarted();
      stack.say(`${name} is back.`);
    } catch (error) {
      stack.say((error as Error).message);
      await recover();
    }
  };
  part.onLost(() => void recover());
}
