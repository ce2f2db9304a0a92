import { randomUUID } from 'node:crypto';
import type { Catalogue, Event, Instant, Uuid } from '@homeroom/contracts';
import { migrate, type ServiceDefinition, ServiceRuntime, silent } from '@homeroom/platform';
import { type Answer, type Api, type Person, startApi, USUAL_COUNTY } from './api';
import { testDatabases } from './databases';

/** A service over HTTP on real PostgreSQL, beside the log of a peer that the test writes. */
export interface ServiceBeside {
  readonly api: Api;
  readonly runtime: ServiceRuntime;
  /** What both services take for now. */
  at(instant: Instant): void;
  /** The peer records events at the end of one of its streams. */
  happened(stream: string, ...events: readonly Event[]): Promise<void>;
  as(personId: Uuid, roles?: readonly string[]): Person;
  /** The bureau's staff. */
  officer(): Person;
  close(): Promise<void>;
}

/** Of an answer the body, where it has this status; shown with both otherwise. */
export const bodyOf = async (answer: Promise<Answer>, status = 200): Promise<Answer['body']> => {
  const { status: was, body } = await answer;
  expect({ status: was, body }).toMatchObject({ status });
  return body;
};

/** Starts the service beside one peer, whose log begins empty. Other peers of the service are silent. */
export const serviceBeside = async (definition: ServiceDefinition, peer: Catalogue<any>, start: Instant): Promise<ServiceBeside> => {
  const [theirs, ours] = [await testDatabases(peer.service), await testDatabases(definition.name)];
  await Promise.all([migrate(theirs.migrator, []), migrate(ours.migrator, definition.views)]);
  let now = start;
  const settings = { counties: [USUAL_COUNTY], clock: { now: () => now }, observer: silent, watchDeadlines: false };
  const other = new ServiceRuntime({ name: peer.service, events: peer, peers: [], streams: [], views: [], reactions: [], deadlines: [] }, { ...settings, databaseUrl: theirs.app });
  const runtime = new ServiceRuntime({ ...definition, peers: [peer] }, { ...settings, databaseUrl: ours.app, peerDatabaseUrls: { [peer.service]: theirs.reader } });
  await Promise.all([other.start(), runtime.start()]);
  const api = await startApi(definition, { runtime, providers: definition.providers?.({ runtime } as never) });
  const [officer, lengths] = [randomUUID(), new Map<string, number>()];
  return {
    api, runtime, at: (instant) => { now = instant; },
    happened: async (stream, ...events) => {
      const expected = lengths.get(stream) ?? 0;
      lengths.set(stream, expected + events.length);
      const meta = { actor: { personId: officer, role: 'county-staff' }, correlationId: randomUUID(), occurredAt: now, schemaVersion: 1, dataLevel: 'L2' as const };
      await other.log.store.append(USUAL_COUNTY, {
        commandId: randomUUID(), at: now, checks: [{ stream, expected }], events: events.map(({ type, data }) => ({ eventId: randomUUID(), stream, type, data, meta })),
      });
    },
    as: (personId, roles) => api.as({ personId, roles }), officer: () => api.as({ personId: officer, roles: ['county-staff'] }),
    close: async () => {
      await api.close();
      await Promise.all([other.stop(), runtime.stop()]);
    },
  };
};
