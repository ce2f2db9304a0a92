import { Client } from 'pg';
import type { InboxRow } from '../sample';

const PAGE = 5_000;
const TABLE = `create table raw_inbox (report_id text primary key, class_id text, holder_id text, category text, severity text, due_at timestamptz, answers int);
  create index on raw_inbox (holder_id, due_at)`;
const UPSERT = `insert into raw_inbox select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::int[])
  on conflict (report_id) do update set class_id = excluded.class_id, holder_id = excluded.holder_id, category = excluded.category, severity = excluded.severity,
    due_at = excluded.due_at, answers = excluded.answers`;

type Event = readonly [position: string, type: string, data: Record<string, string>];

/** By hand and for one view: pages of the log, all rows in memory, and after each page one upsert of what it changed. */
export const rawFold = async (url: string, county: string): Promise<void> => {
  const client = new Client({ connectionString: url, options: '-c synchronous_commit=off' });
  await client.connect();
  await client.query(`drop table if exists raw_inbox; ${TABLE}`);
  const rows = new Map<string, InboxRow>();
  for (let after = '0';;) {
    const { rows: page } = await client.query<Event>({
      name: 'page', rowMode: 'array', text: `select position, type, data from events where county = $1 and position > $2 order by position limit ${PAGE}`, values: [county, after],
    } as never) as unknown as { rows: Event[] };
    if (page.length === 0) break;
    after = page.at(-1)![0];
    await upsert(client, foldPage(rows, page));
  }
  await client.end();
};

const foldPage = (rows: Map<string, InboxRow>, page: readonly Event[]): InboxRow[] => {
  const changed = new Map<string, InboxRow>();
  for (const [, type, data] of page) {
    const id = data.reportId!;
    const row: InboxRow = type === 'ReportRaised'
      ? { reportId: id, classId: data.classId!, holderId: data.toPersonId!, category: data.category!, severity: data.severity!, dueAt: data.dueAt!, answers: 0 }
      : { ...rows.get(id)!, dueAt: data.dueAt!, answers: rows.get(id)!.answers + 1 };
    rows.set(id, row);
    changed.set(id, row);
  }
  return [...changed.values()];
};

const upsert = async (client: Client, rows: readonly InboxRow[]): Promise<void> => {
  const column = <K extends keyof InboxRow>(name: K): InboxRow[K][] => rows.map((row) => row[name]);
  await client.query({
    name: 'upsert', text: UPSERT,
    values: [column('reportId'), column('classId'), column('holderId'), column('category'), column('severity'), column('dueAt'), column('answers')],
  });
};
