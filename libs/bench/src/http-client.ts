import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export interface Answer {
  readonly status: number;
  readonly body: string;
}

/**
 * One kept-alive connection, one request at a time, written by hand: a load generator that costs as much as what it
 * loads would measure itself. Answers must have a Content-Length; they are read as bytes, so texts beyond ASCII are not.
 */
export class Connection {
  private received = '';
  private waiting: { settle(answer: Answer): void; fail(error: Error): void } | undefined;

  private constructor(private readonly socket: Socket, private readonly head: string) {
    socket.setEncoding('latin1').on('data', (text: string) => this.take(text));
    socket.on('error', (error) => this.waiting?.fail(error)).on('close', () => this.waiting?.fail(new Error('The connection was closed.')));
  }

  static async open(url: string, token: string): Promise<Connection> {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname).setNoDelay();
    await once(socket, 'connect');
    return new Connection(socket, `Host: ${hostname}:${port}\r\nAuthorization: Bearer ${token}\r\n`);
  }

  get(path: string): Promise<Answer> {
    return this.send(`GET ${path} HTTP/1.1\r\n${this.head}\r\n`);
  }

  post(path: string, body: object): Promise<Answer> {
    const text = JSON.stringify(body);
    return this.send(`POST ${path} HTTP/1.1\r\n${this.head}Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  }

  async close(): Promise<void> {
    this.socket.destroy();
  }

  private send(request: string): Promise<Answer> {
    return new Promise((settle, fail) => {
      this.waiting = { settle, fail };
      this.socket.write(request);
    });
  }

  private take(text: string): void {
    this.received += text;
    const end = this.received.indexOf('\r\n\r\n');
    if (end < 0) return;
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(this.received)?.[1]);
    // A character of latin1 is a byte.
    if (this.received.length < end + 4 + length) return;
    const answer = { status: Number(this.received.slice(9, 12)), body: this.received.slice(end + 4, end + 4 + length) };
    this.received = '';
    this.waiting?.settle(answer);
  }
}

/** @throws unless it was done */
export const done = ({ status, body }: Answer): Answer => {
  if (status !== 200 && status !== 201) throw new Error(`A request was answered with ${status}: ${body}`);
  return { status, body };
};
