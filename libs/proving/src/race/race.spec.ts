import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { builtCheckout } from '@homeroom/testing';
import { race } from './race.campaign';

jest.setTimeout(600_000);

it('loses, doubles and reorders nothing, whoever writes at once', async () => {
  const checkout = await builtCheckout();
  await promisify(execFile)(process.execPath, [join('node_modules', 'typescript7', 'bin', 'tsc'), '-b', join('libs', 'proving')], { cwd: checkout });
  const result = await race.run({ minutes: 0.05, seed: 20250901, signal: new AbortController().signal, say: (line) => console.warn(line) });
  expect(result.violations).toEqual([]);
  expect(result.figures).toMatchObject({ processes: 4, writers: 32, streams: 6, events: expect.any(Number), 'views built anew': expect.any(Number) });
  expect(result.figures['events']).toBeGreaterThan(100);
  expect(result.figures['idle transactions']).toBeGreaterThan(0);
});
