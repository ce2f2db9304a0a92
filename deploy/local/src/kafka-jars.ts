import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { guardOrphan } from './orphan-guard';
import { awaitLock } from './process-lock';

const run = promisify(execFile);

/** 4.4.0's pom does not resolve. */
export const kafkaVersion = '4.3.1';

const pom = `<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>homeroom</groupId>
  <artifactId>kafka</artifactId>
  <version>${kafkaVersion}</version>
  <dependencies>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>${kafkaVersion}</version></dependency>
    <!-- without a logging backend 4.x dies with NoClassDefFoundError -->
    <dependency><groupId>org.apache.logging.log4j</groupId><artifactId>log4j-slf4j-impl</artifactId><version>2.25.1</version></dependency>
  </dependencies>
</project>
`;

/** The jars of an official distribution (KAFKA_HOME). Throws a sentence when there are none. */
export function jarsOfDistribution(home: string): string[] {
  const libs = join(home, 'libs');
  const jars = existsSync(libs) ? jarsIn(libs) : [];
  if (!jars.some((jar) => /\/kafka_2\.\d+-[^/]+\.jar$/.test(jar))) throw new Error(`KAFKA_HOME names ${home}, but there is no Kafka in its libs folder.`);
  return jars;
}

/**
 * The broker's jars (about 45 MB) by way of Maven, with the user's own settings and mirrors. Fetched once per cache
 * folder, also when two ask at once; an interrupted fetch leaves nothing that looks finished.
 */
export async function jarsFromMaven(cacheDir: string, onFetch?: () => void): Promise<string[]> {
  const jars = join(cacheDir, `kafka-${kafkaVersion}`);
  if (existsSync(jars)) return jarsIn(jars);
  mkdirSync(cacheDir, { recursive: true });
  const lock = await awaitLock(join(cacheDir, 'kafka.lock'));
  try {
    if (!existsSync(jars)) {
      onFetch?.();
      await fetchInto(jars);
    }
    return jarsIn(jars);
  } finally {
    lock.release();
  }
}

async function fetchInto(jars: string): Promise<void> {
  const draft = `${jars}.${randomUUID()}`;
  mkdirSync(draft);
  try {
    writeFileSync(join(draft, 'pom.xml'), pom);
    const goal = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';
    const fetching = run('mvn', ['-q', '-B', '-f', 'pom.xml', goal, '-DincludeScope=runtime', '-DoutputDirectory=.'], { cwd: draft, env: process.env, timeout: 15 * 60_000, maxBuffer: 1 << 26 });
    if (fetching.child.pid) guardOrphan(fetching.child.pid, 'SIGTERM', 5);
    await fetching;
    renameSync(draft, jars);
  } catch (error) {
    const { stdout, message } = error as { stdout?: string; message: string };
    const telling = (stdout ?? '').split('\n').find((line) => line.startsWith('[ERROR]')) ?? message.split('\n')[0]!;
    throw new Error(`Maven could not fetch Kafka: ${telling.replace('[ERROR]', '').trim()}`);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** In one order on every machine: a class archive is valid for exactly one class path. */
function jarsIn(folder: string): string[] {
  return readdirSync(folder).filter((name) => name.endsWith('.jar')).sort().map((name) => join(folder, name));
}
