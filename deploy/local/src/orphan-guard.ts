import { spawn, type ChildProcess } from 'node:child_process';
import type { Socket } from 'node:net';
import { identify } from './process-identity';

/**
 * A shell that outlives us by a moment. It reads who is in our care from a pipe; when the pipe closes, because we
 * ended or were killed with SIGKILL, it ends those that still run, the youngest first. It compares start times, so a
 * pid that was given to somebody else is left alone. A shell, because it costs 1 MB where a Node would cost 40.
 */
const guard = `
trap '' INT TERM HUP
born() {
  if [ -r /proc/self/stat ]; then
    { read -r stat < "/proc/$1/stat"; } 2>/dev/null || return 0
    set -- \${stat##*) }
    [ "$1" = Z ] && [ "\${18}" -le 1 ] || echo "\${20}"
  else
    set -- $(ps -o stat=,lstart= -p "$1"); shift; echo "$*"
  fi
}
alive() { [ "$(born "$pid")" = "\${birth%@*}" ]; }
wards=
while read -r pid signal grace birth; do
  wards="$pid $signal $grace $birth
$wards"
done
printf '%s' "$wards" | while read -r pid signal grace birth; do
  alive || continue
  kill -s "$signal" "$pid"
  tenths=0
  while alive && [ "$tenths" -lt $((grace * 10)) ]; do sleep 0.1; tenths=$((tenths + 1)); done
  alive && kill -s KILL "$pid"
done
`;

let running: ChildProcess | undefined;

/** From now on the process ends when we end, however that happens. */
export function guardOrphan(pid: number, signal: NodeJS.Signals, graceSeconds: number): void {
  const identity = identify(pid);
  if (!identity) return;
  running ??= startGuard();
  running.stdin!.write(`${pid} ${signal.replace(/^SIG/, '')} ${graceSeconds} ${identity.birth}\n`);
}

function startGuard(): ChildProcess {
  // Its own session: Ctrl-C in the terminal must not end it before it did its duty.
  const child = spawn('/bin/sh', ['-c', guard], { stdio: ['pipe', 'ignore', 'ignore'], detached: true, cwd: '/' });
  child.on('exit', () => (running = undefined));
  child.stdin.on('error', () => undefined);
  child.unref();
  (child.stdin as Socket).unref();
  return child;
}
