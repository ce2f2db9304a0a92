import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Stack } from './stack';
import { advance, runFrom } from './stack-time';

/** A service as the loader sees it: a log that grows, a reader that follows it a little later, deadlines that fall due. */
class FakeService {
  readonly told: string[] = [];
  head = 0;
  /** Looks until the reader has caught up. */
  lag = 2;
  state = 'following';
  private read = 0;
  private readonly server: Server;

  constructor(readonly name: string, readonly due: string[], private readonly fires: (service: FakeService, at: string) => number) {
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
    const body = chunks.length > 0 ? JSON.parse(Buffer.concat(chunks).toString()) as { at?: string; until?: string; run?: boolean; heads?: Record<string, number> } : {};
    expect(request.headers.authorization).toBe('Bearer s3cret');
    switch (request.url) {
      case '/local/reach': return this.reach(body.heads!);
      case '/local/clock': this.told.push(body.run ? `runs from ${body.at}` : `clock ${body.at}`); return {};
      default: return { fired: this.fire(body.until!) };
    }
  }

  /** Its reader follows a little later than it is asked. */
  private reach(asked: Record<string, number>): object {
    const log = `${this.name}/1`;
    if (this.read < this.head && --this.lag <= 0) [this.read, this.lag] = [this.head, 2];
    const halted = this.state === 'halted' ? { reader: 'view:a', log, position: this.read } : null;
    const reached = !halted && this.read >= (asked[log] ?? 0) && asked[log] === this.head;
    return { reached, heads: { [log]: this.head }, next: reached ? this.due.toSorted()[0] ?? null : null, halted };
  }

  private fire(until: string): number {
    expect(this.read).toBe(this.head);
    const at = this.due.filter((each) => each <= until);
    this.due.splice(0, this.due.length, ...this.due.filter((each) => each > until));
    return at.reduce((fired, each) => fired + (this.told.push(`fired ${each}`), this.fires(this, each)), 0);
  }
}

const grows = (service: FakeService): number => (service.head += 1, 1);

describe('moving the time of a stack', () => {
  let services: FakeService[] = [];
  const stackOf = async (...fakes: FakeService[]): Promise<Stack> => {
    services = fakes;
    const secret = join(mkdtempSync(join(tmpdir(), 'county-')), 'secret');
    writeFileSync(secret, 's3cret\n');
    const urls = await Promise.all(fakes.map(async (fake) => [fake.name, { url: await fake.start() }] as const));
    return new Stack({ county: '370786', issuer: { url: '' }, services: Object.fromEntries(urls), files: { secret, accounts: '', year: '' } }, 8);
  };
  afterEach(() => Promise.all(services.map((service) => service.stop())));

  it('fires every deadline until then in due order, each with all clocks at its time, and what follows from it too', async () => {
    const a = new FakeService('a', ['2025-09-01T03:00', '2025-09-01T01:00', '2025-09-01T09:00'], (service, at) => {
      if (at === '2025-09-01T01:00') service.due.push('2025-09-01T02:00');
      return grows(service);
    });
    const b = new FakeService('b', ['2025-09-01T02:30'], grows);
    const stack = await stackOf(a, b);
    await advance(stack, '2025-09-01T04:00');
    stack.http.close();
    const clocks = ['01:00', '02:00', '02:30', '03:00', '04:00'].map((time) => `clock 2025-09-01T${time}`);
    expect(a.told).toEqual([clocks[0], 'fired 2025-09-01T01:00', clocks[1], 'fired 2025-09-01T02:00', clocks[2], clocks[3], 'fired 2025-09-01T03:00', clocks[4]]);
    expect(b.told).toEqual([clocks[0], clocks[1], clocks[2], 'fired 2025-09-01T02:30', clocks[3], clocks[4]]);
  });

  it('says which deadline does not fire, instead of trying for ever', async () => {
    const stack = await stackOf(new FakeService('a', ['2025-09-01T01:00'], (service, at) => (service.due.push(at), 0)));
    await expect(advance(stack, '2025-09-01T04:00')).rejects.toThrow('A deadline due at 2025-09-01T01:00 does not fire.');
    stack.http.close();
  });

  it('says which reader is halted', async () => {
    const service = new FakeService('a', [], grows);
    const stack = await stackOf(service);
    service.state = 'halted';
    await expect(advance(stack, '2025-09-01T04:00')).rejects.toThrow('Reader view:a of a/1 is halted at 0');
    stack.http.close();
  });

  it('lets the clock run on afterwards', async () => {
    const service = new FakeService('a', [], grows);
    const stack = await stackOf(service);
    await runFrom(stack, '2026-06-30T09:30');
    stack.http.close();
    expect(service.told).toEqual(['runs from 2026-06-30T09:30']);
  });
});
