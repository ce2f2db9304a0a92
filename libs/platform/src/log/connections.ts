import type { County } from '@homeroom/contracts';
import { Client, type ClientBase, type ClientConfig, Pool, types } from 'pg';
import { COUNTY_SETTING } from './log-schema';

// Days are text everywhere: a date object has a time zone, a day has none.
types.setTypeParser(types.builtins.DATE, (text) => text);

/** A lane that cannot commit within this time is ended by the server, whatever its client does: TCP may leave a statement half sent. */
const LANE_TRANSACTION_MS = 5_000;

const options = (settings: Record<string, string | number>): string =>
  Object.entries(settings).map(([name, value]) => `-c ${name}=${String(value).replace(/([\\ ])/g, '\\$1')}`).join(' ');

const config = (url: string, name: string, settings: Record<string, string | number>): ClientConfig => ({
  connectionString: url, application_name: `homeroom ${name}`, keepAlive: true, keepAliveInitialDelayMillis: 5_000,
  connectionTimeoutMillis: 5_000, options: options({ timezone: 'UTC', ...settings }),
});

/** One connection of the append lane of one log: sees one county, never keeps a plan made on a small table, never outlives its time. */
export const laneConnection = (url: string, county: County): Client => new Client(config(url, 'append lane', {
  [COUNTY_SETTING]: county, transaction_timeout: LANE_TRANSACTION_MS, enable_seqscan: 'off', plan_cache_mode: 'force_generic_plan', jit: 'off',
}));

/** Readers of one log: each connection sees one county for its whole life. */
export const logPool = (url: string, county: County, max = 4): Pool => quiet(new Pool({
  ...config(url, 'log reader', { [COUNTY_SETTING]: county, default_transaction_read_only: 'on', jit: 'off' }), max, idleTimeoutMillis: 30_000,
}));

/** Writers of views and checkpoints; the county is set in each transaction. Views need no fsync of their own: rows and checkpoint fall back together. */
export const viewPool = (url: string, max = 8): Pool => quiet(new Pool({ ...config(url, 'views', { synchronous_commit: 'off', jit: 'off' }), max, idleTimeoutMillis: 30_000 }));

const servers = new WeakMap<ClientBase, string>();

/** Which server a connection leads to, and which start of it: only another one can hold an earlier log, as after a restore. */
export const serverOf = async (client: ClientBase): Promise<string> => {
  const known = servers.get(client);
  if (known !== undefined) return known;
  const { rows: [found] } = await client.query<{ server: string }>(`select concat_ws(' ', pg_postmaster_start_time(), oid) as server from pg_database where datname = current_database()`);
  servers.set(client, found!.server);
  return found!.server;
};

/**
 * A connection that is lost while no statement runs on it says so by an event, which would end the process if nobody heard
 * it: a pool hears its idle clients, and leaves those in use to their users. Their next statement fails, and is told as passing.
 */
export const quiet = (pool: Pool): Pool => pool.on('error', () => undefined).on('connect', (client) => client.on('error', () => undefined));

/**
 * Whether a later try may succeed: the connection, the server or a lock failed, not the statement; the database is away while it is put back
 * to an earlier point (3D000); or the log is not to be written for a while.
 */
export const isPassing = (error: unknown): boolean => {
  const { code = '', message = '', name = '' } = (error ?? {}) as { code?: string; message?: string; name?: string };
  return name === 'LaneUnavailable' || name === 'Contended' || /^(08|3D000|40|53|55|57|58|25P04)/.test(code) || /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH)/.test(code)
    || /Connection terminated|connection timeout|Query read timeout|timeout exceeded when trying to connect|^timeout expired$|Client has encountered a connection error|Query runner already released|Client was closed|not queryable/i.test(message);
};
