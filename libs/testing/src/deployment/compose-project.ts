import { spawn } from 'node:child_process';
import { join } from 'node:path';

const root = join(__dirname, '..', '..', '..', '..');

export interface Ended {
  readonly code: number;
  readonly output: string;
}

/** The repository's docker-compose.yml under a name of its own, so that it stands beside one that runs here. */
export class ComposeProject {
  constructor(private readonly name: string, private readonly settings: Readonly<Record<string, string>> = {}) {}

  /** `docker compose <args>` to its end; standard output, and standard error where it fails. */
  async ended(...args: string[]): Promise<Ended> {
    const child = spawn('docker', ['compose', '--project-name', this.name, '--env-file', '.env.example', ...args], {
      cwd: root, env: { ...process.env, ...this.settings }, stdio: ['ignore', 'pipe', 'pipe'],
    });
    const output = { stdout: '', stderr: '' };
    child.stdout.on('data', (text: Buffer) => { output.stdout += text.toString(); });
    child.stderr.on('data', (text: Buffer) => { output.stderr += text.toString(); });
    const code = await new Promise<number>((resolve, reject) => child.once('error', reject).once('close', (status) => resolve(status ?? 1)));
    return { code, output: code === 0 ? output.stdout : output.stdout + output.stderr };
  }

  /** @returns standard output. @throws with all it said when it fails */
  async run(...args: string[]): Promise<string> {
    const { code, output } = await this.ended(...args);
    if (code !== 0) throw new Error(`docker compose ${args.join(' ')}: exit code ${code}\n${output}`);
    return output;
  }

  /** Where a service is reached at this moment: another port after every start. */
  async url(service: string): Promise<string> {
    return `http://${(await this.run('port', service, '3000')).trim()}`;
  }
}
