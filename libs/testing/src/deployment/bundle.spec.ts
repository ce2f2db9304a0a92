import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtCheckout } from '../databases';

/** Prints, as it ends, the packages that a program loaded from where they are installed. */
const LISTENING = `
  const packages = new Set();
  require('node:module').registerHooks({ resolve: (specifier, context, next) => {
    const found = next(specifier, context);
    const [, name] = /.*\\/node_modules\\/((?:@[^/]+\\/)?[^/]+)/.exec(found.url) ?? [];
    if (name) packages.add(name);
    return found;
  } });
  process.on('exit', () => console.log(JSON.stringify([...packages])));`;
/** Functions without a state, which two may have: the generator of JSON schemas, a tool, brings its own. */
const HARMLESS = ['safe-stable-stringify', 'tslib'];

let root: string;
const folder = mkdtempSync(join(tmpdir(), 'homeroom-bundle-'));
const hook = join(folder, 'hook.cjs');
beforeAll(async () => {
  root = await builtCheckout();
  writeFileSync(hook, LISTENING);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** esbuild writes above each module where it came from. */
const bundledIn = (file: string): string[] => [...new Set([...readFileSync(file, 'utf8').matchAll(/^\/\/ \S*node_modules\/((?:@[^/\s]+\/)?[^/\s]+)\//gm)].map(([, name]) => name!))];

describe('the one file that a service runs from', () => {
  it.each(readdirSync(join(__dirname, '..', '..', '..', '..', 'services')))('%s: says of itself what its modules say, and loads nothing twice', (service) => {
    const cwd = join(root, 'services', service);
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--require', hook, 'dist/service.cjs', 'documents', '--check'], { cwd, encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const [bundled, loaded] = [bundledIn(join(cwd, 'dist', 'service.cjs')), JSON.parse(stdout) as string[]];
    expect(bundled).toEqual(expect.arrayContaining(['@nestjs/core', 'class-validator', 'kafkajs', 'typeorm']));
    expect(loaded).toEqual(expect.arrayContaining(['pg', 'swagger-ui-dist']));
    expect(bundled.filter((name) => loaded.includes(name) && !HARMLESS.includes(name))).toEqual([]);
  });
});
