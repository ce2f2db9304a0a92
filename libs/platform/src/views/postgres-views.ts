import type { County, Instant } from '@homeroom/contracts';
import type { ClientBase, Pool } from 'pg';
import { serverOf } from '../log/connections';
import { beginInCounty, onConnection } from '../log/county-transaction';
import { lockPlaces, movePlaces, placesOf } from '../readers/postgres-places';
import type { ViewChanges, ViewNeeds, ViewsFound, ViewStore } from './view-store';
import { RAW_ROWS, type ViewTable } from './view-table';

interface RawResult { readonly rows: readonly (readonly (string | null)[])[] }

/**
 * Views in their tables. A transaction is two round trips: the first locks the places and loads the rows, the second
 * writes rows and places and commits.
 */
export class PostgresViews implements ViewStore {
  /** Tables whose statements a connection knows. */
  private readonly prepared = new WeakMap<ClientBase, Set<string>>();

  constructor(private readonly pool: Pool) {}

  async transaction(county: County, needs: readonly ViewNeeds[], fold: (found: ViewsFound) => ViewChanges): Promise<void> {
    await onConnection(this.pool, async (client) => {
      await this.prepare(client, needs);
      const loads = needs.map(({ table, keys }) => table.loading(county, keys));
      const results = await client.query({ text: [lockPlaces(county, needs), ...loads].join('; '), ...RAW_ROWS }) as unknown as RawResult[];
      const { rows, moves } = fold({ server: await serverOf(client), stored: placesOf(results.at(-1 - loads.length)!.rows), rows: needs.map(({ table }, i) => table.rowsOf(results.at(i - loads.length)!.rows)) });
      await client.query([...rows.flatMap(({ table, changes }) => table.writing(county, changes)), ...movePlaces(county, moves), 'commit'].join('; '));
    });
  }

  due(county: County, table: ViewTable, property: string, until: Instant | undefined, limit: number): Promise<object[]> {
    return this.inOneTrip(county, table, table.due(county, property, until, limit));
  }

  find(county: County, table: ViewTable, where: object): Promise<object[]> {
    return this.inOneTrip(county, table, table.finding(county, where as Record<string, unknown>));
  }

  /** One statement that sees one county: its transaction begins and ends in the same round trip. */
  private inOneTrip(county: County, table: ViewTable, select: string): Promise<object[]> {
    return onConnection(this.pool, async (client) => {
      const results = await client.query({ text: [beginInCounty(county), select, 'commit'].join('; '), ...RAW_ROWS }) as unknown as RawResult[];
      return table.inOrder(results.at(-2)!.rows);
    });
  }

  private async prepare(client: ClientBase, needs: readonly ViewNeeds[]): Promise<void> {
    const known = this.prepared.get(client) ?? new Set();
    this.prepared.set(client, known);
    for (const { table } of needs) {
      if (known.has(table.table)) continue;
      await client.query(table.preparing);
      known.add(table.table);
    }
  }
}
