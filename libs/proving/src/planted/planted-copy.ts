import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import ts from 'typescript';
import type { Plant } from './planted-bug';

/** The plant is out of date: its text is not there, or more than once. */
export class PlantOutOfDate extends Error {
  override readonly name = 'PlantOutOfDate';
}

/**
 * A copy of what runs: every package's `dist`, with a `node_modules` of links to the checkout's, except that our own
 * packages are the copy's, and services run module by module. Everything started in it loads the copy's code alone.
 * @param root of a checkout that is built
 */
export const copyOfCheckout = (root: string, folder: string): void => {
  const packages = [...packagesOf(root, 'libs'), ...packagesOf(root, 'services'), join('deploy', 'local')];
  for (const each of packages) copyPackage(join(root, each), join(folder, each));
  const installed = join(folder, 'node_modules');
  mkdirSync(join(installed, '@homeroom'), { recursive: true });
  for (const name of readdirSync(join(root, 'node_modules'))) {
    if (name !== '@homeroom') symlinkSync(realpathSync(join(root, 'node_modules', name)), join(installed, name));
  }
  for (const each of packages) symlinkSync(join(folder, each), join(installed, '@homeroom', basename(each)));
  for (const name of ['package.json', 'tsconfig.base.json']) cpSync(join(root, name), join(folder, name));
};

/** Makes the mistakes in a copy: in the sources' text, of which the touched files alone are compiled anew. @throws PlantOutOfDate */
export const plant = (root: string, folder: string, plants: readonly Plant[]): void => {
  const options = compilerOptions(root);
  for (const [file, mistakes] of Map.groupBy(plants, (each) => each.file)) {
    const source = mistakes.reduce(replaceOnce, readFileSync(join(root, file), 'utf8'));
    const compiled = join(folder, file.replace('/src/', '/dist/').replace(/\.ts$/, '.js'));
    if (!existsSync(compiled)) throw new PlantOutOfDate(`${file} is not built: ${compiled} is not there.`);
    writeFileSync(compiled, ts.transpileModule(source, { compilerOptions: options, fileName: file }).outputText);
  }
};

const packagesOf = (root: string, folder: string): string[] => readdirSync(join(root, folder)).filter((name) => existsSync(join(root, folder, name, 'package.json'))).map((name) => join(folder, name));

/** What is compiled is copied, because a link would lead back to the checkout; the rest is only read. */
const copyPackage = (from: string, to: string): void => {
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) {
    if (name === 'dist' || name === 'package.json') cpSync(join(from, name), join(to, name), { recursive: true, filter: (file) => basename(file) !== 'service.cjs' });
    else symlinkSync(join(from, name), join(to, name));
  }
};

const replaceOnce = (source: string, { file, find, replace }: Plant): string => {
  const found = source.split(find).length - 1;
  if (found !== 1) throw new PlantOutOfDate(`${file} holds ${JSON.stringify(find)} ${found} times, not once.`);
  return source.replace(find, () => replace);
};

/** As the checkout's packages are compiled; a file by itself needs no types. */
const compilerOptions = (root: string): ts.CompilerOptions => {
  const file = join(root, 'tsconfig.base.json');
  const { options } = ts.parseJsonConfigFileContent(ts.readConfigFile(file, ts.sys.readFile).config, ts.sys, dirname(file));
  return { ...options, composite: false, declaration: false, declarationMap: false, sourceMap: false, module: ts.ModuleKind.CommonJS, moduleResolution: ts.ModuleResolutionKind.Node10 };
};
