import { COUNTY_SETTING } from '@homeroom/platform';
import type { Client } from 'pg';
import type { Violation } from '../campaign';
import { connected } from '../ground/log-heads';
import type { JourneyStack } from '@homeroom/testing';
import { COUNTIES } from '../ground/two-counties';

export const FENCED = 'Row-level security alone keeps counties apart, whatever a service asks';

interface Table {
  readonly name: string;
  readonly fenced: boolean;
  readonly owner: string;
}

export interface Fence {
  readonly tables: number;
  readonly statements: number;
  readonly violations: readonly Violation[];
}

const TABLES = `select format('%I', c.relname) as name, c.relrowsecurity and c.relforcerowsecurity and exists (select from pg_policy p where p.polrelid = c.oid) as fenced, pg_get_userbyid(c.relowner) as owner
  from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attname = 'county' and not a.attisdropped
  where n.nspname = 'public' and c.relkind in ('r', 'p') order by name`;
/** Tables without a county: TypeORM's list of migrations alone. */
const UNFENCED = `select format('%I', c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = 'public' and c.relkind in ('r', 'p') and not exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'county') order by name`;
const WITHOUT_COUNTY = ['migrations'];

/** Refused by a policy or for lack of a privilege: either way by the database. */
const REFUSED = '42501';

/** One connection as a role of production: whatever it says, it must see and touch one county alone. */
class Trial {
  statements = 0;
  readonly violations: Violation[] = [];

  constructor(private readonly client: Client, private readonly where: string) {}

  async ofTable(table: Table, row: object | undefined): Promise<void> {
    const [home, other] = COUNTIES;
    await this.sees(table.name, undefined, 'true');
    await this.sees(table.name, other, `county <> '${other}'`);
    await this.sees(table.name, home, `county <> '${home}'`);
    await this.touches(other, `update ${table.name} set county = county where county = '${home}'`);
    await this.touches(other, `update ${table.name} set county = '${home}'`);
    await this.touches(other, `delete from ${table.name} where county = '${home}'`);
    if (row) await this.touches(other, `insert into ${table.name} select * from json_populate_record(null::${table.name}, $1)`, [JSON.stringify(row)]);
  }

  private async sees(table: string, county: string | undefined, which: string): Promise<void> {
    const rows = await this.within(county, `select count(*)::int as n from ${table} where ${which}`);
    if (rows && rows.rows[0].n > 0) this.violated(`${table}: ${rows.rows[0].n} rows seen by a session of ${county ?? 'no county'}`);
  }

  private async touches(county: string, statement: string, values: unknown[] = []): Promise<void> {
    const done = await this.within(county, statement, values);
    if (done && (done.rowCount ?? 0) > 0) this.violated(`a session of ${county} did this to ${done.rowCount} rows: ${statement}`);
  }

  /** @returns undefined where the database refused */
  private async within(county: string | undefined, statement: string, values: unknown[] = []) {
    this.statements++;
    await this.client.query('begin');
    try {
      if (county) await this.client.query(`set local ${COUNTY_SETTING} = '${county}'`);
      return await this.client.query(statement, values);
    } catch (error) {
      if ((error as { code?: string }).code !== REFUSED) this.violated(`${statement}: ${(error as Error).message}`);
      return undefined;
    } finally {
      await this.client.query('rollback');
    }
  }

  violated(evidence: string): void {
    this.violations.push({ promise: FENCED, evidence: `${this.where}: ${evidence}` });
  }
}

/** Every table of every database, straight and as the roles of production: with no check of ours in between. */
export const foreignRows = async (stack: JourneyStack): Promise<Fence> => {
  const trials: Trial[] = [];
  let count = 0;
  for (const service of stack.services) {
    const { app, reader, keys } = stack.at(service).databases;
    for (const [database, urls] of [[service, [app, reader]], [`${service}_keys`, [keys.app]]] as const) {
      const { tables, rows, bare } = await connected(stack.postgres.url(database), looked);
      count += tables.length;
      for (const url of urls) {
        await connected(url, async (client) => {
          const trial = new Trial(client, `${database} as ${new URL(url).username}`);
          trials.push(trial);
          for (const name of bare) trial.violated(`${name} has no county`);
          await ofRole(client, trial, tables);
          for (const table of tables) await trial.ofTable(table, rows.get(table.name));
        });
      }
    }
  }
  return { tables: count, statements: trials.reduce((sum, { statements }) => sum + statements, 0), violations: trials.flatMap(({ violations }) => violations) };
};

/** As the superuser: the tables, and of each a row of the home county to be forged. */
const looked = async (client: Client): Promise<{ tables: Table[]; rows: Map<string, object>; bare: string[] }> => {
  const { rows: tables } = await client.query<Table>(TABLES);
  const { rows: bare } = await client.query<{ name: string }>(UNFENCED);
  const rows = new Map<string, object>();
  for (const { name } of tables) {
    const { rows: [found] } = await client.query<{ row: object }>(`select to_json(t) as row from ${name} t where county = $1 limit 1`, [COUNTIES[0]]);
    if (found) rows.set(name, found.row);
  }
  return { tables, rows, bare: bare.map(({ name }) => name).filter((name) => !WITHOUT_COUNTY.includes(name)) };
};

const ofRole = async (client: Client, trial: Trial, tables: readonly Table[]): Promise<void> => {
  const { rows: [role] } = await client.query<{ name: string; free: boolean }>('select rolname as name, rolsuper or rolbypassrls as free from pg_roles where rolname = current_user');
  if (role!.free) trial.violated(`${role!.name} bypasses row-level security`);
  for (const { name, fenced, owner } of tables) {
    if (!fenced) trial.violated(`${name} has no forced row-level security with a policy`);
    if (owner === role!.name) trial.violated(`${name} belongs to ${role!.name}`);
  }
};
