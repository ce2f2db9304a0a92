import { Agent, type IncomingHttpHeaders, request } from 'node:http';

/** What came back over HTTP. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Parsed JSON; `undefined` where there was none. */
  readonly body: any;
}

/** No answer came. Whether the request reached anybody is known only where no connection was made. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  constructor(why: string, readonly neverSent: boolean) {
    super(why);
  }
}

/** Longer than a service may take for an answer, its own waiting for a database included. */
const PATIENCE_MS = 15_000;

/** Somebody in front of one service: a token, and kept connections to where the service is reached. */
export class Desk {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 4 });

  /** @param port asked before each request: which process it goes to */
  constructor(readonly personId: string, private readonly token: string, private readonly port: () => number) {}

  /** @throws NoAnswer */
  ask(method: 'GET' | 'POST', path: string, body?: object, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const payload = body && Buffer.from(JSON.stringify(body));
    return new Promise((resolve, reject) => {
      let connected = false;
      const asked = request({
        host: '127.0.0.1', port: this.port(), method, path, agent: this.agent, timeout: PATIENCE_MS,
        headers: { authorization: `Bearer ${this.token}`, ...headers, ...(payload && { 'content-type': 'application/json', 'content-length': payload.length }) },
      }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk))
          .once('error', (error) => reject(new NoAnswer(error.message, false)))
          .once('end', () => (answer.complete ? resolve({ status: answer.statusCode!, headers: answer.headers, body: parsed(Buffer.concat(chunks).toString()) }) : reject(new NoAnswer('half an answer', false))));
      });
      asked.once('socket', (socket) => { if (socket.connecting) socket.once('connect', () => { connected = true; }); else connected = true; });
      asked.once('error', (error: NodeJS.ErrnoException) => reject(new NoAnswer(error.code ?? error.message, !connected)));
      asked.once('timeout', () => asked.destroy(new Error(`no answer within ${PATIENCE_MS / 1000} s`)));
      asked.end(payload);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}

const parsed = (text: string): unknown => (text === '' ? undefined : JSON.parse(text));
