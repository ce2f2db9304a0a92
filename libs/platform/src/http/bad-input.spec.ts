import { connect } from 'node:net';
import fc from 'fast-check';
import { type Answer, type Api, notebookService, startApi } from '@homeroom/testing';

const ID = '01990a2c-7a10-7000-8000-000000000001';
const OPEN = { notebookId: ID, title: 'Garden', kind: 'LOG' };

let api: Api;
beforeAll(async () => { api = await startApi(notebookService); });
afterAll(() => api.close());

const token = `Bearer ${Buffer.from(JSON.stringify({ personId: 'p', county: '370786', roles: ['school-staff'] })).toString('base64url')}`;
const raw = (payload: string | Buffer, headers: Record<string, string> = {}, url = '/v1/notebooks'): Promise<Answer> =>
  api.inject({ method: 'POST', url, payload, headers: { authorization: token, 'content-type': 'application/json', ...headers } });

const refused = ({ status, headers, body }: Answer, expected: number, code: string): void => {
  expect([status, body.code]).toEqual([expected, code]);
  expect(headers['content-type']).toMatch(/^application\/problem\+json/);
  expect(body).toMatchObject({ type: `urn:homeroom:problem:${code}`, status: expected, title: expect.any(String), detail: expect.any(String) });
  expect(api.events()).toEqual([]);
};

describe('bad input is refused with a problem, and nothing is appended', () => {
  it.each<[string, string | Buffer, number, string]>([
    ['no JSON', '{"title":', 400, 'malformed-json'],
    ['two documents', '{}{}', 400, 'malformed-json'],
    ['no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]), 400, 'malformed-json'],
    ['a prototype', '{"__proto__":{"title":"x"}}', 400, 'malformed-json'],
    ['a constructor\'s prototype', '{"constructor":{"prototype":{}}}', 400, 'malformed-json'],
    ['a list', '[]', 400, 'malformed'],
    ['a word', '"x"', 400, 'malformed'],
    ['null', 'null', 400, 'malformed'],
    ['3,000-deep lists', '['.repeat(3_000) + ']'.repeat(3_000), 400, 'malformed'],
    ['3,000-deep objects', `${'{"title":'.repeat(3_000)}1${'}'.repeat(3_000)}`, 400, 'malformed'],
    ['300,000-deep lists', '['.repeat(300_000) + ']'.repeat(300_000), 400, 'malformed'],
    ['wrong types', JSON.stringify({ ...OPEN, title: 7 }), 400, 'malformed'],
    ['unknown fields', JSON.stringify({ ...OPEN, admin: true }), 400, 'malformed'],
    ['NUL', JSON.stringify({ ...OPEN, title: 'a\u0000b' }), 400, 'malformed'],
    ['a lone surrogate', '{"notebookId":"01990a2c-7a10-7000-8000-000000000001","title":"\\ud83d","kind":"LOG"}', 400, 'malformed'],
    ['a lone surrogate in sealed text', JSON.stringify({ ...OPEN, owner: '\udead' }), 400, 'malformed'],
    ['a day that is none', JSON.stringify({ ...OPEN, from: '2026-02-30' }), 400, 'malformed'],
    ['a bad UUID', JSON.stringify({ ...OPEN, notebookId: '../../etc/passwd' }), 400, 'malformed'],
    ['10 MB', JSON.stringify({ ...OPEN, title: 'x'.repeat(10_000_000) }), 413, 'body-too-large'],
    ['1 MiB of unknown fields', JSON.stringify(Object.fromEntries(Array.from({ length: 60_000 }, (_, i) => [`field${i}`, 1]))), 400, 'malformed'],
  ])('%s', async (_, payload, status, code) => refused(await raw(payload), status, code));

  it.each<[string, string, number, string]>([
    ['%00 in a path', '/v1/notebooks/%00/close', 400, 'malformed'], ['%00 after an id', `/v1/notebooks/${ID}%00/close`, 400, 'malformed'],
    ['a bad UUID in a path', '/v1/notebooks/1/close', 400, 'malformed'], ['an upper-case UUID', `/v1/notebooks/${ID.toUpperCase()}/close`, 400, 'malformed'],
    ['a broken percent-encoding', '/v1/notebooks/%zz/close', 400, 'malformed-url'], ['half a UTF-8 character', '/v1/notebooks/%e4%b8/close', 400, 'malformed-url'],
    ['a very long id', `/v1/notebooks/${'a'.repeat(500)}/close`, 414, 'url-too-long'], ['unknown parameters', `/v1/notebooks/${ID}/close?force=1`, 400, 'malformed'],
    ['no such address', '/v1/nothing', 404, 'no-such-address'], ['%00 in no such address', '/v1/%00', 404, 'no-such-address'],
  ])('%s', async (_, url, status, code) => refused(await raw('{}', {}, url), status, code));

  it.each<[string, Record<string, string>, number, string]>([
    ['text', { 'content-type': 'text/plain' }, 415, 'not-json'], ['a form', { 'content-type': 'application/x-www-form-urlencoded' }, 415, 'not-json'], ['no type', { 'content-type': '' }, 415, 'not-json'],
    ['XML', { 'content-type': 'application/xml' }, 415, 'not-json'], ['a wrong length', { 'content-length': '5' }, 400, 'wrong-content-length'],
  ])('%s', async (_, headers, status, code) => refused(await raw(JSON.stringify(OPEN), headers), status, code));

  it('whatever JSON it is', async () => {
    await fc.assert(fc.asyncProperty(fc.json(), fc.constantFrom('/v1/notebooks', `/v1/notebooks/${ID}/write`), async (payload, url) => {
      const { status, headers } = await raw(payload, {}, url);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
      expect(headers['content-type']).toMatch(/^application\/problem\+json/);
    }), { numRuns: 60 });
    expect(api.events()).toEqual([]);
  });

  it('whatever the address and the headers are', async () => {
    const word = fc.string({ unit: 'grapheme', maxLength: 12 }).map((text) => encodeURIComponent(text.toWellFormed?.() ?? ''));
    const header = fc.constantFrom('accept-language', 'if-match', 'idempotency-key', 'x-correlation-id', 'occurred-at', 'traceparent');
    await fc.assert(fc.asyncProperty(fc.array(word, { maxLength: 4 }), word, header, fc.string({ maxLength: 30 }).map((s) => s.replaceAll(/[^\x20-\x7e]/g, '')), async (path, query, name, value) => {
      const { status, headers } = await raw('{}', { [name]: value }, `/v1/notebooks/${path.join('/')}?${query}`);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
      expect(headers['content-type']).toMatch(/^application\/problem\+json/);
    }), { numRuns: 60 });
    expect(api.events()).toEqual([]);
  });

  it('says in Chinese what is wrong with which field', async () => {
    const { body, headers } = await raw(JSON.stringify({ notebookId: ID, kind: 'X', pages: 0 }), { 'accept-language': 'zh-CN,zh;q=0.9,en;q=0.5' });
    expect(headers['content-language']).toBe('zh-CN');
    expect(body).toMatchObject({ title: '请求有误', detail: '请求有误：见 errors。', errors: [
      { pointer: '/title', code: 'required', detail: '必填。' }, { pointer: '/kind', code: 'not-a-choice', detail: '应为以下之一：DIARY、LOG。' }, { pointer: '/pages', code: 'out-of-range', detail: '应在 1 与 500 之间。' },
    ] });
  });

  it('never repeats what was sent, nor logs it', async () => {
    const secret = '13800138000';
    const answers = [await raw(JSON.stringify({ ...OPEN, title: `${secret.repeat(4)}` })), await raw(JSON.stringify({ ...OPEN, notebookId: secret })), await raw('{}', {}, `/v1/notebooks/${secret}/close?phone=${secret}`)];
    for (const { status, body } of answers) expect([status, JSON.stringify(body).includes(secret)]).toEqual([400, false]);
    expect(api.logged.join('')).not.toContain(secret);
    expect(api.logged.join('')).not.toContain(token.slice(7));
  });
});

describe('a connection', () => {
  const said = async (text: string): Promise<string> => {
    const { port } = await api.listen();
    return new Promise<string>((done) => {
      let all = '';
      const socket = connect(port, '127.0.0.1', () => socket.write(text));
      socket.on('data', (data) => { all += data.toString(); }).on('close', () => done(all)).on('error', () => done(all));
    });
  };

  it.each([['GET / SMTP\r\n\r\n', 400], [`GET / HTTP/1.1\r\nx: ${'a'.repeat(20_000)}\r\n\r\n`, 431]])('that speaks no HTTP gets a problem and is closed', async (text, status) => {
    const answer = await said(text);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(JSON.parse(answer.split('\r\n\r\n')[1]!)).toMatchObject({ status, type: expect.stringMatching(/^urn:homeroom:problem:/) });
  });

  it('that asks for another protocol ends with its answer: faults of what would come next are not seen', async () => {
    expect(await said('GET /v1/notebooks HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: h2c\r\n\r\nGET / SMTP\r\n\r\n')).toMatch(/^HTTP\/1.1 401 [^]*\r\nconnection: close\r\n/i);
  });
});
