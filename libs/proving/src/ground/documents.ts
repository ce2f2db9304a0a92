import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../root';

/** JSON Schema as far as our documents use it. */
export interface Schema {
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly type?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly enum?: readonly string[];
  readonly description?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly nullable?: boolean;
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly schema: Schema;
}

/** One operation of a service's OpenAPI document. */
export interface Operation {
  readonly service: string;
  readonly id: string;
  readonly method: 'GET' | 'POST';
  /** As documented, `/v1/upward-reports/{reportId}/confirm`. */
  readonly path: string;
  /** Names in the path, in its order. */
  readonly params: readonly string[];
  readonly query: readonly Parameter[];
  readonly body?: Schema;
  /** Schema of each documented answer, by media type; no media type: an answer without a body. */
  readonly answers: Readonly<Record<number, Readonly<Record<string, Schema>>>>;
  /** Asked without a token. */
  readonly open: boolean;
}

/** What a service says of itself: its operations, and the schemas they refer to. */
export interface ServiceDocument {
  readonly service: string;
  readonly operations: readonly Operation[];
  readonly schemas: Readonly<Record<string, Schema>>;
}

interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, {
    readonly operationId: string; readonly parameters?: readonly Parameter[]; readonly security?: readonly unknown[];
    readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
    readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, { readonly schema: Schema }>> }>>;
  }>>>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> };
}

const documentOf = (service: string, api: OpenApi): ServiceDocument => ({
  service,
  schemas: api.components?.schemas ?? {},
  operations: Object.entries(api.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, { operationId, parameters = [], requestBody, responses, security }]): Operation => ({
    service, id: operationId, method: method.toUpperCase() as Operation['method'], path, params: [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!),
    query: parameters.filter((each) => each.in === 'query'), body: requestBody?.content['application/json']?.schema, open: !security?.length,
    answers: Object.fromEntries(Object.entries(responses).map(([status, { content = {} }]) => [status, Object.fromEntries(Object.entries(content).map(([media, { schema }]) => [media, schema]))])),
  }))),
});

/** The checked-in document of every service. */
export const serviceDocuments = (of = root): ServiceDocument[] => readdirSync(join(of, 'services')).sort()
  .map((service) => [service, join(of, 'services', service, 'openapi.json')] as const).filter(([, file]) => existsSync(file))
  .map(([service, file]) => documentOf(service, JSON.parse(readFileSync(file, 'utf8')) as OpenApi));

/** A schema with its references followed; `allOf` of one reference and its own words is how a described part is written. */
export const resolved = (schema: Schema, { schemas }: Pick<ServiceDocument, 'schemas'>): Schema => {
  if (schema.$ref) return resolved(schemas[schema.$ref.split('/').at(-1)!]!, { schemas });
  if (schema.allOf) return { ...resolved(schema.allOf[0]!, { schemas }), ...(schema.description && { description: schema.description }) };
  return schema;
};

/** How the documents mark what is sealed at the edge: see `SealedText` of the platform. */
const SEALED = /Sealed at the edge; never stored in clear\.$/;

/** Pointers of the sealed fields of a body, `/members/-/note` where it stands in each item of a list. */
export const sealedFields = (schema: Schema, document: ServiceDocument, at = ''): string[] => {
  const { description = '', properties = {}, items } = resolved(schema, document);
  return [
    ...(SEALED.test(description) ? [at] : []),
    ...Object.entries(properties).flatMap(([name, property]) => sealedFields(property, document, `${at}/${name}`)),
    ...(items ? sealedFields(items, document, `${at}/-`) : []),
  ];
};
