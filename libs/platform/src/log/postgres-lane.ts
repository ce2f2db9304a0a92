import type { County, Position } from '@homeroom/contracts';
import type { Client } from 'pg';
import { laneConnection, serverOf } from './connections';
import { type ConnectLane, type LaneAnswer, type LaneConnection, latest, type SerializedAppend } from './lane-connection';

/** The lane's functions of one county's log in PostgreSQL, on a connection of their own. */
export const postgresLane = (url: string, county: County): ConnectLane => async (ended) => {
  const client = laneConnection(url, county);
  client.on('error', () => undefined);
  client.on('end', ended);
  await client.connect();
  return new PostgresLane(client, county, await serverOf(client));
};

class PostgresLane implements LaneConnection {
  constructor(private readonly client: Client, private readonly county: County, readonly server: string) {}

  async one({ append, data, meta }: SerializedAppend): Promise<Position | undefined> {
    const [event] = append.events;
    const [check] = append.checks;
    const { rows } = await this.client.query<[string | null]>({
      name: 'lane_one', rowMode: 'array', text: 'select lane_one($1, $2, $3, $4, $5, $6, $7, $8, $9)',
      values: [this.county, append.at, append.commandId, event!.stream, check!.expected, event!.eventId, event!.type, data[0], meta[0]],
    } as never).catch((error: { code?: string }) => {
      if (error.code === '23505') return { rows: [[null]] as [null][] };
      throw error;
    });
    return rows[0]![0] === null ? undefined : Number(rows[0]![0]);
  }

  batch(appends: readonly SerializedAppend[]): Promise<LaneAnswer> {
    return appendBatch(this.client, this.county, appends);
  }

  async close(): Promise<void> {
    await this.client.end();
  }
}

const appendBatch = async (client: Client, county: County, batch: readonly SerializedAppend[]): Promise<LaneAnswer> => {
  const streams = new Map<string, number>();
  const c = { append: [] as number[], stream: [] as number[], expected: [] as number[], count: [] as number[] };
  const e = { check: [] as number[], off: [] as number[], nth: [] as number[], id: [] as string[], type: [] as string[], data: [] as string[], meta: [] as string[] };
  batch.forEach(({ append, data, meta }, a) => {
    const place = new Map<string, number>();
    for (const { stream, expected } of append.checks) {
      if (!streams.has(stream)) streams.set(stream, streams.size + 1);
      place.set(stream, c.append.push(a + 1));
      c.stream.push(streams.get(stream)!);
      c.expected.push(expected);
      c.count.push(0);
    }
    append.events.forEach((event, nth) => {
      const check = place.get(event.stream)!;
      e.check.push(check);
      e.off.push(++c.count[check - 1]!);
      e.nth.push(nth);
      e.id.push(event.eventId);
      e.type.push(event.type);
      e.data.push(data[nth]!);
      e.meta.push(meta[nth]!);
    });
  });
  const prints = batch.some(({ append }) => append.fingerprint) ? batch.map(({ append }) => append.fingerprint ?? '').join('\n') : null;
  const { rows } = await client.query<Omit<LaneAnswer, 'head'> & { head: string }>({
    name: 'lane_append', text: 'select * from lane_append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)',
    values: [county, latest(batch), list(batch.map(({ append }) => append.commandId)), prints, [...streams.keys()].join('\n'),
      list(c.append), list(c.stream), list(c.expected), list(c.count), list(e.check), list(e.off), list(e.nth), list(e.id),
      e.type.join('\n'), e.data.join('\n'), e.meta.join('\n')],
  });
  return { ...rows[0]!, head: Number(rows[0]!.head) };
};

const list = (values: readonly (number | string)[]): string => `{${values.join(',')}}`;
