import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Violation } from '../campaign';
import { root } from '../root';
import type { Company } from '../ground/player';
import { PROMISES } from './http-fuzz';

/** The independent fuzzer, from PyPI: another reading of the same documents than ours. */
const SCHEMATHESIS = 'schemathesis==4.32.5';
const CHECKS = 'not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,response_schema_conformance';
/** Installing takes a minute where the network is there; without it pip gives up by itself, after many tries. */
const INSTALL_MS = 240_000;
/** From the end of its time budget to the end of its report. */
const GRACE_MS = 120_000;
/** Asked for a position that is not there yet, a service answers 503 after two seconds, as documented: asked often it would take all the time. */
const WAITS = 'minPosition';

interface Ended { readonly code: number | null; readonly output: string }

const run = (command: string, args: readonly string[], patienceMs: number, signal: AbortSignal, cwd = root): Promise<Ended> => new Promise((resolve) => {
  const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'], signal, timeout: patienceMs });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => { output += chunk.toString(); });
  child.once('error', (error) => resolve({ code: null, output: output || error.message })).once('close', (code) => resolve({ code, output }));
});

/** Its own environment below `.homeroom`, made once. @returns the program, or why there is none */
const installed = async (signal: AbortSignal): Promise<{ readonly program: string } | { readonly missing: string }> => {
  const folder = join(root, '.homeroom', SCHEMATHESIS.replace('==', '-'));
  const program = join(folder, 'bin', 'schemathesis');
  if (existsSync(program)) return { program };
  mkdirSync(join(root, '.homeroom'), { recursive: true });
  for (const [command, args] of [['python3', ['-m', 'venv', folder]], [join(folder, 'bin', 'pip'), ['install', '--quiet', '--disable-pip-version-check', SCHEMATHESIS]]] as const) {
    const { code, output } = await run(command, args, INSTALL_MS, signal);
    if (code === 0) continue;
    rmSync(folder, { recursive: true, force: true });
    return { missing: `${SCHEMATHESIS} cannot be installed: ${output.trim().split('\n').at(-1) ?? 'no Python 3'}` };
  }
  return { program };
};

export interface Independent {
  readonly requests: number;
  readonly violations: readonly Violation[];
  /** Why it did not run, or not to its end. */
  readonly missing?: string;
}

/** Lets schemathesis ask every operation of every service, as the county's staff: all services at the same time, each for so long. */
export const schemathesis = async ({ stack, catalogue, token }: Pick<Company, 'stack' | 'catalogue'> & { readonly token: string }, seed: number, seconds: number, signal: AbortSignal): Promise<Independent> => {
  const found = await installed(signal);
  if ('missing' in found) return { requests: 0, violations: [], missing: found.missing };
  const reports = mkdtempSync(join(tmpdir(), 'homeroom-schemathesis-'));
  const ofService = async (service: string): Promise<Independent> => {
    const report = join(reports, `${service}.json`);
    // One worker: the parser that it asks for its own functions is not safe with several before Python 3.12.
    const { code, output } = await run(found.program, [
      'run', withoutWaits(service, reports), '--url', stack.at(service).url, '--header', `Authorization: Bearer ${token}`, '--seed', String(seed), '--checks', CHECKS, '--phases', 'examples,coverage,fuzzing,stateful',
      '--max-time', String(Math.round(seconds)), '--workers', '1', '--continue-on-failure', '--request-timeout', '30', '--suppress-health-check', 'all', '--warnings', 'off', '--no-color', '--no-shrink', '--report-ndjson-path', report,
    ], seconds * 1000 + GRACE_MS, signal, reports);
    const told = existsSync(report) ? readFileSync(report, 'utf8').split('\n') : [];
    const violations = failuresOf(output, service, seed);
    return {
      requests: told.reduce((sum, line) => sum + (line.match(/"status_code":/g)?.length ?? 0), 0), violations,
      ...(code !== 0 && violations.length === 0 && { missing: `${service} ended with ${code}: ${output.trim().slice(-1_500)}` }),
    };
  };
  try {
    const all = await Promise.all(catalogue.documents.filter(({ operations }) => operations.length > 0).map(({ service }) => ofService(service)));
    const missing = all.flatMap((each) => each.missing ?? []).join('\n');
    return { requests: all.reduce((sum, each) => sum + each.requests, 0), violations: all.flatMap(({ violations }) => violations), ...(missing && { missing }) };
  } finally {
    rmSync(reports, { recursive: true, force: true });
  }
};

/** The document as it is checked in, but for the parameter that makes an answer wait. */
const withoutWaits = (service: string, folder: string): string => {
  const file = join(folder, `${service}-openapi.json`);
  const document = JSON.parse(readFileSync(join(root, 'services', service, 'openapi.json'), 'utf8')) as { paths: Record<string, Record<string, { parameters?: { name: string }[] }>> };
  for (const operation of Object.values(document.paths).flatMap((methods) => Object.values(methods))) operation.parameters = operation.parameters?.filter(({ name }) => name !== WAITS);
  writeFileSync(file, JSON.stringify(document));
  return file;
};

/** Failures as its summary tells them, each with the curl line that shows it again; what it could not do itself is none. */
const failuresOf = (output: string, service: string, seed: number): Violation[] => output.split(/^_{3,} .* _{3,}$/m).slice(1).filter((text) => !/Runtime Error/.test(text))
  .map((text) => ({ promise: /Server error/.test(text) ? PROMISES.answers : PROMISES.documented, evidence: `schemathesis, ${service}, seed ${seed}: ${text.trim().slice(0, 1_500)}` }));
