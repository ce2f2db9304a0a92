import { Agent, type IncomingHttpHeaders, request } from 'node:http';

/** A request as it goes over the wire; nothing is added but what HTTP itself needs. */
export interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

export interface Answered {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** A generous wait on a machine that has other work: who answers later hangs. */
const PATIENCE_MS = 30_000;

/** No answer, and why: the connection, or the time. */
export class Unanswered extends Error {
  override readonly name = 'Unanswered';
  /** @param idle a connection that was kept ended before anything came back: the service may have closed it for its age at that moment */
  constructor(message: string, readonly idle: boolean) {
    super(message);
  }
}

/** Requests over connections that are kept: what the clients cost is what the services do not get. */
export class Exchange {
  private readonly agent: Agent;

  constructor(connections: number) {
    this.agent = new Agent({ keepAlive: true, maxSockets: connections, scheduling: 'lifo' });
  }

  /** @throws Unanswered, and TypeError for what HTTP cannot carry */
  send({ method, url, headers = {}, body }: Asked, patienceMs = PATIENCE_MS): Promise<Answered> {
    return new Promise((resolve, reject) => {
      const fail = (error: Error): void => reject(new Unanswered(`${method} ${url}: ${error.message}`, asked.reusedSocket && (error as NodeJS.ErrnoException).code === 'ECONNRESET'));
      // The path as it is: a URL would make another one of `/v1/tlog/../checkpoint` before a service saw it.
      const asked = request(url, { method, path: url.slice(new URL(url).origin.length), agent: this.agent, headers: { ...headers, ...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }) } }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk)).once('error', fail)
          .once('end', () => resolve({ status: answer.statusCode!, headers: answer.headers, text: Buffer.concat(chunks).toString() }));
      });
      const late = setTimeout(() => asked.destroy(new Error(`no answer within ${patienceMs / 1000} s`)), patienceMs);
      asked.once('error', fail).once('close', () => clearTimeout(late));
      asked.end(body);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}
