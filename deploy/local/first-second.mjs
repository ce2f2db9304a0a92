/** What `npm start` looks at before it leaps: each thing that is missing is one sentence, said within the first second. */
import { existsSync, mkdirSync, readFileSync, statfsSync, accessSync, constants } from 'node:fs';
import { createServer } from 'node:net';
import { freemem } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ports = JSON.parse(readFileSync(join(dirname(fileURLToPath(import.meta.url)), 'ports.json'), 'utf8'));

/** PostgreSQL, Kafka, issuer and four services with a county in them; packages and jars come on top once. */
const neededMegabytes = { disk: 1_000, packages: 1_500, memory: 1_000 };

/** Throws an Error with the sentence. */
export async function lookBeforeLeaping(root, args) {
  checkPlatform();
  const running = runningStarter(root);
  if (running) throw new Error(`Homeroom is already running in this checkout (process ${running}). Stop that with Ctrl-C first.`);
  checkFolder(join(root, '.homeroom'));
  checkDisk(root);
  checkMemory();
  await checkPorts(args);
}

function checkPlatform() {
  if (process.platform === 'win32') throw new Error('Homeroom runs on Linux and macOS. On Windows run it inside WSL2.');
  const known = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64'];
  const here = `${process.platform}-${process.arch}`;
  if (!known.includes(here) && !process.env.DATABASE_URL) throw new Error(`There is no embedded PostgreSQL for ${here}. Give a server of your own in DATABASE_URL.`);
}

/** The stack's lock holds the start time as well; the lock itself is judged when it is taken, this only speaks early. */
function runningStarter(root) {
  try {
    const { pid, birth } = JSON.parse(readFileSync(join(root, '.homeroom', 'lock'), 'utf8'));
    process.kill(pid, 0);
    if (process.platform !== 'linux') return pid;
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return birth.startsWith(`${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}@`) ? pid : undefined;
  } catch {
    return undefined;
  }
}

function checkFolder(folder) {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new Error(`The data folder ${folder} cannot be used: ${error.message}.`);
  }
}

function checkDisk(root) {
  const { bavail, bsize } = statfsSync(root);
  const free = Math.floor((bavail * bsize) / 1e6);
  const needed = neededMegabytes.disk + (existsSync(join(root, 'node_modules')) ? 0 : neededMegabytes.packages);
  if (free < needed) throw new Error(`The disk of ${root} has ${free} MB left; Homeroom needs ${needed} MB.`);
}

function checkMemory() {
  const free = Math.floor((process.availableMemory?.() ?? availableFromProc() ?? freemem()) / 1e6);
  if (free < neededMegabytes.memory) throw new Error(`${free} MB of memory are free; Homeroom needs ${neededMegabytes.memory} MB.`);
}

/** What the kernel could free counts as well; older Nodes ask differently. */
function availableFromProc() {
  try {
    return Number(/^MemAvailable:\s+(\d+)/m.exec(readFileSync('/proc/meminfo', 'latin1'))[1]) * 1024;
  } catch {
    return undefined;
  }
}

async function checkPorts(args) {
  const option = args.findIndex((arg) => arg.startsWith('--port-base'));
  const base = option < 0 ? ports.base : Number(args[option].split('=')[1] ?? args[option + 1]);
  // Nonsense is judged where options are read.
  if (!Number.isInteger(base) || base < 1_024 || base > 65_000) return;
  for (const [place, name] of ports.order.entries()) {
    if (!(await isFree(base + place))) throw new Error(`Port ${base + place} (${name}) is taken by another program. Stop that, or choose other ports with --port-base N.`);
  }
}

function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer().once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}
