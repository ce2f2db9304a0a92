import type { County } from '@homeroom/contracts';
import { Client } from 'pg';
import { erasureOf } from './keys-database';
import { ERASURES_CHANNEL } from './keys-schema';

/** How often the erasure lists are read, whether a notification came or not. */
const CONFIRM_EVERY_MS = 1_500;
/** After so long without an answer no cached key is used: an erasure that was not heard of counts after this time at the latest. */
export const TRUSTED_MS = 4_000;
const RECONNECT_MS = 300;
const PAGE = 1_000;

export interface ErasureListener {
  erased(county: County, subject: string, keyId: string | undefined): void;
  /** Erasures may have gone unheard. */
  lost(): void;
}

/**
 * Hears of every committed erasure: at once by NOTIFY, and within {@link CONFIRM_EVERY_MS} by reading the list of each
 * county it was asked to mind, since a notification is only a hint. While neither is possible it is not trusted.
 */
export class ErasureWatch {
  private client: Client | undefined;
  private confirmedAt = -Infinity;
  /** The last erasure heard of, by county. */
  private readonly heard = new Map<County, number>();
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;

  /** @param now milliseconds of a clock that never goes back */
  constructor(private readonly url: string, private readonly listener: ErasureListener, private readonly now = () => performance.now()) {}

  /** @throws when the database cannot be reached; later losses are mended by itself */
  async start(): Promise<void> {
    const client = new Client({ connectionString: this.url, application_name: 'homeroom erasure watch', keepAlive: true, connectionTimeoutMillis: 5_000, query_timeout: TRUSTED_MS });
    client.on('error', () => this.lose(client));
    client.on('end', () => this.lose(client));
    client.on('notification', ({ payload }) => this.hear(payload ?? ''));
    try {
      await client.connect();
      await client.query(`listen ${ERASURES_CHANNEL}`);
    } catch (error) {
      void client.end().catch(() => undefined);
      throw error;
    }
    if (this.stopped) return client.end();
    this.client = client;
    await this.confirm();
    if (this.client === client) this.confirmLater();
  }

  /** From now on this county's erasures are read as well. To be called before its keys are. */
  mind(county: County): void {
    if (!this.heard.has(county)) this.heard.set(county, 0);
  }

  /** Whether every erasure that is older than {@link TRUSTED_MS} has been heard of. */
  trusted(): boolean {
    return this.client !== undefined && this.now() - this.confirmedAt <= TRUSTED_MS;
  }

  /** Reads what was erased since, and says so. Called by itself from time to time. */
  async confirm(): Promise<void> {
    const { client } = this;
    if (!client) return;
    const asked = this.now();
    try {
      for (const county of this.heard.keys()) await this.catchUp(client, county);
      if (this.client === client) this.confirmedAt = asked;
    } catch {
      this.lose(client);
    }
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    const { client } = this;
    this.client = undefined;
    await client?.end().catch(() => undefined);
  }

  private async catchUp(client: Client, county: County): Promise<void> {
    for (;;) {
      const { rows } = await client.query('select * from erasures_after($1, $2, $3)', [county, this.heard.get(county), PAGE]);
      for (const { n, subject, keyId } of rows.map((row) => erasureOf(county, row))) {
        this.listener.erased(county, subject, keyId);
        this.heard.set(county, n);
      }
      if (rows.length < PAGE) return;
    }
  }

  private hear(payload: string): void {
    try {
      const { county, subject, keyId } = JSON.parse(payload) as { county: County; subject: string; keyId: string | null };
      this.listener.erased(county, subject, keyId ?? undefined);
    } catch {
      // any role may notify any channel: what cannot be read is taken for an erasure that cannot be read
      this.listener.lost();
    }
  }

  private confirmLater(): void {
    this.timer = setTimeout(() => void this.confirm().then(() => { if (this.client) this.confirmLater(); }), CONFIRM_EVERY_MS);
    this.timer.unref();
  }

  /** The lists are read again from their beginning: the database that comes back may be an older one, with other numbers. */
  private lose(client: Client): void {
    if (this.client !== client) return;
    this.client = undefined;
    this.confirmedAt = -Infinity;
    clearTimeout(this.timer);
    for (const county of this.heard.keys()) this.heard.set(county, 0);
    this.listener.lost();
    void client.end().catch(() => undefined);
    this.startAgain();
  }

  private startAgain(): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => void this.start().catch(() => this.startAgain()), RECONNECT_MS);
    this.timer.unref();
  }
}
