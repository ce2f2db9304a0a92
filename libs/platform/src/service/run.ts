import { flushCompileCache } from 'node:module';
import { join, resolve } from 'node:path';
import { ReplayClock } from '../clock/clock';
import { localStackRoutes } from '../clock/local-stack-routes';
import { KafkaClient } from '../kafka/kafka-client';
import { migrate } from '../log/migrate';
import { operations } from '../operations/commands';
import { migrateKeys } from '../sealing';
import { documentsOf, drifted, writeDocuments } from './documents';
import { type Environment, EnvironmentInvalid, readBrokers, readEnvironment, readMigrationEnvironment } from './environment';
import { loggable } from './logger';
import { erase, operate } from './operate';
import { serve, type ServeOptions } from './serve';
import type { ServiceDefinition } from './service';

type Variables = Readonly<Record<string, string | undefined>>;

/** A stop that takes longer than this, beside the time in which it sends others elsewhere, is given up: what is unfinished is safe to repeat. */
const STOP_MS = 14_000;

const COMMANDS = `serve, migrate, topics, documents, erase, ${Object.keys(operations).join(', ')}, help.`;

/**
 * What a service's `main.ts` is: `void run(organization)`.
 * `serve` (default) · `migrate` brings its databases to shape · `topics` makes its topic · `documents [--check]` writes, or
 * compares, what is generated and checked in · `erase <subject>` destroys a person's key · `rebuild`, `verify`, `heal`,
 * `log`, `prune` work on its log and views · `help` names all of them. Ends with exit code 1 and a sentence when it cannot.
 */
export const run = async (definition: ServiceDefinition, variables: Variables = process.env, [command = 'serve', ...options] = process.argv.slice(2), serving: ServeOptions = {}): Promise<void> => {
  try {
    if (command === 'serve') await serveUntilStopped(definition, variables, serving);
    else if (command === 'migrate') await migrateAll(definition, variables);
    else if (command === 'topics') await new KafkaClient(readBrokers(variables), `homeroom-${definition.name}-topics`).ensureTopics([definition.name], Number(variables['KAFKA_REPLICATION'] ?? 1));
    else if (command === 'documents') await documents(definition, options.includes('--check'));
    else if (command === 'erase') await erase(definition, variables, options);
    else if (command in operations) await operate(definition, variables, command, options);
    else if (command === 'help') console.log(COMMANDS);
    else throw new Error(`There is no command ${command}: ${COMMANDS}`);
  } catch (error) {
    process.exitCode = 1;
    console.error(error instanceof EnvironmentInvalid ? error.message : JSON.stringify({ level: 'fatal', service: definition.name, msg: `${command} failed`, ...loggable(error) }));
  }
};

const migrateAll = async (definition: ServiceDefinition, variables: Variables): Promise<void> => {
  const { databaseUrl, keysDatabaseUrl } = readMigrationEnvironment(variables);
  await migrate(databaseUrl, definition.views, definition.migrations);
  if (keysDatabaseUrl) await migrateKeys(keysDatabaseUrl);
};

const documents = async (definition: ServiceDefinition, check: boolean): Promise<void> => {
  const contracts = resolve(require.resolve('@homeroom/contracts/package.json'), '..');
  const generated = await documentsOf(definition, join(contracts, '..', '..', 'services', definition.name), contracts);
  const stale = drifted(generated);
  if (!check) return writeDocuments(generated);
  if (stale.length > 0) throw new Error(`Generated documents are not what the code says: ${stale.join(', ')}. Run the service's 'documents' command and look at the difference.`);
};

/** Where the replay clock stands until the stack puts it: before the sample year, so that nothing is due. */
const BEFORE_THE_YEAR = '2025-08-31T16:00:00.000Z';

/** The local stack follows one replay clock; its own tools move it and fire what is due. */
const replaying = ({ local, localSecret }: Environment): ServeOptions => {
  if (!local || !localSecret) return {};
  const clock = new ReplayClock(BEFORE_THE_YEAR);
  return { clock, watchDeadlines: false, local: (fastify, runtime) => localStackRoutes(fastify, runtime, clock, localSecret) };
};

const serveUntilStopped = async (definition: ServiceDefinition, variables: Variables, options: ServeOptions): Promise<void> => {
  const environment = readEnvironment(variables);
  const stopped = new Promise<void>((stop) => { for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop()); });
  const { stop } = await serve(definition, environment, { ...replaying(environment), ...options });
  // With NODE_COMPILE_CACHE the next start finds what this one compiled, however this one ends; without it, nothing.
  flushCompileCache();
  await stopped;
  // A second signal, or a stop that hangs, ends the process as it is.
  const giveUp = setTimeout(() => process.exit(1), STOP_MS + environment.drainMs);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => process.exit(1));
  await stop();
  clearTimeout(giveUp);
  process.exit(0);
};
