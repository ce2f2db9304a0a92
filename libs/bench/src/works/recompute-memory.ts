import { platform } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { organizationEvents } from '@homeroom/contracts';
import { Child } from '../child';
import type { Measured } from '../contest';
import type { CountyProcess } from '../county-process';
import { sampleOf } from '../county-year';
import { run } from '../database';
import { residentOf } from '../resident';
import { COUNTY, META } from '../sample';
import type { Stage } from '../stage';
import type { Work } from '../work';

const SAMPLE_MS = 100;
const PARTS = 5;

/** A log of so many entries of work logs, each a matter of its own: as many rows as events. */
const manyEntries = async (superuser: string, events: number): Promise<void> => {
  const literal = (text: string): string => `'${text.replaceAll(`'`, `''`)}'`;
  const data = literal(JSON.stringify({ ...sampleOf('organization', 'ClassActivityHeld'), entryId: '%s' }));
  await run(superuser,
    `insert into events (county, position, stream, version, event_id, command_id, nth, type, recorded_at, data, meta)
     select '${COUNTY}', i + 1, 'class-work-log-' || i / 100, i % 100 + 1, gen_random_uuid(), gen_random_uuid(), 0, 'ClassActivityHeld', timestamptz '2025-09-01 00:00Z' + i * interval '20 s',
       format(${data}, i)::json, ${literal(JSON.stringify(META))}
     from generate_series(0, ${events - 1}) i`,
    'vacuum (freeze, analyze) events', 'checkpoint');
};

/** Resident memory of a process while it works, in MB, sampled at even distances. */
const watched = async (child: Child, work: Promise<unknown>): Promise<number[]> => {
  const samples: number[] = [];
  let over = false;
  const ended = work.finally(() => { over = true; });
  while (!over) {
    samples.push(residentOf(child));
    await Promise.race([wait(SAMPLE_MS), ended]);
  }
  await ended;
  return samples;
};

export const recomputeMemory: Work = {
  name: 'recompute-memory', unit: 'MB', wanted: { 'second fifth': 0.85 },
  says: 'resident memory at its highest in the last fifth of building the view of all facts from the whole log (a million events in a full run), one row an event; against its highest in the second fifth: flat',
  run: async (stage: Stage): Promise<Measured | string> => {
    if (platform() !== 'linux') return 'Memory is read from /proc, which only Linux has.';
    const { manyEvents } = stage.scale;
    const [organization, evaluation] = [await stage.database(`many_${organizationEvents.service}`), await stage.database('many_evaluation')];
    await manyEntries(organization.superuser, manyEvents);
    const child = stage.use(await Child.start('county-process', { does: 'rebuild', organization, evaluation } satisfies CountyProcess));
    const samples = await watched(child, child.ask({ ask: 'rebuild' }));
    await child.close();
    const highest = (part: number): number => Math.max(...samples.slice(Math.floor(samples.length * part / PARTS), Math.floor(samples.length * (part + 1) / PARTS)));
    const [before, last] = [highest(1), highest(PARTS - 1)];
    const flat = { median: before / last, low: before / last, high: before / last };
    return { ours: { median: last, low: Math.min(...samples), high: Math.max(...samples) }, peers: { 'second fifth': before }, ratios: { 'second fifth': flat } };
  },
};
