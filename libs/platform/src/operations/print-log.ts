import { logName, type LogRecord } from '@homeroom/contracts';
import { pause } from '../readers/pause';
import type { RuntimeDefinition } from '../service-runtime';
import { type OperationSettings, OperationSources } from './settings';

const PAGE = 1_000;
const LOOK_EVERY_MS = 300;

/** One record, for people: where, when, what, by whom. Sealed fields stay sealed. */
export const printRecord = (record: LogRecord): string => {
  const meta = JSON.parse(record.meta) as { actor: { personId: string; role: string } };
  return `${String(record.position).padStart(8)}  ${record.recordedAt}  ${record.stream} v${record.version}  ${record.type}  by ${meta.actor.role} ${meta.actor.personId}\n${' '.repeat(10)}${record.data}`;
};

/** Prints a log, or one stream or event type of it, and goes on as it grows if asked to. */
export const printLog = async (definition: RuntimeDefinition, settings: OperationSettings, only: string | undefined, follow: boolean, signal: AbortSignal): Promise<void> => {
  const sources = new OperationSources(definition, settings);
  try {
    await Promise.all(settings.counties.map(async (county) => {
      const log = sources.own(county);
      settings.say(`# ${logName(log.log)}`);
      for (let after = 0; !signal.aborted;) {
        const records = await log.after(after, PAGE);
        for (const record of records) if (!only || record.stream === only || record.type === only) settings.say(printRecord(record));
        after = records.at(-1)?.position ?? after;
        if (records.length === PAGE) continue;
        if (!follow) return;
        await pause(LOOK_EVERY_MS, signal);
      }
    }));
  } finally {
    await sources.close();
  }
};
