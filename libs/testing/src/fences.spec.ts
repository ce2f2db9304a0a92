import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const root = join(__dirname, '..', '..', '..');

/** One deliberate breach of each fence: the file that breaks it, and what it imports. */
const BREACHES: Readonly<Record<string, readonly [from: string, to: string]>> = {
  'contracts-stand-alone': ['libs/contracts/src/a.ts', 'libs/platform/src/x.ts'],
  'kernel-is-pure': ['libs/eventsourcing/src/a.ts', 'node_modules/typeorm/index.js'],
  'platform-knows-no-service': ['libs/platform/src/a.ts', 'services/organization/src/x.ts'],
  'services-do-not-import-each-other': ['services/organization/src/a.ts', 'services/resources/src/x.ts'],
  'services-need-no-tools': ['services/organization/src/b.ts', 'libs/testing/src/x.ts'],
  'deciders-are-pure': ['services/organization/src/a.decider.ts', 'libs/platform/src/x.ts'],
  'deciders-see-commands-as-types': ['services/organization/src/b.decider.ts', 'services/organization/src/x.commands.ts'],
  'models-are-pure': ['services/organization/src/a.model.ts', 'node_modules/pg/index.js'],
  'commands-only-describe': ['services/organization/src/a.commands.ts', 'services/organization/src/x.decider.ts'],
  'views-know-no-routes': ['services/organization/src/a.view.ts', 'services/organization/src/x.routes.ts'],
  'reactions-only-decide': ['services/organization/src/a.reaction.ts', 'node_modules/@nestjs/common/index.js'],
  'kafkajs-in-one-file': ['libs/platform/src/readers/a.ts', 'node_modules/kafkajs/index.js'],
};

const specifier = (from: string, to: string): string => {
  if (to.startsWith('node_modules/')) return to.replace('node_modules/', '').replace('/index.js', '');
  return `${'../'.repeat(from.split('/').length - 1)}${to.replace(/\.ts$/, '')}`;
};

describe('the fences between kinds of file and packages', () => {
  let tree: string;
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(tree, path)), { recursive: true });
    writeFileSync(join(tree, path), text);
  };
  const cruise = (): { summary: { violations: { rule: { name: string }; from: string; to: string }[] } } => {
    const { stdout, stderr } = spawnSync(process.execPath, [join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs'), '--config', '.dependency-cruiser.cjs', '--output-type', 'json', 'libs', 'services'], { cwd: tree, encoding: 'utf8' });
    if (!stdout.startsWith('{')) throw new Error(stderr || stdout);
    return JSON.parse(stdout) as ReturnType<typeof cruise>;
  };

  beforeAll(() => {
    tree = mkdtempSync(join(tmpdir(), 'homeroom-fences-'));
    cpSync(join(root, '.dependency-cruiser.cjs'), join(tree, '.dependency-cruiser.cjs'));
    write('tsconfig.cruise.json', '{ "compilerOptions": { "module": "node16" } }');
    write('package.json', JSON.stringify({ dependencies: { typeorm: '1', pg: '1', '@nestjs/common': '1', kafkajs: '1' } }));
    for (const [from, to] of Object.values(BREACHES)) {
      write(to, to.endsWith('.js') ? 'exports.x = 1;' : 'export const x = 1;');
      if (to.startsWith('node_modules/')) write(join(dirname(to), 'package.json'), JSON.stringify({ name: specifier('', to), version: '1.0.0', main: 'index.js' }));
      write(from, `import { x } from '${specifier(from, to)}';\nexport const y = x;\n`);
    }
    write('libs/platform/src/cycle.ts', `import { two } from './cycle-two';\nexport const one = (): number => two;\n`);
    write('libs/platform/src/cycle-two.ts', `import { one } from './cycle';\nexport const two = Number(one);\n`);
  });

  afterAll(() => rmSync(tree, { recursive: true, force: true }));

  it('each stop a deliberate breach', () => {
    const found = cruise().summary.violations.map(({ rule, from, to }) => [rule.name, from, to]);
    for (const [rule, [from, to]] of Object.entries(BREACHES)) expect(found).toContainEqual([rule, from, to]);
    expect(found.map(([rule]) => rule)).toContain('no-cycles');
  });

  it('are all known to this test', () => {
    const { forbidden } = require(join(root, '.dependency-cruiser.cjs')) as { forbidden: { name: string }[] };
    expect(forbidden.map(({ name }) => name).filter((name) => !['no-cycles', 'declared-packages-only'].includes(name)).sort()).toEqual(Object.keys(BREACHES).sort());
  });
});
