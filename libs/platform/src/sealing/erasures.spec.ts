import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDatabases, type Postgres, roles, startPostgres } from '@homeroom/local';
import { eventually, testDatabases, type TestDatabases } from '@homeroom/testing';
import { Client } from 'pg';
import { TRUSTED_MS } from './erasure-watch';
import { eraseSubject, MasterKeys, migrateKeys, NameSearch, parseErasures, printErasures, replayErasureList, Sealing, type SealingOptions } from './index';

const county = '370786';
const officer = '00000000-0000-7000-8000-000000000001';
const masterKeys = MasterKeys.of([randomBytes(32)]);
const running: Sealing[] = [];
let databases: TestDatabases;

/** One process of the service, with a cache and a listening connection of its own. */
const aProcess = async (options: Partial<SealingOptions> = {}): Promise<Sealing> => {
  const sealing = await Sealing.start({ url: databases.keys.app, masterKeys, ...options });
  running.push(sealing);
  return sealing;
};
const teacher = (): string => `teacher-${randomUUID()}`;
const one = async (sealing: Sealing, subject: string, text: string): Promise<string> => (await sealing.sealAll(county, [{ subject, text }]))[0]!;
const reads = async (sealing: Sealing, sealed: string): Promise<string | null> => (await sealing.openAll(county, [sealed]))[0]!;

/** Past every fence, as no service may. */
const asSuperuser = (): string => Object.assign(new URL(databases.superuser), { pathname: new URL(databases.keys.app).pathname }).href;
const sql = async <Row extends object>(text: string, values: unknown[] = [], url = asSuperuser()): Promise<Row[]> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(text, values)).rows;
  } finally {
    await client.end();
  }
};
beforeAll(async () => {
  databases = await testDatabases('sealing');
  await Promise.all([migrateKeys(databases.keys.migrator), migrateKeys(databases.keys.migrator)]);
});
afterAll(() => Promise.all(running.map((sealing) => sealing.stop())));

describe('an erasure', () => {
  it('is felt at once here and at once in another process, and seals nothing for the subject again', async () => {
    const [here, there] = [await aProcess(), await aProcess()];
    const subject = teacher();
    const sealed = await one(here, subject, '王小明');
    expect(await reads(there, sealed)).toBe('王小明');
    const { erasure, repeated } = await here.erase(county, subject, officer, 'left-service');
    expect(repeated).toBe(false);
    expect(erasure).toMatchObject({ county, subject, keyId: sealed.split('.')[1], erasedBy: officer, reasonCode: 'left-service' });
    expect(await reads(here, sealed)).toBeNull();
    await eventually(async () => expect(await reads(there, sealed)).toBeNull());
    expect(there.counts().rounds).toBe(1);
    for (const sealing of [here, there, await aProcess()]) {
      await expect(sealing.sealAll(county, [{ subject, text: '王小明' }])).rejects.toMatchObject({ code: 'subject-erased', details: { subject } });
      expect(await reads(sealing, sealed)).toBeNull();
    }
  });

  it('repeated changes nothing, and tells the first facts', async () => {
    const sealing = await aProcess();
    const subject = teacher();
    await one(sealing, subject, '王小明');
    const first = await sealing.erase(county, subject, officer, 'left-service');
    expect(await eraseSubject(databases.keys.app, county, subject, 'someone-else', 'again')).toEqual({ erasure: first.erasure, repeated: true });
  });

  it('from the command line is heard by running processes, also of a subject that had no key', async () => {
    const sealing = await aProcess();
    const [subject, unknown] = [teacher(), teacher()];
    const sealed = await one(sealing, subject, '王小明');
    await eraseSubject(databases.keys.app, county, subject, officer, 'left-service');
    await eventually(async () => expect(await reads(sealing, sealed)).toBeNull());
    expect((await eraseSubject(databases.keys.app, county, unknown, officer, 'left-service')).erasure.keyId).toBeUndefined();
    await expect(sealing.sealAll(county, [{ subject: unknown, text: 'x' }])).rejects.toMatchObject({ code: 'subject-erased' });
    await expect(sealing.erase(county, subject, officer, '王小明 asked for it')).rejects.toThrow('kebab-case');
  });

  it('that nobody was notified of is found in the list', async () => {
    const sealing = await aProcess();
    const subject = teacher();
    const sealed = await one(sealing, subject, '王小明');
    await sql(`with gone as (delete from data_keys where subject = $1 returning county, key_id)
      insert into erasures select county, (select max(n) + 1 from erasures e where e.county = gone.county), $1, key_id, now(), 'x', 'quietly' from gone`, [subject]);
    await sealing.confirmErasures();
    expect(await reads(sealing, sealed)).toBeNull();
    expect(sealing.counts().rounds).toBe(1);
  });

  it('counts within seconds even where neither notification nor list comes through', async () => {
    let now = 0;
    const sealing = await aProcess({ now: () => now });
    const subject = teacher();
    const sealed = await one(sealing, subject, '王小明');
    await sql('delete from data_keys where subject = $1', [subject]);
    expect(await reads(sealing, sealed)).toBe('王小明');
    now += TRUSTED_MS + 1;
    expect(await reads(sealing, sealed)).toBeNull();
  });

  it('is felt by a process whose connections broke meanwhile', async () => {
    const sealing = await aProcess();
    const subject = teacher();
    const sealed = await one(sealing, subject, '王小明');
    await sql(`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'homeroom erasure watch'`);
    await eraseSubject(databases.keys.app, county, subject, officer, 'left-service');
    await eventually(async () => expect(await reads(sealing, sealed)).toBeNull());
    const again = teacher();
    const later = await one(sealing, again, '李华');
    await sealing.openAll(county, [later]);
    await eraseSubject(databases.keys.app, county, again, officer, 'left-service');
    await eventually(async () => expect(await reads(sealing, later)).toBeNull());
  });

  it('is not undone by a key that was on its way', async () => {
    const [here, there] = [await aProcess(), await aProcess()];
    const subject = teacher();
    const sealed = await one(here, subject, '王小明');
    const load = there.database.load.bind(there.database);
    jest.spyOn(there.database, 'load').mockImplementationOnce(async (of, keyIds) => {
      const rows = await load(of, keyIds);
      await here.erase(county, subject, officer, 'left-service');
      await there.confirmErasures();
      return rows;
    });
    expect(await reads(there, sealed)).toBe('王小明');
    expect(await reads(there, sealed)).toBeNull();
  });

  it('leaves no key behind, whoever seals at the same moment', async () => {
    const [here, there] = [await aProcess(), await aProcess()];
    const subjects = Array.from({ length: 40 }, teacher);
    await Promise.all(subjects.flatMap((subject) => [
      here.sealAll(county, [{ subject, text: 'x' }]).catch((error) => expect(error).toMatchObject({ code: 'subject-erased' })),
      there.erase(county, subject, officer, 'left-service'),
    ]));
    expect(await sql('select from data_keys where subject = any ($1)', [subjects])).toEqual([]);
    expect(await sql('select from erasures where subject = any ($1)', [subjects])).toHaveLength(40);
  });

  it('is numbered without gaps in its county', async () => {
    const list = await (await aProcess()).exportErasures(county);
    expect(list.map(({ n }) => n)).toEqual(list.map((_, i) => i + 1));
    expect(parseErasures(printErasures(list))).toEqual(list);
    expect(() => parseErasures(`${printErasures(list)}{"county":"370786"}\n`)).toThrow(`Line ${list.length + 1} of the erasure list is no erasure.`);
  });
});

describe('a restart of the keys database', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sealing-'));
  const external = process.env['DATABASE_URL'];
  let postgres: Postgres;

  beforeAll(async () => {
    // a server that may be restarted, whatever the other tests use
    delete process.env['DATABASE_URL'];
    postgres = await startPostgres({ dataDir: join(folder, 'data'), fsync: false });
    await createDatabases(postgres, ['organization']);
    await migrateKeys(postgres.url('organization_keys', roles.migrator));
  });
  afterAll(async () => {
    if (external !== undefined) process.env['DATABASE_URL'] = external;
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is survived, with erasures made meanwhile', async () => {
    const url = postgres.url('organization_keys', roles.app);
    const sealing = await Sealing.start({ url, masterKeys });
    const [erased, kept] = [teacher(), teacher()];
    const sealed = await sealing.sealAll(county, [{ subject: erased, text: '王小明' }, { subject: kept, text: '李华' }]);
    await postgres.restart();
    await eraseSubject(url, county, erased, officer, 'left-service');
    await eventually(async () => expect(await sealing.openAll(county, sealed)).toEqual([null, '李华']));
    expect(await reads(sealing, await one(sealing, teacher(), '赵云'))).toBe('赵云');
    await sealing.stop();
  });
});

describe('a restored keys database', () => {
  it('forgets again, once the erasure list was replayed', async () => {
    const place = '370704';
    const sealing = await aProcess();
    const [erased, kept] = [teacher(), teacher()];
    const sealed = await sealing.sealAll(place, [{ subject: erased, text: '王小明' }, { subject: kept, text: '李华' }]);
    const names = new NameSearch(sealing);
    const entry = { personId: randomUUID(), subject: erased, sealedName: sealed[0]! };
    await names.searchEntry(place, entry);
    const backup = await sql<{ county: string; key_id: string; subject: string; wrapped: string }>('select * from data_keys where county = $1', [place]);
    await sealing.erase(place, erased, officer, 'left-service');
    const list = parseErasures(printErasures(await sealing.exportErasures(place)));

    await sql('delete from erasures where county = $1', [place]);
    for (const row of backup) await sql('insert into data_keys values ($1, $2, $3, $4) on conflict do nothing', [row.county, row.key_id, row.subject, row.wrapped]);
    const restored = await aProcess();
    // As an operator does it before the service starts, and once more as the service may.
    expect(await replayErasureList(databases.keys.app, list)).toBe(1);
    expect(await restored.replayErasures(list)).toBe(0);
    expect(await restored.openAll(place, sealed)).toEqual([null, '李华']);
    expect(await new NameSearch(restored).searchEntry(place, entry)).toBe(false);
    expect(await restored.exportErasures(place)).toEqual(list);
  });
});
