import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { newId } from '@homeroom/contracts';
import { MemoryStore, stateCache } from '@homeroom/eventsourcing';
import type { Provider } from '@nestjs/common';
import { pino } from 'pino';
import { Gate } from '../http/gate';
import type { Runtime } from '../runtime';
import { application } from './application';
import { schemasFile } from './asyncapi';
import { eventSchemas } from './event-schemas';
import { Metrics } from './metrics';
import { documentOf } from './openapi';
import type { ServiceDefinition } from './service';

/** A checked-in document as it should be. */
export interface Generated {
  readonly file: string;
  readonly text: string;
}

const pretty = (document: object): string => `${JSON.stringify(document, null, 2)}\n`;

/** Stands for the runtime where only the shape of the routes is asked for. */
const nothingRuns = (definition: ServiceDefinition): Runtime => {
  const never = (): never => { throw new Error('Documents are made without a database.'); };
  const log = { store: new MemoryStore(), catalogue: definition.events, cache: stateCache(), newEventId: newId };
  return { service: definition.name, counties: [], log, now: never, waitFor: never, find: never, read: never, health: never, start: never, stop: never };
};

/** What controllers inject beside streams and rows; nothing calls it while documents are made. */
const placeholders = ({ routes }: ServiceDefinition): Provider[] => {
  const tokens = routes.flatMap((route) => {
    const named = (Reflect.getMetadata('self:paramtypes', route) ?? []) as { index: number; param: unknown }[];
    const types = (Reflect.getMetadata('design:paramtypes', route) ?? []) as unknown[];
    return types.map((type, i) => named.find(({ index }) => index === i)?.param ?? type);
  });
  return [...new Set(tokens)].filter((token) => typeof token !== 'string' || !/^(stream|rows):/.test(token)).map((provide) => ({ provide: provide as never, useValue: {} }));
};

/** The OpenAPI document of a service, from its routes alone: no database, no broker, no environment. */
export const openApiOf = async (definition: ServiceDefinition): Promise<object> => {
  const app = await application(definition, {
    edge: { runtime: nothingRuns(definition), fingerprintKey: Buffer.alloc(32) }, authenticate: () => { throw new Error('Nobody asks.'); },
    gate: new Gate(), metrics: new Metrics(), logger: pino({ level: 'silent' }), bodyLimit: 1, providers: placeholders(definition),
  });
  try {
    return documentOf(app, definition);
  } finally {
    await app.close();
  }
};

/**
 * Everything about a service that is generated and checked in: `<folder>/openapi.json`, and the JSON Schemas of its events,
 * of which `/asyncapi.json` is made.
 * @param folder of the service
 * @param contracts folder of the contracts package
 */
export const documentsOf = async (definition: ServiceDefinition, folder: string, contracts: string): Promise<Generated[]> => {
  const schemas = eventSchemas(definition.events, contracts);
  return [
    { file: join(folder, 'openapi.json'), text: pretty(await openApiOf(definition)) },
    { file: schemasFile(definition.name), text: pretty(schemas) },
  ];
};

/** Files that are not what they should be; empty when all are. */
export const drifted = (generated: readonly Generated[]): string[] =>
  generated.filter(({ file, text }) => !existsSync(file) || readFileSync(file, 'utf8') !== text).map(({ file }) => file);

export const writeDocuments = (generated: readonly Generated[]): void => {
  for (const { file, text } of generated) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
};
