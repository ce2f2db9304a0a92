import { Chance } from './chance';
import { shrink } from './shrink';
import { tell } from './story';
import { stories } from './campaign';
import { outsidePromises } from './virtual-globals';

describe('the platform on simulated servers', () => {
  it('keeps its promises in eighty stories of crashes', async () => {
    const { told, violations } = await stories(1, 80);
    expect(violations).toEqual([]);
    const sum = (of: (each: (typeof told)[number]) => number): number => told.reduce((total, each) => total + of(each), 0);
    expect(sum(({ crashes }) => crashes.processes)).toBeGreaterThan(800);
    expect(sum(({ crashes }) => crashes.databases)).toBeGreaterThan(20);
    expect(sum(({ crashes }) => crashes.connections)).toBeGreaterThan(300);
    expect(sum(({ events }) => events)).toBeGreaterThan(500);
  });

  it.each([
    [3382, 'a process answers a refusal late, while another one, asked later, has done the command and died'],
    [300077783, 'an order that a restored log lost would be reminded of before it is placed anew'],
    [400068795, 'the same befalls another order, after eight restorations'],
    [500012909, 'a paused process hears that it is connected, after its server has crashed'],
  ])('finds nothing wrong with story %i, in which %s', async (seed) => {
    expect((await stories(seed, 1)).violations).toEqual([]);
  });

  it('tells the same story again, from its seed and from its choices', async () => {
    const tellings = await outsidePromises(() => {
      const lines = (chance: Chance): string[] => {
        const heard: string[] = [];
        tell(chance, undefined, (line) => heard.push(line));
        return heard;
      };
      const first = new Chance(5);
      return [lines(first), lines(new Chance(5)), lines(new Chance(0, first.drawn))];
    });
    expect(tellings[0]!.length).toBeGreaterThan(1_000);
    expect(tellings[1]).toEqual(tellings[0]);
    expect(tellings[2]).toEqual(tellings[0]);
  });

  it('leaves a story alone that breaks no promise', async () => {
    expect(await outsidePromises(() => shrink([0, 0, 0, 0], 'each view equals a fresh fold'))).toMatchObject({ evidence: '' });
  });
});
