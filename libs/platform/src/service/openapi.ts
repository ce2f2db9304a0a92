import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { FastifyInstance } from 'fastify';
import type { ServiceDefinition } from './service';

type Operation = { operationId?: string; tags?: string[]; security?: object[]; parameters?: { in: string; name: string }[] };

/** `v1/upward-reports` → `upward-reports`: GETs and commands on one thing stand together. */
const tagOf = (path: string): string => path.split('/')[2] ?? 'service';

/** OpenAPI 3.1 of a service, from its routes. The same code gives the same text, so that drift can be seen. */
export const documentOf = (app: NestFastifyApplication, { name, says }: ServiceDefinition): OpenAPIObject => {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0').setTitle(`Homeroom: ${name}`).setVersion('1').setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .setDescription(`${says}\n\nA command's answer carries the place of its last event; a GET waits for it with \`minPosition\`. Errors are RFC 9457 problems in zh-CN or en, by \`Accept-Language\`. A retry of a command is protected by an \`Idempotency-Key\` alone.`)
    .addServer('/', 'Where this document was fetched').addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'A token of the OpenID Connect issuer: person, county and staff roles.' })
    .build();
  const document = SwaggerModule.createDocument(app, config, { operationIdFactory: (_, method) => method, autoTagControllers: false });
  const tags = new Set<string>();
  for (const [path, item] of Object.entries(document.paths)) {
    for (const operation of Object.values(item) as Operation[]) {
      operation.tags = [tagOf(path)];
      // A route for anyone says so, rather than nothing.
      operation.security ??= [];
      tags.add(tagOf(path));
      operation.parameters = [...pathParameters(path, operation), ...(operation.parameters ?? [])] as Operation['parameters'];
    }
  }
  checkOperationIds(document);
  return { ...document, tags: [...tags].map((tag) => ({ name: tag, description: `Everything about ${tag.replaceAll('-', ' ')}.` })) };
};

/** Targets are no parameters that Nest knows of: the path itself says what it takes. */
const pathParameters = (path: string, { parameters = [] }: Operation): object[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!).filter((name) => !parameters.some((one) => one.in === 'path' && one.name === name))
    .map((name) => ({ name, in: 'path', required: true, schema: name.endsWith('Id') ? { type: 'string', format: 'uuid' } : { type: 'string', pattern: '^[\\w:.-]{1,100}$' } }));

const checkOperationIds = ({ paths }: OpenAPIObject): void => {
  const ids = Object.values(paths).flatMap((item) => (Object.values(item) as Operation[]).map(({ operationId }) => operationId));
  const twice = ids.find((id, i) => ids.indexOf(id) < i);
  if (twice) throw new Error(`Two routes are called ${twice}: method names are operation ids.`);
};

/** `/docs` with Swagger UI from this machine, `/openapi.json`, `/asyncapi.json`; OpenAPI is made when somebody asks for it first, a start need not wait for it. */
export const serveDocuments = (app: NestFastifyApplication, openApi: () => OpenAPIObject, asyncApi: object): void => {
  SwaggerModule.setup('docs', app, openApi, { jsonDocumentUrl: 'openapi.json', raw: ['json'], swaggerOptions: { persistAuthorization: true, tagsSorter: 'none', validatorUrl: null } });
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  const text = JSON.stringify(asyncApi);
  fastify.get('/asyncapi.json', (_, reply) => reply.type('application/json').send(text));
};
