import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Catalogue, type LogRecord, evaluationEvents, organizationEvents, resourcesEvents, trainingEvents } from '@homeroom/contracts';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { openRecord } from '../log/log-record';
import { eventSchemas } from './event-schemas';

const contracts = join(__dirname, '..', '..', '..', 'contracts');
const folder = (service: string): string => join(contracts, 'samples', service);
const samples = (service: string) => (existsSync(folder(service)) ? readdirSync(folder(service)) : []).map((file) => {
  const [, type, version] = /^(\w+)\.v(\d+)\.json$/.exec(file) ?? [];
  return { file, type: type!, version: Number(version), data: (JSON.parse(readFileSync(join(folder(service), file), 'utf8')) as { data: object }).data };
});

/** What may never stand in an event in clear, by the name of its field. */
const PERSONAL = /^(name|fullName|phone|mobile|idNumber|idCard|birthDate|address|email|text|reason|note|details|subject|measures|question|answer|title)$/;

/** Schools and groups have public names. */
const PUBLIC_NAMES = /^(OrgUnit|EducationGroup)/;

const strings = function* (value: unknown, path = ''): Generator<readonly [string, string]> {
  if (typeof value === 'string') yield [path, value];
  else if (value && typeof value === 'object') for (const [key, each] of Object.entries(value)) yield* strings(each, Array.isArray(value) ? path : key);
};

describe.each([organizationEvents, resourcesEvents, trainingEvents, evaluationEvents] as Catalogue<any>[])('the samples of $service', (catalogue) => {
  const { service, types } = catalogue;
  const all = samples(service);

  it('are there for the current version of every event type', () => {
    const missing = Object.entries(types).filter(([type, { version }]) => !all.some((sample) => sample.type === type && sample.version === version)).map(([type]) => type);
    expect(missing).toEqual([]);
    expect(all.filter(({ type }) => !types[type]).map(({ file }) => file)).toEqual([]);
  });

  it('can all be read by this build, whatever version they were published in', () => {
    for (const { type, version, data } of all) {
      const record: LogRecord = {
        service, county: '370786', position: 1, stream: 's', version: 1, eventId: 'e', commandId: 'c', nth: 0, type, recordedAt: '2025-09-01T00:00:00.000Z',
        data: JSON.stringify(data), meta: JSON.stringify({ schemaVersion: version }),
      };
      expect(openRecord(record, catalogue).data).toBeDefined();
    }
  });

  it('have the shape that their types promise', () => {
    const { definitions } = eventSchemas(catalogue, contracts);
    const ajv = addFormats(new Ajv({ strict: false, allErrors: true }).addSchema({ $id: 'schemas', definitions }));
    const wrong = all.filter(({ type, version }) => types[type]?.version === version).flatMap(({ file, type, data }) => {
      const valid = ajv.validate({ $ref: `schemas#/definitions/${type}` }, data);
      return valid ? [] : [`${file}: ${ajv.errorsText()}`];
    });
    expect(wrong).toEqual([]);
  });

  it('hold no personal text in clear', () => {
    const isCode = (text: string): boolean => /^[\w-]+$/.test(text);
    const clear = all.filter(({ type }) => !PUBLIC_NAMES.test(type))
      .flatMap(({ file, data }) => [...strings(data)].filter(([key, text]) => PERSONAL.test(key) && !text.startsWith('v1.') && !isCode(text)).map(([key]) => `${file}: ${key}`));
    expect(clear).toEqual([]);
  });
});
