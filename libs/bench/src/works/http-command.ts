import { join } from 'node:path';
import { closedLoop, compete } from '../contest';
import { Connection, done } from '../http-client';
import { createTable } from '../peers/raw-table';
import { inbox, stepOf, STEPS } from '../sample';
import { HttpProcess, startService } from '../service-stack';
import type { Work } from '../work';

const CONNECTIONS = 32;

/** Each connection is a person who raises a report and answers it, again and again. */
class Clerk {
  private id = '';
  private step = 0;

  constructor(private readonly connection: Connection) {}

  async next(): Promise<void> {
    const { data } = stepOf('', this.step) as { data: Record<string, string> };
    const { reportId: _, byPersonId: __, ...body } = data;
    if (this.step === 0) this.id = (JSON.parse(done(await this.connection.post('/v1/reports', body)).body) as { id: string }).id;
    else done(await this.connection.post(`/v1/reports/${this.id}/answer`, body));
    this.step = (this.step + 1) % STEPS;
  }
}

export const httpCommand: Work = {
  name: 'http-command', unit: 'commands/s', wanted: { fastify: 0.8 },
  says: 'a command through a service over HTTP, 32 connections: JWT, validation, append, own view awaited; against plain Fastify, jose, ajv and one INSERT',
  run: async (stage) => {
    const people = await stage.people();
    const [service, plain] = [await stage.database('desk_on_http', [inbox]), await stage.database('plain')];
    await createTable(plain.superuser, 'raw_requests');
    const ours = stage.use(await startService(people, { name: 'desk-on-http', databaseUrl: service.app }));
    const fastify = stage.use(await HttpProcess.start(join(__dirname, '..', 'peers', 'fastify-process.js'), { ...people.environment, DATABASE_URL: plain.superuser }));
    const tokens = await people.tokens(CONNECTIONS);
    const clerks = async (url: string): Promise<Clerk[]> => Promise.all(tokens.map(async (token) => new Clerk(stage.use(await Connection.open(url, token)))));
    const { roundMs, rounds } = stage.scale;
    const [asking, askingPlain] = [await clerks(ours.url), await clerks(fastify.url)];
    const round = (all: readonly Clerk[], ms: number) => () => closedLoop(CONNECTIONS, ms, (client) => all[client]!.next());
    for (let warm = 0; warm < 3; warm++) for (const all of [asking, askingPlain]) await round(all, roundMs)();
    const measured = await compete(round(asking, 2 * roundMs), { fastify: round(askingPlain, 2 * roundMs) }, rounds);
    await Promise.all([ours.close(), fastify.close()]);
    return measured;
  },
};
