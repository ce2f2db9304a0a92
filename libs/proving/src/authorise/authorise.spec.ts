import { builtCheckout } from '@homeroom/testing';
import { authorise } from './authorise';

/** Servers, services and a whole story, beside other tests on the same processors. */
jest.setTimeout(600_000);
beforeAll(async () => void await builtCheckout());

it('lets through who may and nobody else, over every operation, and no row through to another county', async () => {
  const { figures, violations } = await authorise.run({ minutes: 0.5, seed: 20250901, say: () => undefined, signal: new AbortController().signal });
  expect(violations).toEqual([]);
  expect(figures['cells']).toBeGreaterThanOrEqual(Number(figures['operations']) * Number(figures['askers']));
  expect(figures['tables tried as the roles of production']).toBeGreaterThan(50);
});
