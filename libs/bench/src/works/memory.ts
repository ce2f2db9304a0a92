import { existsSync } from 'node:fs';
import { platform } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { keysDatabase } from '@homeroom/local';
import { KafkaClient } from '@homeroom/platform';
import { type Measured, spreadOf, within } from '../contest';
import { run } from '../database';
import { residentOf } from '../resident';
import { COUNTY, inbox } from '../sample';
import { HttpProcess, migrateService, startService } from '../service-stack';
import { NO_KAFKA, type Stage } from '../stage';
import type { Work } from '../work';

/** The largest of the services, as it is deployed. */
const ORGANIZATION = join(__dirname, '../../../../services/organization/dist/main.js');
/** How long a service that has just started is left alone: its start's garbage is not its rest. */
const REST_MS = 3_000;

const atRest = async (stage: Stage, brokers: string): Promise<number> => {
  const [{ app, migrator }, people] = [await stage.database('organization'), await stage.people()];
  const keys = (url: string): string => Object.assign(new URL(url), { pathname: `/${keysDatabase('organization')}` }).toString();
  const environment = { ...people.environment, KAFKA_BROKERS: brokers, DATABASE_URL: app, KEYS_DATABASE_URL: keys(app) };
  await new KafkaClient([brokers], 'homeroom-bench').ensureTopics(['organization', 'resources']);
  await migrateService(ORGANIZATION, { ...environment, MIGRATOR_DATABASE_URL: migrator, KEYS_MIGRATOR_DATABASE_URL: keys(migrator) });
  const service = stage.use(await HttpProcess.start(ORGANIZATION, environment));
  await wait(REST_MS);
  const resident = residentOf(service);
  await service.close();
  return resident;
};

/** A service that starts with a view that holds nothing of its log yet. Without Kafka: its relay would send the whole log meanwhile. */
const whenRebuilt = async (stage: Stage): Promise<number> => {
  const { app, superuser } = await stage.filledLog();
  await run(superuser, `truncate ${inbox.table}`, 'delete from checkpoints');
  const service = stage.use(await startService(await stage.people(), { name: 'desk', databaseUrl: app }));
  for (let position = 0; position < stage.scale.events; await wait(200)) {
    const [place] = await run(superuser, `select max(position) as position from checkpoints where county = '${COUNTY}' and reader like 'view:${inbox.name}:%'`);
    position = Number(place?.position ?? 0);
  }
  const resident = residentOf(service);
  await service.close();
  return resident;
};

export const memory: Work = {
  name: 'memory', unit: 'MB', wanted: { rest: 1, rebuilt: 1 },
  says: 'resident memory of the organization service at rest, within 150 MB; and of a service that has just built a view from the whole log, within 350 MB',
  missed: {
    rest: 'loading Nest, TypeORM, Swagger and the services leaves a heap that is twice as large as what lives in it, and V8 gives nothing back to the system by itself',
  },
  run: async (stage): Promise<Measured | string> => {
    if (platform() !== 'linux') return 'Memory is read from /proc, which only Linux has.';
    if (!existsSync(ORGANIZATION)) return 'The organization service is not built.';
    const brokers = await stage.kafka();
    if (!brokers) return NO_KAFKA;
    const rest = await atRest(stage, brokers);
    return within({ rest: 150, rebuilt: 350 }, { rest, rebuilt: await whenRebuilt(stage) }, spreadOf([rest]));
  },
};
