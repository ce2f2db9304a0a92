import { Handoff } from './handoff';

describe('a handoff', () => {
  it('lets the producer go on when an item has been handled', async () => {
    const handoff = new Handoff<number>();
    const steps: string[] = [];
    const producing = (async () => {
      for (const n of [1, 2]) {
        await handoff.give(n);
        steps.push(`${n} was handled`);
      }
      handoff.end();
    })();
    for await (const n of handoff) steps.push(`handling ${n}`);
    await producing;
    expect(steps).toEqual(['handling 1', '1 was handled', 'handling 2', '2 was handled']);
  });

  it('releases the producer when the consumer leaves while it holds an item', async () => {
    const handoff = new Handoff<number>();
    const given = handoff.give(1);
    for await (const n of handoff) if (n === 1) break;
    await expect(given).resolves.toBeUndefined();
  });

  it('hands an error to the consumer and takes no more', async () => {
    const handoff = new Handoff<number>();
    handoff.fail(new Error('broken'));
    await expect((async () => { for await (const n of handoff) expect(n).toBe('none'); })()).rejects.toThrow('broken');
    await expect(handoff.give(1)).resolves.toBeUndefined();
  });
});
