import { Client } from 'pg';
import type { JourneyStack } from '@homeroom/testing';

interface Accepted {
  readonly service: string;
  readonly position: string;
}

/** What requests of one batch were answered, held against what the logs gained meanwhile. Reactions carry the correlation of what they follow. */
export class Ledger {
  private readonly heads = new Map<string, string>();
  private readonly refused = new Set<string>();
  private readonly accepted = new Map<string, Accepted>();
  private readonly open = new Set<string>();

  constructor(private readonly stack: JourneyStack) {}

  async begin(): Promise<void> {
    for (const each of [this.refused, this.accepted, this.open]) each.clear();
    await this.each(async (service, client) => {
      const { rows } = await client.query<{ county: string; head: string }>('select county, max(position) as head from events group by county');
      for (const { county, head } of rows) this.heads.set(`${service}/${county}`, head);
    });
  }

  unanswered(correlationId: string): void {
    this.open.add(correlationId);
  }

  answered(correlationId: string, service: string, answer: { readonly position?: string | null; readonly repeated?: boolean } | undefined): void {
    if (answer?.repeated) return;
    if (answer?.position) this.accepted.set(correlationId, { service, position: answer.position });
    else this.refused.add(correlationId);
  }

  /** What the logs hold that was refused, and what they do not hold that was accepted. */
  async end(): Promise<string[]> {
    const found: string[] = [];
    await this.each(async (service, client) => {
      const { rows } = await client.query<{ place: string; correlation: string }>(
        `select $1 || '/' || county || ':' || max(position) as place, meta->>'correlationId' as correlation from events
         where position > coalesce((select head from unnest($2::text[], $3::bigint[]) as heads (log, head) where log = $1 || '/' || county), 0)
         group by county, command_id, meta->>'correlationId'`,
        [service, [...this.heads.keys()], [...this.heads.values()]]);
      for (const { place, correlation } of rows) {
        if (this.refused.has(correlation)) found.push(`${place} holds what was refused or had nothing to do (correlation ${correlation})`);
        const told = this.accepted.get(correlation);
        if (told?.position === place) this.accepted.delete(correlation);
      }
    });
    for (const [correlation, { position }] of this.accepted) found.push(`${position} was told and is not in the log (correlation ${correlation})`);
    return found;
  }

  private async each(work: (service: string, client: Client) => Promise<void>): Promise<void> {
    for (const service of this.stack.services) {
      const client = new Client({ connectionString: this.stack.postgres.url(service) });
      await client.connect();
      await work(service, client).finally(() => client.end());
    }
  }
}
