import { leafHash, type LogRecord, logName } from '@homeroom/contracts';
import { Client } from 'pg';
import { compare } from '../kafka/relay';
import { beginInCounty } from '../log/county-transaction';
import { LANE_LOCK } from '../log/log-schema';
import type { RuntimeDefinition } from '../service-runtime';
import { recordsUntil } from './fold-log';
import { type OperationSettings, OperationSources } from './settings';

/**
 * Brings records back that a restored database lost, from the topic, byte for byte: only where the topic's history is the
 * log's own and longer. Run it while the service refuses to write (it does so by itself).
 * @returns how many records came back
 * @throws a sentence where the histories differ: that is for a person to decide
 */
export const heal = async (definition: RuntimeDefinition, settings: OperationSettings): Promise<number> => {
  const sources = new OperationSources(definition, settings);
  const client = new Client({ connectionString: settings.migratorUrl, application_name: 'homeroom heal', options: '-c timezone=UTC' });
  // Lost between two statements: the next one says so.
  client.on('error', () => undefined);
  await client.connect();
  let healed = 0;
  try {
    if (!sources.kafka) throw new Error('There is no Kafka here: KAFKA_BROKERS is not set.');
    for (const county of settings.counties) {
      const log = sources.own(county);
      const recordAt = async (position: number): Promise<LogRecord | undefined> => (await log.after(position - 1, 1)).find((record) => record.position === position);
      const comparison = await compare(log.log, sources.kafka, () => log.head(), recordAt);
      if (comparison.state === 'differs') throw new Error(comparison.says);
      const head = await log.head();
      const last = await sources.kafka.last(log.log);
      await sameHistory(sources.kafka, log.log, await recordAt(head));
      for await (const records of recordsUntil(sources.kafka, log.log, head, last?.position ?? 0)) {
        await restore(client, records);
        healed += records.length;
      }
      settings.say(`${logName(log.log)}: ${comparison.state === 'ahead' ? `brought back ${healed} records after position ${head}` : 'nothing to bring back'}`);
    }
  } finally {
    await client.end();
    await sources.close();
  }
  return healed;
};

/** The topic must hold the log's own last record: otherwise what follows it there is another history. */
const sameHistory = async (kafka: NonNullable<OperationSources['kafka']>, log: { service: string; county: string }, own: LogRecord | undefined): Promise<void> => {
  if (!own) return;
  for await (const [record] of recordsUntil(kafka, log, own.position - 1, own.position)) {
    if (leafHash(record!) !== leafHash(own)) throw new Error(`${logName(log)}:${own.position} is another record in the log than in its topic: two histories. A person has to decide which one holds.`);
  }
};

const restore = async (client: Client, records: readonly LogRecord[]): Promise<void> => {
  const [{ county }] = records as [LogRecord];
  await client.query(beginInCounty(county));
  try {
    await client.query('select pg_advisory_xact_lock($1, $2::int)', [LANE_LOCK, county]);
    const field = <K extends keyof LogRecord>(name: K): LogRecord[K][] => records.map((record) => record[name]);
    await client.query(
      `insert into events (county, position, stream, version, event_id, command_id, nth, type, recorded_at, data, meta)
       select $1, * from unnest($2::bigint[], $3::text[], $4::int[], $5::uuid[], $6::uuid[], $7::smallint[], $8::text[], $9::timestamptz[], $10::json[], $11::json[])`,
      [county, field('position'), field('stream'), field('version'), field('eventId'), field('commandId'), field('nth'), field('type'), field('recordedAt'), field('data'), field('meta')],
    );
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
};
