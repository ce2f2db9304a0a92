import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDatabases, type Kafka, type Postgres, roles, startKafka, startPostgres } from '@homeroom/local';
import { migrate, type ViewDefinition } from '@homeroom/platform';
import { fillLog, fillTopic } from './fill';
import { type CountyYear, fillCountyYear } from './county-year';
import { COUNTY, deskEvents, inbox } from './sample';
import { People } from './service-stack';

/** How much is measured: enough for a figure to hold, or only enough to see where it will lie. */
export interface Scale {
  readonly rounds: number;
  /** Of one contestant in one round, where time is given and work is counted. */
  readonly roundMs: number;
  /** Events of the log that is read and rebuilt; and of the one that travels through Kafka, which takes long to fill. */
  readonly events: number;
  readonly kafkaEvents: number;
  /** Events for peers that are slower by orders. */
  readonly fewEvents: number;
  readonly relayEvents: number;
  readonly kafkaRounds: number;
  /** Single commands whose way to another service is timed. */
  readonly commands: number;
  /** Classes of the county that is scored anew; each has a year of some hundred events. */
  readonly classes: number;
  /** Events of the log on which memory is watched. */
  readonly manyEvents: number;
}

export const FULL: Scale = { rounds: 9, roundMs: 500, events: 500_000, kafkaEvents: 200_000, fewEvents: 6_000, relayEvents: 40_000, kafkaRounds: 3, commands: 300, classes: 2_000, manyEvents: 1_000_000 };
export const QUICK: Scale = { rounds: 3, roundMs: 100, events: 40_000, kafkaEvents: 12_000, fewEvents: 400, relayEvents: 6_000, kafkaRounds: 2, commands: 50, classes: 150, manyEvents: 150_000 };

/** Addresses of one service's database, by role. */
export interface Addresses {
  readonly app: string;
  readonly migrator: string;
  readonly reader: string;
  readonly superuser: string;
}

/** A log and the brokers that hold its topic. */
export interface Topic {
  readonly brokers: string;
  readonly log: Addresses;
}

/** What all works of a run stand on: servers that start when the first work needs them, and a log that is filled once. */
export class Stage {
  private readonly folder = mkdtempSync(join(tmpdir(), 'homeroom-bench-'));
  private readonly closing: (() => Promise<unknown>)[] = [];
  private postgres: Promise<Postgres> | undefined;
  private broker: Promise<Kafka | undefined> | undefined;
  private filled: Promise<Addresses> | undefined;
  private known: Promise<People> | undefined;
  private sent: Promise<Topic | undefined> | undefined;
  private year: Promise<CountyYear> | undefined;

  constructor(readonly scale: Scale) {}

  /** Closed, in reverse order, when the run ends. */
  use<T extends { close(): Promise<unknown> }>(thing: T): T {
    this.closing.push(() => thing.close());
    return thing;
  }

  /** A service's database, brought to shape with these views; under the name alone the same one again. */
  async database(name: string, views: readonly ViewDefinition[] = []): Promise<Addresses> {
    const postgres = await (this.postgres ??= this.startPostgres());
    await createDatabases(postgres, [name]);
    const addresses = { app: postgres.url(name, roles.app), migrator: postgres.url(name, roles.migrator), reader: postgres.url(name, roles.reader), superuser: postgres.url(name) };
    await migrate(addresses.migrator, views);
    return addresses;
  }

  /** A log of {@link Scale.events} events. */
  filledLog(): Promise<Addresses> {
    return (this.filled ??= this.log('desk', this.scale.events));
  }

  /** Brokers; `undefined` where this machine has none. */
  async kafka(): Promise<string | undefined> {
    this.broker ??= startKafka({ dataDir: join(this.folder, 'kafka') }).then((kafka) => {
      if ('missing' in kafka) return undefined;
      this.closing.push(() => kafka.stop());
      return kafka;
    });
    return (await this.broker)?.brokers;
  }

  /** A log of {@link Scale.kafkaEvents} events, all of them in its topic. */
  filledTopic(): Promise<Topic | undefined> {
    this.sent ??= (async () => {
      const brokers = await this.kafka();
      if (!brokers) return undefined;
      const log = await this.log('desk_in_kafka', this.scale.kafkaEvents);
      await fillTopic(brokers, log.app, deskEvents, COUNTY, this.scale.kafkaEvents);
      return { brokers, log };
    })();
    return this.sent;
  }

  /** The logs of a county in which {@link Scale.classes} classes were evaluated. */
  countyYear(): Promise<CountyYear> {
    return (this.year ??= fillCountyYear(this));
  }

  /** Who asks, with tokens of a real issuer. */
  people(): Promise<People> {
    return (this.known ??= People.start(this.folder).then((people) => this.use(people)));
  }

  /** A log of so many events. */
  async log(name: string, events: number): Promise<Addresses> {
    const addresses = await this.database(name, [inbox]);
    await fillLog(addresses.superuser, COUNTY, events);
    return addresses;
  }

  async close(): Promise<void> {
    for (const close of this.closing.reverse()) await close().catch(() => undefined);
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async startPostgres(): Promise<Postgres> {
    const postgres = await startPostgres({ dataDir: join(this.folder, 'postgres') });
    this.closing.unshift(() => postgres.stop());
    return postgres;
  }
}

export const NO_KAFKA = 'This machine has no Kafka.';
