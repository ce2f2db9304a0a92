import type { RuntimeDefinition } from '../service-runtime';
import { pruneViews } from '../log/migrate';
import type { LogSource } from '../readers/log-source';
import type { ViewDefinition } from '../views/view';
import { exportLog, outputTo } from './export-log';
import { heal } from './heal';
import { printLog } from './print-log';
import { rebuild } from './rebuild';
import type { OperationSettings } from './settings';
import { quickVerify, sayFindings, verify } from './verify';

/** One operation on a service's log or views. @returns whether all is well; throws a sentence when it cannot be done */
type Operation = (definition: RuntimeDefinition, settings: OperationSettings, options: readonly string[]) => Promise<boolean>;

/** What `node dist/main.js <operation> …` does beside serving; `npm run <operation> -- <service> …` runs it in the local stack. */
export const operations: Readonly<Record<string, Operation>> = {
  /** `rebuild <view>… | --all [--from postgres|kafka]` */
  rebuild: async (definition, settings, options) => {
    await rebuild(definition, chosenViews(definition, options), sourceKind(options, settings), settings);
    return true;
  },
  /** `verify [--quick] [--json]`: exit code 1 on any violation; as JSON for programs, one finding a line */
  verify: async (definition, settings, options) => {
    const findings = await (options.includes('--quick') ? quickVerify : verify)(definition, settings);
    if (!options.includes('--json')) return sayFindings(findings, settings.say);
    for (const finding of findings) settings.say(JSON.stringify(finding));
    return findings.every(({ violations }) => violations.length === 0);
  },
  /** `heal`: brings records back from the topic that a restored database lost */
  heal: async (definition, settings) => {
    await heal(definition, settings);
    return true;
  },
  /** `log [stream|type] [--follow]` */
  log: async (definition, settings, options) => {
    const stop = new AbortController();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
    await printLog(definition, settings, options.find((option) => !option.startsWith('--')), options.includes('--follow'), stop.signal);
    return true;
  },
  /** `export [--county C] [--out FILE]`: the whole log with its last checkpoint, for an outsider to check */
  export: async (definition, settings, options) => {
    const valueOf = (option: string): string | undefined => (options.includes(option) ? options[options.indexOf(option) + 1] : undefined);
    const [county, out] = [valueOf('--county') ?? settings.counties[0]!, valueOf('--out')];
    const records = await exportLog(definition, settings, county, outputTo(out));
    if (out !== undefined) settings.say(`${definition.name}/${county}: ${records} records in ${out}`);
    return true;
  },
  /** `prune`: drops view tables of versions that this build does not have */
  prune: async (definition, settings) => {
    const dropped = await pruneViews(settings.migratorUrl, definition.views);
    settings.say(dropped.length > 0 ? `dropped ${dropped.join(', ')}` : 'nothing to drop');
    return true;
  },
};

const chosenViews = ({ name, views }: RuntimeDefinition, options: readonly string[]): readonly ViewDefinition[] => {
  const known = views.map((view) => view.name).join(', ');
  if (options.includes('--all')) return views;
  const named = options.filter((option, i) => !option.startsWith('--') && options[i - 1] !== '--from');
  if (named.length === 0) throw new Error(`Which view? One or more of ${known}, or --all.`);
  return named.map((wanted) => {
    const found = views.find((view) => view.name === wanted);
    if (!found) throw new Error(`${name} has no view ${wanted}. It has ${known}.`);
    return found;
  });
};

const sourceKind = (options: readonly string[], { brokers }: OperationSettings): LogSource['kind'] => {
  const at = options.indexOf('--from');
  const kind = at < 0 ? 'postgres' : options[at + 1];
  if (kind !== 'postgres' && kind !== 'kafka') throw new Error('--from takes postgres or kafka.');
  if (kind === 'kafka' && !brokers) throw new Error('There is no Kafka here: KAFKA_BROKERS is not set. Use --from postgres.');
  return kind;
};
