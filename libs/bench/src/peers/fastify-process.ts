import { createRemoteJWKSet, jwtVerify } from 'jose';
import Fastify, { type FastifyRequest } from 'fastify';
import { Pool } from 'pg';
import { newId } from '@homeroom/contracts';
import { insertInto, POOL, valuesOf } from './raw-table';

const { PORT, OIDC_ISSUER, OIDC_AUDIENCE, DATABASE_URL } = process.env as Record<string, string>;

const uuid = { type: 'string', pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' };
const text = { type: 'string', minLength: 1, maxLength: 500 };
const instant = { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$' };
const shape = (properties: Record<string, object>) => ({ body: { type: 'object', additionalProperties: false, required: Object.keys(properties), properties } });
const RAISE = shape({
  classId: uuid, schoolId: uuid, toPersonId: uuid, category: { enum: ['RESOURCE_NEED', 'STUDENT_SAFETY', 'FAMILY', 'OTHER'] }, severity: { enum: ['normal', 'urgent', 'critical'] }, summary: text, dueAt: instant,
});
const ANSWER = shape({ answer: text, dueAt: instant });

/** As little as answers the same requests: Fastify with its ajv, a JWT check by jose, one prepared INSERT over a pool. */
const main = async (): Promise<void> => {
  const pool = new Pool({ connectionString: DATABASE_URL!, max: POOL });
  const keys = createRemoteJWKSet(new URL(`${OIDC_ISSUER}/jwks`));
  const app = Fastify({ logger: false });
  const onRequest = async (request: FastifyRequest): Promise<void> => {
    await jwtVerify(request.headers.authorization!.slice('Bearer '.length), keys, { issuer: OIDC_ISSUER!, audience: OIDC_AUDIENCE!, algorithms: ['ES256'] });
  };
  const insert = (stream: string, version: number, type: string, data: object) =>
    pool.query({ name: 'insert', text: insertInto('raw_requests', 1), values: valuesOf(stream, version, [{ type, data }], {}) });
  const versions = new Map<string, number>();
  app.post('/v1/reports', { schema: RAISE, onRequest }, async (request, reply) => {
    const id = newId();
    await insert(id, 1, 'ReportRaised', request.body as object);
    versions.set(id, 1);
    return reply.code(201).send({ id, version: 1 });
  });
  app.post<{ Params: { id: string } }>('/v1/reports/:id/answer', { schema: ANSWER, onRequest }, async ({ params: { id }, body }) => {
    const version = versions.get(id)! + 1;
    await insert(id, version, 'ReportAnswered', body as object);
    versions.set(id, version);
    return { id, version };
  });
  app.get('/health/ready', () => ({ status: 'ok' }));
  await app.listen({ port: Number(PORT), host: '127.0.0.1' });
  process.once('SIGTERM', () => void app.close().then(() => pool.end()).then(() => process.exit(0)));
};

void main();
