import type { Runtime } from '@homeroom/platform';
import type { ToScore } from '../assessments/assessment.model';
import { ScoreBook } from './score-book.view';

/** A runtime whose facts stand further than its head was when asked: somebody wrote in between. */
const overtaken = (state: 'current' | 'behind' = 'current') => {
  const waited: string[] = [];
  const manager = {
    query: async () => { waited.push('standing'); return [{ log: 'evaluation/370786', position: '7' }, { log: 'organization/370786', position: '90' }]; },
    findOneBy: async () => null, findBy: async () => [],
  };
  const runtime = {
    service: 'evaluation', health: async () => ({ heads: { 'evaluation/370786': 5 } }),
    waitFor: async (view: { name: string }, _: string, { service, position }: { service: string; position: number }) => { waited.push(`${view.name} ${service}:${position}`); return state; },
    read: async (_: string, work: (given: typeof manager) => Promise<unknown>) => work(manager),
  } as unknown as Runtime;
  return { waited, book: new ScoreBook(runtime) };
};
const asked = { county: '370786', cycle: { cycleId: '00000000-0000-7000-8000-00000000000c' }, subjectIds: ['00000000-0000-7000-8000-00000000000d'] } as unknown as ToScore;

it('claims to know no more than every view it reads holds, whoever writes meanwhile', async () => {
  const { waited, book } = overtaken();
  await expect(book.scoresOf(asked)).rejects.toMatchObject({ code: 'assessment-not-found' });
  expect(waited).toEqual([
    'facts evaluation:5', 'assessments evaluation:5', 'recorded-scores evaluation:5', 'standing',
    'facts evaluation:7', 'assessments evaluation:7', 'recorded-scores evaluation:7',
  ]);
});

it('scores nothing while what was said has not arrived', async () => {
  await expect(overtaken('behind').book.scoresOf(asked)).rejects.toMatchObject({ code: 'facts-behind' });
});
