import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { builtServices } from './built-services';
import { migratorEnvironment } from './service-environment';
import { readManifest } from './stack-manifest';

const root = join(__dirname, '..', '..', '..');

/**
 * `npm run <command> -- [service] …`: runs `main.js <command> …` of a service with the environment that it has in the
 * running stack, and a migrator's rights. Without a service: of each, one after the other; the worst exit code counts.
 */
async function main([command, ...args]: string[]): Promise<number> {
  const manifest = readManifest(root);
  const built = builtServices(root);
  const named = built.find(({ name }) => name === args[0]);
  if (!named && args[0] && !args[0].startsWith('-')) throw new Error(`There is no service ${args[0]}. There are: ${built.map(({ name }) => name).join(', ')}.`);
  let worst = 0;
  for (const { name, main: script } of named ? [named] : built) {
    worst = Math.max(worst, await run([script, command!, ...(named ? args.slice(1) : args)], migratorEnvironment(name, manifest)));
  }
  return worst;
}

function run(args: string[], env: NodeJS.ProcessEnv): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit', env });
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => child.kill(name));
    child.once('error', reject).once('exit', (code) => resolve(code ?? 1));
  });
}

main(process.argv.slice(2)).then((code) => { process.exitCode = code; }, (error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
