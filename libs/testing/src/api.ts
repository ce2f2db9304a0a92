import type { AddressInfo } from 'node:net';
import { derivedId, newId, type County, type Instant, type Recorded } from '@homeroom/contracts';
import { MemoryStore, stateCache } from '@homeroom/eventsourcing';
import {
  application, type ApplicationParts, type Authenticate, type Caller, Gate, jsonLogger, Metrics, type Runtime, type SealsAndOpens, type ServiceDefinition, Unauthenticated,
} from '@homeroom/platform';

/** What came back. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Parsed, where it is JSON. */
  readonly body: any;
}

/** One person in front of the service. */
export interface Person {
  get(url: string, headers?: Record<string, string>): Promise<Answer>;
  post(url: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
}

export interface Api {
  /** Acts as this person; a member of the school staff of the usual county unless said otherwise. */
  as(caller: Partial<Caller>): Person;
  /** Everything appended, in order. */
  events(county?: County): readonly Recorded[];
  /** Any request at all, as it stands. */
  inject(request: { method: string; url: string; headers?: Record<string, string>; payload?: string | Buffer }): Promise<Answer>;
  /** What was logged, line by line. */
  readonly logged: readonly string[];
  at(instant: Instant): void;
  /** As after a restart: no state is remembered. */
  forget(): void;
  /** Listens on a port of its own, for tests of the connection itself. */
  listen(): Promise<AddressInfo>;
  close(): Promise<void>;
}

export const USUAL_COUNTY: County = '370786';

/** A token of the tests: who it is, unsigned. The real check has a spec of its own. */
const tokenOf = (caller: Caller): string => `Bearer ${Buffer.from(JSON.stringify(caller)).toString('base64url')}`;
const believing: Authenticate = (authorization) => {
  if (!authorization) throw new Unauthenticated('no-token', { 'zh-CN': '', en: '' });
  return JSON.parse(Buffer.from(authorization.slice('Bearer '.length), 'base64url').toString()) as Caller;
};

/** Seals so that the subject shows, and forgets when told. */
export class GlassSealing implements SealsAndOpens {
  private readonly forgotten = new Set<string>();

  sealAll: SealsAndOpens['sealAll'] = async (county, texts) =>
    texts.map(({ subject, text }) => `v1.${derivedId(county, subject)}.${Buffer.from(text).toString('base64url')}`);

  openAll: SealsAndOpens['openAll'] = async (_, sealed) => sealed.map((text) => {
    const [, key = '', box = ''] = text?.split('.') ?? [];
    return text === null || this.forgotten.has(key) ? null : Buffer.from(box, 'base64url').toString();
  });

  forget(county: County, subject: string): void {
    this.forgotten.add(derivedId(county, subject));
  }
}

const noViews = async (): Promise<never> => { throw new Error('This runtime holds no views: give the API one with a database.'); };

/**
 * A service's HTTP side on a log in memory: routes are tested by what they append. Views are not folded, so its GETs need
 * a runtime with a database: hand it in.
 */
export const startApi = async (definition: ServiceDefinition, parts: Partial<ApplicationParts> & { readonly runtime?: Runtime; readonly sealing?: SealsAndOpens; readonly counties?: readonly County[] } = {}): Promise<Api> => {
  const store = new MemoryStore();
  const gate = new Gate();
  gate.open();
  const logged: string[] = [];
  let now: Instant = '2025-09-08T01:00:00.000Z';
  const memory: Runtime = {
    service: definition.name, counties: parts.counties ?? [USUAL_COUNTY], now: () => now,
    log: { store, catalogue: definition.events, cache: stateCache(), newEventId: newId },
    waitFor: async () => 'current', find: noViews, read: noViews,
    health: async () => ({ ready: true, readers: [], heads: {} }), start: async () => undefined, stop: async () => undefined,
  };
  const { runtime = memory, sealing = new GlassSealing() } = parts;
  const app = await application(definition, {
    edge: { runtime, sealing, fingerprintKey: Buffer.alloc(32, 1) }, authenticate: believing, gate, metrics: new Metrics(),
    logger: jsonLogger(definition.name, 'debug', { write: (line) => void logged.push(line) }), bodyLimit: 1 << 20, ...parts,
  });
  const inject: Api['inject'] = async (request) => {
    const { statusCode, headers, payload } = await app.inject(request as never);
    const json = /json/.test(String(headers['content-type']));
    return { status: statusCode, headers: headers as Answer['headers'], body: json ? JSON.parse(payload) : payload };
  };
  return {
    as: ({ personId = '00000000-0000-7000-8000-000000000001', county = USUAL_COUNTY, roles = ['school-staff'] }) => {
      const authorization = tokenOf({ personId, county, roles });
      return {
        get: (url, headers) => inject({ method: 'GET', url, headers: { authorization, ...headers } }),
        post: (url, body, headers) => inject({
          method: 'POST', url, headers: { authorization, ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
          ...(body !== undefined && { payload: JSON.stringify(body) }),
        }),
      };
    },
    events: (county = USUAL_COUNTY) => store.log(county), inject, logged, at: (instant) => { now = instant; }, forget: () => runtime.log.cache.clear(), close: () => app.close(),
    listen: async () => {
      if (!app.getHttpServer().listening) await app.listen(0, '127.0.0.1');
      return app.getHttpServer().address() as AddressInfo;
    },
  };
};
