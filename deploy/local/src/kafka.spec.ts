import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { Kafka as Client, logLevel } from 'kafkajs';
import { startKafka, type Kafka } from './kafka';
import { brokerIsReady } from './kafka-ready';

jest.setTimeout(90_000);
process.env['KAFKAJS_NO_PARTITIONER_WARNING'] = '1';

const folder = mkdtempSync(join(tmpdir(), '班主任 kafka-'));
const dataDir = join(folder, 'data');
const environment = { ...process.env };
let kafka: Kafka | undefined;
let missing: string | undefined;

beforeAll(async () => {
  delete process.env['KAFKA_BROKERS'];
  const started = await startKafka({ dataDir });
  if ('missing' in started) missing = started.missing;
  else kafka = started;
});
afterEach(() => { process.env = { ...environment }; });
afterAll(async () => {
  await kafka?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** On a machine that cannot run Kafka there is nothing to assert but that it says so. */
const withKafka = (says: string, test: (broker: Kafka) => Promise<void>) =>
  it(says, async () => (kafka ? test(kafka) : expect(missing).toMatch(/install/)));

const client = (broker: Kafka) =>
  new Client({ brokers: [broker.brokers], logLevel: logLevel.NOTHING, retry: { initialRetryTime: 50, retries: 8 } });

async function produce(broker: Kafka, values: string[]): Promise<void> {
  const producer = client(broker).producer();
  await producer.connect();
  await producer.send({ topic: 'reports', acks: -1, messages: values.map((value) => ({ value })) });
  await producer.disconnect();
}

async function consume(broker: Kafka, count: number): Promise<string[]> {
  const consumer = client(broker).consumer({ groupId: `spec-${Date.now()}`, maxWaitTimeInMs: 250 });
  const values: string[] = [];
  await consumer.connect();
  await consumer.subscribe({ topic: 'reports', fromBeginning: true });
  const { promise: all, resolve } = Promise.withResolvers<void>();
  await consumer.run({ eachMessage: async ({ message }) => { if (values.push(message.value!.toString()) === count) resolve(); } });
  await Promise.race([all, new Promise((late) => setTimeout(late, 15_000).unref())]);
  await consumer.disconnect();
  return values;
}

withKafka('takes topics and records as soon as it is started', async (broker) => {
  const admin = client(broker).admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic: 'reports', numPartitions: 1 }], waitForLeaders: true });
  await admin.disconnect();
  await produce(broker, ['raised', 'acknowledged']);
  expect(await consume(broker, 2)).toEqual(['raised', 'acknowledged']);
});

withKafka('keeps what it acknowledged over kill -9, at the same address', async (broker) => {
  const { brokers, pid } = broker;
  await broker.kill();
  expect(await brokerIsReady(Number(brokers.split(':')[1]))).toBe(false);
  await broker.restart();
  expect(broker.brokers).toBe(brokers);
  expect(broker.pid).not.toBe(pid);
  await produce(broker, ['resolved']);
  expect(await consume(broker, 3)).toEqual(['raised', 'acknowledged', 'resolved']);
});

withKafka('does not make topics by accident', async (broker) => {
  const admin = client(broker).admin();
  await admin.connect();
  await expect(admin.fetchTopicMetadata({ topics: ['misspelt'] })).rejects.toThrow();
  await admin.disconnect();
});

withKafka('refuses a data folder that another process uses', async () => {
  await expect(startKafka({ dataDir })).rejects.toThrow(`in use by process ${process.pid}`);
});

withKafka('finds another address when its old one was taken meanwhile', async (broker) => {
  const port = Number(broker.brokers.split(':')[1]);
  await broker.stop();
  const squatter = await listen(port);
  await expect(startKafka({ dataDir, port })).rejects.toThrow(`Port ${port}, which Kafka was to use, is taken`);
  kafka = (await startKafka({ dataDir })) as Kafka;
  squatter.close();
  expect(kafka.brokers).not.toBe(broker.brokers);
  expect(await consume(kafka, 3)).toEqual(['raised', 'acknowledged', 'resolved']);
});

it('uses the brokers that KAFKA_BROKERS names, and says when nothing answers there', async () => {
  const broker = await listen(0);
  const { port } = broker.address() as { port: number };
  process.env['KAFKA_BROKERS'] = `127.0.0.1:${port}`;
  const given = (await startKafka({ dataDir })) as Kafka;
  expect(given).toMatchObject({ brokers: `127.0.0.1:${port}`, external: true, pid: undefined });
  await expect(given.kill()).rejects.toThrow('not ours');
  broker.close();
  await expect(startKafka({ dataDir })).rejects.toThrow(`KAFKA_BROKERS names 127.0.0.1:${port}, but nothing answers there.`);
});

describe('on a machine that lacks something', () => {
  const onPath = (programs: Record<string, string>) => {
    process.env = { ...environment };
    const bin = mkdtempSync(join(folder, 'bin-'));
    for (const [name, script] of Object.entries(programs)) {
      writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
      chmodSync(join(bin, name), 0o755);
    }
    process.env['PATH'] = bin;
    delete process.env['JAVA_HOME'];
    delete process.env['KAFKA_HOME'];
    return bin;
  };
  const java = (version: string) => `echo 'openjdk version "${version}"' >&2`;
  const start = () => startKafka({ dataDir: join(folder, 'other'), cacheDir: mkdtempSync(join(folder, 'cache-')) });

  it('says that Java is missing', async () => {
    onPath({});
    expect(await start()).toEqual({ missing: 'Kafka needs a Java of version 17 or later with Maven (mvn), or a Docker engine, and there is no Java: install either.' });
  });

  it('says that Java is too old', async () => {
    onPath({ java: java('11.0.2') });
    expect(await start()).toEqual({ missing: expect.stringContaining('Java 11.0.2 is too old') });
  });

  it('says that Maven is missing', async () => {
    onPath({ java: java('21') });
    expect(await start()).toEqual({ missing: expect.stringContaining('Maven (mvn), which is not installed') });
  });

  it('says why Maven could not fetch it, and leaves nothing that looks finished', async () => {
    onPath({ java: java('21'), mvn: `echo '[ERROR] No route to the mirror'; exit 1` });
    expect(await start()).toEqual({ missing: expect.stringContaining('Maven could not fetch Kafka: No route to the mirror. Mend that') });
  });

  it('says that KAFKA_HOME has no Kafka', async () => {
    const bin = onPath({ java: java('21') });
    process.env['PATH'] = [bin, environment['PATH']].join(delimiter);
    process.env['KAFKA_HOME'] = join(folder, 'nothing');
    mkdirSync(process.env['KAFKA_HOME']);
    await expect(start()).rejects.toThrow('there is no Kafka in its libs folder');
  });
});

function listen(port: number): Promise<Server> {
  return new Promise((resolve) => {
    const server = createServer((socket) => socket.destroy()).listen(port, '127.0.0.1', () => resolve(server));
  });
}
