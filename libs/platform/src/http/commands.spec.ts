import { Rejected } from '@homeroom/eventsourcing';
import { type Answer, type Api, GlassSealing, notebookService, startApi } from '@homeroom/testing';

const ID = '01990a2c-7a10-7000-8000-000000000001';
const OTHER = '01990a2c-7a10-7000-8000-000000000002';
const ANN = { personId: '00000000-0000-7000-8000-00000000000a' };
const BEA = { personId: '00000000-0000-7000-8000-00000000000b' };
const OPEN = { notebookId: ID, title: 'Garden', kind: 'LOG' };

let api: Api;
beforeEach(async () => { api = await startApi(notebookService, { counties: ['370786', '370784'] }); });
afterEach(() => api.close());

const types = (county?: string): string[] => api.events(county).map((e) => `${e.stream} ${e.version} ${e.type}`);
const open = (more: object = {}, headers?: Record<string, string>): Promise<Answer> => api.as(ANN).post('/v1/notebooks', { ...OPEN, ...more }, headers);
const write = (text: string, headers?: Record<string, string>, as = ANN): Promise<Answer> => api.as(as).post(`/v1/notebooks/${ID}/write`, { text }, headers);

describe('a command', () => {
  it('is answered with its place, its streams and the ETag of its target', async () => {
    const { status, body, headers } = await open();
    expect(status).toBe(201);
    expect(body).toEqual({ id: ID, position: 'notebooks/370786:1', streams: [{ stream: `notebook-${ID}`, version: 1 }], repeated: false });
    expect(headers).toMatchObject({ etag: '"1"', 'homeroom-position': 'notebooks/370786:1', 'homeroom-views': 'notebooks=current', 'cache-control': 'no-store' });
    expect((await write('rain')).status).toBe(200);
    expect(types()).toEqual([`notebook-${ID} 1 NotebookOpened`, `notebook-${ID} 2 NoteWritten`]);
  });

  it('is answered 200 without a place where nothing was to be done', async () => {
    await open();
    const { status, body, headers } = await open();
    expect([status, body]).toEqual([200, { id: ID, position: null, streams: [], repeated: false }]);
    expect(headers.etag).toBeUndefined();
  });

  it('that begins a stream finds out where the stream is there already, though nobody remembers it', async () => {
    await open();
    await write('a');
    api.forget();
    expect((await open({ title: 'Another' })).body).toMatchObject({ position: null });
    api.forget();
    expect((await write('b', { 'if-match': '"2"' })).headers.etag).toBe('"3"');
    expect(types()).toHaveLength(3);
  });

  it('makes an id where the caller gives none, the same for a repetition', async () => {
    const key = { 'idempotency-key': 'k-1' };
    const [one, two, three] = [await open({ notebookId: undefined }, key), await open({ notebookId: undefined }, key), await open({ notebookId: undefined })];
    expect(two.body).toEqual({ ...one.body, repeated: true });
    expect(two.status).toBe(201);
    expect(three.body.id).not.toBe(one.body.id);
    expect(api.events().map((e) => (e.data as { notebookId: string }).notebookId)).toEqual([one.body.id, three.body.id]);
  });

  it('writes several streams or none', async () => {
    const staff = { ...ANN, roles: ['county-staff'] };
    expect((await api.as(staff).post('/v1/county-notebook/370786/copy', { text: 'all' })).status).toBe(200);
    expect(types()).toEqual(['notebook-370786 1 NotebookOpened', 'notebook-370786 2 NoteWritten']);
  });

  it('carries who, when and one id for everything', async () => {
    const correlationId = '01990a2c-7a10-7000-8000-0000000000cc';
    const { headers } = await open({}, { 'x-correlation-id': correlationId, 'occurred-at': '2025-09-01T00:00:00.000Z', traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` });
    expect(headers['x-correlation-id']).toBe(correlationId);
    expect(api.events()[0]?.meta).toMatchObject({ actor: { personId: ANN.personId, role: 'school-staff' }, correlationId, occurredAt: '2025-09-01T00:00:00.000Z', traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` });
    expect(api.events()[0]?.recordedAt).toBe('2025-09-08T01:00:00.000Z');
  });

  it('reaches the decider sealed, under the key of its stream or of the person it is about', async () => {
    const sealing = new GlassSealing();
    await open({ owner: '王小明' });
    await api.as(ANN).post(`/v1/notebooks/${ID}/write`, { text: 'rain', author: { personId: BEA.personId, remark: 'tall' } });
    const [owner, text, remark] = [api.events()[0], api.events()[1], api.events()[1]].map((e, i) => (e?.data as Record<string, string>)[['owner', 'text', 'remark'][i]!]!);
    expect(JSON.stringify(api.events())).not.toMatch(/王小明|rain|tall/);
    expect(await sealing.openAll('370786', [owner!, text!, remark!])).toEqual(['王小明', 'rain', 'tall']);
    sealing.forget('370786', BEA.personId);
    expect(await sealing.openAll('370786', [owner!, text!, remark!])).toEqual(['王小明', 'rain', null]);
  });
});

describe('an Idempotency-Key', () => {
  const key = { 'idempotency-key': 'the-key/1!' };

  it('makes a repetition answer with the first result, before If-Match or the rules may refuse', async () => {
    await open();
    const close = (headers: Record<string, string>) => api.as(ANN).post(`/v1/notebooks/${ID}/close`, {}, headers);
    const first = await write('a', { ...key, 'if-match': '"1"' });
    await close({});
    const again = await write('a', { ...key, 'if-match': '"1"' });
    expect([again.status, again.body]).toEqual([200, { ...first.body, repeated: true }]);
    expect(again.headers.etag).toBe('"2"');
    expect(types()).toHaveLength(3);
  });

  it('is another command for another person, another target and another route', async () => {
    await open();
    await api.as(BEA).post('/v1/notebooks', { ...OPEN, notebookId: OTHER });
    await write('a', key);
    await api.as(ANN).post(`/v1/notebooks/${ID}/close`, {}, key);
    await api.as(BEA).post(`/v1/notebooks/${OTHER}/write`, { text: 'b' }, key);
    expect(types()).toHaveLength(5);
  });

  it('is refused for another body, whatever the order of its fields', async () => {
    await open({ pages: 3 }, key);
    expect((await api.as(ANN).post('/v1/notebooks', { pages: 3, kind: 'LOG', title: 'Garden', notebookId: ID }, key)).body).toMatchObject({ repeated: true });
    const other = await open({ pages: 4 }, key);
    expect([other.status, other.body.code]).toEqual([422, 'command-reused']);
    expect(types()).toHaveLength(1);
  });

  it.each(['', 'ä', 'with space', 'a'.repeat(201)])('must be visible ASCII: %j', async (value) => {
    const { status, body } = await open({}, { 'idempotency-key': value });
    expect([status, body.errors[0]]).toMatchObject([400, { in: 'header', name: 'Idempotency-Key', code: 'bad-header' }]);
    expect(types()).toEqual([]);
  });
});

describe('If-Match', () => {
  it('must be the version of the target', async () => {
    await open();
    const { status, body } = await write('a', { 'if-match': '"7"' });
    expect([status, body.code, types().length]).toEqual([412, 'version-mismatch', 1]);
    expect((await write('a', { 'if-match': '"1"' })).headers.etag).toBe('"2"');
  });

  it.each(['1', '*', 'W/"1"', '"1", "2"', '"01"', '"-1"', '""'])('%s is malformed', async (value) => {
    await open();
    expect((await write('a', { 'if-match': value })).status).toBe(400);
  });

  it('and Occurred-At and the body are told of at once', async () => {
    const { body } = await api.as(ANN).post('/v1/notebooks', { kind: 'X' }, { 'if-match': '1', 'occurred-at': '2099-01-01T00:00:00.000Z' });
    expect(body.errors.map((e: { pointer?: string; name?: string; code: string }) => `${e.pointer ?? e.name} ${e.code}`))
      .toEqual(['/title required', '/kind not-a-choice', 'If-Match bad-header', 'Occurred-At in-the-future']);
  });
});

describe('who may', () => {
  it('is asked of the stream itself, in the same decision', async () => {
    await open();
    const { status, body } = await write('a', {}, BEA);
    expect([status, body.code]).toEqual([403, 'not-allowed']);
    expect((await api.as({ ...BEA, roles: ['county-staff'] }).post(`/v1/notebooks/${ID}/write`, { text: 'a' })).status).toBe(200);
  });

  it('is 404 where there is nothing to ask about, and for another county\'s things', async () => {
    await open();
    expect((await write('a', {}, { ...ANN, county: '370784' } as never)).body).toMatchObject({ status: 404, code: 'notebook-not-found' });
    expect((await api.as({ county: '110101' }).post('/v1/notebooks', OPEN)).body).toMatchObject({ status: 404, code: 'county-not-found' });
    expect((await api.as({ roles: ['county-staff'] }).post('/v1/county-notebook/370784/copy', { text: 'a' })).body).toMatchObject({ status: 404, code: 'county-not-found' });
    expect([types().length, types('370784').length]).toEqual([1, 0]);
  });

  it('never lets an auditor write', async () => {
    expect((await api.as({ roles: ['county-staff', 'auditor'] }).post('/v1/notebooks', OPEN)).body).toMatchObject({ status: 403, code: 'auditors-only-read' });
    expect(types()).toEqual([]);
  });

  it('does not refuse a repetition by someone who has lost the right since', async () => {
    await open();
    const key = { 'idempotency-key': 'k' };
    await write('a', key);
    const lost = notebookService.streams[0]!.decide;
    const original = lost.WriteNote;
    try {
      lost.WriteNote = () => { throw new Rejected('notebook-gone', 'Gone.'); };
      expect((await write('a', key)).body).toMatchObject({ repeated: true });
    } finally {
      lost.WriteNote = original;
    }
  });
});

describe('a refusal', () => {
  it('is a problem in the caller\'s language, with its code, and leaves nothing', async () => {
    await open();
    await api.as(ANN).post(`/v1/notebooks/${ID}/close`);
    const { status, body, headers } = await write('a', { 'accept-language': 'zh-CN' });
    expect(status).toBe(409);
    expect(headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(body).toEqual({
      type: 'urn:homeroom:problem:notebook-closed', title: '当前不允许', status: 409, code: 'notebook-closed', detail: '已关闭的笔记本只能阅读。',
      correlationId: headers['x-correlation-id'], details: { notes: 0 },
    });
    expect((await write('a')).body).toMatchObject({ title: 'The rules do not allow this now', detail: 'A closed notebook is only read.' });
    expect(types()).toHaveLength(2);
  });

  it('of the decider that says Forbidden is 403', async () => {
    await open();
    for (const text of ['a', 'b', 'c']) await write(text);
    expect((await write('d')).body).toMatchObject({ status: 403, code: 'notebook-full' });
  });

  it('rests on every stream that was looked at', async () => {
    await open();
    await open({ notebookId: OTHER });
    await api.as(ANN).post(`/v1/notebooks/${OTHER}/close`);
    expect((await api.as(ANN).post(`/v1/notebooks/${ID}/write`, { text: 'a', otherId: OTHER })).body).toMatchObject({ status: 409, code: 'other-closed' });
  });
});
