import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** How often a throttled connection gets its share. */
const TICK_MS = 20;

interface Joined {
  readonly near: Socket;
  readonly far: Socket;
}

/**
 * Stands between a client and a server, byte for byte, and does what networks do: cuts connections, refuses them, holds
 * what is on its way, lets it pass slowly.
 */
export class TcpProxy {
  private readonly joined = new Set<Joined>();
  private readonly server: Server;
  private delayMs = 0;
  private bytesPerTick = Infinity;
  private refusing = false;
  private frozen: Promise<void> | undefined;
  private thaw: () => void = () => undefined;

  private constructor(private readonly port: number) {
    this.server = createServer({ noDelay: true }, (near) => this.join(near));
  }

  /** @param port of the server, on this machine */
  static async before(port: number, own = 0): Promise<TcpProxy> {
    const proxy = new TcpProxy(port);
    await new Promise<void>((listening, failed) => proxy.server.once('error', failed).listen(own, '127.0.0.1', listening));
    return proxy;
  }

  get own(): number {
    return (this.server.address() as { port: number }).port;
  }

  /** Ends connections as a reset does, whatever is on its way. @param share of them, of 1 @returns how many */
  cut(share = 1, chance: () => number = Math.random): number {
    const chosen = [...this.joined].filter(() => chance() < share);
    for (const { near, far } of chosen) {
      near.resetAndDestroy();
      far.resetAndDestroy();
    }
    return chosen.length;
  }

  /** From now on every connection is refused, until {@link heal}. */
  refuse(): void {
    this.refusing = true;
    this.cut();
  }

  /** What is sent arrives so much later. */
  delay(ms: number): void {
    this.delayMs = ms;
  }

  /** Of each connection and direction no more passes than this. */
  throttle(bytesPerSecond: number): void {
    this.bytesPerTick = Math.max(1, Math.round(bytesPerSecond * TICK_MS / 1000));
  }

  /** Nothing passes, and nobody is told: as a switch that has lost its way. Until {@link heal}. */
  freeze(): void {
    this.frozen ??= new Promise((thaw) => { this.thaw = thaw; });
  }

  /** From now on everything passes at once. */
  heal(): void {
    this.delayMs = 0;
    this.bytesPerTick = Infinity;
    this.refusing = false;
    this.thaw();
    this.frozen = undefined;
  }

  async close(): Promise<void> {
    this.heal();
    this.cut();
    await new Promise<void>((closed) => this.server.close(() => closed()));
  }

  private join(near: Socket): void {
    if (this.refusing) return void near.resetAndDestroy();
    const far = connect({ host: '127.0.0.1', port: this.port, noDelay: true });
    const pair = { near, far };
    this.joined.add(pair);
    for (const [one, other] of [[near, far], [far, near]] as const) {
      one.on('error', () => other.destroy()).on('close', () => { this.joined.delete(pair); other.destroy(); });
      void this.pass(one, other).catch(() => { one.destroy(); other.destroy(); });
    }
  }

  /** One direction, until it ends. */
  private async pass(from: Socket, to: Socket): Promise<void> {
    for await (const chunk of from as AsyncIterable<Buffer>) {
      if (this.delayMs > 0) await pause(this.delayMs);
      for (let at = 0; at < chunk.length;) {
        await this.frozen;
        const size = this.bytesPerTick;
        if (size !== Infinity) await pause(TICK_MS);
        const part = size === Infinity ? chunk.subarray(at) : chunk.subarray(at, at + size);
        at += part.length;
        if (!to.writable) return;
        if (!to.write(part)) await new Promise<void>((drained) => { to.once('drain', drained).once('close', drained); });
      }
    }
    to.end();
  }
}
