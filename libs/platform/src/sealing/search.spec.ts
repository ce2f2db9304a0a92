import { randomBytes, randomUUID } from 'node:crypto';
import { testDatabases, type TestDatabases } from '@homeroom/testing';
import { Client } from 'pg';
import { MasterKeys, migrateKeys, type NameEntry, NameSearch, Sealing } from './index';
import { queryKey, spell } from './search-keys';

const county = '370786';
const [northSchool, southSchool] = [randomUUID(), randomUUID()];
let databases: TestDatabases;
let sealing: Sealing;
let names: NameSearch;

const entry = (name: string, more: Partial<NameEntry> = {}): NameEntry => {
  const personId = randomUUID();
  return { personId, subject: `teacher-${personId}`, name, schoolId: northSchool, ...more };
};
const found = async (query: string, options = {}): Promise<string[]> => (await names.search(county, query, options)).map(({ text }) => text);

beforeAll(async () => {
  databases = await testDatabases('search');
  await migrateKeys(databases.keys.migrator);
  sealing = await Sealing.start({ url: databases.keys.app, masterKeys: MasterKeys.of([randomBytes(32)]) });
  names = new NameSearch(sealing);
  await names.indexNames(county, [
    entry('王小明', { staffNo: 'A0042' }), entry('王晓明', { schoolId: southSchool }), entry('李小明'), entry('明王'), entry('王小'), entry('单雄信'), entry('吕布'),
    entry('曾巩'), entry('欧阳修'), entry('买买提·艾力'), entry('Anna Wang'),
  ]);
});
afterAll(() => sealing?.stop());

it.each([
  ['王小明', ['王小明']],
  ['王小', ['王小', '王小明']],
  ['小明', ['李小明', '王小明']],
  ['明', ['明王', '李小明', '王小明', '王晓明']],
  ['wangxiaoming', ['王小明', '王晓明']],
  ['Wang Xiao-ming', ['王小明', '王晓明']],
  ['wáng xiǎo míng', ['王小明', '王晓明']],
  ['ｗａｎｇｘｉａｏｍ', ['王小明', '王晓明']],
  ['xiaoming', ['李小明', '王小明', '王晓明']],
  ['angxiaom', ['王小明', '王晓明']],
  ['wxm', ['王小明', '王晓明']],
  ['xm', ['李小明', '王小明', '王晓明']],
  ['shan', ['单雄信']], ['dan', ['单雄信']],
  ['lv', ['吕布']], ['lü', ['吕布']], ['lǚ bù', ['吕布']],
  ['zeng', ['曾巩']], ['ceng', ['曾巩']],
  ['ouyang', ['欧阳修']], ['oyx', ['欧阳修']],
  ['艾力', ['买买提·艾力']], ['买买提艾力', ['买买提·艾力']], ['maimaiti', ['买买提·艾力']],
  ['anna', ['Anna Wang']],
  ['a0042', ['王小明']], ['A00', ['王小明']], ['0042', []],
  ['%', []], ['_', []], [' · ', []], ['', []], ['\u0000', []], ['赵', []], ['x'.repeat(5_000), []],
])('%p finds %p', async (query, expected) => expect(await found(query)).toEqual(expected));

it('narrows to a school and to a number of hits', async () => {
  expect(await found('wxm', { schoolId: southSchool })).toEqual(['王晓明']);
  expect(await found('wxm', { limit: 1 })).toEqual(['王小明']);
  expect(await found('wxm', { limit: -5 })).toHaveLength(1);
});

it('tells who was found', async () => {
  const [hit] = await names.search(county, 'A0042');
  expect(hit).toEqual({ personId: expect.any(String), subject: `teacher-${hit!.personId}`, kind: 'name', text: '王小明', staffNo: 'A0042', schoolId: northSchool });
});

it('indexes again without traces of the earlier name', async () => {
  const person = entry('郑旧名');
  await names.indexNames(county, [person, person]);
  await names.indexName(county, { ...person, name: '郑新名' });
  await names.indexName(county, { ...person, name: '郑新名' });
  expect(await found('郑')).toEqual(['郑新名']);
  expect(await found('zhengjiu')).toEqual([]);
});

it('opens a sealed name, indexes it, and leaves out one that no longer opens', async () => {
  const { personId, subject } = entry('');
  const [sealedName] = await sealing.sealAll(county, [{ subject, text: '周恩' }]);
  expect(await names.searchEntry(county, { personId, subject, sealedName: sealedName! })).toBe(true);
  expect(await found('zhouen')).toEqual(['周恩']);
  await sealing.erase(county, subject, 'p', 'left-service');
  expect(await found('zhouen')).toEqual([]);
  expect(await names.searchEntry(county, { personId, subject, sealedName: sealedName! })).toBe(false);
  expect(await names.searchEntry(county, { personId, subject, sealedName: 'not sealed' })).toBe(false);
});

it('spells any text, and finds it by every piece of it', async () => {
  for (const name of ['𠮷野', '', '·', '张'.repeat(70), 'Ünal Özgür', '一', '不一样']) {
    const { keys } = await spell(name);
    for (const piece of [name, name.slice(0, 1)]) if (queryKey(piece)) expect([...keys.keys()].some((key) => key.startsWith(queryKey(piece)))).toBe(true);
  }
});

/** As the superuser in the keys database. */
const administrator = async (): Promise<Client> => {
  const client = new Client({ connectionString: Object.assign(new URL(databases.superuser), { pathname: new URL(databases.keys.app).pathname }).href });
  await client.connect();
  return client;
};

it('leaves no sample of a name in the planner\'s statistics', async () => {
  const admin = await administrator();
  await admin.query('analyze');
  const { rows } = await admin.query(`select tablename, attname from pg_stats where tablename like 'search_%' and concat(most_common_vals, histogram_bounds) ~ '小明|xiao|xm'`);
  await admin.end();
  expect(rows).toEqual([]);
});

it('reads a range of the index under the policy, in a large county among others', async () => {
  const admin = await administrator();
  const plans: string[] = [];
  admin.on('notice', ({ message }) => plans.push(message ?? ''));
  await admin.query(`insert into search_entries select c, gen_random_uuid(), 'name', 's' || i, 't', 'p' || i, 'p' from unnest(array['370700', '370701', '370702']) c, generate_series(1, 4000) i`);
  await admin.query(`insert into search_keys select county, md5(person_id::text || n), person_id, 'name', 0 from search_entries, generate_series(1, 10) n where subject like 's%'`);
  await admin.query('analyze');
  await admin.query(`load 'auto_explain'`);
  await admin.query(`set auto_explain.log_min_duration = 0; set auto_explain.log_nested_statements = on; set client_min_messages = log`);
  await admin.query(`select * from search_names('370701', 'abc', null, 20)`);
  await admin.end();
  const plan = plans.find((text) => text.includes('search_keys'))!;
  expect(plan).toMatch(/Index (Only )?Scan using search_keys_pkey on search_keys/);
  expect(plan).toMatch(/Index Cond: .*key >= 'abc'.*key <= /);
  expect(plan).toMatch(/current_setting\('homeroom\.county'/);
  expect(plan).not.toMatch(/Seq Scan/);
});
