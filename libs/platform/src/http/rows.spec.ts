import { type Answer, type Api, eventually, GlassSealing, type NotebookRow, notebooks, notebookService, startApi, testDatabases } from '@homeroom/testing';
import { systemClock } from '../clock/clock';
import { migrate } from '../log/migrate';
import { ServiceRuntime, silent } from '../service-runtime';
import { type Page, Rows } from './rows';

const COUNTY = '370786';
const ANN = { personId: '00000000-0000-7000-8000-00000000000a' };
const sealing = new GlassSealing();
const idOf = (n: number): string => `01990a2c-7a10-7000-8000-0000000000${String(n).padStart(2, '0')}`;

let runtime: ServiceRuntime;
let api: Api;
beforeAll(async () => {
  const databases = await testDatabases('notebooks');
  await migrate(databases.migrator, notebookService.views);
  runtime = new ServiceRuntime(notebookService, { counties: [COUNTY, '370784'], databaseUrl: databases.app, peerDatabaseUrls: {}, clock: systemClock, observer: silent, watchDeadlines: false });
  await runtime.start();
  api = await startApi(notebookService, { edge: { runtime, sealing, fingerprintKey: Buffer.alloc(32) } });
  for (let n = 0; n < 12; n++) {
    await eventually(async () => expect((await open(n)).status).toBeLessThan(300));
    if (n % 3 === 0) await api.as(ANN).post(`/v1/notebooks/${idOf(n)}/close`);
  }
  await runtime.waitFor(notebookService.views[0]!, COUNTY, { service: 'notebooks', position: 16 }, 10_000);
});
afterAll(async () => {
  await api?.close();
  await runtime?.stop();
});

const open = (n: number, more: object = {}): Promise<Answer> =>
  api.as(ANN).post('/v1/notebooks', { notebookId: idOf(n), title: `title ${n % 5}`, kind: n % 2 ? 'LOG' : 'DIARY', owner: `王${n}`, ...more });

const all = async (query = '', limit = 5): Promise<{ rows: any[]; pages: number }> => {
  const rows: any[] = [];
  let pages = 0;
  for (let url: string | undefined = `/v1/notebooks?limit=${limit}${query}`; url; pages++) {
    const { status, body, headers }: Answer = await api.as(ANN).get(url);
    expect(status).toBe(200);
    rows.push(...body.rows);
    url = /^<([^>]+)>; rel="next"$/.exec(headers['link'] ?? '')?.[1];
    expect(Boolean(url)).toBe(body.next !== undefined);
  }
  return { rows, pages };
};

describe('rows over HTTP', () => {
  it('come in pages that hold each row once, in order, nulls last', async () => {
    const { rows, pages } = await all();
    expect([rows.length, pages]).toEqual([12, 3]);
    expect(new Set(rows.map((row) => row.notebookId)).size).toBe(12);
    const keys = rows.map((row) => [row.closedAt === null ? 1 : 0, row.closedAt === null ? 0 : -Date.parse(row.closedAt), row.title, row.notebookId]);
    expect(keys).toEqual([...keys].sort((a, b) => { for (let i = 0; i < 4; i++) if (a[i] !== b[i]) return a[i]! < b[i]! ? -1 : 1; return 0; }));
    expect((await all('', 1)).rows).toEqual(rows);
  });

  it('keep their filter from page to page', async () => {
    const { rows } = await all('&kind=LOG', 2);
    expect([rows.length, new Set(rows.map((row) => row.kind))]).toEqual([6, new Set(['LOG'])]);
  });

  it('come in pages under alternatives too, ascending or descending', async () => {
    const rows = new Rows(notebooks, { runtime, sealing, fingerprintKey: Buffer.alloc(32) });
    const asks = { county: COUNTY, url: '/x', reply: { header: () => undefined } } as never;
    for (const order of [['-title'], ['title', '-closedAt'], ['closedAt', '-title'], ['-closedAt', '-notebookId']] as const) {
      const found: NotebookRow[] = [];
      for (let cursor: string | undefined, first = true; first || cursor; first = false) {
        const page: Page<NotebookRow> = await rows.page(asks, { where: [{ kind: 'LOG' }, { kind: 'DIARY', notes: 0 }], order, query: { limit: 2, cursor } });
        found.push(...page.rows);
        cursor = page.next;
      }
      expect([order, found.length, new Set(found.map((row) => row.notebookId)).size]).toEqual([order, 12, 12]);
    }
  });

  it('are the documented row: sealed fields opened, absent ones null', async () => {
    const { body, headers } = await api.as(ANN).get(`/v1/notebooks/${idOf(1)}`);
    expect(body).toEqual({ notebookId: idOf(1), title: 'title 1', owner: '王1', kind: 'LOG', notes: 0, closedAt: null, version: 1 });
    expect(headers['etag']).toBe('"1"');
    sealing.forget(COUNTY, idOf(1));
    expect((await api.as(ANN).get(`/v1/notebooks/${idOf(1)}`)).body.owner).toBeNull();
  });

  it.each(['x', 'W10', Buffer.from('["a"]').toString('base64url'), Buffer.from('[1,2').toString('base64url'), '%00', '😀'])('refuse the cursor %s', async (cursor) => {
    const { status, body } = await api.as(ANN).get(`/v1/notebooks?cursor=${encodeURIComponent(decodeURIComponent(cursor))}`);
    expect([status, body.errors[0].name]).toEqual([400, 'cursor']);
  });

  it('refuse a cursor whose values were changed into others\' types', async () => {
    const { next } = (await api.as(ANN).get('/v1/notebooks?limit=1')).body;
    const [mark, ...values] = JSON.parse(Buffer.from(next, 'base64url').toString()) as [string, ...string[]];
    for (const wrong of [[mark, {}, ...values.slice(1)], [mark, 'yesterday', ...values.slice(1)], [mark], ['other', ...values], [mark, values[0], 'a\u0000', values[2]]]) {
      const { status } = await api.as(ANN).get(`/v1/notebooks?cursor=${Buffer.from(JSON.stringify(wrong)).toString('base64url')}`);
      expect(status).toBe(400);
    }
  });

  it('refuse what they do not know', async () => {
    for (const query of ['limit=0', 'limit=201', 'limit=x', 'kind=OTHER', 'closed=maybe', 'order=title', 'kind=LOG&kind=DIARY', 'minPosition=1', 'minPosition=notebooks/110101:1', 'minPosition=notebooks/370786:-1']) {
      expect([query, (await api.as(ANN).get(`/v1/notebooks?${query}`)).status]).toEqual([query, 400]);
    }
    expect((await api.as(ANN).get('/v1/notebooks/not-a-uuid')).status).toBe(400);
    expect((await api.as({ roles: ['county-staff'] }).get(`/v1/notebooks/${idOf(99)}`)).body).toMatchObject({ status: 404, code: 'notebooks-not-found' });
  });

  it('hold what the caller has just written, and say so', async () => {
    const answer = await open(50);
    expect(answer.headers['homeroom-views']).toBe('notebooks=current');
    expect((await api.as(ANN).get(`/v1/notebooks/${idOf(50)}?minPosition=${answer.body.position}`)).body.notebookId).toBe(idOf(50));
  });

  it('are a 503 when the view does not reach the position in time', async () => {
    const { status, body, headers } = await api.as(ANN).get('/v1/notebooks?minPosition=notebooks/370786:999999');
    expect([status, body.code, headers['retry-after']]).toEqual([503, 'view-behind', '1']);
    expect(api.logged.map((line) => JSON.parse(line)).find(({ code }) => code === 'view-behind')).toMatchObject({ level: 'warn', msg: 'request not answered', status: 503 });
  });

  it('are read by who may, by auditors, and by nobody of another county', async () => {
    const BEA = { personId: '00000000-0000-7000-8000-00000000000b' };
    expect((await api.as(BEA).get(`/v1/notebooks/${idOf(1)}`)).status).toBe(403);
    expect((await api.as({ ...BEA, roles: ['auditor'] }).get(`/v1/notebooks/${idOf(1)}`)).status).toBe(200);
    expect((await api.as({ ...ANN, county: '370784' }).get(`/v1/notebooks/${idOf(1)}`)).status).toBe(404);
    expect((await api.as({ ...ANN, county: '370784' }).get('/v1/notebooks')).body).toEqual({ rows: [] });
  });
});
