import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** Well within the time that a service which leaves still answers. */
const LOOK_MS = 50;
/** A process that has not said by then that it is ready is not led to. */
const READY_MS = 5_000;

/**
 * What stands before the processes of a service in production: asks each whether it is ready, and leads new connections to
 * those that are, in turn. It knows nothing of HTTP: what a connection does after that is between client and process.
 */
export class Balancer {
  private readonly ready = new Set<number>();
  private turn = 0;
  private readonly server: Server;
  private readonly going = new AbortController();
  private readonly looks = new Map<number, AbortController>();
  private readonly sockets = new Set<Socket>();

  private constructor() {
    this.server = createServer({ noDelay: true }, (near) => void this.lead(near));
  }

  static async before(ports: readonly number[]): Promise<Balancer> {
    const balancer = new Balancer();
    await new Promise<void>((listening) => balancer.server.listen(0, '127.0.0.1', listening));
    balancer.leadTo(ports);
    return balancer;
  }

  get own(): number {
    return (this.server.address() as { port: number }).port;
  }

  /** From now on these processes. */
  leadTo(ports: readonly number[]): void {
    for (const [port, looking] of this.looks) {
      if (ports.includes(port)) continue;
      looking.abort();
      this.looks.delete(port);
      this.ready.delete(port);
    }
    for (const port of ports) {
      if (this.looks.has(port)) continue;
      const looking = new AbortController();
      this.looks.set(port, looking);
      void this.look(port, AbortSignal.any([looking.signal, this.going.signal]));
    }
  }

  async close(): Promise<void> {
    this.going.abort();
    for (const socket of this.sockets) socket.destroy();
    await new Promise<void>((closed) => this.server.close(() => closed()));
  }

  /** Each by itself: one that is slow to answer must not keep what is known of the others from being true. */
  private async look(port: number, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const ready = await isReady(port);
      if (ready && !signal.aborted) this.ready.add(port);
      else this.ready.delete(port);
      await pause(LOOK_MS);
    }
  }

  /** Where none is ready, who comes waits. */
  private async lead(near: Socket): Promise<void> {
    this.sockets.add(near.on('error', () => undefined).on('close', () => this.sockets.delete(near)));
    while (this.ready.size === 0 && !near.destroyed) await pause(LOOK_MS);
    const ports = [...this.ready];
    const far = connect({ host: '127.0.0.1', port: ports[this.turn++ % ports.length]!, noDelay: true });
    this.sockets.add(far.on('error', () => near.destroy()).on('close', () => { this.sockets.delete(far); near.destroy(); }));
    near.on('close', () => far.destroy());
    near.pipe(far);
    far.pipe(near);
  }
}

const isReady = async (port: number): Promise<boolean> => {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/health/ready`, { signal: AbortSignal.timeout(READY_MS), headers: { connection: 'close' } });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
};
