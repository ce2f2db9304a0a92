import { chmodSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Position } from '@homeroom/contracts';
import { county } from '@homeroom/local';
import { KafkaClient } from '@homeroom/platform';
import { eventually, JourneyStack, openSchool, registerCounty } from '@homeroom/testing';
import type { CampaignOptions } from '../campaign';
import type { Random } from '../faults/random';
import { TcpProxy } from '../faults/tcp-proxy';
import { Ground } from '../invariants/ground';
import { ClientJournal } from '../journal/client-journal';
import { MixedLoad, TEXTS } from '../load/mixed-load';
import { root } from '../root';
import { SmallDisk } from './disk';
import { Durations } from './recovery';

const CLIENTS = 16;
/** Sixteen clients then do some hundred commands a second at most. */
const PAUSE_MS = 60;
/** A server that starts beside other work takes its time. */
const PATIENCE_MS = 120_000;

/** What clients may be told while things break: nothing, or to come back. Anything else, an end above all, is an error of the program. */
export const TOLD_AS_SUCH = 'A fault is told as such, never as an error of the program';

/** Where things are broken: the stack behind proxies, its clients, and what is seen of them. */
export class CrashSite {
  stack!: JourneyStack;
  ground!: Ground;
  load!: MixedLoad;
  postgres!: TcpProxy;
  kafka: TcpProxy | undefined;
  organization!: TcpProxy;
  disk: SmallDisk | undefined;
  /** From a kill to the first acknowledged command. */
  readonly recovery = { service: new Durations(), postgres: new Durations() };
  private readonly ending = new AbortController();
  private readonly folder = mkdtempSync(join(tmpdir(), 'homeroom-crash-'));

  private constructor(readonly random: Random) {}

  static async open(random: Random, { say }: Pick<CampaignOptions, 'say'>): Promise<CrashSite> {
    const site = new CrashSite(random);
    try {
      // PostgreSQL, which root starts as another user, must pass through.
      chmodSync(site.folder, 0o711);
      site.disk = SmallDisk.mount(join(site.folder, 'disk'));
      if (!site.disk) say('skipped: a full disk. This user may not mount one.');
      site.stack = await JourneyStack.start({ root, postgres: site.disk && { dataDir: join(site.disk.folder, 'postgres') }, between: (server, port) => site.between(server, port) });
      if (!site.stack.kafka) say(`skipped: everything about Kafka. ${site.stack.missing}`);
      await site.begin();
      return site;
    } catch (error) {
      await site.close();
      throw error;
    }
  }

  get journal(): ClientJournal {
    return this.ground.journal;
  }

  /** Clients work until `done`; resolves when so many more commands have been acknowledged. */
  async acknowledged(more: number): Promise<void> {
    const wanted = this.journal.acknowledged + more;
    await eventually(() => {
      if (this.journal.acknowledged < wanted) throw new Error(`${this.journal.acknowledged} commands were acknowledged, not ${wanted}. Instead came ${JSON.stringify(this.journal.troubles)}`);
    }, PATIENCE_MS);
  }

  /** What the organization service says of itself: its status, and why. */
  async health(): Promise<string> {
    const answer = await fetch(`http://127.0.0.1:${this.stack.portsOf('organization')[0]}/health/ready`);
    return `${answer.status} ${await answer.text()}`;
  }

  /** The organization service takes commands. */
  async ready(): Promise<void> {
    await eventually(async () => {
      const said = await this.health();
      if (!said.startsWith('200 ')) throw new Error(`The organization service is not ready: ${said.slice(0, 500)}`);
    }, PATIENCE_MS);
  }

  /** Every checker that can look while clients work. */
  async look(): Promise<void> {
    await eventually(() => this.ground.look(), PATIENCE_MS);
  }

  /** Nobody asks anything any more, and every reader has handled everything. */
  async rest(): Promise<void> {
    await this.load.stop();
    await this.stack.quiet();
  }

  /** The topic of the organization service holds its log. */
  async relayed(): Promise<void> {
    const { log } = this.ground.watch('organization');
    const kafka = new KafkaClient(this.stack.kafka!.brokers.split(','), 'homeroom-proving');
    await eventually(async () => {
      await this.ground.look();
      const last: Position = (await kafka.last({ ...log, county }))?.position ?? 0;
      if (last !== this.ground.watch('organization').head) throw new Error(`The topic ends at ${last}, the log at ${this.ground.watch('organization').head}.`);
    }, PATIENCE_MS);
  }

  /** What services and servers logged, for whoever asks what a broken promise came of. @returns where it stays */
  keepLogs(name: string): string {
    const kept = join(root, '.homeroom', 'proving', name);
    cpSync(this.stack.folder, kept, { recursive: true, filter: (from) => from === this.stack.folder || from.startsWith(this.stack.logs) || from.endsWith('.log') });
    return kept;
  }

  async close(): Promise<void> {
    this.ending.abort();
    await this.load?.stop();
    this.load?.close();
    await this.ground?.close();
    await this.stack?.stop();
    await Promise.all([this.postgres, this.kafka, this.organization].map((proxy) => proxy?.close()));
    this.disk?.unmount();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async begin(): Promise<void> {
    const school = await openSchool(this.stack, await registerCounty(this.stack));
    this.organization = await TcpProxy.before(this.stack.portsOf('organization')[0]!);
    this.ground = new Ground(this.stack, new ClientJournal(this.ending.signal), TEXTS);
    for (const name of this.stack.services) this.stack.service(name).onLost(() => this.ground.told(TOLD_AS_SUCH, `${name} ended by itself`));
    this.load = await MixedLoad.prepare(this.ground, school, { clients: CLIENTS, pauseMs: PAUSE_MS, port: () => this.organization.own });
  }

  private async between(server: 'postgres' | 'kafka', port: number): Promise<number> {
    const proxy = await TcpProxy.before(port);
    this[server] = proxy;
    return proxy.own;
  }
}
