import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { collectScore, EvidenceRejected, evidenceLines, type NoteKey, openCheckpoint, parseVkey, verifyEvidence } from '@homeroom/contracts';
import { tokenFor } from './issuer-client';
import { readManifest } from './stack-manifest';

const root = join(__dirname, '..', '..', '..');
const USAGE = `npm run evidence -- verify FILE|URL --key <vkey, or a file or folder of them> [--checkpoint FILE] [--token TOKEN]
npm run evidence -- export <service> --out FILE
npm run evidence -- export-score <assessment> [--result N] --out FILE
npm run evidence -- keys`;

/** What outsiders check the product with. `verify` needs nothing that runs; the others ask the running stack. */
async function main(args: string[]): Promise<void> {
  const { values, positionals: [command, what] } = parseArgs({
    args, allowPositionals: true,
    options: { key: { type: 'string', multiple: true, default: [] }, checkpoint: { type: 'string', multiple: true, default: [] }, token: { type: 'string' }, result: { type: 'string', default: '1' }, out: { type: 'string' } },
  });
  if (command === 'verify' && what) console.log(await verify(what, values));
  else if (command === 'keys') process.stdout.write(keyLines([readManifest(root).files.notary]).map((line) => `${line}\n`).join(''));
  else if (command === 'export' && what) await exportLog(what, values.out);
  else if (command === 'export-score' && what) await exportScore(what, Number(values.result), values.out);
  else throw new Error(USAGE);
}

async function verify(place: string, { key, checkpoint, token }: { key: string[]; checkpoint: string[]; token?: string }): Promise<string> {
  const keys = keyLines(key).map(parseVkey);
  if (keys.length === 0) throw new Error('Whose signature? --key takes a public key, or a file or folder that holds some; npm run evidence -- keys prints those of the running stack.');
  const kept = checkpoint.map((file) => openCheckpoint(readFileSync(file, 'utf8'), keys));
  return verifyEvidence(await evidenceLines(place, token), { keys, kept, score });
}

/** Public keys, one a line; from files named .vkey of a folder. */
function keyLines(places: readonly string[]): string[] {
  const filesOf = (folder: string): string[] => readdirSync(folder).filter((name) => name.endsWith('.vkey')).map((name) => join(folder, name));
  return places.flatMap((place) => {
    if (!existsSync(place)) return [place];
    return (statSync(place).isDirectory() ? filesOf(place) : [place]).flatMap((file) => readFileSync(file, 'utf8').split('\n').map((line) => line.trim()).filter(Boolean));
  });
}

interface ScoreChecker {
  verifyScoreEvidence(evidence: unknown, keys: readonly NoteKey[]): Promise<{ records: number; origins: readonly string[]; recorded: { resultVersion: number; scored: { result: { score: { shown: string } | null }; cohortGrade?: string } } }>;
}

/** By the engine as evaluation runs it. Services are no dependencies of the stack: it is taken from where it was built. */
async function score(evidence: unknown, keys: readonly NoteKey[]): Promise<string> {
  const { verifyScoreEvidence } = await import(join(root, 'services', 'evaluation', 'dist', 'index.js')) as ScoreChecker;
  const { records, origins, recorded: { resultVersion, scored } } = await verifyScoreEvidence(evidence, keys);
  return `The score holds: result ${resultVersion} computes again to ${scored.result.score?.shown ?? 'no score'} from ${records} records, all of which stand in the logs that ${origins.join(', ')} signed.`;
}

async function exportLog(service: string, out: string | undefined): Promise<void> {
  const child = spawn(process.execPath, [join(__dirname, 'operate.js'), 'export', service, ...(out ? ['--out', out] : [])], { stdio: 'inherit' });
  process.exitCode = await new Promise<number>((resolve, reject) => child.once('error', reject).once('exit', (code) => resolve(code ?? 1)));
}

/** As the auditor of the running stack, who may see records. */
async function exportScore(assessmentId: string, resultVersion: number, out: string | undefined): Promise<void> {
  const { issuer, files, services } = readManifest(root);
  const token = await tokenFor({ url: issuer.url, secret: readFileSync(files.secret, 'utf8').trim() }, 'auditor');
  const ask = async (service: string, path: string): Promise<unknown> => {
    const answer = await fetch(`${services[service]!.url}${path}`, { headers: { authorization: `Bearer ${token}` } });
    if (!answer.ok) throw new Error(`${service} answered ${answer.status}: ${((await answer.json()) as { detail?: string }).detail}`);
    return answer.json();
  };
  const text = `${JSON.stringify(await collectScore(ask, assessmentId, resultVersion))}\n`;
  if (out === undefined) process.stdout.write(text);
  else writeFileSync(out, text);
}

main(process.argv.slice(2)).catch((error: Error) => {
  console.error(error instanceof EvidenceRejected ? `It does not hold: ${error.message}` : error.message);
  process.exitCode = 1;
});
