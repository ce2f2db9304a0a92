import type { County } from '@homeroom/contracts';
import { eventually } from '@homeroom/testing';
import { Client } from 'pg';
import type { CrashSite } from './site';

const SERVICE = 'organization';
const EARLIER = 'organization_earlier';
/** Commands that the copy does not know. */
const LOST = 40;
/** A service looks at its topic again when its database is back. */
const PATIENCE_MS = 30_000;

/**
 * The database of a service is put back to an earlier point, as after a disk was lost: the service refuses to write, `heal`
 * brings the records back from the topic, and everything anybody was told is there. What the topic does not hold yet would be
 * lost: that is why clients rest until it holds all.
 */
export const restoreAndHeal = async (site: CrashSite, county: County): Promise<void> => {
  const watch = site.ground.watch(SERVICE);
  await watch.close();
  await asSuperuser(site, (client) => copy(client));
  await site.acknowledged(LOST);
  await site.rest();
  await site.relayed();
  await watch.close();
  await asSuperuser(site, (client) => putBack(client));
  await refused(site);
  if (site.ground.violations.length > 0) return;
  const { code, output } = await site.stack.operate(SERVICE, 'heal');
  if (code !== 0) throw new Error(`heal of ${SERVICE}/${county} said: ${output}`);
  await site.ground.lookAfterCrash();
  await watch.lookAgain(0);
  site.load.start(site.random.fork());
  await site.acknowledged(1);
};

/** A log of which its topic knows more is not written: the service says so within a moment of its database's return. */
const refused = async (site: CrashSite): Promise<void> => {
  let said = '';
  await eventually(async () => {
    said = await site.health();
    if (!said.includes('npm run heal')) throw new Error(said);
  }, PATIENCE_MS).catch(() => site.ground.breach(7, `the database of ${SERVICE} was put back, and it would write on, saying ${said.slice(0, 500)}`));
};

const asSuperuser = async (site: CrashSite, work: (client: Client) => Promise<void>): Promise<void> => {
  const client = new Client({ connectionString: site.stack.postgres.url('postgres') });
  await client.connect();
  await work(client).finally(() => client.end());
};

/** Nobody may be connected to a database that is copied or renamed. */
const alone = async (client: Client, database: string, work: () => Promise<void>): Promise<void> => {
  await client.query(`alter database ${database} allow_connections false`);
  await client.query('select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = $1', [database]);
  await work();
};

const copy = (client: Client): Promise<void> => alone(client, SERVICE, async () => {
  await client.query(`drop database if exists ${EARLIER}`);
  await client.query(`create database ${EARLIER} template ${SERVICE}`);
  await client.query(`alter database ${SERVICE} allow_connections true`);
});

const putBack = (client: Client): Promise<void> => alone(client, SERVICE, async () => {
  const { rows: [acl] } = await client.query<{ datacl: string; owner: string }>('select datacl::text, pg_get_userbyid(datdba) as owner from pg_database where datname = $1', [SERVICE]);
  await client.query(`drop database ${SERVICE}`);
  await client.query(`alter database ${EARLIER} rename to ${SERVICE}`);
  await client.query(`alter database ${SERVICE} owner to ${acl!.owner}`);
  // A copy has its rows and roles of tables, but not who may connect.
  await client.query('update pg_database set datacl = $1::aclitem[] where datname = $2', [acl!.datacl, SERVICE]);
});
