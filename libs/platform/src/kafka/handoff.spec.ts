import { turnOfTheLoop } from '../readers/pause';
import { Handoff } from './handoff';

describe('a handoff', () => {
  it('lets the producer get the next item ready while one is handled, and no more', async () => {
    const handoff = new Handoff<number>();
    const steps: string[] = [];
    const producing = (async () => {
      for (const n of [1, 2, 3]) {
        steps.push(`${n} is ready`);
        await handoff.give(n);
      }
      handoff.end();
    })();
    for await (const n of handoff) {
      steps.push(`handling ${n}`);
      await turnOfTheLoop();
      steps.push(`${n} was handled`);
    }
    await producing;
    const when = (step: string): number => steps.indexOf(step);
    expect(steps.filter((step) => step.startsWith('handling'))).toEqual(['handling 1', 'handling 2', 'handling 3']);
    expect(when('2 is ready')).toBeLessThan(when('1 was handled'));
    expect(when('3 is ready')).toBeLessThan(when('2 was handled'));
    expect(when('3 is ready')).toBeGreaterThan(when('1 was handled'));
  });

  it('releases the producer when the consumer leaves, and when it is ended', async () => {
    const left = new Handoff<number>();
    const taken = left.give(1);
    for await (const n of left) if (n === 1) break;
    await expect(taken).resolves.toBeUndefined();
    const waiting = left.give(2);
    left.end();
    await expect(waiting).resolves.toBeUndefined();
  });

  it('hands an error to the consumer and takes no more', async () => {
    const handoff = new Handoff<number>();
    handoff.fail(new Error('broken'));
    await expect((async () => { for await (const n of handoff) expect(n).toBe('none'); })()).rejects.toThrow('broken');
    await expect(handoff.give(1)).resolves.toBeUndefined();
  });
});
