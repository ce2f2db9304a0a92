import { randomUUID } from 'node:crypto';
import type { Violation } from '../campaign';
import { type Operation, sealedFields } from '../ground/documents';
import { type Answered, Unanswered } from '../ground/exchange';
import { type Company, type Played } from '../ground/player';
import { CAST, type Who } from '../ground/story';
import type { Judge } from './answers';
import { filled } from './bodies';
import type { BrokenToken, Case, Cases } from './cases';
import { Ledger } from './ledger';
import { Pool } from './pool';

/** Requests under way at once: many more than a service works on, fewer than its queue's patience. */
const AT_ONCE = 48;
/** Cases of one batch: after each, the logs are compared with what was answered. */
const BATCH = 600;
/** Violations told: more of the same say nothing. */
const TOLD = 40;
/** Bodies beyond what is taken are refused while they are still being sent: then the connection may end before the answer is read. */
const REFUSED_WHILE_SENT = 1 << 20;

export const PROMISES = {
  answers: 'Every request is answered, and none with a 5xx',
  documented: 'Every answer is one that the OpenAPI document names, and shows nothing of the inside',
  refused: 'A refused command leaves nothing in the log, an accepted one is there',
  keyed: 'Another body under a known Idempotency-Key is refused, and the same is answered with its first result',
  followed: 'No reader halts at what was let in',
} as const;

/** A body that a service took: an empty one is no body, and one may begin with a mark of its byte order, which RFC 8259 lets a reader ignore. */
const asTaken = (body: string): unknown => JSON.parse(body.replace(/^\uFEFF/, '') || '{}');

/** The body with another sentence in its first sealed field; `undefined` where it has none. */
const otherText = (operation: Operation, body: string, { catalogue }: Company): string | undefined => {
  const [field] = operation.body ? sealedFields(operation.body, catalogue.document(operation.service)) : [];
  const parsed = asTaken(body) as Record<string, unknown>;
  const name = field?.slice(1);
  return name !== undefined && typeof parsed[name] === 'string' ? JSON.stringify({ ...parsed, [name]: '另一句话。' }) : undefined;
};

/** An own fuzzer that knows states: resources of the story, commands in legal and illegal orders, whatever else a request can hold. */
export class HttpFuzz {
  readonly violations: Violation[] = [];
  readonly statuses: Record<string, number> = {};
  readonly asked = new Map<string, number>();
  requests = 0;
  private readonly pool: Pool;
  private readonly ledger: Ledger;

  constructor(private readonly company: Company, private readonly cases: Cases, private readonly judge: Judge, story: readonly Played[]) {
    this.pool = new Pool(story);
    this.ledger = new Ledger(company.stack);
  }

  /** One batch; the logs are looked at afterwards. */
  async batch(seed: number, n: number): Promise<void> {
    await this.ledger.begin();
    const waiting = this.cases.batch(seed, n, BATCH).map((one, i) => ({ one, name: `seed ${seed}, batch ${n}, case ${i}` }));
    const client = async (): Promise<void> => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const { one, name } = next;
        await Promise.all(Array.from({ length: one.times }, () => this.ask(one, name)));
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, client));
    for (const evidence of await this.ledger.end()) this.violated(PROMISES.refused, `seed ${seed}, batch ${n}: ${evidence}`);
  }

  private async ask(one: Case, name: string): Promise<void> {
    const correlationId = randomUUID();
    const { operation, method } = one;
    const path = this.pathOf(one);
    const body = this.bodyOf(one);
    const headers = { ...this.authorization(one), 'x-correlation-id': correlationId, ...(body !== undefined && { 'content-type': 'application/json' }), ...one.headers };
    this.requests++;
    const asked = `${operation.service} ${operation.id}`;
    this.asked.set(asked, (this.asked.get(asked) ?? 0) + 1);
    const shown = `${name}: ${method} ${path.slice(0, 200)} by ${one.by} ${JSON.stringify(one.headers).slice(0, 200)} ${String(body).slice(0, 300)}`;
    let answer: Answered;
    try {
      answer = await this.company.exchange.send({ method, url: this.company.stack.at(operation.service).url + path, headers, body });
    } catch (error) {
      // What Node's client refuses to send was no request.
      if (!(error instanceof Unanswered)) return void (this.statuses['not sent'] = (this.statuses['not sent'] ?? 0) + 1);
      this.ledger.unanswered(correlationId);
      if (error.idle) this.statuses['closed while idle'] = (this.statuses['closed while idle'] ?? 0) + 1;
      else if (Buffer.byteLength(body ?? '') <= REFUSED_WHILE_SENT) this.violated(PROMISES.answers, `${shown}: ${error.message}`);
      return;
    }
    this.judged(one, shown, body, answer);
    if (answer.status < 300 && 'idempotency-key' in one.headers && method === 'POST' && typeof body === 'string') await this.again(one, shown, path, headers, body);
  }

  /** The same command once more, and another one under its key. Between the two nobody else uses it: keys of the cases are their own. */
  private async again({ operation }: Case, shown: string, path: string, headers: Readonly<Record<string, string>>, body: string): Promise<void> {
    if (!headers['idempotency-key']!.startsWith('own-')) return;
    const send = (text: string) => this.company.exchange.send({ method: 'POST', url: this.company.stack.at(operation.service).url + path, headers: { ...headers, 'x-correlation-id': randomUUID() }, body: text });
    const other = otherText(operation, body, this.company);
    if (other === undefined) return;
    const [same, changed] = [await send(body), await send(other)];
    this.requests += 2;
    if (same.status >= 300) this.violated(PROMISES.keyed, `${shown}: the same again is answered ${same.status} ${same.text.slice(0, 300)}`);
    if (changed.status < 300 && (JSON.parse(changed.text) as { repeated?: boolean }).repeated) this.violated(PROMISES.keyed, `${shown}: ${other.slice(0, 300)} is taken for the same`);
  }

  private judged(one: Case, shown: string, body: string | Buffer | undefined, answer: Answered): void {
    const { operation, method } = one;
    const { status, headers, text } = answer;
    this.statuses[status] = (this.statuses[status] ?? 0) + 1;
    if (status >= 500) this.violated(PROMISES.answers, `${shown}: ${status} ${text.slice(0, 300)}`);
    const routed = method === operation.method && !(status === 404 && text.includes('no-such-address'));
    if (method !== 'HEAD') for (const fault of this.judge.faults(routed ? operation : undefined, answer)) this.violated(PROMISES.documented, `${shown}: ${fault} (${status} ${text.slice(0, 300)})`);
    const answered = status < 300 && method === 'POST' ? JSON.parse(text) as { id?: string; position?: string | null; repeated?: boolean } : undefined;
    this.ledger.answered(String(headers['x-correlation-id'] ?? ''), operation.service, answered);
    if (answered && typeof body === 'string') this.pool.learn(operation, asTaken(body), answered);
    if (method === 'GET' && status === 200 && text.includes('"next":"')) this.pool.add('cursor', /"next":"([^"]+)"/.exec(text)![1]!);
  }

  private pathOf({ operation, segments, query }: Case): string {
    let n = 0;
    const of = (field: string, i: number): string => encodeURIComponent(this.pool.of(field, i));
    const path = operation.path.replace(/\{\w+\}/g, () => filled(segments[n++]!, of) as string);
    const asked = query.map((each) => each.replace(/pool(?::|%3A)(\w+)(?::|%3A)(\d+)/, (_, field: string, i: string) => of(field, Number(i))));
    return asked.length > 0 ? `${path}?${asked.join('&')}` : path;
  }

  private bodyOf({ body }: Case): string | Buffer | undefined {
    if (!body) return undefined;
    if ('text' in body) return body.text;
    return 'base64' in body ? Buffer.from(body.base64, 'base64') : JSON.stringify(filled(body.json, (field, n) => this.pool.of(field, n)));
  }

  private authorization({ by }: Case): Record<string, string> {
    if (by in CAST) return { authorization: `Bearer ${this.company.token(by as Who)}` };
    const good = this.company.token('bureau');
    const [header, payload] = good.split('.') as [string, string];
    const shown: Record<BrokenToken, string | undefined> = {
      none: undefined, garbage: 'Bearer abc', unsigned: `Bearer ${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`, cut: `Bearer ${good.slice(0, -3)}`,
      foreign: `Bearer ${header}.${Buffer.from('{"sub":"x","county":"370786","roles":["county-staff"]}').toString('base64url')}.AAAA`, huge: `Bearer ${'a'.repeat(9_000)}.b.c`, basic: 'Basic YTpi',
    };
    const authorization = shown[by as BrokenToken];
    return authorization === undefined ? {} : { authorization };
  }

  private violated(promise: string, evidence: string): void {
    if (this.violations.length < TOLD) this.violations.push({ promise, evidence });
  }
}
