import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Stack } from './stack';
import { advance, quiet, runFrom } from './stack-time';

/** A service as the loader sees it: a log that grows, and a reader that follows it a little later. */
class FakeService {
  readonly told: string[] = [];
  head = 0;
  state = 'following';
  /** Looks until the reader has caught up. */
  private lag = 2;
  private read = 0;
  private readonly server: Server;

  /** @param hears what it says when it has handled everything it was asked to; true: its log grew by it */
  constructor(readonly name: string, private readonly hears: (asked: Readonly<Record<string, number>>) => boolean = () => false) {
    this.server = createServer((request, response) => void this.answer(request).then((body) => response.end(JSON.stringify(body))));
  }

  async start(): Promise<string> {
    await new Promise<void>((listening) => this.server.listen(0, '127.0.0.1', listening));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((closed) => this.server.close(closed));
  }

  private async answer(request: IncomingMessage): Promise<object> {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const body = JSON.parse(Buffer.concat(chunks).toString()) as { at?: string; to?: string; run?: boolean; heads?: Record<string, number> };
    expect(request.headers.authorization).toBe('Bearer s3cret');
    switch (request.url) {
      case '/local/reach': return this.reach(body.heads!);
      case '/local/advance': this.told.push(`advances to ${body.to}`); return { fired: 0, halted: this.halted() };
      default: this.told.push(body.run ? `runs from ${body.at}` : `clock ${body.at}`); return {};
    }
  }

  private halted(): object | null {
    return this.state === 'halted' ? { reader: 'view:a', log: `${this.name}/1`, position: this.read } : null;
  }

  private reach(asked: Record<string, number>): object {
    const log = `${this.name}/1`;
    if (this.read < this.head && --this.lag <= 0) [this.read, this.lag] = [this.head, 2];
    const handled = this.read >= (asked[log] ?? 0);
    if (handled && this.hears(asked)) this.head += 1;
    return { reached: handled && asked[log] === this.head && this.read === this.head, heads: { [log]: this.head }, halted: this.halted() };
  }

  get caughtUp(): boolean {
    return this.read === this.head;
  }
}

describe('the time of a stack', () => {
  let services: FakeService[] = [];
  const stackOf = async (...fakes: FakeService[]): Promise<Stack> => {
    services = fakes;
    const secret = join(mkdtempSync(join(tmpdir(), 'county-')), 'secret');
    writeFileSync(secret, 's3cret\n');
    const urls = await Promise.all(fakes.map(async (fake) => [fake.name, { url: await fake.start() }] as const));
    return new Stack({ county: '370786', issuer: { url: '' }, services: Object.fromEntries(urls), files: { secret, accounts: '', year: '' } }, 8);
  };
  afterEach(() => Promise.all(services.map((service) => service.stop())));

  it('is quiet once every service has handled what all of them wrote, reactions to it included', async () => {
    const a = new FakeService('a');
    a.head = 3;
    let reacted = false;
    const b = new FakeService('b', (asked) => asked['a/1'] === 3 && !reacted && (reacted = true));
    const stack = await stackOf(a, b);
    await quiet(stack);
    stack.http.close();
    expect([reacted, a.caughtUp, b.caughtUp]).toEqual([true, true, true]);
    expect(stack.heads).toEqual({ 'a/1': 3, 'b/1': 1 });
  });

  it('goes by in every service', async () => {
    const stack = await stackOf(new FakeService('a'), new FakeService('b'));
    await advance(stack, '2025-09-01T04:00');
    stack.http.close();
    expect(services.map(({ told }) => told)).toEqual([['advances to 2025-09-01T04:00'], ['advances to 2025-09-01T04:00']]);
  });

  it('stops with the name of a reader that is halted', async () => {
    const service = new FakeService('a');
    service.state = 'halted';
    const stack = await stackOf(service);
    await expect(advance(stack, '2025-09-01T04:00')).rejects.toThrow('Reader view:a of a/1 is halted at 0');
    await expect(quiet(stack)).rejects.toThrow('Reader view:a of a/1 is halted at 0');
    stack.http.close();
  });

  it('runs on by itself afterwards', async () => {
    const service = new FakeService('a');
    const stack = await stackOf(service);
    await runFrom(stack, '2026-06-30T09:30');
    stack.http.close();
    expect(service.told).toEqual(['runs from 2026-06-30T09:30']);
  });
});
