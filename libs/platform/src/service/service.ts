import type { Catalogue } from '@homeroom/contracts';
import type { Decider, Reaction } from '@homeroom/eventsourcing';
import type { Provider, Type } from '@nestjs/common';
import type { MigrationInterface } from 'typeorm';
import type { Refusals } from '../http/problem';
import type { Proof } from '../operations/proof';
import type { Deadline } from '../reactions/deadline';
import type { Runtime } from '../runtime';
import type { Sealing } from '../sealing';
import type { Sink } from '../readers/log-reader';
import type { SinkParts } from '../service-runtime';
import type { ViewDefinition } from '../views/view';
import type { Environment } from './environment';

/** What further parts of a service may stand on. */
export interface Beside {
  readonly environment: Environment;
  readonly sealing?: Sealing;
}

/** A service as a table of contents: everything it consists of, in reading order. */
export interface ServiceDefinition {
  readonly name: string;
  /** One line for the heads of its documents. */
  readonly says: string;
  readonly events: Catalogue<any>;
  /** Other services whose events its views and reactions read. */
  readonly peers: readonly Catalogue<any>[];
  readonly streams: readonly Decider[];
  /** Controllers: routes and the GETs of views, in the order of the story. */
  readonly routes: readonly Type[];
  readonly views: readonly ViewDefinition[];
  readonly reactions: readonly Reaction[];
  readonly deadlines: readonly Deadline[];
  /** What `verify` checks beside its logs and views. */
  readonly proofs?: readonly Proof[];
  /** Zh-CN sentences of rejection codes, one table a stream. */
  readonly refusals: readonly Refusals[];
  readonly migrations: readonly (new () => MigrationInterface)[];
  /** Further readers of the own log, such as the search table of names. */
  readonly sinks?: (beside: Beside, parts: SinkParts) => readonly Sink[];
  /** What its controllers inject beside streams and rows. */
  readonly providers?: (beside: Beside & { readonly runtime: Runtime }) => readonly Provider[];
}

type Optional = 'says' | 'peers' | 'views' | 'reactions' | 'deadlines' | 'refusals' | 'migrations';

/**
 * `service({ name: 'organization', events, peers, streams, routes, views, reactions, deadlines })`.
 * @throws where a name stands twice, or a view, reaction or stream is out of its catalogues
 */
export const service = (parts: Omit<ServiceDefinition, Optional> & Partial<Pick<ServiceDefinition, Optional>>): ServiceDefinition => {
  const definition: ServiceDefinition = { says: parts.name, peers: [], views: [], reactions: [], deadlines: [], refusals: [], migrations: [], ...parts };
  const { name, events, peers, streams, views, reactions, deadlines } = definition;
  if (events.service !== name) throw new Error(`Service ${name} has the catalogue of ${events.service}.`);
  for (const [kind, list] of Object.entries({ streams, views, reactions, deadlines })) once(`${name}: ${kind}`, list.map((each) => each.name));
  const known = new Set([events, ...peers].flatMap(({ types }) => Object.keys(types)));
  for (const { name: reader, on } of [...views, ...reactions]) {
    const unknown = Object.keys(on).filter((type) => !known.has(type));
    if (unknown.length > 0) throw new Error(`${name}: ${reader} reads ${unknown.join(', ')}, which neither it nor a peer writes.`);
  }
  return definition;
};

const once = (what: string, names: readonly string[]): void => {
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice !== undefined) throw new Error(`${what} has ${twice} twice.`);
};
