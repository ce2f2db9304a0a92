import { resolve } from 'node:path';
import { cacheFolder } from './cache-folder';
import { findJava, isOnPath, type Java } from './java';
import { KafkaBroker } from './kafka-broker';
import { engineAnswers, KafkaContainer } from './kafka-container';
import { jarsFromMaven, jarsOfDistribution } from './kafka-jars';
import { answers } from './ports';

export interface KafkaOptions {
  dataDir: string;
  /** Where jars and the class archive are kept; shared by all checkouts of this user if absent. */
  cacheDir?: string;
  /** The broker's port. A free one if absent, and the same again on the next start where it is still free. */
  port?: number;
  /** The port that clients are told to use, where something stands between them and the broker. Not of a broker in a container. */
  advertised?: number;
  /** Told before a download, so that people know what takes so long. */
  onFetch?: () => void;
}

export interface Kafka {
  /** Addresses as in `bootstrap.servers`. */
  readonly brokers: string;
  /** Undefined when the broker is not ours or does not run. */
  readonly pid: number | undefined;
  /** True for brokers named by KAFKA_BROKERS, which are neither started nor stopped, killed nor restarted here. */
  readonly external: boolean;
  stop(): Promise<void>;
  /** As a crash would. */
  kill(): Promise<void>;
  /** Stops it if it runs; starts on the same port and data. */
  restart(): Promise<void>;
  /** Called whenever the broker ended and nobody here had asked it to. */
  onLost(listener: () => void): void;
}

/** Nothing on this machine can run Kafka; the sentence says what to install. */
export interface KafkaMissing {
  missing: string;
}

const oldestJava = 17;

/**
 * KAFKA_BROKERS, else a broker of our own: from KAFKA_HOME, from Maven, or in a container, whichever this machine can
 * run first. Throws a sentence when what was asked for does not work.
 */
export async function startKafka(options: KafkaOptions): Promise<Kafka | KafkaMissing> {
  const given = process.env['KAFKA_BROKERS'];
  if (given) return externalKafka(given);
  const settings = { ...options, dataDir: resolve(options.dataDir), cacheDir: options.cacheDir ?? cacheFolder() };
  const java = await findJava(oldestJava);
  const found = await findJars(java, settings.cacheDir, options.onFetch);
  if (java && 'jars' in found) return started(new KafkaBroker({ ...settings, java, jars: found.jars }));
  if (await engineAnswers()) return started(new KafkaContainer(settings));
  return found as KafkaMissing;
}

async function findJars(java: Java | undefined, cacheDir: string, onFetch?: () => void): Promise<{ jars: string[] } | KafkaMissing> {
  const home = process.env['KAFKA_HOME'];
  const javaIs = java ? `Java ${java.version} is too old` : 'there is no Java';
  const jvm = java && java.major >= oldestJava;
  if (home && jvm) return { jars: jarsOfDistribution(home) };
  if (home) return { missing: `KAFKA_HOME is set, but ${javaIs}: install a Java of version ${oldestJava} or later.` };
  if (!jvm) return { missing: `Kafka needs a Java of version ${oldestJava} or later with Maven (mvn), or a Docker engine, and ${javaIs}: install either.` };
  if (!isOnPath('mvn')) return { missing: 'Kafka is fetched with Maven (mvn), which is not installed: install it, or a Docker engine, or name a Kafka distribution in KAFKA_HOME.' };
  try {
    return { jars: await jarsFromMaven(cacheDir, onFetch) };
  } catch (error) {
    return { missing: `${(error as Error).message.replace(/\.$/, '')}. Mend that, install a Docker engine, or name a Kafka distribution in KAFKA_HOME.` };
  }
}

async function started<Broker extends KafkaBroker | KafkaContainer>(broker: Broker): Promise<Broker> {
  await broker.start();
  return broker;
}

async function externalKafka(brokers: string): Promise<Kafka> {
  for (const broker of brokers.split(',')) {
    const { hostname, port } = new URL(`kafka://${broker.trim()}`);
    if (!(await answers(hostname, Number(port || 9092), 5_000))) throw new Error(`KAFKA_BROKERS names ${broker.trim()}, but nothing answers there.`);
  }
  const refuse = () => Promise.reject(new Error('The brokers that KAFKA_BROKERS names are not ours to kill or restart.'));
  return { brokers, pid: undefined, external: true, stop: () => Promise.resolve(), kill: refuse, restart: refuse, onLost: () => undefined };
}
