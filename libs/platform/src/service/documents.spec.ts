import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { type Catalogue, evaluationEvents, organizationEvents, resourcesEvents, trainingEvents } from '@homeroom/contracts';
import { notebookService, startApi } from '@homeroom/testing';
import { asyncApi } from './asyncapi';
import { drifted, openApiOf, writeDocuments } from './documents';

const folder = mkdtempSync(join(tmpdir(), 'homeroom-documents-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('the OpenAPI document of a service', () => {
  let document: any;
  beforeAll(async () => { document = await openApiOf(notebookService); });

  it('is free of lint', async () => {
    const file = join(folder, 'openapi.json');
    writeFileSync(file, JSON.stringify(document));
    const cli = join(dirname(require.resolve('@redocly/cli/package.json')), 'bin', 'cli.js');
    const { stdout } = await promisify(execFile)(process.execPath, [cli, 'lint', file, '--format=json'], { env: { ...process.env, REDOCLY_TELEMETRY: 'off', CI: 'true' }, cwd: folder });
    expect(JSON.parse(stdout.slice(stdout.indexOf('{')))).toMatchObject({ totals: { errors: 0, warnings: 0 } });
  });

  it('names every route by its command, with who-may answers and targets', () => {
    const write = document.paths['/v1/notebooks/{notebookId}/write'].post;
    expect([document.openapi, write.operationId, write.security]).toEqual(['3.1.0', 'writeNote', [{ bearer: [] }]]);
    expect(Object.keys(write.responses)).toEqual(['200', '400', '401', '403', '404', '409', '412', '413', '415', '422', '503']);
    expect(write.parameters.map((p: { in: string; name: string }) => `${p.in} ${p.name}`)).toEqual(['path notebookId', 'header Idempotency-Key', 'header If-Match', 'header Occurred-At', 'header X-Correlation-Id']);
    expect(Object.keys(document.paths['/v1/notebooks'].post.responses)).toEqual(expect.arrayContaining(['200', '201']));
  });

  it('describes fields as validation takes them, and rows as they are answered', () => {
    const { OpenNotebook, NotebookRow } = document.components.schemas;
    expect(OpenNotebook.required).toEqual(['title', 'kind']);
    expect(OpenNotebook.properties).toMatchObject({ title: { type: 'string', minLength: 1, maxLength: 20 }, labels: { type: 'array', maxItems: 2, items: { $ref: '#/components/schemas/Label' } }, pages: { type: 'integer', minimum: 1, maximum: 500 } });
    expect(NotebookRow.properties.closedAt).toMatchObject({ type: ['string', 'null'], format: 'date-time' });
    expect(document.paths['/v1/notebooks'].get.responses['200'].content['application/json'].schema.$ref).toBe('#/components/schemas/NotebookPage');
  });

  it('is the same text every time', async () => {
    expect(JSON.stringify(await openApiOf(notebookService))).toBe(JSON.stringify(document));
  });

  it('is served as it is, beside docs that need no other machine', async () => {
    const api = await startApi(notebookService);
    expect((await api.inject({ method: 'GET', url: '/openapi.json' })).body).toEqual(JSON.parse(JSON.stringify(document)));
    const { status, body } = await api.inject({ method: 'GET', url: '/docs' });
    expect(status).toBe(200);
    expect(body).not.toMatch(/(src|href)="https?:/);
    for (const [, file] of String(body).matchAll(/(?:src|href)="([^"]+\.(?:js|css))"/g)) {
      expect([file, (await api.inject({ method: 'GET', url: new URL(file!, 'http://x/docs').pathname })).status]).toEqual([file, 200]);
    }
    await api.close();
  });

  it('drifts when a checked-in text is another', () => {
    const generated = [{ file: join(folder, 'a', 'openapi.json'), text: '{}\n' }];
    expect(drifted(generated)).toEqual([generated[0]!.file]);
    writeDocuments(generated);
    expect(drifted(generated)).toEqual([]);
    writeFileSync(generated[0]!.file, '{ }\n');
    expect(drifted(generated)).toEqual([generated[0]!.file]);
  });
});

describe.each<[string, Catalogue<any>]>([['organization', organizationEvents], ['resources', resourcesEvents], ['training', trainingEvents], ['evaluation', evaluationEvents]])('the events of %s', (_, events) => {
  it('are an AsyncAPI 3 document that its parser takes', async () => {
    const { Parser } = await import('@asyncapi/parser');
    const { diagnostics, document } = await new Parser().parse(JSON.stringify(asyncApi(events)));
    expect(diagnostics.filter(({ severity }) => severity <= 1)).toEqual([]);
    const promised = Object.values(events.types as Record<string, { visibility: string }>).filter(({ visibility }) => visibility === 'published');
    expect(document?.messages().all()).toHaveLength(promised.length);
    for (const message of document?.messages().all() ?? []) expect([message.name(), Object.keys(message.payload()?.properties() ?? {}).length > 0]).toEqual([message.name(), true]);
  });
});
