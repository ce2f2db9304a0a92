import { builtCheckout } from '@homeroom/testing';
import { fuzz } from './fuzz';

/** Servers, services and a whole story, beside other tests on the same processors. */
jest.setTimeout(600_000);
beforeAll(async () => void await builtCheckout());

it('finds nothing that a service answers with a 5xx, leaves open, or takes in part', async () => {
  const { figures, violations } = await fuzz.run({ minutes: 0.15, seed: 20250901, say: () => undefined, signal: new AbortController().signal });
  expect(violations).toEqual([]);
  expect(figures['requests']).toBeGreaterThan(500);
  expect(JSON.parse(String(figures['statuses']))).toMatchObject({ 200: expect.any(Number) as number, 201: expect.any(Number) as number, 400: expect.any(Number) as number, 409: expect.any(Number) as number });
});
