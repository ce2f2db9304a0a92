import type { Catalogue, County } from '@homeroom/contracts';
import { KafkaClient, logPool, ReadOnlyLog, toMessage } from '@homeroom/platform';
import { run } from './database';
import { META, stepOf, STEPS } from './sample';

/** Reports that are open at the same time: the events of one lie this far apart in the log. */
const OPEN = 100;
const PAGE = 5_000;

/**
 * Writes a log of reports straight into its table: a million appends would take longer than everything that is measured
 * on them. Positions and versions are dense, the texts those of {@link stepOf}.
 */
export const fillLog = async (superuser: string, county: County, events: number): Promise<void> => {
  const data = (n: number): string => literal(JSON.stringify(stepOf('%s', n).data));
  await run(superuser,
    `insert into events (county, position, stream, version, event_id, command_id, nth, type, recorded_at, data, meta)
     select '${county}', i + 1, 'report-' || id, step + 1, gen_random_uuid(), gen_random_uuid(), 0, case when step = 0 then 'ReportRaised' else 'ReportAnswered' end,
       timestamptz '2025-09-01 00:00Z' + i * interval '7 s', format(case when step = 0 then ${data(0)} else ${data(1)} end, id)::json, ${literal(JSON.stringify(META))}
     from generate_series(0, ${events - 1}) i,
       lateral (select i % ${OPEN * STEPS} / ${OPEN} as step, md5((i / ${OPEN * STEPS} * ${OPEN} + i % ${OPEN})::text)::uuid as id)`,
    // Otherwise whoever reads first pays for marking the rows as committed.
    'vacuum (freeze, analyze) events', 'checkpoint');
};

const literal = (text: string): string => `'${text.replaceAll(`'`, `''`)}'`;

/** Sends the first records of a log to its topic, as the relay does. */
export const fillTopic = async (brokers: string, app: string, { service, types }: Catalogue<any>, county: County, events: number): Promise<void> => {
  const log = new ReadOnlyLog({ service, county }, logPool(app, county, 2));
  const kafka = new KafkaClient([brokers], 'homeroom-bench');
  await kafka.ensureTopics([service]);
  const publisher = kafka.publisher(log.log, (type) => types[type]!.category, toMessage);
  for (let position = 0; position < events; position += PAGE) await publisher.send(await log.after(position, Math.min(PAGE, events - position)));
  await publisher.close();
  await log.close();
};
