import { builtCheckout } from '@homeroom/testing';
import { erase } from './erase';

/** Servers, services and a whole story, beside other tests on the same processors. */
jest.setTimeout(600_000);
beforeAll(async () => void await builtCheckout());

it('forgets what was said in every sealed field, here and in a restored copy, and changes nothing else', async () => {
  const { figures, violations } = await erase.run({ minutes: 0.5, seed: 20250901, say: () => undefined, signal: new AbortController().signal });
  expect(violations).toEqual([]);
  expect(figures['sealed fields planted']).toBeGreaterThan(110);
  expect(figures['subjects erased']).toBeGreaterThan(70);
});
