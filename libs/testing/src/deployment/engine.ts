import { execFileSync } from 'node:child_process';

/** Whether a Docker engine answers; asked once, before any test of a file is declared. */
const engineAnswers = (): boolean => {
  try {
    execFileSync('docker', ['version', '--format', '{{.Server.Version}}'], { stdio: 'ignore', timeout: 5_000 });
    return true;
  } catch {
    return false;
  }
};

/** Tests that need containers: they run where an engine answers, and say that they were skipped where none does. */
export const describeWithEngine = (name: string, tests: () => void): void => {
  if (engineAnswers()) return describe(name, tests);
  console.warn(`skipped: ${name}: no Docker engine answers on this machine`);
  describe.skip(name, tests);
};
