import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDatabases, keysDatabase, type Postgres, roles, startPostgres } from '@homeroom/local';
import { Client } from 'pg';
import { eraseSubject, MasterKeys, migrateKeys, NameSearch, parseErasures, printErasures, Sealing } from './index';
import { TRUSTED_MS } from './erasure-watch';

jest.setTimeout(60_000);

const county = '370786';
const other = '370785';
const officer = '00000000-0000-7000-8000-000000000001';
const masterKeys = MasterKeys.of([randomBytes(32)]);
const service = `sealing_${process.pid}`;
const folder = mkdtempSync(join(tmpdir(), 'sealing-'));
let postgres: Postgres;
const running: Sealing[] = [];

const urlOf = (role: string): string => postgres.url(keysDatabase(service), role);
const aProcess = async (options: Partial<Parameters<typeof Sealing.start>[0]> = {}): Promise<Sealing> => {
  const sealing = await Sealing.start({ url: urlOf(roles.app), masterKeys, ...options });
  running.push(sealing);
  return sealing;
};
const teacher = (): string => `teacher-${randomUUID()}`;
const one = async (sealing: Sealing, subject: string, text: string, of = county): Promise<string> => (await sealing.sealAll(of, [{ subject, text }]))[0]!;
const reads = async (sealing: Sealing, sealed: string, of = county): Promise<string | null> => (await sealing.openAll(of, [sealed]))[0]!;

const sql = async <Row extends object>(text: string, values: unknown[] = [], url = urlOf('postgres')): Promise<Row[]> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(text, values)).rows;
  } finally {
    await client.end();
  }
};
/** Everything that stands in the keys database, as text. */
const everything = async (): Promise<string> => {
  const tables = await sql<{ name: string }>(`select format('%I', tablename) as name from pg_tables where schemaname = 'public'`);
  const dumps = await Promise.all(tables.map(({ name }) => sql<{ row: string }>(`select t::text as row from ${name} t`)));
  return dumps.flat().map(({ row }) => row).join('\n');
};
/** Turns of the event loop until it holds; the test's own time limit ends it. */
const until = async (holds: () => Promise<boolean>): Promise<void> => {
  while (!await holds()) await new Promise(setImmediate);
};

beforeAll(async () => {
  postgres = await startPostgres({ dataDir: join(folder, 'data'), fsync: false });
  await createDatabases(postgres, [service]);
  await Promise.all([migrateKeys(urlOf(roles.migrator)), migrateKeys(urlOf(roles.migrator))]);
});
afterAll(async () => {
  await Promise.all(running.map((sealing) => sealing.stop()));
  for (const name of [service, keysDatabase(service)]) await sql(`drop database if exists ${name} with (force)`, [], postgres.url('postgres'));
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('sealing', () => {
  it('opens what it sealed, in order, here and in another process', async () => {
    const [here, there] = [await aProcess(), await aProcess()];
    const [a, b] = [teacher(), teacher()];
    const sealed = await here.sealAll(county, [{ subject: a, text: '王小明' }, { subject: b, text: '13800138000' }, { subject: a, text: '' }]);
    for (const sealing of [here, there]) expect(await sealing.openAll(county, [sealed[1]!, null, sealed[0]!, sealed[2]!])).toEqual(['13800138000', null, '王小明', '']);
    expect(new Set(sealed.map((text) => text.split('.')[1])).size).toBe(2);
  });

  it('gives a subject one key, however many seal for it first', async () => {
    const processes = await Promise.all(Array.from({ length: 4 }, () => aProcess()));
    const [subject, ...others] = Array.from({ length: 5 }, teacher);
    const sealed = await Promise.all(Array.from({ length: 20 }, (_, i) =>
      processes[i % 4]!.sealAll(county, [subject!, ...(i % 2 ? others : others.toReversed())].map((name) => ({ subject: name, text: `${i}` })))));
    expect(new Set(sealed.map(([text]) => text!.split('.')[1])).size).toBe(1);
    expect(await Promise.all(sealed.map((texts, i) => processes[(i + 1) % 4]!.openAll(county, texts)))).toEqual(sealed.map((texts, i) => texts.map(() => `${i}`)));
    expect(await sql('select from data_keys where subject = any ($1)', [[subject, ...others]])).toHaveLength(5);
  });

  it('is not held up by another process that seals for the same subjects in another order', async () => {
    const [here, there] = [await aProcess(), await aProcess()];
    const texts = Array.from({ length: 900 }, () => ({ subject: teacher(), text: 'x' }));
    const [a, b] = await Promise.all([here.sealAll(county, texts), there.sealAll(county, texts.toReversed())]);
    expect(b.toReversed().map((text) => text.split('.')[1])).toEqual(a.map((text) => text.split('.')[1]));
  });

  it('asks the database once for many, and no more once it knows the keys', async () => {
    const sealing = await aProcess();
    const texts = Array.from({ length: 500 }, (_, i) => ({ subject: teacher(), text: `${i}` }));
    const sealed = (await Promise.all(texts.map((text) => sealing.sealAll(county, [text])))).flat();
    expect(sealing.counts().rounds).toBe(1);
    for (let i = 0; i < 3; i++) await sealing.openAll(county, await sealing.sealAll(county, texts));
    await sealing.openAll(county, sealed);
    expect(sealing.counts()).toMatchObject({ rounds: 1, sealed: 2_000, opened: 2_000 });
  });

  it('opens nothing that was changed, moved or never sealed, and counts why', async () => {
    const sealing = await aProcess();
    const [mine, hers] = [await one(sealing, teacher(), '王小明'), await one(sealing, teacher(), '李华')];
    const swapped = `v1.${hers.split('.')[1]}.${mine.split('.')[2]}`;
    const changed = mine.replace(/\.(.)([^.]+)$/, (_, first, rest) => `.${first === 'A' ? 'B' : 'A'}${rest}`);
    expect(await sealing.openAll(county, [swapped, changed, '王小明', 'v1..'])).toEqual([null, null, null, null]);
    expect(sealing.counts()).toMatchObject({ tampered: 2, malformed: 2, erased: 0 });
    expect(await reads(sealing, mine, other)).toBeNull();
  });

  it('says that a master key is missing instead of taking its texts for erased', async () => {
    const subject = teacher();
    const sealed = await one(await aProcess(), subject, '王小明');
    const stranger = await aProcess({ masterKeys: MasterKeys.of([randomBytes(32)]) });
    await expect(stranger.openAll(county, [sealed])).rejects.toThrow('which this process was not given');
    await expect(stranger.sealAll(county, [{ subject, text: 'x' }])).rejects.toThrow('which this process was not given');
  });

  it('refuses a subject that is no stream id', async () => {
    await expect((await aProcess()).sealAll(county, [{ subject: 'a b', text: 'x' }])).rejects.toThrow('A subject is a stream id');
  });

  it('moves to a new master key, a county at a time, while texts are read', async () => {
    const old = randomBytes(32);
    const newer = randomBytes(32);
    const place = '370700';
    const subjects = Array.from({ length: 1_203 }, teacher);
    const sealed = await (await aProcess({ masterKeys: MasterKeys.of([old]) })).sealAll(place, subjects.map((subject) => ({ subject, text: subject })));
    const both = await aProcess({ masterKeys: MasterKeys.of([newer, old]) });
    expect(await both.rewrap(place)).toBe(1_203);
    expect(await both.rewrap(place)).toBe(0);
    const after = await aProcess({ masterKeys: MasterKeys.of([newer]) });
    expect(await after.openAll(place, sealed)).toEqual(subjects);
  });
});

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
    await until(async () => await reads(there, sealed) === null);
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
    expect(await eraseSubject(urlOf(roles.app), county, subject, 'someone-else', 'again')).toEqual({ erasure: first.erasure, repeated: true });
  });

  it('from the command line is heard by running processes, also of a subject that had no key', async () => {
    const sealing = await aProcess();
    const [subject, unknown] = [teacher(), teacher()];
    const sealed = await one(sealing, subject, '王小明');
    await eraseSubject(urlOf(roles.app), county, subject, officer, 'left-service');
    await until(async () => await reads(sealing, sealed) === null);
    expect((await eraseSubject(urlOf(roles.app), county, unknown, officer, 'left-service')).erasure.keyId).toBeUndefined();
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
    await eraseSubject(urlOf(roles.app), county, subject, officer, 'left-service');
    await until(async () => await reads(sealing, sealed) === null);
    const again = teacher();
    const later = await one(sealing, again, '李华');
    await sealing.openAll(county, [later]);
    await eraseSubject(urlOf(roles.app), county, again, officer, 'left-service');
    await until(async () => await reads(sealing, later) === null);
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
  it('is survived, with erasures made meanwhile', async () => {
    if (postgres.external) return;
    const sealing = await aProcess();
    const [erased, kept] = [teacher(), teacher()];
    const sealed = await sealing.sealAll(county, [{ subject: erased, text: '王小明' }, { subject: kept, text: '李华' }]);
    await postgres.restart();
    await eraseSubject(urlOf(roles.app), county, erased, officer, 'left-service');
    await until(async () => (await sealing.openAll(county, sealed).catch(() => []))[1] === '李华');
    expect(await sealing.openAll(county, sealed)).toEqual([null, '李华']);
    expect(await reads(sealing, await one(sealing, teacher(), '赵云'))).toBe('赵云');
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
    expect(await restored.replayErasures(list)).toBe(1);
    expect(await restored.replayErasures(list)).toBe(0);
    expect(await restored.openAll(place, sealed)).toEqual([null, '李华']);
    expect(await new NameSearch(restored).searchEntry(place, entry)).toBe(false);
    expect(await restored.exportErasures(place)).toEqual(list);
  });
});

describe('the keys database', () => {
  const asOwner = async (text: string): Promise<object[]> => sql(text, [], urlOf(roles.migrator));

  it('shows its owner one county at a time, and none without one', async () => {
    const sealing = await aProcess();
    const subject = teacher();
    const sealed = await one(sealing, subject, '王小明', other);
    await new NameSearch(sealing).indexName(other, { personId: randomUUID(), subject, name: '王小明' });
    await sealing.erase(other, teacher(), officer, 'left-service');
    for (const table of ['data_keys', 'erasures', 'search_entries', 'search_keys']) {
      expect(await asOwner(`select from ${table}`)).toEqual([]);
      const url = new URL(urlOf(roles.migrator));
      url.searchParams.set('options', `-c homeroom.county=${other}`);
      expect(await sql(`select distinct county from ${table}`, [], url.href)).toEqual([{ county: other }]);
      await expect(sql(`select from ${table}`, [], urlOf(roles.app))).rejects.toThrow('permission denied');
    }
    expect(await reads(sealing, sealed, county)).toBeNull();
    expect(await new NameSearch(sealing).search(county, '王小明')).toEqual([]);
    expect(await new NameSearch(sealing).search(other, '王小明')).toHaveLength(1);
  });

  it('holds no clear text but in the search table, and after an erasure nowhere', async () => {
    const sealing = await aProcess();
    const [subject, personId] = [teacher(), randomUUID()];
    const sealed = await one(sealing, subject, '欧阳娜娜');
    expect(await everything()).not.toMatch(/欧阳|ouyang/);
    await new NameSearch(sealing).searchEntry(county, { personId, subject, sealedName: sealed, staffNo: 'OYN-77' });
    expect(await everything()).toMatch(/欧阳/);
    await sealing.erase(county, subject, officer, 'left-service');
    const left = await everything();
    expect(left).not.toMatch(/欧阳|娜|ouyang/);
    expect(await sql('select from search_keys where starts_with(key, $1)', ['oyn'])).toEqual([]);
    expect(left).not.toContain(personId.slice(0, 13));
    expect(await new NameSearch(sealing).searchEntry(county, { personId, subject, sealedName: sealed })).toBe(false);
    expect(await new NameSearch(sealing).indexName(county, { personId, subject, name: '欧阳娜娜' })).toBe(false);
    expect(await everything()).not.toMatch(/欧阳/);
  });
});
