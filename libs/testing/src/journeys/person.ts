/** What came back over HTTP. */
export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON. */
  readonly body: any;
}

/** Longest wait for one answer: a service under fire may be slow, one that hangs is found out. */
const PATIENCE_MS = 60_000;

/** Somebody with a token, in front of the whole system: each path goes to the service that answers it. */
export class Person {
  constructor(readonly personId: string, private readonly token: string, private readonly urls: Readonly<Record<string, string>>) {}

  /** Any request. Throws when there was no answer. */
  async ask(method: 'GET' | 'POST', path: string, body?: object, headers: Readonly<Record<string, string>> = {}): Promise<Answered> {
    const response = await fetch(this.urls[serviceOf(path)] + path, {
      method, signal: AbortSignal.timeout(PATIENCE_MS),
      headers: { authorization: `Bearer ${this.token}`, ...(body && { 'content-type': 'application/json' }), ...headers }, ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) };
  }

  /** A command that must succeed. @returns its answer */
  async does(path: string, body: object = {}, headers?: Readonly<Record<string, string>>): Promise<any> {
    return this.expected('POST', path, [200, 201], body, headers);
  }

  /** A command that must be refused. @returns the problem's code */
  async refused(path: string, body: object = {}): Promise<string> {
    return (await this.expected('POST', path, [403, 404, 409], body)).code;
  }

  /** A GET that must succeed. @returns what it shows */
  async sees(path: string): Promise<any> {
    return this.expected('GET', path, [200]);
  }

  private async expected(method: 'GET' | 'POST', path: string, statuses: readonly number[], body?: object, headers?: Readonly<Record<string, string>>): Promise<any> {
    const answer = await this.ask(method, path, body, headers);
    if (!statuses.includes(answer.status)) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }
}

const EVALUATION = /^\/v1\/(frameworks|evaluation-cycles|assessments|objections)\b/;
const serviceOf = (path: string): string => (path.startsWith('/v1/support-') ? 'resources' : EVALUATION.test(path) ? 'evaluation' : 'organization');
