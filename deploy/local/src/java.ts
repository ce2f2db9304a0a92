import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface Java {
  path: string;
  /** As it says itself, "17.0.15"; a class archive fits exactly one. */
  version: string;
  major: number;
}

/** JAVA_HOME's, else the one on the PATH, whichever is new enough; else an older one, to be named; undefined when none runs. */
export async function findJava(oldestMajor: number): Promise<Java | undefined> {
  const home = process.env['JAVA_HOME'];
  const paths = [...(home ? [join(home, 'bin', 'java')] : []), 'java'];
  const found = (await Promise.all(paths.map(describe))).filter((java) => java !== undefined);
  return found.find((java) => java.major >= oldestMajor) ?? found[0];
}

export function isOnPath(program: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => folder && existsSync(join(folder, program)));
}

async function describe(path: string): Promise<Java | undefined> {
  try {
    const { stdout, stderr } = await run(path, ['-version'], { timeout: 20_000, env: process.env });
    const version = /version "([^"]+)"/.exec(stderr + stdout)?.[1];
    return version ? { path, version, major: parseInt(version, 10) } : undefined;
  } catch {
    return undefined;
  }
}
