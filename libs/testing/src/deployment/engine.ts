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

/** Past jest's console, which keeps to itself what a file says of which every test is skipped. */
const skip = (name: string, tests: () => void, why: string): void => {
  process.stderr.write(`skipped: ${name}: ${why}\n`);
  describe.skip(name, tests);
};

/** Tests that need containers: they run where an engine answers, and say that they were skipped where none does. */
export const describeWithEngine = (name: string, tests: () => void): void =>
  (engineAnswers() ? describe(name, tests) : skip(name, tests, 'no Docker engine answers on this machine'));

/** The same for tests that take minutes of the whole machine: they run where they are asked for as well. */
export const describeWithEngineWhenAsked = (variable: string, name: string, tests: () => void): void =>
  (process.env[variable] === '1' ? describeWithEngine(name, tests) : skip(name, tests, `it takes minutes; set ${variable}=1 where a Docker engine answers`));
