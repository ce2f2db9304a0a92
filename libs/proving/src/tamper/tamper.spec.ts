import { tamper } from './tamper.campaign';

it('no single mutation of evidence, checkpoints, tiles, logs or topics goes unseen', async () => {
  const { figures, violations } = await tamper({ minutes: 4, seed: 20250901, say: () => undefined, signal: new AbortController().signal }, 1_000);
  expect(violations).toEqual([]);
  expect(figures).toMatchObject({ mutations: 1_000, undetected: 0 });
  for (const kind of ['record', 'proof', 'checkpoint', 'tile', 'consistency', 'log', 'topic', 'history', 'notary']) expect(figures[kind]).toBeGreaterThan(0);
});
