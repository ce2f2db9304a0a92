import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isConsistent, consistencyPath, leavesHash, logName, NoteSigner, openCheckpoint, originOf, parseVkey, type RecordEvidence, signCheckpoint, tilePath, TILE_WIDTH, verifyRecord } from '@homeroom/contracts';
import { handle } from '@homeroom/eventsourcing';
import { type Api, eventually, notebook, notebookService, startApi, testDatabases, type TestDatabases, USUAL_COUNTY } from '@homeroom/testing';
import { Client } from 'pg';
import { systemClock } from '../clock/clock';
import { migrate } from '../log/migrate';
import { verify } from '../operations/verify';
import { ServiceRuntime, silent } from '../service-runtime';
import { signedTree, verifyTree } from './verify-tree';

const LOG = { service: 'notebooks', county: USUAL_COUNTY };
const folders: string[] = [];
const running: ServiceRuntime[] = [];
const apis: Api[] = [];
const folder = (): string => {
  folders.push(mkdtempSync(join(tmpdir(), 'homeroom-notary-')));
  return folders.at(-1)!;
};
afterEach(async () => {
  await Promise.all(apis.splice(0).map((each) => each.close()));
  await Promise.all(running.splice(0).map((each) => each.stop()));
  for (const each of folders.splice(0)) rmSync(each, { recursive: true });
});

interface Place { readonly databases: TestDatabases; readonly secrets: Buffer[]; readonly kept: string }
const somewhere = async (): Promise<Place> => {
  const databases = await testDatabases('notebooks');
  await migrate(databases.migrator, notebookService.views);
  return { databases, secrets: [randomBytes(32)], kept: folder() };
};
const start = async ({ databases, secrets, kept }: Place): Promise<ServiceRuntime> => {
  const runtime = new ServiceRuntime(notebookService, { counties: [USUAL_COUNTY, '370784'], databaseUrl: databases.app, clock: systemClock, observer: silent, watchDeadlines: false, notary: { secrets, folder: kept } });
  await runtime.start();
  running.push(runtime);
  return runtime;
};
const stop = (runtime: ServiceRuntime): Promise<void> => running.splice(running.indexOf(runtime), 1)[0]!.stop();
const write = (runtime: ServiceRuntime, count: number) => Promise.all(Array.from({ length: count }, () => handle(runtime.log,
  { county: USUAL_COUNTY, commandId: randomUUID(), by: { personId: 'p', role: 'r' }, at: '2025-09-01T00:00:00.000Z', correlationId: randomUUID() },
  (d) => d.decide(notebook, randomUUID(), 'OpenNotebook', { title: '班', kind: 'LOG' } as never))));
const signed = async (runtime: ServiceRuntime, position: number): Promise<RecordEvidence> => {
  const found = await runtime.evidence!.record(USUAL_COUNTY, position, 10_000);
  if (!found || found === 'behind') throw new Error(`No evidence of ${position}: ${found}`);
  return found;
};
const keysIn = (kept: string) => readFileSync(join(kept, `notebooks-${USUAL_COUNTY}.vkey`), 'utf8').trim().split('\n').map(parseVkey);
const keptIn = (kept: string) => openCheckpoint(readFileSync(join(kept, `notebooks-${USUAL_COUNTY}.checkpoint`), 'utf8'), keysIn(kept));
const keptSize = (kept: string): number => (existsSync(join(kept, `notebooks-${USUAL_COUNTY}.checkpoint`)) ? keptIn(kept).size : 0);
const halted = async (runtime: ServiceRuntime): Promise<string> => eventually(async () => {
  const notary = (await runtime.health()).readers.find(({ reader, log }) => reader === 'notary' && log.endsWith(USUAL_COUNTY))!;
  expect(notary.state).toBe('halted');
  return notary.says!;
});
const asSuperuser = async (url: string, ...statements: string[]): Promise<void> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
};

describe('the notary', () => {
  it('holds up nobody who waits for views: a signature takes its time', async () => {
    const place = await somewhere();
    const runtime = await start({ ...place, kept: join(place.kept, 'not-there') });
    await write(runtime, 3);
    expect(await runtime.reached({ [logName(LOG)]: 3 }, 5_000)).toBe(true);
    expect((await runtime.health()).readers).toContainEqual(expect.objectContaining({ reader: 'notary', position: 0 }));
  });

  it('signs every record, over tiles and restarts, and keeps what it signed outside', async () => {
    const place = await somewhere();
    let runtime = await start(place);
    await write(runtime, 300);
    const first = verifyRecord(await signed(runtime, 300), keysIn(place.kept)).checkpoint;
    await stop(runtime);
    runtime = await start(place);
    await write(runtime, 250);
    const last = verifyRecord(await signed(runtime, 550), keysIn(place.kept)).checkpoint;
    for (const position of [1, 256, 257, 300, 301, 512, 513]) expect(verifyRecord(await signed(runtime, position), keysIn(place.kept)).record.position).toBe(position);
    expect(keptIn(place.kept)).toEqual(last);
    const tiles = new Map(await Promise.all([0, 1, 2].map(async (index) => [index, (await runtime.evidence!.tile(USUAL_COUNTY, { level: 0, index }, Math.min(TILE_WIDTH, last.size - index * TILE_WIDTH)))!] as const)));
    const upper = (await runtime.evidence!.tile(USUAL_COUNTY, { level: 1, index: 0 }, 2))!;
    expect(isConsistent(first, last, consistencyPath(first.size, last.size).map((leaves) => leavesHash(leaves, ({ level, index }) => (level === 0 ? tiles.get(index) : upper))))).toBe(true);
  });

  it('goes on where another process has left off', async () => {
    const place = await somewhere();
    const [one, two] = [await start(place), await start(place)];
    await write(one, 20);
    await write(two, 20);
    await signed(two, 40);
    await stop(one);
    await write(two, 1);
    expect(verifyRecord(await signed(two, 41), keysIn(place.kept)).checkpoint.size).toBe(41);
  });

  it('takes a database that was restored to an earlier time, once the same records are there again', async () => {
    const place = await somewhere();
    const runtime = await start(place);
    await write(runtime, 30);
    await signed(runtime, 30);
    await stop(runtime);
    await asSuperuser(place.databases.superuser, 'create table lost as select * from events where position > 10', 'delete from events where position > 10', 'delete from tree_tiles', 'delete from tree_checkpoints', `delete from checkpoints where reader = 'notary'`,
      'insert into events select * from lost');
    expect(verifyRecord(await signed(await start(place), 30), keysIn(place.kept)).checkpoint.size).toBe(30);
  });

  it('signs nothing more where other records took their place', async () => {
    const place = await somewhere();
    const runtime = await start(place);
    await write(runtime, 30);
    const { checkpoint } = await signed(runtime, 30);
    await stop(runtime);
    await asSuperuser(place.databases.superuser, 'delete from tree_tiles', 'delete from tree_checkpoints', `delete from checkpoints where reader = 'notary'`, `update events set data = '{}' where position = 10`);
    const again = await start(place);
    expect(await halted(again)).toMatch(/no longer begins with the 30 records/);
    expect(await again.evidence!.checkpoint(USUAL_COUNTY)).not.toBe(checkpoint);
    await write(again, 5);
    expect(keptIn(place.kept).size).toBe(30);
  });

  it('signs nothing after a checkpoint that its tiles do not come to, or that another key signed', async () => {
    const place = await somewhere();
    const runtime = await start(place);
    await write(runtime, 30);
    await signed(runtime, 30);
    await stop(runtime);
    await asSuperuser(place.databases.superuser, `update tree_tiles set hashes = set_byte(hashes, 5, get_byte(hashes, 5) # 1)`);
    const altered = await start(place);
    expect(await halted(altered)).toMatch(/no longer begins/);
    await stop(altered);
    writeFileSync(join(place.kept, `notebooks-${USUAL_COUNTY}.checkpoint`), signCheckpoint(new NoteSigner(originOf(LOG), randomBytes(32)), { size: 99, root: randomBytes(32) }));
    expect(await halted(await start(place))).toMatch(/was not signed under a NOTARY_KEY/);
  });

  it('changes its key with the old one beside it', async () => {
    const place = await somewhere();
    const runtime = await start(place);
    await write(runtime, 3);
    await signed(runtime, 3);
    await stop(runtime);
    const [old] = keysIn(place.kept);
    const renewed = { ...place, secrets: [randomBytes(32), ...place.secrets] };
    const again = await start(renewed);
    await write(again, 1);
    const evidence = await signed(again, 4);
    expect(keysIn(place.kept)).toMatchObject([{}, { vkey: old!.vkey }]);
    expect(verifyRecord(evidence, [keysIn(place.kept)[0]!]).checkpoint.size).toBe(4);
  });
});

describe('verify', () => {
  it('recomputes every checkpoint and tile from the log, and says which of them it does not come to', async () => {
    const place = await somewhere();
    const runtime = await start(place);
    for (const position of [100, 256, 300]) {
      await write(runtime, position - (keptSize(place.kept)));
      await signed(runtime, position);
    }
    const wrong = async (notaryFolder?: string) => {
      const findings = await verify(notebookService, { counties: [USUAL_COUNTY], databaseUrl: place.databases.app, migratorUrl: place.databases.migrator, say: () => undefined, ...(notaryFolder && { notaryFolder }) });
      expect(findings.find(({ check }) => /signed checkpoint/.test(check))!.count).toBeGreaterThanOrEqual(notaryFolder ? 3 : 2);
      return findings.flatMap(({ check, violations }) => violations.map((violation) => `${check}: ${violation}`));
    };
    expect(await wrong(place.kept)).toEqual([]);
    expect(await wrong()).toEqual([expect.stringMatching(/None of the given keys.*NOTARY_DIR/), expect.stringMatching(/NOTARY_DIR/)]);
    await asSuperuser(place.databases.superuser, 'update tree_tiles set hashes = set_byte(hashes, 5, get_byte(hashes, 5) # 1) where level = 1');
    expect(await wrong(place.kept)).toEqual([expect.stringMatching(/tile 1\/000 holds other hashes/)]);
    await asSuperuser(place.databases.superuser, `update events set data = '{}' where position = 280`);
    expect(await wrong(place.kept)).toEqual(expect.arrayContaining([expect.stringMatching(/first 300 records do not come to the root of checkpoint 2/), expect.stringMatching(/root of the copy outside/), expect.stringMatching(/tile 0\/001/)]));
    const [cut] = verifyTree(await signedTree('notebooks', USUAL_COUNTY, { databaseUrl: place.databases.app, notaryFolder: place.kept }), []);
    expect(cut!.violations).toContain('the copy outside the database tells of 300 records, the log ends at 0');
  });
});

describe('evidence over HTTP', () => {
  it('is given to auditors alone; checkpoints and tiles to anyone', async () => {
    const place = await somewhere();
    const runtime = await start(place);
    const api = await startApi(notebookService, { runtime, counties: [USUAL_COUNTY, '370784'] });
    apis.push(api);
    const get = (url: string, headers?: Record<string, string>) => api.inject({ method: 'GET', url, headers });
    expect((await get(`/v1/tlog/${USUAL_COUNTY}/checkpoint`)).body).toMatchObject({ status: 404, code: 'checkpoint-not-found' });
    const auditor = api.as({ roles: ['auditor'] });
    for (const url of ['/v1/evidence/1', '/v1/evidence?positions=1,7']) expect((await auditor.get(url)).body).toMatchObject({ status: 404, code: 'record-not-found' });
    await write(runtime, 260);
    const { status, body } = await auditor.get('/v1/evidence/260');
    expect(status).toBe(200);
    expect(verifyRecord(body, keysIn(place.kept)).checkpoint.size).toBe(260);
    expect((await auditor.get('/v1/evidence?positions=260,3,3,999')).body).toMatchObject({ checkpoint: body.checkpoint, records: [{ record: { position: 3 } }, { record: { position: 260 } }] });
    for (const url of ['/v1/evidence/261', '/v1/evidence/x', '/v1/evidence/0']) expect((await auditor.get(url)).body).toMatchObject({ status: 404, code: 'record-not-found' });
    expect((await auditor.get('/v1/evidence?positions=1,,2')).status).toBe(400);
    expect((await api.as({ county: '370784', roles: ['auditor'] }).get('/v1/evidence/1')).status).toBe(404);
    expect((await api.as({ roles: ['county-staff', 'school-staff'] }).get('/v1/evidence/1')).status).toBe(403);
    expect((await get('/v1/evidence/1')).status).toBe(401);

    const checkpoint = await get(`/v1/tlog/${USUAL_COUNTY}/checkpoint`);
    expect([checkpoint.status, checkpoint.headers['content-type'], checkpoint.body]).toEqual([200, 'text/plain; charset=utf-8', body.checkpoint]);
    for (const [tile, width] of [[{ level: 0, index: 0 }, 256], [{ level: 0, index: 1 }, 4], [{ level: 0, index: 1 }, 2], [{ level: 1, index: 0 }, 1]] as const) {
      const found = await get(`/v1/tlog/${USUAL_COUNTY}/tile/${tilePath(tile, width)}`);
      expect([found.status, found.headers['content-length'], found.headers['cache-control']]).toEqual([200, String(width * 32), expect.stringContaining('immutable')]);
    }
    for (const path of ['0/001', '0/001.p/5', '0/002.p/1', '1/000', '2/000', 'x', '0/x001/067']) expect((await get(`/v1/tlog/${USUAL_COUNTY}/tile/${path}`)).body).toMatchObject({ status: 404, code: 'tile-not-found' });
    expect((await get('/v1/tlog/999999/checkpoint')).status).toBe(404);
  });
});
