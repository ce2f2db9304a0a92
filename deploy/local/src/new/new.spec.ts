import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate, type Kind } from './generate';
import { withImport, withItem, withMember } from './lines';
import { namesOf, pluralOf, singularOf } from './names';

const root = join(__dirname, '..', '..', '..', '..');
/** What the generated code stands on. The benchmark has packages of its own and is left out. */
const SOURCES = ['libs', 'services', 'deploy', 'eslint.config.mjs', 'jest.config.cjs', 'package.json', 'tsconfig.base.json', 'tsconfig.cruise.json'];

describe('names', () => {
  it('are spelt as each kind of file wants them', () => expect(namesOf('home-visit')).toEqual({
    kebab: 'home-visit', plural: 'home-visits', camel: 'homeVisit', camelPlural: 'homeVisits', pascal: 'HomeVisit', pascalPlural: 'HomeVisits', words: 'home visit',
  }));
  it('come back from their plural', () => {
    for (const word of ['reading-circle', 'activity', 'class', 'box', 'branch', 'survey', 'case']) expect(singularOf(pluralOf(word))).toBe(word);
  });
  it('are kebab-case', () => expect(() => namesOf('HomeVisit')).toThrow('kebab-case'));
});

describe('lines', () => {
  it('go where their path sorts', () => {
    const text = "import { x } from '@homeroom/x';\nimport { a } from './a';\nimport { c } from './c';\n\nrest";
    expect(withImport(text, "import { b } from './b';")).toBe(text.replace("'./a';\n", "'./a';\nimport { b } from './b';\n"));
    expect(withImport(text, "import { d } from './d';")).toBe(text.replace("'./c';\n", "'./c';\nimport { d } from './d';\n"));
  });
  it('go at the end of a list, in one line or in many', () => {
    expect(withItem('  streams: [a],', 'streams: [', '],', 'b', '    ')).toBe('  streams: [a, b],');
    expect(withItem('  streams: [],', 'streams: [', '],', 'b', '    ')).toBe('  streams: [b],');
    expect(withItem('  streams: [\n    a,\n  ],', 'streams: [', '],', 'b', '    ')).toBe('  streams: [\n    a,\n    b,\n  ],');
    expect(withItem("f('x', { ...a });", "f('x', {", '});', '...b', '  ')).toBe("f('x', { ...a, ...b });");
  });
  it('go into a union, in one line or in many', () => {
    expect(withMember('export type T = A;', 'T', 'B')).toBe('export type T = A | B;');
    expect(withMember('export type T =\n  | A;', 'T', 'B')).toBe('export type T =\n  | A\n  | B;');
  });
});

describe('npm run new', () => {
  let tree: string;
  const written: string[] = [];
  const write = (kind: Kind, name: string, service: string): void => void written.push(...generate(tree, kind, name, service).written);
  const node = (...args: string[]): void => {
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: tree, encoding: 'utf8' });
    if (status !== 0) throw new Error(`${args.join(' ')}\n${stdout}\n${stderr}`);
  };

  beforeAll(() => {
    tree = mkdtempSync(join(tmpdir(), 'homeroom-new-'));
    for (const source of SOURCES) cpSync(join(root, source), join(tree, source), { recursive: true, filter: (path) => !/[/\\](dist|node_modules|bench)$/.test(path) });
    symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'));
    for (const [service, stream] of [['training', 'reading-circle'], ['resources', 'lending-library']] as const) {
      const { plural } = namesOf(stream);
      write('stream', stream, service);
      write('view', plural, service);
      write('reaction', `${plural}/end-${plural}-at-once`, service);
    }
  });
  afterAll(() => rmSync(tree, { recursive: true, force: true }));

  it('writes what compiles and has the house style', () => {
    node('node_modules/typescript7/bin/tsc', '-p', 'tsconfig.cruise.json', '--noEmit');
    node('node_modules/eslint/bin/eslint.js', ...written.filter((path) => path.endsWith('.ts')), '--max-warnings=0');
  });

  it('writes specs that pass, and samples of what its events say', () => {
    const { globalSetup: _, globalTeardown: __, reporters: ___, rootDir: ____, ...config } = require('../../../../jest.config.cjs') as Record<string, unknown>;
    writeFileSync(join(tree, 'jest.of-new.json'), JSON.stringify({ ...config, rootDir: tree }));
    node('--experimental-vm-modules', 'node_modules/jest/bin/jest.js', '--config', 'jest.of-new.json', '-i', ...written.filter((path) => path.endsWith('.spec.ts')), 'libs/platform/src/service/samples.spec.ts');
  });

  it('puts a stream into three files of its service', () => {
    const production = written.filter((path) => path.startsWith('services/training/') && !path.endsWith('.spec.ts') && !/\.(view|reaction)\.ts$/.test(path));
    expect(production).toEqual(['commands', 'decider', 'routes'].map((kind) => `services/training/src/reading-circles/reading-circle.${kind}.ts`));
  });

  it('overwrites nothing, and says what is missing', () => {
    const before = readFileSync(join(tree, 'services/training/src/training.module.ts'), 'utf8');
    expect(() => generate(tree, 'stream', 'reading-circle', 'training')).toThrow('is there already');
    expect(() => generate(tree, 'view', 'nothing-like-it', 'training')).toThrow('There is no stream');
    expect(() => generate(tree, 'stream', 'reading-circle', 'nowhere')).toThrow('There is no service nowhere');
    expect(readFileSync(join(tree, 'services/training/src/training.module.ts'), 'utf8')).toBe(before);
  });
});
