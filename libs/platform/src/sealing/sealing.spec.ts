import { randomBytes, randomUUID } from 'node:crypto';
import { testDatabases, type TestDatabases } from '@homeroom/testing';
import { Client } from 'pg';
import { MasterKeys, migrateKeys, NameSearch, Sealing, type SealingOptions } from './index';

const county = '370786';
const other = '370785';
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
const one = async (sealing: Sealing, subject: string, text: string, of = county): Promise<string> => (await sealing.sealAll(of, [{ subject, text }]))[0]!;
const reads = async (sealing: Sealing, sealed: string, of = county): Promise<string | null> => (await sealing.openAll(of, [sealed]))[0]!;

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
/** Everything that stands in the keys database, as text. */
const everything = async (): Promise<string> => {
  const tables = await sql<{ name: string }>(`select format('%I', tablename) as name from pg_tables where schemaname = 'public'`);
  const dumps = await Promise.all(tables.map(({ name }) => sql<{ row: string }>(`select t::text as row from ${name} t`)));
  return dumps.flat().map(({ row }) => row).join('\n');
};

beforeAll(async () => {
  databases = await testDatabases('sealing');
  await Promise.all([migrateKeys(databases.keys.migrator), migrateKeys(databases.keys.migrator)]);
});
afterAll(() => Promise.all(running.map((sealing) => sealing.stop())));

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

describe('the keys database', () => {
  it('shows its owner one county at a time, and none without one', async () => {
    const sealing = await aProcess();
    const subject = teacher();
    const sealed = await one(sealing, subject, '王小明', other);
    await new NameSearch(sealing).indexName(other, { personId: randomUUID(), subject, name: '王小明' });
    await sealing.erase(other, teacher(), officer, 'left-service');
    for (const table of ['data_keys', 'erasures', 'search_entries', 'search_keys']) {
      expect(await sql(`select from ${table}`, [], databases.keys.migrator)).toEqual([]);
      const url = new URL(databases.keys.migrator);
      url.searchParams.set('options', `-c homeroom.county=${other}`);
      expect(await sql(`select distinct county from ${table}`, [], url.href)).toEqual([{ county: other }]);
      await expect(sql(`select from ${table}`, [], databases.keys.app)).rejects.toThrow('permission denied');
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
