import { builtCheckout } from '@homeroom/testing';
import { crash } from './crash.campaign';
import { faults } from './faults';

jest.setTimeout(600_000);

it('keeps every promise while everything around the services breaks once', async () => {
  await builtCheckout();
  const skipped: string[] = [];
  const result = await crash.run({ minutes: 0.01, seed: 20250901, signal: new AbortController().signal, say: (line) => void (line.startsWith('skipped') && skipped.push(line)) });
  for (const line of skipped) console.warn(line);
  expect(result.violations).toEqual([]);
  const { figures } = result;
  for (const { name, possible } of faults) if (!possible || skipped.length === 0) expect(figures[name]).toBeGreaterThan(0);
  // A campaign without a command in flight when something broke would have proved nothing.
  expect(figures['ambiguous commits resolved']).toBeGreaterThan(0);
  expect(figures['needs followed into resources']).toBeGreaterThan(0);
});
