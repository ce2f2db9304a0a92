import { readFileSync } from 'node:fs';
import { operations } from '../operations/commands';
import { eraseSubject, parseErasures, printErasures, replayErasureList } from '../sealing';
import { EnvironmentInvalid, readOperationEnvironment } from './environment';
import type { ServiceDefinition } from './service';

type Variables = Readonly<Record<string, string | undefined>>;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** A person reads what an operation says: a sentence, not a log line. The exit code is 1 when something is not as it should be. */
const forPeople = async (work: () => Promise<boolean>): Promise<void> => {
  try {
    if (!await work()) process.exitCode = 1;
  } catch (error) {
    process.exitCode = 1;
    process.stderr.write(`${error instanceof EnvironmentInvalid || error instanceof Error ? error.message : String(error)}\n`);
  }
};

/** Runs an operation on a service's log and views, by its name. */
export const operate = (definition: ServiceDefinition, variables: Variables, command: string, options: readonly string[]): Promise<void> => forPeople(async () => {
  const { migratorUrl, ...settings } = readOperationEnvironment(variables);
  if (!migratorUrl && ['rebuild', 'heal', 'prune'].includes(command)) throw new Error(`${command} changes tables: set MIGRATOR_DATABASE_URL.`);
  return operations[command]!(definition, { ...settings, migratorUrl: migratorUrl ?? settings.databaseUrl, say }, options);
});

const optionOf = (options: readonly string[], name: string): string | undefined => (options.includes(name) ? options[options.indexOf(name) + 1] : undefined);

/**
 * `erase <subject> [--county C] [--by P] [--reason R]`: destroys the key of a person or report. What it sealed is noise from
 * then on, in the log, the topics, every view and every backup. Prints the line that belongs in the erasure list outside
 * the database.
 * `erase --replay <file>`, `-` for standard input: after a restore, before the service starts, destroys again what that list names.
 */
export const erase = ({ name }: ServiceDefinition, variables: Variables, options: readonly string[]): Promise<void> => forPeople(async () => {
  const { counties, keysDatabaseUrl } = readOperationEnvironment(variables);
  const [subject] = options;
  if (subject === '--replay') return replayed(name, keysDatabaseUrl, options[1], counties);
  if (!subject || subject.startsWith('--')) throw new Error(`Whom? npm run erase -- ${name} <subject>: the id of a person, or of a report.`);
  if (!keysDatabaseUrl) throw new Error(`${name} seals nothing: KEYS_DATABASE_URL is not set.`);
  const county = optionOf(options, '--county') ?? counties[0]!;
  if (!counties.includes(county)) throw new Error(`This deployment does not hold the county ${county}.`);
  const { erasure, repeated } = await eraseSubject(keysDatabaseUrl, county, subject, optionOf(options, '--by') ?? 'operator', optionOf(options, '--reason') ?? 'requested');
  say(printErasures([erasure]).trimEnd());
  process.stderr.write(repeated ? 'It was erased before.\n' : 'Erased. Append the line above to the erasure list that is kept outside the database.\n');
  return true;
});

const STANDARD_INPUT = 0;

/** The erasures of other deployments' counties are theirs: a list that names one is the wrong file. */
const replayed = async (service: string, keysDatabaseUrl: string | undefined, file: string | undefined, counties: readonly string[]): Promise<boolean> => {
  if (!file) throw new Error(`Which list? npm run erase -- ${service} --replay <file>: one erasure a line, as erase prints them; - for standard input.`);
  if (!keysDatabaseUrl) throw new Error(`${service} seals nothing: KEYS_DATABASE_URL is not set.`);
  const list = parseErasures(readFileSync(file === '-' ? STANDARD_INPUT : file, 'utf8'));
  const foreign = list.find(({ county }) => !counties.includes(county));
  if (foreign) throw new Error(`The list names the county ${foreign.county}, which this deployment does not hold.`);
  const unknown = await replayErasureList(keysDatabaseUrl, list);
  say(`${list.length} erasures replayed, ${unknown} of which the restored keys did not know.`);
  return true;
};
