import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Campaign, CampaignOptions, CampaignResult, Violation } from '../campaign';
import { type Ground, onGround } from '../ground/open-ground';
import { Judge } from './answers';
import { Cases } from './cases';
import { HttpFuzz, PROMISES } from './http-fuzz';
import { KafkaFuzz } from './kafka-fuzz';
import { type Independent, schemathesis } from './schemathesis';
import { loggedWrongly, Memory } from './watched';

const INTACT = 'After everything that was sent, every log, topic and view is as a fresh rebuild makes it';

/** Shares of the time; what is over is `verify`'s. */
const HTTP_SHARE = 0.55;
const KAFKA_SHARE = 0.7;
const INDEPENDENT_SHARE = 0.25;
/** In less an independent fuzzer says nothing. */
const INDEPENDENT_MINUTES = 3;
/** Changed messages that are checked without a broker. */
const UNSEALED = 20_000;
/** Tokens are good for an hour. */
const RENEW_MS = 45 * 60_000;

const fuzzHttp = async ({ company, played, stack }: Ground, { seed, minutes, say, signal }: CampaignOptions, secrets: readonly string[], memory: Memory): Promise<HttpFuzz> => {
  const fuzz = new HttpFuzz(company, new Cases(company.catalogue, played), new Judge(company.catalogue.documents, secrets), played);
  const began = Date.now();
  let renewed = began;
  for (let n = 0; !signal.aborted && (n === 0 || Date.now() - began < minutes * HTTP_SHARE * 60_000); n++) {
    if (Date.now() - renewed > RENEW_MS) {
      await company.renew();
      renewed = Date.now();
    }
    await fuzz.batch(seed, n);
    // A reader that halts says so at once: whatever comes later would only hide what did it.
    const halted = await stack.quiet().then(() => undefined, (error: Error) => error);
    if (halted) {
      fuzz.violations.push({ promise: PROMISES.followed, evidence: `seed ${seed}, batch ${n}: ${halted.message}` });
      return fuzz;
    }
    memory.look();
    if (n % 20 === 0) say(`${fuzz.requests} requests, ${Math.round(fuzz.requests / (Date.now() - began) * 1000)} a second, ${fuzz.violations.length} violations`);
  }
  return fuzz;
};

const fuzzKafka = async ({ stack }: Ground, { seed, minutes, say, signal }: CampaignOptions, began: number): Promise<KafkaFuzz | undefined> => {
  if (!stack.kafka) return void say('no Kafka on this machine: hostile records are left out');
  const fuzz = new KafkaFuzz(stack.kafka.brokers.split(','), seed);
  fuzz.unsealed(UNSEALED);
  for (let n = 0; !signal.aborted && (n === 0 || Date.now() - began < minutes * KAFKA_SHARE * 60_000); n++) await fuzz.batch(n, signal);
  return fuzz;
};

const independent = async ({ company }: Ground, { seed, minutes, say, signal }: CampaignOptions): Promise<Independent> => {
  if (minutes < INDEPENDENT_MINUTES) return { requests: 0, violations: [], missing: `it needs ${INDEPENDENT_MINUTES} minutes` };
  await company.renew();
  const told = await schemathesis({ stack: company.stack, catalogue: company.catalogue, token: company.token('bureau') }, seed, minutes * INDEPENDENT_SHARE * 60, signal);
  if (told.missing) say(`schemathesis: ${told.missing}`);
  return told;
};

/** Logs, topics and views against each other, by the service's own operation. */
const verified = async ({ stack }: Ground): Promise<Violation[]> => {
  const ended = await Promise.all(stack.services.map(async (service) => ({ service, ...await stack.operate(service, 'verify') })));
  return ended.filter(({ code }) => code !== 0).map(({ service, output }) => ({ promise: INTACT, evidence: `${service}: ${output.split('\n').filter((line) => !line.startsWith('ok')).join('\n').slice(0, 2_000)}` }));
};

const secretsOf = ({ folder }: Ground['stack']): string[] => ['master-key', 'notary-key', 'local-secret'].map((file) => readFileSync(join(folder, file), 'utf8').trim());

/** The campaign on a ground that nobody else needs afterwards. */
export const fuzzOn = async (ground: Ground, options: CampaignOptions): Promise<CampaignResult> => {
  const began = Date.now();
  const secrets = secretsOf(ground.stack);
  const memory = new Memory(ground.stack);
  const http = await fuzzHttp(ground, options, secrets, memory);
  const kafka = await fuzzKafka(ground, options, began);
  const other = await independent(ground, options);
  const violations = [...http.violations, ...(kafka?.violations ?? []), ...other.violations, ...memory.violations(), ...loggedWrongly(ground.stack, secrets), ...await verified(ground)];
  const untouched = ground.company.catalogue.operations.filter(({ service, id }) => !http.asked.has(`${service} ${id}`)).length;
  return {
    figures: {
      requests: http.requests, 'operations asked': http.asked.size, 'operations not asked': untouched, statuses: JSON.stringify(http.statuses), 'hostile records and messages': kafka?.messages ?? 'left out: no Kafka',
      'hostile records read from Kafka, by kind': kafka ? JSON.stringify(kafka.seen) : 'left out: no Kafka', 'schemathesis requests': other.missing ?? other.requests, memory: memory.figures(),
    },
    violations,
  };
};

export const fuzz: Campaign = { name: 'fuzz', says: 'whatever can be sent to a service, over HTTP and Kafka', minutes: 30, run: (options) => onGround(options, (ground) => fuzzOn(ground, options)) };
