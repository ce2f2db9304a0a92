export interface KafkaPorts {
  broker: number;
  controller: number;
}

/** Relative to the broker's working folder: a list separated by commas cannot name a path that has one. */
export const logFolder = 'log';

/**
 * One broker that is its own controller. Every deviation from the defaults has its reason beside it.
 * `advertised`: the port that clients are told, where something stands between them and the broker.
 */
export function serverProperties(ports: KafkaPorts, advertised = ports.broker): string {
  return [
    'process.roles=broker,controller',
    'node.id=1',
    `controller.quorum.bootstrap.servers=127.0.0.1:${ports.controller}`,
    `listeners=PLAINTEXT://127.0.0.1:${ports.broker},CONTROLLER://127.0.0.1:${ports.controller}`,
    `advertised.listeners=PLAINTEXT://127.0.0.1:${advertised},CONTROLLER://127.0.0.1:${ports.controller}`,
    'listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'controller.listener.names=CONTROLLER',
    `log.dirs=${logFolder}`,
    ...brokerSettings.map(([name, value]) => `${name}=${value}`),
    '',
  ].join('\n');
}

/** Also given to the container, there as environment. */
export const brokerSettings: readonly (readonly [string, string])[] = [
  // a topic is made with its partition count on purpose, or not at all
  ['auto.create.topics.enable', 'false'],
  // one broker can hold one copy
  ['default.replication.factor', '1'],
  ['min.insync.replicas', '1'],
  ['offsets.topic.replication.factor', '1'],
  ['offsets.topic.num.partitions', '1'],
  ['transaction.state.log.replication.factor', '1'],
  ['transaction.state.log.min.isr', '1'],
  ['transaction.state.log.num.partitions', '1'],
  ['share.coordinator.state.topic.replication.factor', '1'],
  ['share.coordinator.state.topic.min.isr', '1'],
  // a reader alone in its group need not wait for company
  ['group.initial.rebalance.delay.ms', '0'],
  // a topic is a full copy of the log
  ['log.retention.ms', '-1'],
  ['log.retention.bytes', '-1'],
  // the default takes 128 MB of heap for one small topic
  ['log.cleaner.dedupe.buffer.size', '8388608'],
  ['num.network.threads', '2'],
  ['num.io.threads', '4'],
  ['message.max.bytes', '8388608'],
  ['replica.fetch.max.bytes', '8388608'],
  // after kill -9 the controller waits out the old session: 12 s by default, so 5
  ['broker.session.timeout.ms', '3000'],
  ['broker.heartbeat.interval.ms', '500'],
];

/** Warnings and the start on standard output, which goes to the log file. */
export const loggingProperties = `status=error
appender.out.type=Console
appender.out.name=out
appender.out.layout.type=PatternLayout
appender.out.layout.pattern=%d{ISO8601} %-5p %c{1} %m%n
rootLogger.level=warn
rootLogger.appenderRef.out.ref=out
logger.server.name=kafka.server.KafkaRaftServer
logger.server.level=info
`;
