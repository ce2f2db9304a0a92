import { Client } from 'pg';
import type { JourneyStack } from '@homeroom/testing';

/** Runs on a connection that is closed afterwards. */
export const connected = async <T>(connectionString: string, work: (client: Client) => Promise<T>): Promise<T> => {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};

/** Where every log ends, `<service>/<county>` → position. */
export const logHeads = async (stack: JourneyStack): Promise<Record<string, number>> => {
  const heads: Record<string, number> = {};
  for (const service of stack.services) {
    const { rows } = await connected(stack.postgres.url(service), (client) => client.query<{ county: string; head: string }>('select county, max(position) as head from events group by county order by county'));
    for (const { county, head } of rows) heads[`${service}/${county}`] = Number(head);
  }
  return heads;
};
