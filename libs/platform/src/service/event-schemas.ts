import type { Catalogue } from '@homeroom/contracts';

/** JSON Schemas by event type, and of the types they use; references are `#/definitions/<name>`. */
export interface EventSchemas {
  readonly definitions: Readonly<Record<string, Record<string, unknown>>>;
}

type Definition = Record<string, unknown> & { properties?: { data?: Record<string, unknown> }; description?: string };

/**
 * The schema of each event's data, from the contract types. A tool of the build: `ts-json-schema-generator` is no part of a
 * running service, so it is loaded here and only here.
 * @param contracts folder of the contracts package
 */
export const eventSchemas = ({ service, types }: Catalogue<any>, contracts: string): EventSchemas => {
  const { createGenerator } = require('ts-json-schema-generator') as typeof import('ts-json-schema-generator');
  const generator = createGenerator({
    path: `${contracts}/src/${service}.ts`, tsconfig: `${contracts}/tsconfig.json`, skipTypeCheck: true, expose: 'export', topRef: true, jsDoc: 'extended', sortProps: false, additionalProperties: false,
  });
  const definitions: Record<string, Record<string, unknown>> = {};
  for (const type of Object.keys(types)) {
    const all = generator.createSchema(type).definitions as Record<string, Definition>;
    for (const [name, definition] of Object.entries(all)) if (name !== type && !name.startsWith('Event<')) definitions[name] = definition;
    const { description } = all[type]!;
    definitions[type] = { ...followed(all, type).properties!.data, ...(description && { description }) };
  }
  return { definitions: Object.fromEntries(Object.entries(definitions).sort(([a], [b]) => (a < b ? -1 : 1))) };
};

/** An event type is a name for an `Event<…>`: the generator may put a reference between the two. */
const followed = (all: Readonly<Record<string, Definition>>, name: string): Definition => {
  const definition = all[name]!;
  return typeof definition.$ref === 'string' ? followed(all, decodeURIComponent(definition.$ref.replace('#/definitions/', ''))) : definition;
};
