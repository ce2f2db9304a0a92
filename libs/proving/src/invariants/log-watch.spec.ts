import { randomUUID } from 'node:crypto';
import { migrate, type OwnLog, postgresLog } from '@homeroom/platform';
import { type TestDatabases, testDatabases } from '@homeroom/testing';
import { Client } from 'pg';
import { LogWatch } from './log-watch';

const LOG = { service: 'library', county: '370786' };
let databases: TestDatabases;
let log: OwnLog;
let superuser: Client;
let watch: LogWatch;
const breaches: string[] = [];

beforeEach(async () => {
  databases = await testDatabases('library');
  await migrate(databases.migrator, []);
  log = postgresLog(LOG, databases.app, { batch: () => undefined }, () => undefined);
  superuser = new Client({ connectionString: databases.superuser });
  await superuser.connect();
  breaches.length = 0;
  watch = new LogWatch(LOG, databases.superuser, (invariant, evidence) => void breaches.push(`${invariant}: ${evidence}`));
  for (let version = 0; version < 4; version++) await append(version);
  await watch.look();
  expect([watch.head, breaches]).toEqual([4, []]);
});
afterEach(() => Promise.all([watch.close(), log.close(), superuser.end()]));

const append = (expected: number): Promise<unknown> => log.lane.append({
  commandId: randomUUID(), at: new Date().toISOString(), checks: [{ stream: 'book-1', expected }],
  events: [{ eventId: randomUUID(), stream: 'book-1', type: 'BookLent', data: {}, meta: { schemaVersion: 1 } as never }],
});

/** What nobody but the superuser can do to a log. */
const tamper = async (sql: string): Promise<string[]> => {
  await superuser.query(sql);
  await watch.lookAgain(0);
  await watch.look();
  return breaches;
};
const record = (position: number, version: number, more = `gen_random_uuid(), 0`): string =>
  `insert into events values ('370786', ${position}, 'book-1', ${version}, gen_random_uuid(), ${more}, 'BookLent', now() + interval '1 hour', '{}', '{}')`;

describe('whoever follows a log past its service', () => {
  it('finds nothing in a log that only grows', async () => {
    await append(4);
    await watch.look();
    expect([watch.head, watch.versionOf('book-1'), breaches]).toEqual([5, 5, []]);
  });
  it('ends where the log ended when it began to look, however fast the log grows meanwhile', async () => {
    const grow = async (): Promise<void> => void await superuser.query(`
      insert into events select '370786', p, 'book-1', p, gen_random_uuid(), gen_random_uuid(), 0, 'BookLent', now() + interval '1 hour', '{}', '{}'
      from generate_series((select max(position) + 1 from events), (select max(position) + 5000 from events)) p`);
    await grow();
    const reading = watch as unknown as { records: (where: string, limit: number) => Promise<unknown> };
    const read = reading.records.bind(watch);
    let pages = 0;
    reading.records = async (where, limit) => {
      if (pages++ < 3) await grow();
      return read(where, limit);
    };
    await watch.look();
    expect([watch.head, breaches]).toEqual([5_004, []]);
  });
  it('finds a record that was changed', async () => expect(await tamper(`update events set data = '{"a":1}' where position = 2`)).toEqual(['6: library/370786:2 was another record before']));
  it('finds a record that is gone', async () => expect(await tamper('delete from events where position = 4')).toEqual(['6: library/370786:4 was there, and is gone']));
  it('finds a position that was left out', async () => expect((await tamper(record(6, 5)))[0]).toMatch(/^5: .* follows 4$/));
  it('finds a version that was left out', async () => expect((await tamper(record(5, 7)))[0]).toMatch(/^4: .* goes on with 7, not 5$/));
  it('finds a command that stands there twice', async () => expect((await tamper(`drop index events_command; ${record(5, 5, '(select command_id from events where position = 1), 0')}`))[0]).toMatch(/^2: /));
  it('finds time that went back', async () => expect((await tamper(`${record(5, 5)}; ${record(6, 6).replace("+ interval '1 hour'", '')}`))[0]).toMatch(/^5: .* was recorded at/));
});
