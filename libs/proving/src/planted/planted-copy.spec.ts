import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtCheckout } from '@homeroom/testing';
import type { Plant } from './planted-bug';
import { plantedBugs } from './planted-bugs';
import { copyOfCheckout, plant, PlantOutOfDate } from './planted-copy';
import { judged } from './prove-planted';

let root: string;
let folder: string;

beforeAll(async () => {
  root = await builtCheckout();
  folder = mkdtempSync(join(tmpdir(), 'homeroom-planted-'));
  copyOfCheckout(root, folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a program says that runs in the copy, as a service there would. */
const inCopy = (script: string): string => spawnSync(process.execPath, ['-e', script], { cwd: join(folder, 'services', 'organization'), encoding: 'utf8' }).stdout.trim();

const off: Plant = { file: 'libs/contracts/src/log.ts', find: 'export const PARTITIONS = 12', replace: 'export const PARTITIONS = 11' };

describe('a planted bug', () => {
  it('is there in the copy, seen through every package, and nowhere else', () => {
    const partitions = `console.log(require('@homeroom/platform') && require('@homeroom/contracts').PARTITIONS)`;
    expect(inCopy(partitions)).toBe('12');
    plant(root, folder, [off]);
    expect(inCopy(partitions)).toBe('11');
    expect(spawnSync(process.execPath, ['-e', partitions], { cwd: root, encoding: 'utf8' }).stdout.trim()).toBe('12');
  });

  it('keeps what decorators tell at run time: a copied service still documents itself as the checkout does', () => {
    plant(root, folder, [{ file: 'libs/platform/src/http/command-answer.ts', find: '/** What came of a command. */', replace: '' }]);
    const { status, stderr } = spawnSync(process.execPath, ['dist/main.js', 'documents', '--check'], { cwd: join(folder, 'services', 'resources'), encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  it('is out of date when its text is not there exactly once', () => {
    expect(() => plant(root, folder, [{ ...off, find: 'no such text' }])).toThrow(PlantOutOfDate);
    expect(() => plant(root, folder, [{ ...off, find: 'export const' }])).toThrow(PlantOutOfDate);
  });

  it('has a name of its own', () => {
    const names = plantedBugs.map(({ name }) => name);
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  });

  it('fits the sources of today, each one of them', () => {
    for (const { plants } of plantedBugs) plant(root, folder, plants);
  });
});

describe('what counts as caught', () => {
  const bug = { violates: /^5\. / };
  it('is a violation of the promise that the bug breaks', () => {
    expect(judged(bug, [{ promise: '7. Every record reaches its topic', evidence: '' }, { promise: '5. Positions are 1..N', evidence: '' }])).toEqual({ caught: true, by: '5. Positions are 1..N' });
  });

  it('is neither silence nor another promise', () => {
    expect(judged(bug, [])).toEqual({ caught: false, by: 'nothing' });
    expect(judged(bug, [{ promise: '13. Lag returns to 0', evidence: '' }])).toEqual({ caught: false, by: 'only another promise: 13. Lag returns to 0' });
  });
});
