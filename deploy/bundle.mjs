/**
 * node deploy/bundle.mjs [folder of a service …]: makes of each service what runs, one file `dist/service.cjs`. Without
 * folders, of all services of this checkout. They must be compiled. A start that finds everything in one file takes two
 * thirds of the time: most of it was the search for 3,000 modules.
 */
import { existsSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** What is left where it is installed. */
const outside = [
  // TypeORM and others load them by their names while they run: one that is in the file as well would be there twice.
  'pg', 'glob', 'picomatch',
  // Files, not code.
  'swagger-ui-dist/*', '@homeroom/contracts/package.json',
  // What only a checkout's `documents` needs.
  'typescript', 'ts-json-schema-generator',
  // What others could use and nobody here installs.
  '@fastify/multipart', '@fastify/view', '@nestjs/microservices', '@nestjs/platform-express', '@nestjs/websockets', 'class-transformer/storage',
];

/** Nest's modules ask for their peers through a `require` that they make themselves: they are to find them in the file. */
const OWN_REQUIRE = 'const require = createRequire(import.meta.url);';
const peersOfNest = {
  name: 'peers of Nest',
  setup: ({ onLoad }) => onLoad({ filter: /\/node_modules\/@nestjs\/.*\.js$/ }, ({ path }) => ({ contents: readFileSync(path, 'utf8').replace(OWN_REQUIRE, '') })),
};

const services = join(fileURLToPath(import.meta.url), '..', '..', 'services');
const folders = process.argv.length > 2 ? process.argv.slice(2) : readdirSync(services).map((name) => join(services, name)).filter((folder) => existsSync(join(folder, 'dist', 'main.js')));
await Promise.all(folders.map(async (folder) => {
  const made = join(folder, 'dist', `service.${process.pid}.cjs`);
  await build({
    entryPoints: [join(folder, 'dist', 'main.js')], outfile: made, bundle: true, platform: 'node', target: 'node24', external: outside, plugins: [peersOfNest], logLevel: 'error',
    // Modules that want to know where they are: they are in this file.
    banner: { js: 'const fileUrl = require("node:url").pathToFileURL(__filename).href;' }, define: { 'import.meta.url': 'fileUrl' },
  });
  // There at once or not at all, whoever starts a service meanwhile.
  renameSync(made, join(folder, 'dist', 'service.cjs'));
}));
