import { logName } from '@homeroom/contracts';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { type Clock, systemClock } from '../clock/clock';
import { authenticator } from '../http/caller';
import { Gate } from '../http/gate';
import { sealingRoutes } from '../http/handles';
import { MasterKeys, Sealing } from '../sealing';
import { ServiceRuntime } from '../service-runtime';
import { application } from './application';
import { type Environment, EnvironmentInvalid, fingerprintKey, notarySecrets } from './environment';
import { jsonLogger, loggable } from './logger';
import { Metrics } from './metrics';
import type { ServiceDefinition } from './service';

/** What a caller of {@link serve} may put in place of the usual. */
export interface ServeOptions {
  readonly clock?: Clock;
  /** Deadlines look at the clock by themselves; the replay clock steps them by hand. */
  readonly watchDeadlines?: boolean;
  readonly logger?: Logger;
  /** Further addresses of the local stack, below `/local/`; they check {@link Environment.localSecret} themselves. */
  readonly local?: (fastify: FastifyInstance, runtime: ServiceRuntime, environment: Environment) => void;
}

/** A service that runs. */
export interface Serving {
  readonly url: string;
  readonly runtime: ServiceRuntime;
  readonly app: NestFastifyApplication;
  /** Readiness off, who still comes is answered and sent elsewhere, requests in flight finished, readers stopped. Safe to call twice. */
  stop(): Promise<void>;
}

/**
 * Starts a service: its HTTP side answers health at once, and everything else when its logs, readers and keys are there.
 * @throws what kept it from starting; nothing is left running then
 */
export const serve = async (definition: ServiceDefinition, environment: Environment, options: ServeOptions = {}): Promise<Serving> => {
  const logger = options.logger ?? jsonLogger(definition.name, environment.logLevel);
  const metrics = new Metrics({
    failed: (what, error) => logger.warn({ what, ...loggable(error) }, 'trying again'),
    halted: (reader, log, error) => logger.error({ reader, log: logName(log), ...loggable(error) }, 'a reader halted and waits for a person'),
  }).withProcess();
  const gate = new Gate();
  const { keysDatabaseUrl, masterKeys } = environment;
  const sealingNeeded = keysDatabaseUrl ? [] : sealingRoutes(definition.routes);
  if (sealingNeeded.length > 0) throw new EnvironmentInvalid([`KEYS_DATABASE_URL is missing: ${sealingNeeded.join(', ')} seal what they are told.`]);
  const sealing = keysDatabaseUrl ? await Sealing.start({ url: keysDatabaseUrl, masterKeys: MasterKeys.parse(masterKeys) }) : undefined;
  const beside = { environment, ...(sealing && { sealing }) };
  const runtime = new ServiceRuntime(definition, settings(environment, metrics, options), (parts) => definition.sinks?.(beside, parts) ?? []);
  const edge = { runtime, ...(sealing && { sealing }), fingerprintKey: fingerprintKey(masterKeys) };
  const { oidcIssuer: issuer, oidcAudience: audience, oidcAlgorithms: algorithms, bodyLimit, host, port } = environment;
  const app = await application(definition, {
    edge, authenticate: authenticator({ issuer, audience, algorithms }), gate, metrics, logger, bodyLimit,
    providers: definition.providers?.({ ...beside, runtime }), ...(environment.local && options.local && { local: (fastify: FastifyInstance) => options.local!(fastify, runtime, environment) }),
  });
  const stop = once(async () => {
    if (gate.opened) await left(gate, environment.drainMs);
    await closed(app);
    await runtime.stop();
    await sealing?.stop();
    logger.info('stopped');
  });
  try {
    await app.listen(port, host);
    await runtime.start();
  } catch (error) {
    await stop().catch(() => undefined);
    throw error;
  }
  gate.open();
  const url = await app.getUrl();
  logger.info({ url, counties: environment.counties }, 'started');
  return { url, runtime, app, stop };
};

const settings = ({ counties, databaseUrl, kafkaBrokers, peerDatabaseUrls, notaryKeys, notaryFolder }: Environment, observer: Metrics, { clock = systemClock, watchDeadlines = true }: ServeOptions) => ({
  counties, databaseUrl, ...(kafkaBrokers && { kafka: { brokers: kafkaBrokers } }), peerDatabaseUrls, notary: { secrets: notarySecrets(notaryKeys), folder: notaryFolder }, clock, observer, watchDeadlines,
});

/**
 * Whoever sends requests here learns from readiness that it should not, and sees so within this time; until then it is
 * answered as ever, on a connection that closes with the answer. A connection that was just being made would be lost otherwise,
 * and a kept one closed under the next request.
 */
const left = async (gate: Gate, drainMs: number): Promise<void> => {
  gate.leave();
  await new Promise((resume) => setTimeout(resume, drainMs));
};

/** How often connections that have become idle are closed while the last requests are finished. */
const SWEEP_MS = 50;

/** Resolves when every request in flight is answered. A connection is kept alive for a minute: idle ones are not waited for. */
const closed = async (app: NestFastifyApplication): Promise<void> => {
  const sweep = setInterval(() => app.getHttpServer().closeIdleConnections(), SWEEP_MS);
  try {
    await app.close();
  } finally {
    clearInterval(sweep);
  }
};

const once = (work: () => Promise<void>): (() => Promise<void>) => {
  let running: Promise<void> | undefined;
  return () => (running ??= work());
};

