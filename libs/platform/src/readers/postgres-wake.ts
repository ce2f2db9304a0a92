import type { County } from '@homeroom/contracts';
import { Client } from 'pg';
import type { ConnectWake } from './wake';

const CHANNEL = 'homeroom_log';

/** LISTEN and NOTIFY on a connection of their own. */
export const postgresWake = (url: string): ConnectWake => async (heard, ended) => {
  const client = new Client({ connectionString: url, application_name: 'homeroom wake', keepAlive: true, keepAliveInitialDelayMillis: 5_000, options: '-c synchronous_commit=off' });
  client.on('error', () => undefined);
  client.on('end', ended);
  client.on('notification', ({ payload, processId }) => {
    // What this process said comes back to it: its own readers were told at once.
    if (processId !== (client as unknown as { processID: number }).processID) heard(payload ?? '');
  });
  await client.connect();
  await client.query(`listen ${CHANNEL}`);
  return {
    say: async (counties: readonly County[]) => { await client.query(`select pg_notify('${CHANNEL}', county) from unnest($1::text[]) county`, [counties]); },
    close: () => client.end(),
  };
};
