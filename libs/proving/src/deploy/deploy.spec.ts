import { builtCheckout } from '@homeroom/testing';
import { deploy, PROCESSES, SERVICES } from './deploy.campaign';

jest.setTimeout(900_000);

it('fails no request while every process of every service is replaced once', async () => {
  await builtCheckout();
  const result = await deploy.run({ minutes: 0.01, seed: 20250901, signal: new AbortController().signal, say: () => undefined });
  expect(result.violations).toEqual([]);
  expect(result.figures['restarts']).toBe(SERVICES.length * PROCESSES);
  expect(result.figures['organization 201']).toBeGreaterThan(0);
  expect(result.figures['commands beside a new version of a view']).toBeGreaterThan(0);
});
