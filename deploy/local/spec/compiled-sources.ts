import { cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformFileSync } from '@swc/core';

const local = join(__dirname, '..');

/** Where packages are found from a folder outside the checkout. */
export const packages = { NODE_PATH: join(local, '..', '..', 'node_modules') };

/**
 * A checkout in miniature: this folder's sources compiled as they are now, so that specs start real processes without
 * a build. Returns the folder of the compiled files.
 */
export function compileInto(root: string): string {
  const dist = join(root, 'deploy', 'local', 'dist');
  mkdirSync(dist, { recursive: true });
  for (const name of ['ports.json', 'bootstrap.mjs', 'first-second.mjs']) cpSync(join(local, name), join(root, 'deploy', 'local', name));
  const sources = readdirSync(join(local, 'src')).filter((name) => name.endsWith('.ts') && !/\.(spec|d)\.ts$/.test(name));
  for (const name of sources) {
    const { code } = transformFileSync(join(local, 'src', name), { swcrc: false, jsc: { target: 'es2023', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } });
    writeFileSync(join(dist, name.replace('.ts', '.js')), code);
  }
  return dist;
}
