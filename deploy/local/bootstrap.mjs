/**
 * What `npm start`, `npm test` and the other scripts run first, on whatever Node (18 or later) the machine has:
 * installs, finds the project's own Node, builds, and hands over to the real script. No dependencies, because it
 * runs before there are any.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, openSync, closeSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lookBeforeLeaping } from './first-second.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const jest = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js'];
const services = existsSync(join(root, 'services')) ? readdirSync(join(root, 'services')).map((name) => `services/${name}`) : [];
const operate = (name) => [['deploy/local/dist/operate.js', name]];

/** Script → what Node runs, one after the other; arguments go to the last. */
const scripts = {
  start: [['deploy/local/dist/start.js']],
  test: [jest],
  token: [['deploy/local/dist/token.js']],
  verify: operate('verify'),
  rebuild: operate('rebuild'),
  heal: operate('heal'),
  log: operate('log'),
  erase: operate('erase'),
  evidence: [['deploy/local/dist/evidence.js']],
  bench: [['libs/bench/dist/main.js']],
  prove: [['libs/proving/dist/main.js']],
  new: [['deploy/local/dist/new/main.js']],
  check: [
    ['node_modules/typescript7/bin/tsc', '-p', 'tsconfig.cruise.json', '--noEmit'],
    ['node_modules/eslint/bin/eslint.js', '.', '--max-warnings=0'],
    ['node_modules/dependency-cruiser/bin/dependency-cruiser.mjs', '--config', '.dependency-cruiser.cjs', 'libs', 'services', 'deploy/local'],
    ...services.map((service) => [`${service}/dist/main.js`, 'documents', '--check']),
    ['node_modules/@redocly/cli/bin/cli.js', 'lint', ...services.map((service) => `${service}/openapi.json`)],
    jest,
  ],
};
/** These print what other programs read, or what people read again and again: nothing of ours before it. */
const quiet = ['token', 'log', 'evidence'];

const oldestNode = [24, 11];
/** A machine that needs longer to install is not installing. */
const staleLockMs = 30 * 60_000;
const homeFolder = join(root, '.homeroom');

async function main([script, ...args]) {
  const commands = scripts[script];
  if (!commands) throw new Error(`There is no script ${script ?? ''}. There are: ${Object.keys(scripts).join(', ')}.`);
  const say = quiet.includes(script) ? () => undefined : (line) => console.log(line);
  if (script === 'start') await lookBeforeLeaping(root, args);
  mkdirSync(homeFolder, { recursive: true });
  await withLock(join(homeFolder, 'install.lock'), () => install(say));
  const node = pinnedNode();
  await withLock(join(homeFolder, 'build.lock'), () => build(node, say));
  for (const [index, command] of commands.entries()) {
    const code = await hand(node, [...command, ...(index === commands.length - 1 ? args : [])]);
    if (code !== 0) return code;
  }
  return 0;
}

function install(say) {
  const stamp = join(root, 'node_modules', '.homeroom-installed');
  const wanted = createHash('sha256').update(readFileSync(join(root, 'package-lock.json'))).update(`${process.platform}-${process.arch}`).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  say('Installing packages (about half a minute and 700 MB, this once)');
  const begun = Date.now();
  const npm = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ['npm'];
  // Development and optional packages whatever NODE_ENV says: the compiler and Node itself are among them.
  run([...npm, 'ci', '--include=dev', '--include=optional', '--loglevel=error', '--no-audit', '--no-fund'], 'Installing packages failed');
  writeFileSync(stamp, wanted);
  say(`  ${'Packages'.padEnd(16)}${seconds(begun)} s  ${`${megabytes('node_modules')} MB`.padStart(7)}`);
}

function pinnedNode() {
  const pinned = join(root, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node');
  // Present and yet unusable, on musl for instance.
  if (existsSync(pinned) && spawnSync(pinned, ['-v']).status === 0) return pinned;
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])) return process.execPath;
  throw new Error(`The project's own Node does not run on this machine (${process.platform}-${process.arch}) and yours is ${process.versions.node}: install Node ${oldestNode.join('.')} or later.`);
}

function build(node, say) {
  const stamp = join(root, 'node_modules', '.homeroom-built');
  const wanted = sourcesStamp();
  const built = existsSync(join(root, 'deploy', 'local', 'dist', 'start.js'));
  if (built && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  const begun = Date.now();
  const nx = ['nx/dist/bin/nx.js', 'nx/bin/nx.js'].map((path) => join(root, 'node_modules', path)).find(existsSync);
  const env = { ...process.env, NX_DAEMON: 'false', PATH: `${dirname(node)}:${process.env.PATH}` };
  run([node, nx, 'run-many', '-t', 'build', '--outputStyle=static'], 'Building failed', env);
  writeFileSync(stamp, wanted);
  say(`  ${'Build'.padEnd(16)}${seconds(begun)} s`);
}

/** Sizes and times of what is compiled; a second look costs some milliseconds where a build costs seconds. */
function sourcesStamp() {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')));
  const packages = ['libs', 'services'].flatMap((folder) => (existsSync(join(root, folder)) ? readdirSync(join(root, folder)).map((name) => join(folder, name)) : []));
  const visit = (path) => {
    const stat = statSync(join(root, path), { throwIfNoEntry: false });
    if (!stat) return;
    if (stat.isDirectory()) readdirSync(join(root, path)).sort().forEach((name) => visit(join(path, name)));
    else if (!path.endsWith('.spec.ts')) hash.update(`${path} ${stat.size} ${stat.mtimeMs}\n`);
  };
  for (const folder of [...packages, join('deploy', 'local')]) for (const part of ['src', 'package.json', 'tsconfig.json']) visit(join(folder, part));
  for (const path of ['tsconfig.base.json', join('deploy', 'bundle.mjs')]) visit(path);
  return hash.digest('hex');
}

/** Runs to its end; what it says is shown only when it fails. */
function run([command, ...args], failure, env = process.env) {
  const { status, error, stdout, stderr } = spawnSync(command, args, { cwd: root, env, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (status === 0) return;
  const lines = `${stdout ?? ''}${stderr ?? ''}`.trim().split('\n');
  // npm says why first and lists its options last; a build says why last.
  const telling = lines.length > 60 ? [...lines.slice(0, 20), '…', ...lines.slice(-40)] : lines;
  throw new Error(`${telling.join('\n')}\n${failure}${error ? `: ${error.message}` : ''}.`);
}

/** Gives the terminal and the signals to the real script and takes its exit code. */
function hand(node, [script, ...args]) {
  // Where commands are looked up, the project's own come first, as npm has it.
  const env = { ...process.env, PATH: `${dirname(node)}:${join(root, 'node_modules', '.bin')}:${process.env.PATH}` };
  const program = [script, ...args].find((part) => !part.startsWith('--'));
  if (!existsSync(join(root, program))) throw new Error(`${relative(root, join(root, program))} is not there yet.`);
  return new Promise((resolve, reject) => {
    const child = spawn(node, [script, ...args], { cwd: root, stdio: 'inherit', env });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
    watchStarters(() => child.kill('SIGTERM'));
    child.once('error', reject).once('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 1)));
  });
}

/** npm, killed, leaves its shell and us behind: when either of them goes, the script is asked to stop. */
function watchStarters(lost) {
  const starters = () => {
    const parent = process.ppid;
    const isShell = /^(sh|dash|bash|ash|zsh)$/.test(procText(parent, 'comm').trim());
    return process.env.npm_lifecycle_event && isShell ? `${parent} ${procText(parent, 'stat').split(') ').pop().split(' ')[1]}` : String(parent);
  };
  const first = starters();
  setInterval(() => { if (starters() !== first) lost(); }, 1_000).unref();
}

function procText(pid, file) {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'latin1');
  } catch {
    return '';
  }
}

/** Two starts at once install and build once. A lock whose holder is gone counts as free. */
async function withLock(path, work) {
  for (;;) {
    try {
      closeSync(openSync(path, 'wx'));
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw new Error(`${path} cannot be written: ${error.message}.`);
      if (isStale(path)) rmSync(path, { force: true });
      else await new Promise((wait) => setTimeout(wait, 200));
    }
  }
  try {
    writeFileSync(path, String(process.pid));
    work();
  } finally {
    rmSync(path, { force: true });
  }
}

function isStale(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return false;
  const age = Date.now() - stat.mtimeMs;
  const holder = Number(readFileSync(path, 'utf8'));
  // Between making it and writing into it lies a moment.
  if (!holder) return age > 5_000;
  try {
    process.kill(holder, 0);
    return age > staleLockMs;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

function megabytes(folder) {
  const { stdout } = spawnSync('du', ['-sk', folder], { cwd: root, encoding: 'utf8' });
  return Math.round(parseInt(stdout, 10) / 1024) || 0;
}

function seconds(begun) {
  return ((Date.now() - begun) / 1000).toFixed(1).padStart(6);
}

main(process.argv.slice(2)).then((code) => { process.exitCode = code; }, (error) => {
  console.error(error.message);
  process.exitCode = 1;
});
