import type { PlantedBug } from '../planted/planted-bug';

const HANDLE = 'libs/eventsourcing/src/handle.ts';
const SCHEMA = 'libs/platform/src/log/log-schema.ts';

export const planted: readonly PlantedBug[] = [
  {
    name: 'key-stands-for-any-body', campaign: 'crash', minutes: 0.5, violates: /^An idempotency key stands for one body$/,
    says: 'Another body under a known key is told the first one\'s result: a client believes that it was done',
    plants: [{ file: HANDLE, find: '  if (command.fingerprint && known.fingerprint && command.fingerprint !== known.fingerprint) throw new CommandReused(command.commandId);\n', replace: '' }],
  },
  {
    name: 'if-match-ignored', campaign: 'crash', minutes: 0.5, violates: /^If-Match holds/,
    says: 'A command that rests on an old version is done: what somebody else changed in the meantime is overruled unseen',
    plants: [
      { file: HANDLE, find: '    if (ifMatch?.stream === stream && ifMatch.version !== before.expected) throw new VersionMismatch(stream, ifMatch.version, before.expected);\n', replace: '' },
      { file: HANDLE, find: '    if (target && ifMatch.version !== target.expected) throw new VersionMismatch(ifMatch.stream, ifMatch.version, target.expected);\n', replace: '' },
    ],
  },
  {
    name: 'known-command-decided-again', campaign: 'crash', minutes: 0.5, violates: /^2\. /,
    says: 'A command id that was seen before is decided and written again: a retry doubles its effect',
    plants: [
      { file: SCHEMA, find: 'create unique index events_command on', replace: 'create index events_command on' },
      { file: SCHEMA, find: 'array(select e.command_id from events e where e.county = p_county and e.command_id = any (cmds) and e.nth = 0)', replace: 'array[]::uuid[]' },
    ],
  },
  {
    name: 'acknowledged-before-it-is-durable', campaign: 'crash', minutes: 3, violates: /^[16]\. /,
    says: 'The lane does not wait for the disk: what was acknowledged is lost when PostgreSQL is killed',
    plants: [{ file: 'libs/platform/src/log/connections.ts', find: `plan_cache_mode: 'force_generic_plan', jit: 'off',`, replace: `plan_cache_mode: 'force_generic_plan', jit: 'off', synchronous_commit: 'off',` }],
  },
  {
    name: 'restored-log-not-compared', campaign: 'crash', minutes: 2, violates: /^7\. /,
    says: 'A relay takes a topic that is ahead of its log for one that is behind: a restored log is written on, and has two histories',
    plants: [{ file: 'libs/platform/src/kafka/relay.ts', find: `  if (!own) return { state: 'ahead', says:`, replace: `  if (!own) return { state: 'behind', confirmed: await head() };\n  if (!own) return { state: 'ahead', says:` }],
  },
];
