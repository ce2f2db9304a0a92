import { Client } from 'pg';
import { DataSource, type MigrationInterface, type QueryRunner } from 'typeorm';
import { COUNTY_SETTING, fenceByCounty, ROLES } from '../log/log-schema';

/** First key of the advisory locks between key creation (shared) and erasure (exclusive); the second is the county. */
const ERASURE_LOCK = 20250902;
/** Held while migrating: TypeORM itself lets two processes migrate at once. */
const MIGRATION_LOCK = 20250903;

/** Where committed erasures are told; the payload is `{"county","subject","keyId"}`, ids alone. */
export const ERASURES_CHANNEL = 'homeroom_erasures';

const TABLES = [
  // one key per subject; who holds the master keys and this row can read the subject's texts, nobody else
  `create table data_keys (
    county     text collate "C" not null,
    key_id     uuid        not null,
    subject    text collate "C" not null check (length(subject) between 1 and 200),
    wrapped    text        not null,
    created_at timestamptz not null default now(),
    primary key (county, key_id),
    unique (county, subject))`,
  // 1, 2, 3, … in commit order, so that "after n" is a correct tail; an erased subject never gets a key again
  `create table erasures (
    county      text collate "C" not null,
    n           bigint      not null,
    subject     text collate "C" not null check (length(subject) between 1 and 200),
    key_id      uuid,
    erased_at   timestamptz not null,
    erased_by   text        not null check (length(erased_by) between 1 and 100),
    reason_code text        not null check (reason_code ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(reason_code) <= 60),
    primary key (county, n),
    unique (county, subject))`,
  // the only clear copy of a name anywhere; outside digests and backups, refilled from the log
  `create table search_entries (
    county    text collate "C" not null,
    person_id uuid not null,
    kind      text not null,
    subject   text collate "C" not null,
    text      text not null,
    pinyin    text not null,
    initials  text not null,
    staff_no  text,
    school_id uuid,
    primary key (county, person_id, kind))`,
  'create index search_entries_subject on search_entries (county, subject)',
  // every ending of a name and of its pinyin: a substring of the name is a prefix of a key, and a prefix is a range of this index, also under the policy
  `create table search_keys (
    county    text collate "C" not null,
    key       text collate "C" not null,
    person_id uuid not null,
    kind      text not null,
    place     smallint not null,  -- 0 from the beginning, 1 from a later syllable, 2 from inside one
    primary key (county, key, person_id, kind))`,
  'create index search_keys_entry on search_keys (county, person_id, kind)',
  // what was deleted shall not wait in dead rows for a fifth of the table to change
  ...['data_keys', 'search_entries', 'search_keys'].map((table) =>
    `alter table ${table} set (autovacuum_vacuum_threshold = 1, autovacuum_vacuum_scale_factor = 0)`),
  // the planner's samples of a column would keep names in the catalogue after they were erased
  'alter table search_entries alter text set statistics 0, alter pinyin set statistics 0, alter initials set statistics 0',
  'alter table search_keys alter key set statistics 0',
];

/** A plan made while a table is small is a sequential scan, and a connection keeps it while the table grows: hence none. */
const routine = (signature: string, body: string, settings = ''): string => `
create function ${signature} language plpgsql security definer set search_path = public, pg_temp set enable_seqscan = off ${settings} as $$
#variable_conflict use_column
${body} $$`;

const SEE = `perform set_config('${COUNTY_SETTING}', p_county, true);`;

/** The lock stands between "was it erased?" and the insert; sorted, so that two rounds never wait for each other's subjects. */
const ISSUE_KEYS = routine(
  `issue_keys(p_county text, p_subjects text[], p_key_ids uuid[], p_wrapped text[]) returns table (subject text, key_id uuid, wrapped text)`, `
begin
  ${SEE}
  perform pg_advisory_xact_lock_shared(${ERASURE_LOCK}, p_county::int);
  insert into data_keys (county, key_id, subject, wrapped)
    select p_county, o.key_id, o.subject, o.wrapped from unnest(p_subjects, p_key_ids, p_wrapped) o (subject, key_id, wrapped)
    where not exists (select from erasures e where e.county = p_county and e.subject = o.subject)
    order by o.subject
    on conflict (county, subject) do nothing;
  return query select k.subject, k.key_id, k.wrapped from data_keys k where k.county = p_county and k.subject = any (p_subjects);
end`);

const LOAD_KEYS = routine(`load_keys(p_county text, p_key_ids uuid[]) returns table (subject text, key_id uuid, wrapped text)`, `
begin
  ${SEE}
  return query select k.subject, k.key_id, k.wrapped from data_keys k where k.county = p_county and k.key_id = any (p_key_ids);
end`);

/** The key, the search entries and the tombstone in one transaction. Known erasures keep their first facts. */
const ERASE_SUBJECT = routine(
  `erase_subject(p_county text, p_subject text, p_key_id uuid, p_at timestamptz, p_by text, p_reason text)
   returns table (n bigint, subject text, key_id uuid, erased_at timestamptz, erased_by text, reason_code text, repeated boolean)`, `
declare destroyed uuid; added boolean;
begin
  ${SEE}
  perform pg_advisory_xact_lock(${ERASURE_LOCK}, p_county::int);
  delete from search_keys k using search_entries s
    where s.county = p_county and s.subject = p_subject and k.county = p_county and k.person_id = s.person_id and k.kind = s.kind;
  delete from search_entries s where s.county = p_county and s.subject = p_subject;
  delete from data_keys k where k.county = p_county and k.subject = p_subject returning k.key_id into destroyed;
  insert into erasures (county, n, subject, key_id, erased_at, erased_by, reason_code)
    select p_county, coalesce(max(e.n), 0) + 1, p_subject, coalesce(destroyed, p_key_id), coalesce(p_at, date_trunc('milliseconds', clock_timestamp())), p_by, p_reason
    from erasures e where e.county = p_county
    on conflict (county, subject) do nothing;
  added := found;
  if added or destroyed is not null then
    perform pg_notify('${ERASURES_CHANNEL}', json_build_object('county', p_county, 'subject', p_subject, 'keyId', coalesce(destroyed, p_key_id))::text);
  end if;
  return query select e.n, e.subject, e.key_id, e.erased_at, e.erased_by, e.reason_code, not added from erasures e where e.county = p_county and e.subject = p_subject;
end`);

const ERASURES_AFTER = routine(
  `erasures_after(p_county text, p_n bigint, p_limit int)
   returns table (n bigint, subject text, key_id uuid, erased_at timestamptz, erased_by text, reason_code text)`, `
begin
  ${SEE}
  return query select e.n, e.subject, e.key_id, e.erased_at, e.erased_by, e.reason_code
    from erasures e where e.county = p_county and e.n > p_n order by e.n limit p_limit;
end`);

const KEYS_NOT_UNDER = routine(
  `keys_not_under(p_county text, p_master text, p_after uuid, p_limit int) returns table (subject text, key_id uuid, wrapped text)`, `
begin
  ${SEE}
  return query select k.subject, k.key_id, k.wrapped from data_keys k
    where k.county = p_county and k.key_id > p_after and not starts_with(k.wrapped, 'm1.' || p_master || '.') order by k.key_id limit p_limit;
end`);

const REWRAP_KEYS = routine(`rewrap_keys(p_county text, p_key_ids uuid[], p_before text[], p_after text[]) returns int`, `
declare changed int;
begin
  ${SEE}
  update data_keys k set wrapped = o.after from unnest(p_key_ids, p_before, p_after) o (key_id, before, after)
    where k.county = p_county and k.key_id = o.key_id and k.wrapped = o.before;
  get diagnostics changed = row_count;
  return changed;
end`);

/** Under the same lock as key creation: an entry is either seen by the erasure and deleted, or sees it and stays out. */
const INDEX_NAMES = routine(`index_names(p_county text, p_entries jsonb) returns int`, `
declare
  entry record;
  indexed int := 0;
begin
  ${SEE}
  perform pg_advisory_xact_lock_shared(${ERASURE_LOCK}, p_county::int);
  for entry in
    select * from jsonb_to_recordset(p_entries) x (person_id uuid, kind text, subject text, text text, pinyin text, initials text, staff_no text, school_id uuid, keys text[], places smallint[])
    where not exists (select from erasures e where e.county = p_county and e.subject = x.subject) order by x.person_id, x.kind
  loop
    insert into search_entries as s (county, person_id, kind, subject, text, pinyin, initials, staff_no, school_id)
      values (p_county, entry.person_id, entry.kind, entry.subject, entry.text, entry.pinyin, entry.initials, entry.staff_no, entry.school_id)
      on conflict (county, person_id, kind) do update set subject = excluded.subject, text = excluded.text, pinyin = excluded.pinyin,
        initials = excluded.initials, staff_no = excluded.staff_no, school_id = excluded.school_id;
    delete from search_keys k where k.county = p_county and k.person_id = entry.person_id and k.kind = entry.kind;
    insert into search_keys (county, key, person_id, kind, place)
      select p_county, k.key, entry.person_id, entry.kind, k.place from unnest(entry.keys, entry.places) k (key, place);
    indexed := indexed + 1;
  end loop;
  return indexed;
end`);

/** Planned for each query: how many names begin with it decides the plan. */
const SEARCH_NAMES = routine(
  `search_names(p_county text, p_query text, p_school uuid, p_limit int)
   returns table (person_id uuid, subject text, kind text, text text, staff_no text, school_id uuid)`, `
begin
  ${SEE}
  return query
    select s.person_id, s.subject, s.kind, s.text, s.staff_no, s.school_id
    from (select k.person_id, k.kind, min(case when k.key = p_query and k.place = 0 then 0 else k.place + 1 end) as rank from search_keys k
          where k.county = p_county and k.key >= p_query and k.key <= p_query || chr(1114111) group by k.person_id, k.kind) hit
    join search_entries s on s.county = p_county and s.person_id = hit.person_id and s.kind = hit.kind
    where p_school is null or s.school_id = p_school
    order by hit.rank, s.pinyin, s.text, s.person_id limit p_limit;
end`, 'set plan_cache_mode = force_custom_plan');

const ROUTINES = [ISSUE_KEYS, LOAD_KEYS, ERASE_SUBJECT, ERASURES_AFTER, KEYS_NOT_UNDER, REWRAP_KEYS, INDEX_NAMES, SEARCH_NAMES];

/** Keys, erasures, search. The app role has these routines and no table: it cannot give an erased subject a key, nor take an erasure back. */
export class CreateKeys1756684800000 implements MigrationInterface {
  readonly name = 'CreateKeys1756684800000';

  async up(runner: QueryRunner): Promise<void> {
    const fences = ['data_keys', 'erasures', 'search_entries', 'search_keys'].flatMap(fenceByCounty);
    const grants = ['revoke execute on all functions in schema public from public', `grant execute on all functions in schema public to ${ROLES.app}`];
    for (const statement of [...TABLES, ...ROUTINES, ...fences, ...grants]) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Keys are never dropped by a migration: without them every sealed text is noise.');
  }
}

/** Brings the keys database of a service up to date. Safe to repeat and to run twice at once. @param url as the migrator, who owns the database */
export const migrateKeys = async (url: string): Promise<void> => {
  const turn = new Client({ connectionString: url, application_name: 'homeroom keys migration' });
  await turn.connect();
  try {
    await turn.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const source = await new DataSource({ type: 'postgres', url, migrations: [CreateKeys1756684800000], logging: false }).initialize();
    await source.runMigrations().finally(() => source.destroy());
  } finally {
    await turn.end();
  }
};
