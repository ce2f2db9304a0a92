import { type Operation, resolved, type ServiceDocument, serviceDocuments } from './documents';
import { type Answered, Exchange } from './exchange';
import { CAST, type Names, type Step, type Story, type Who } from './story';
import type { JourneyStack } from '@homeroom/testing';

/** A step as it was asked and answered. */
export interface Played {
  readonly step: Step;
  readonly operation: Operation;
  readonly path: string;
  readonly body: object;
  readonly answer: any;
}

/** Operations of all services; those of a story by their id. */
export class Catalogue {
  readonly documents: readonly ServiceDocument[] = serviceDocuments();
  private readonly byId = new Map<string, Operation>();

  constructor() {
    for (const operation of this.operations) {
      // What every service has, such as its evidence, is asked of each and stands in no story.
      if (!this.byId.has(operation.id)) this.byId.set(operation.id, operation);
    }
  }

  get operations(): readonly Operation[] {
    return this.documents.flatMap(({ operations }) => operations);
  }

  operation(id: string): Operation {
    const found = this.byId.get(id);
    if (!found) throw new Error(`No service has an operation ${id}.`);
    return found;
  }

  document(service: string): ServiceDocument {
    return this.documents.find((each) => each.service === service)!;
  }

  schemaOf(operation: Operation) {
    return operation.body && resolved(operation.body, this.document(operation.service));
  }
}

/** The path with its ids. */
export const pathOf = ({ path }: Pick<Operation, 'path'>, ids: readonly string[]): string => {
  let n = 0;
  return path.replace(/\{\w+\}/g, () => encodeURIComponent(ids[n++] ?? ''));
};

const QUIET_TRIES = 4;

/** Everybody of the cast in front of all services. */
export class Company {
  readonly exchange = new Exchange(64);
  private readonly tokens = new Map<Who, string>();

  constructor(readonly stack: JourneyStack, readonly catalogue: Catalogue, readonly names: Names) {}

  /** Tokens are good for an hour: longer campaigns fetch new ones. */
  async renew(): Promise<void> {
    const everybody = Object.keys(CAST) as Who[];
    const tokens = await this.stack.tokens(everybody.map((who) => ({ personId: this.names.person(who), county: CAST[who].county, roles: [...CAST[who].roles] })));
    everybody.forEach((who, i) => this.tokens.set(who, tokens[i]!));
  }

  token(who: Who): string {
    return this.tokens.get(who)!;
  }

  ask(who: Who | undefined, operation: Operation, pathAndQuery: string, body?: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answered> {
    return this.exchange.send({
      method: operation.method, url: this.stack.at(operation.service).url + pathAndQuery,
      headers: { ...(who && { authorization: `Bearer ${this.token(who)}` }), ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  }

  /** Plays a story through the public API. @throws where the services refuse a step: the story and the rules do not fit together */
  async play(story: Story, changed: (operation: Operation, body: object, step: Step) => object = (_, body) => body): Promise<Played[]> {
    const told = new Map<string, any>();
    const played: Played[] = [];
    for (const each of story) {
      if ('until' in each) {
        await this.stack.advance(each.until);
        continue;
      }
      const operation = this.catalogue.operation(each.operation);
      const body = changed(operation, typeof each.body === 'function' ? each.body(told) : each.body, each);
      const path = pathOf(operation, each.ids);
      const answer = await this.done(each, operation, path, body);
      told.set(each.operation, answer);
      played.push({ step: each, operation, path, body, answer });
    }
    return played;
  }

  /** Some steps rest on what reactions and views make of earlier ones: those are waited for, and the step is asked again. */
  private async done({ by }: Step, operation: Operation, path: string, body: object): Promise<any> {
    for (let tries = 1; ; tries++) {
      const { status, text } = await this.ask(operation.open ? undefined : by, operation, path, body);
      if (status < 300) return JSON.parse(text);
      if (tries === QUIET_TRIES) throw new Error(`${operation.id} by ${by} (${path}): ${status} ${text.slice(0, 600)}\n${JSON.stringify(body)}`);
      await this.stack.quiet();
    }
  }
}
