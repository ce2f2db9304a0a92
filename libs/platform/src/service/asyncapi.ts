import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Catalogue, cloudEventType, type EventMark, PARTITIONS, topicOf } from '@homeroom/contracts';
import type { EventSchemas } from './event-schemas';

type Schema = Record<string, unknown>;

/** Where the JSON Schemas of a service's event data are checked in. */
export const schemasFile = (service: string): string => join(dirname(require.resolve('@homeroom/contracts/package.json')), 'schemas', `${service}.json`);

/** Schemas of event data by event type, generated from the contract types. Empty where none are checked in yet. */
const checkedIn = (service: string): EventSchemas =>
  (existsSync(schemasFile(service)) ? JSON.parse(readFileSync(schemasFile(service), 'utf8')) as EventSchemas : { definitions: {} });

const text = (description: string, more: Schema = {}): Schema => ({ type: 'string', description, ...more });

/** Headers of the CloudEvents 1.0 binary binding, as the relay writes them. */
const headersOf = (service: string, type: string, mark: EventMark): Schema => ({
  type: 'object',
  required: ['ce_specversion', 'ce_id', 'ce_source', 'ce_type', 'ce_subject', 'ce_time', 'ce_position', 'ce_leafhash'],
  properties: {
    ce_specversion: { const: '1.0' }, ce_id: text('Event id, UUIDv7.', { format: 'uuid' }), ce_source: text('The log.', { pattern: `^/counties/\\d{6}/${service}$` }),
    ce_type: { const: cloudEventType(service, type, mark) }, ce_subject: text('The stream.'), ce_time: text('When it was recorded.', { format: 'date-time' }),
    ce_partitionkey: text('The county.'), ce_position: text('Place in the county\'s log: 1, 2, 3, … without gaps.'), ce_streamversion: text('Place in the stream.'),
    ce_commandid: text('The command it came of.'), ce_nth: text('Place within its append, from 0.'), ce_generation: text('Generation of the log.'),
    ce_leafhash: text('SHA-256 over every column of the record, hex.'), homeroom_meta: text('Actor, correlation, occurredAt, schema version: JSON.'),
  },
});

/**
 * AsyncAPI 3 of a service's topic: every published event. Internal ones reach the topic too, and withheld ones as position
 * and hash; neither is a promise, so neither stands here.
 */
export const asyncApi = ({ service, types }: Catalogue<any>, { definitions: schemas } = checkedIn(service)): object => {
  const promised = Object.entries(types as Record<string, EventMark>).filter(([, { visibility }]) => visibility === 'published');
  const messages = Object.fromEntries(promised.map(([type, mark]) => [type, {
    name: cloudEventType(service, type, mark), title: type, contentType: 'application/json', headers: headersOf(service, type, mark),
    ...(typeof schemas[type]?.['description'] === 'string' && { summary: schemas[type]['description'] }),
    payload: schemas[type] ? { $ref: `#/components/schemas/${type}` } : { type: 'object' },
    tags: [{ name: mark.category }],
  }]));
  return {
    asyncapi: '3.0.0',
    info: { title: `Homeroom: events of ${service}`, version: '1', license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
      description: 'CloudEvents 1.0 in Kafka\'s binary binding. The key is the county: a county\'s log is one dense, ordered sequence in one partition, kept forever. Delivery is at least once; drop what you have by position.' },
    defaultContentType: 'application/json',
    channels: { events: { address: topicOf(service), description: `${PARTITIONS} partitions.`, messages: Object.fromEntries(promised.map(([type]) => [type, { $ref: `#/components/messages/${type}` }])),
      bindings: { kafka: { partitions: PARTITIONS, bindingVersion: '0.5.0' } } } },
    operations: { publish: { action: 'send', channel: { $ref: '#/channels/events' }, summary: `Everything published that happens in ${service}.` } },
    components: { messages, schemas: rebased(schemas) },
  };
};

/** References as this document has them; a reader must live with fields that are added later. */
const rebased = (schemas: Readonly<Record<string, Schema>>): Record<string, Schema> =>
  JSON.parse(JSON.stringify(schemas, (key, value: unknown) => (key === 'additionalProperties' && value === false ? undefined : value)).replaceAll('"#/definitions/', '"#/components/schemas/')) as Record<string, Schema>;
