import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually, JourneyStack, openSchool, registerCounty } from '@homeroom/testing';
import type { Campaign, CampaignOptions, CampaignResult } from '../campaign';
import { Durations } from '../crash/recovery';
import { Random } from '../faults/random';
import { Ground } from '../invariants/ground';
import { checkAll } from '../invariants/invariants';
import { ClientJournal } from '../journal/client-journal';
import { copyOfCheckout, plant } from '../planted/planted-copy';
import { root } from '../root';
import { Balancer } from './balancer';
import { KeepAliveLoad } from './keep-alive-load';

export const SERVICES = ['organization', 'training', 'resources', 'evaluation'];
/** Enough to replace one while the other answers. */
export const PROCESSES = 2;
/** Clients of each kind; more only make the machine the limit. */
const EACH = 4;
/** As long as the balancer needs to see that a process leaves, on a machine that has other work. */
const DRAIN_MS = '2000';
/** A view whose next version is built beside this one. */
const VIEW = { name: 'report-inbox', file: 'services/organization/src/upward-reports/report-inbox.view.ts', find: `name: 'report-inbox', version: 1`, replace: `name: 'report-inbox', version: 2` };
/** Answered while both versions are written. */
const SIDE_BY_SIDE_COMMANDS = 50;
const LOOKS = 20;
const PATIENCE_MS = 120_000;
const SIDE_BY_SIDE = 'An old and a new version of a view hold the same, side by side';

/** Replaces one process after the other, as a deployment does, until the time is over. */
const replaceAll = async (stack: JourneyStack, ground: Ground, random: Random, { minutes, signal, say }: CampaignOptions): Promise<{ restarts: number; took: Durations }> => {
  const until = performance.now() + minutes * 60_000;
  const took = new Durations();
  let restarts = 0;
  while (!signal.aborted && ground.violations.length === 0 && (restarts < SERVICES.length * PROCESSES || performance.now() < until)) {
    const service = SERVICES[restarts % SERVICES.length]!;
    const nth = Math.floor(restarts / SERVICES.length) % PROCESSES;
    const started = performance.now();
    await stack.service(service, nth).restart();
    took.add(performance.now() - started);
    restarts++;
    // The one that came back is led to before the other goes.
    await new Promise((settle) => setTimeout(settle, random.whole(200, 500)));
    await ground.look();
    if (restarts % 20 === 0) say(`${restarts} restarts, ${ground.violations.length} violations`);
  }
  return { restarts, took };
};

/** A process of a build whose inbox has a new version joins, catches up, and both are written while commands go on. @returns how many */
const sideBySide = async (stack: JourneyStack, balancer: Balancer, ground: Ground): Promise<number> => {
  const folder = mkdtempSync(join(tmpdir(), 'homeroom-next-build-'));
  const before = ground.journal.acknowledged;
  try {
    copyOfCheckout(root, folder);
    plant(root, folder, [VIEW]);
    const next = await stack.further('organization', folder);
    try {
      await next.process.start();
      balancer.leadTo([...stack.portsOf('organization'), next.port]);
      await eventually(() => { if (ground.journal.acknowledged < before + SIDE_BY_SIDE_COMMANDS) throw new Error('Commands are not acknowledged any more.'); }, PATIENCE_MS);
      await sameRows(ground);
    } finally {
      balancer.leadTo(stack.portsOf('organization'));
      await next.process.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return ground.journal.acknowledged - before;
};

/** Rows of one version that the other does not have, once both have been at the same position. */
const DIFFERENT = `select count(*)::int as rows from ((table report_inbox_v1 except table report_inbox_v2) union all (table report_inbox_v2 except table report_inbox_v1)) different
  where (select count(distinct position) from checkpoints where reader in ('view:report-inbox:v1', 'view:report-inbox:v2')) = 1`;
const PLACES = `select count(*)::int as rows from checkpoints where reader in ('view:report-inbox:v1', 'view:report-inbox:v2')`;

/** Looked at while both are written: whenever both stand at one place, they hold the same. */
const sameRows = async (ground: Ground): Promise<void> => {
  const watch = ground.watch('organization');
  const [{ rows: places } = { rows: 0 }] = await watch.query<{ rows: number }>(PLACES);
  if (places !== 2) ground.told(SIDE_BY_SIDE, `${places} versions of ${VIEW.name} are written, not 2`);
  for (let look = 0; look < LOOKS; look++) {
    const [{ rows: different } = { rows: 0 }] = await watch.query<{ rows: number }>(DIFFERENT);
    if (different > 0) ground.told(SIDE_BY_SIDE, `${different} rows of ${VIEW.name} differ between version 1 and 2 at one position`);
  }
};

const run = async (options: CampaignOptions): Promise<CampaignResult> => {
  const random = new Random(options.seed);
  const stack = await JourneyStack.start({ root, processes: Object.fromEntries(SERVICES.map((service) => [service, PROCESSES])), environment: { DRAIN_MS } });
  const ending = new AbortController();
  const balancers = new Map<string, Balancer>();
  const ground = new Ground(stack, new ClientJournal(ending.signal));
  let load: KeepAliveLoad | undefined;
  try {
    const school = await openSchool(stack, await registerCounty(stack));
    for (const service of SERVICES) balancers.set(service, await Balancer.before(stack.portsOf(service)));
    load = new KeepAliveLoad(ground, school, (service) => balancers.get(service)!.own);
    await load.start(stack, EACH);
    const { restarts, took } = await replaceAll(stack, ground, random, options);
    const beside = ground.violations.length === 0 ? await sideBySide(stack, balancers.get('organization')!, ground) : 0;
    await load.stop();
    if (ground.violations.length === 0) await checkAll(ground);
    const asked = Object.values(load.answers).reduce((sum, count) => sum + count, 0);
    return { figures: { restarts, requests: asked, ...load.answers, 'a restart took': String(took), 'commands beside a new version of a view': beside }, violations: ground.violations };
  } finally {
    ending.abort();
    await load?.stop();
    await Promise.all([...balancers.values()].map((balancer) => balancer.close()));
    await ground.close();
    await stack.stop();
  }
};

/** Each service replaced again and again under load. */
export const deploy: Campaign = { name: 'deploy', says: 'rolling restarts under keep-alive load: no accepted request fails; a view\'s next version beside this one', minutes: 20, run };
