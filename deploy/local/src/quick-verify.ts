import { execFile } from 'node:child_process';
import type { BuiltService } from './built-services';
import { migratorEnvironment } from './service-environment';
import type { StackManifest } from './stack-manifest';

/** What a look at every log, topic and view from outside found, in one sentence; the violations where there are any. */
export async function quickVerify(root: string, services: readonly BuiltService[], manifest: StackManifest): Promise<string> {
  const lines = (await Promise.all(services.map((service) => verifyLines(root, service, manifest)))).flat();
  const wrong = lines.filter((line) => !line.startsWith('ok '));
  const checks = lines.filter((line) => /^(ok|FAIL) /.test(line)).length;
  return wrong.length === 0 ? `${checks} checks, no violation (npm run verify looks at everything)` : `violations:\n${wrong.map((line) => `  ${line}`).join('\n')}`;
}

function verifyLines(root: string, { name, main }: BuiltService, manifest: StackManifest): Promise<string[]> {
  return new Promise((resolve) => {
    execFile(process.execPath, [main, 'verify', '--quick'], { cwd: root, env: migratorEnvironment(name, manifest) }, (_, stdout, stderr) => {
      resolve(`${stdout}${stderr}`.split('\n').filter((line) => line.trim() !== ''));
    });
  });
}
