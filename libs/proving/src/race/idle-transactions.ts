import { Client } from 'pg';

const AT_ONCE = 4;
const HOLD_MS = 3_000;

/**
 * Transactions that somebody opened in the same database and forgot: one with a snapshot of its own, one that has written.
 * Logs whose readers go by transaction ids or snapshots wait for them, or lose what is committed around them.
 */
export class IdleTransactions {
  private going = true;
  private opened = 0;
  private running: Promise<unknown> | undefined;

  /** @param url as a role that may make a table */
  constructor(private readonly url: string) {}

  start(): void {
    this.running = (async () => {
      await this.connected((client) => client.query('create table if not exists forgotten (n int)'));
      await Promise.all(Array.from({ length: AT_ONCE }, (_, n) => this.forget(n)));
    })();
  }

  /** @returns how many there were */
  async stop(): Promise<number> {
    this.going = false;
    await this.running;
    return this.opened;
  }

  private async forget(n: number): Promise<void> {
    for (let round = n; this.going; round++) {
      await this.connected(async (client) => {
        await client.query('begin isolation level repeatable read');
        await client.query(round % 2 === 0 ? 'insert into forgotten values (1)' : 'select position from events order by position desc limit 1');
        this.opened++;
        for (let held = 0; held < HOLD_MS && this.going; held += 100) await new Promise((hold) => setTimeout(hold, 100));
        await client.query(round % 4 < 2 ? 'commit' : 'rollback');
      });
    }
  }

  private async connected(work: (client: Client) => Promise<unknown>): Promise<void> {
    const client = new Client({ connectionString: this.url });
    await client.connect();
    await work(client).finally(() => client.end());
  }
}
