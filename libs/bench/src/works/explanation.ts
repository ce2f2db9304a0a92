import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { positionToken } from '@homeroom/contracts';
import { keysDatabase } from '@homeroom/local';
import { spreadOf, within } from '../contest';
import { Connection, done } from '../http-client';
import { COUNTY } from '../sample';
import { HttpProcess, migrateService } from '../service-stack';
import type { Work } from '../work';

/** The service as it is deployed. */
const EVALUATION = join(__dirname, '../../../../services/evaluation/dist/main.js');
/** Between two requests: nothing else is asked meanwhile. */
const PAUSE_MS = 5;
const WARM_UP = 30;

export const explanation: Work = {
  name: 'explanation', unit: 'ms', wanted: { p50: 1, p99: 1 },
  says: 'the explanation of a class\'s score over HTTP, with quota and parallel classes, in a county whose year is loaded, idle; p50 within 25 ms, p99 within 50 ms',
  run: async (stage) => {
    if (!existsSync(EVALUATION)) return 'The evaluation service is not built.';
    const { organization, evaluation, cycleId, subjects } = await stage.countyYear();
    const [people, resources, training] = [await stage.people(), await stage.database('year_resources'), await stage.database('year_training')];
    const keys = (url: string): string => Object.assign(new URL(url), { pathname: `/${keysDatabase('year_evaluation')}` }).toString();
    const { app, migrator } = evaluation.addresses;
    const environment = {
      ...people.environment, DATABASE_URL: app, KEYS_DATABASE_URL: keys(app), PEER_DATABASE_URLS: JSON.stringify({ organization: organization.addresses.reader, resources: resources.reader, training: training.reader }),
    };
    await migrateService(EVALUATION, { ...environment, MIGRATOR_DATABASE_URL: migrator, KEYS_MIGRATOR_DATABASE_URL: keys(migrator) });
    const service = stage.use(await HttpProcess.start(EVALUATION, environment));
    const [token] = await people.tokens(1, 'county-staff');
    const addressOf = (n: number): string => `/v1/assessments/${cycleId}:${subjects[(n * 7) % subjects.length]!.subjectId}/explanation`;
    // Until the service has heard the year.
    const heard = encodeURIComponent(positionToken({ service: 'organization', county: COUNTY }, organization.events));
    while ((await fetch(`${service.url}${addressOf(0)}?minPosition=${heard}`, { headers: { authorization: `Bearer ${token}` } })).status === 503);
    const from = stage.use(await Connection.open(service.url, token!));
    const times: number[] = [];
    for (let n = 0; n < WARM_UP + stage.scale.commands; n++) {
      const begun = performance.now();
      done(await from.get(addressOf(n)));
      times.push(performance.now() - begun);
      await new Promise((rest) => setTimeout(rest, PAUSE_MS));
    }
    const sorted = times.slice(WARM_UP).sort((a, b) => a - b);
    const percentile = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1]!;
    await service.close();
    return within({ p50: 25, p99: 50 }, { p50: percentile(0.5), p99: percentile(0.99) }, { ...spreadOf(sorted), median: percentile(0.5) });
  },
};
