import { readFileSync } from 'node:fs';
import type { County, Position } from '@homeroom/contracts';
import { Http } from './http';

/** What the loader needs of `.homeroom/stack.json`; it holds more. */
export interface Manifest {
  readonly county: County;
  readonly issuer: { readonly url: string };
  readonly services: Readonly<Record<string, { readonly url: string }>>;
  readonly files: { readonly secret: string; readonly accounts: string; readonly year: string };
}

/** A running local stack, as seen by whoever may read its secret. */
export class Stack {
  readonly http: Http;
  /** The ends of the services' logs, as far as they are known here. */
  readonly heads: Record<string, Position> = {};
  private readonly secret: string;

  constructor(readonly manifest: Manifest, connections: number) {
    this.http = new Http(connections);
    this.secret = readFileSync(manifest.files.secret, 'utf8').trim();
  }

  static at(file: string, connections: number): Stack {
    return new Stack(JSON.parse(readFileSync(file, 'utf8')) as Manifest, connections);
  }

  get services(): readonly string[] {
    return Object.keys(this.manifest.services);
  }

  urlOf(service: string): string {
    const known = this.manifest.services[service];
    if (!known) throw new Error(`The stack has no service ${service}: the sample year needs organization and resources.`);
    return known.url;
  }

  /** A service has told that its log holds this position: `<service>/<county>:<position>`. */
  know(at: string): void {
    const [log = '', position = '0'] = at.split(':');
    this.heads[log] = Math.max(this.heads[log] ?? 0, Number(position));
  }

  /** A call that only the local stack answers. */
  async local<T>(url: string, body?: object): Promise<T> {
    const { status, text } = await this.http.send(body ? 'POST' : 'GET', url, { authorization: `Bearer ${this.secret}` }, body);
    if (status !== 200) throw new Error(`${url} answered ${status}: ${text.slice(0, 300)}`);
    return JSON.parse(text) as T;
  }

  /** The same call to every service at once. */
  ofAll<T>(path: string, body?: object): Promise<T[]> {
    return Promise.all(this.services.map((service) => this.local<T>(this.urlOf(service) + path, body)));
  }
}
