import { builtCheckout } from '@homeroom/testing';
import { authoriseOn } from '../authorise/authorise';
import type { CampaignOptions } from '../campaign';
import { fuzzOn } from '../fuzz/fuzz';
import { type OpenGround, openGround } from './open-ground';

/** Servers, services and a whole story, beside other tests on the same processors. */
jest.setTimeout(600_000);

const short = (minutes: number): CampaignOptions => ({ minutes, seed: 20250901, say: () => undefined, signal: new AbortController().signal });
let ground: OpenGround;

beforeAll(async () => {
  await builtCheckout();
  ground = await openGround(short(1));
});
afterAll(() => ground?.close());

it('lets through who may and nobody else, over every operation, and no row through to another county', async () => {
  const { figures, violations } = await authoriseOn(ground, short(0.5));
  expect(violations).toEqual([]);
  expect(figures['cells']).toBeGreaterThanOrEqual(Number(figures['operations']) * Number(figures['askers']));
  expect(figures['tables tried as the roles of production']).toBeGreaterThan(50);
});

it('finds nothing that a service answers with a 5xx, leaves open, or takes in part', async () => {
  const { figures, violations } = await fuzzOn(ground, short(0.15));
  expect(violations).toEqual([]);
  expect(figures['requests']).toBeGreaterThan(500);
  expect(JSON.parse(String(figures['statuses']))).toMatchObject({ 200: expect.any(Number) as number, 201: expect.any(Number) as number, 400: expect.any(Number) as number, 409: expect.any(Number) as number });
});
