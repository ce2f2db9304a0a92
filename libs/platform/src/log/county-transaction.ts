import type { County } from '@homeroom/contracts';
import type { ClientBase, Pool } from 'pg';
import { COUNTY_SETTING } from './log-schema';

/** Codes of GB/T 2260 are digits: nothing else may reach a statement that is put together as text. */
const digits = (county: County): string => {
  if (!/^\d{6}$/.test(county)) throw new Error(`Not a county code: ${JSON.stringify(county)}.`);
  return county;
};

/** `begin` and the county's fence, in one round trip. */
export const beginInCounty = (county: County): string => `begin; set local ${COUNTY_SETTING} = '${digits(county)}'`;

/** One transaction that sees one county; committed when `work` resolves, rolled back when it throws. */
export const inCounty = <T>(pool: Pool, county: County, work: (client: ClientBase) => Promise<T>): Promise<T> => onConnection(pool, async (client) => {
  await client.query(beginInCounty(county));
  const result = await work(client);
  await client.query('commit');
  return result;
});

/** For who begins and commits by itself, in one round trip with other statements; what was begun is rolled back when `work` throws. */
export const onConnection = async <T>(pool: Pool, work: (client: ClientBase) => Promise<T>): Promise<T> => {
  const client = await pool.connect();
  let failed: Error | undefined;
  try {
    return await work(client);
  } catch (error) {
    failed = error as Error;
    await client.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    // A connection whose transaction failed may be broken in ways that rollback does not show.
    client.release(failed && !('severity' in failed && (failed as { severity?: string }).severity === 'ERROR') ? failed : undefined);
  }
};
