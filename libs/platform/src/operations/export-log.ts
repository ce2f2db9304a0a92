import { createWriteStream } from 'node:fs';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type County, exportLines } from '@homeroom/contracts';
import { viewPool } from '../log/connections';
import { PostgresTrees } from '../notary/postgres-trees';
import type { RuntimeDefinition } from '../service-runtime';
import { recordsUntil } from './fold-log';
import { type OperationSettings, OperationSources } from './settings';

/** Writes a whole log, up to the checkpoint that was signed last, as `evidence verify` takes it. @returns how many records */
export const exportLog = async (definition: RuntimeDefinition, settings: OperationSettings, county: County, to: Writable): Promise<number> => {
  const log = { service: definition.name, county };
  const sources = new OperationSources(definition, settings);
  const pool = viewPool(settings.databaseUrl, 1);
  try {
    const last = await new PostgresTrees(pool).last(log);
    if (!last) throw new Error(`Nothing has been signed of ${log.service}/${log.county} yet.`);
    await pipeline(Readable.from(exportLines(last.note, recordsUntil(sources.source('postgres', definition.events, county), log, 0, last.size))), to, { end: to !== process.stdout });
    return last.size;
  } finally {
    await sources.close();
    await pool.end();
  }
};

/** A file, or what reads our output. */
export const outputTo = (file: string | undefined): Writable => (file === undefined ? process.stdout : createWriteStream(file));
