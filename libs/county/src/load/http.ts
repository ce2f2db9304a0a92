import { Agent, request } from 'node:http';

export interface Answer {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly text: string;
}

/** Longest wait for an answer; a service that is started again needs some of it. */
const PATIENCE_MS = 60_000;

/** JSON over kept-alive connections: the loader shares its two processor cores with everything that it loads, and this costs a third of `fetch`. */
export class Http {
  private readonly agent: Agent;

  constructor(connections: number) {
    this.agent = new Agent({ keepAlive: true, maxSockets: connections, scheduling: 'lifo' });
  }

  send(method: 'GET' | 'POST', url: string, headers: Readonly<Record<string, string>>, body?: object): Promise<Answer> {
    const payload = body && Buffer.from(JSON.stringify(body));
    return new Promise((resolve, reject) => {
      const asked = request(url, {
        method, agent: this.agent, timeout: PATIENCE_MS,
        headers: { ...headers, ...(payload && { 'content-type': 'application/json', 'content-length': payload.length }) },
      }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk)).once('error', reject)
          .once('end', () => resolve({ status: answer.statusCode!, headers: answer.headers, text: Buffer.concat(chunks).toString() }));
      });
      asked.once('error', reject).once('timeout', () => asked.destroy(new Error(`${url} does not answer.`)));
      asked.end(payload);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}
