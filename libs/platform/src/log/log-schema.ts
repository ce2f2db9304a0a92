import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Roles that `deploy/` creates: the migrator owns, the app serves, the reader follows logs from other services. None bypasses row-level security. */
export const ROLES = { migrator: 'homeroom_migrator', app: 'homeroom_app', reader: 'homeroom_reader' } as const;

/** The setting that says which county a session or transaction may see. */
export const COUNTY_SETTING = 'homeroom.county';

/** First key of the append lane's advisory locks; the second is the county. */
export const LANE_LOCK = 20250901;

/** Statements that fence a table by county, for its owner as well. */
export const fenceByCounty = (table: string): string[] => [
  `alter table ${table} enable row level security`,
  `alter table ${table} force row level security`,
  `drop policy if exists own_county on ${table}`,
  `create policy own_county on ${table} using (county = current_setting('${COUNTY_SETTING}', true)) with check (county = current_setting('${COUNTY_SETTING}', true))`,
];

const EVENTS = `
create table events (
  county      text collate "C" not null,
  position    bigint      not null,          -- 1, 2, 3, … without gaps, in commit order
  stream      text collate "C" not null,
  version     integer     not null,          -- 1..n within the stream
  event_id    uuid        not null,
  command_id  uuid        not null,
  nth         smallint    not null,          -- place within its append, from 0
  type        text        not null,
  recorded_at timestamptz not null,          -- never goes back
  data        json        not null,          -- json, not jsonb: the bytes that were written are the bytes that are read
  meta        json        not null,
  primary key (county, position),
  unique (county, stream, version)
)`;

const TABLES = [
  EVENTS,
  // one command id, one effect
  'create unique index events_command on events (county, command_id) where nth = 0',
  // tells a retry from a reused Idempotency-Key for 30 days; never part of the log: a hash of a phone number must be forgettable
  `create table command_fingerprints (county text collate "C" not null, command_id uuid not null, fingerprint text not null, at timestamptz not null default now(), primary key (county, command_id))`,
  // a reader's place in a log, moved in the transaction of its effect; the hint is where to look for it in a topic
  `create table checkpoints (county text collate "C" not null, reader text collate "C" not null, log text not null, position bigint not null, hint text, primary key (county, reader, log))`,
  // who does what only one process needs to do; economy, not safety
  `create table leases (county text collate "C" not null, name text collate "C" not null, holder uuid not null, until timestamptz not null, primary key (county, name))`,
  // commands of reactions that the rules refused
  `create table reaction_rejections (county text collate "C" not null, reaction text not null, log text not null, position bigint not null, target text not null, code text not null, at timestamptz not null default now(), primary key (county, reaction, log, position, target))`,
];

const WRITABLE = ['checkpoints', 'leases', 'reaction_rejections'];

/** The county's fence around a lane function; its connection mostly has it already, and setting it again costs more than looking. */
const SEE_COUNTY = `if current_setting('${COUNTY_SETTING}', true) is distinct from p_county then perform set_config('${COUNTY_SETTING}', p_county, true); end if;`;

/** Text columns arrive as one string each, elements joined by U+000A (JSON.stringify never emits it; stream names are checked by the caller): no array quoting on either side. */
const LANE_APPEND = `
create function lane_append(
  p_county text, p_at timestamptz, cmds uuid[], prints text, streams text,
  c_append int[], c_stream int[], c_expected int[], c_count int[],
  e_check int[], e_off int[], e_nth int[], e_id uuid[], e_type text, e_data text, e_meta text,
  out head bigint, out status int[], out firsts json)
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  sid  text[] := string_to_array(streams, E'\\n');
  ver  int[];
  base int[];
  dup  uuid[];
  good boolean;
  last record;
  a int; c int; c0 int := 1; n int := cardinality(c_append);
begin
  ${SEE_COUNTY}
  -- held until the commit is visible: the next statement sees every earlier batch (try first: an IF needs no extra call)
  if not pg_try_advisory_xact_lock(${LANE_LOCK}, p_county::int) then perform pg_advisory_xact_lock(${LANE_LOCK}, p_county::int); end if;
  select e.position, e.recorded_at into last from events e where e.county = p_county order by e.position desc limit 1;
  head := coalesce(last.position, 0);
  p_at := greatest(p_at, last.recorded_at);
  ver  := array(select coalesce((select e.version from events e where e.county = p_county and e.stream = s.id order by e.version desc limit 1), 0)
                from unnest(sid) with ordinality s(id, i) order by s.i);
  dup  := array(select e.command_id from events e where e.county = p_county and e.command_id = any (cmds) and e.nth = 0);
  base := array_fill(0, array[n]);
  if cardinality(dup) = 0 and c_expected = ver and cardinality(sid) = n then   -- the usual batch: every stream once, all as expected
    base := ver;
  else
    status := array_fill(0, array[cardinality(cmds)]);
    while c0 <= n loop                           -- append by append: each sees what the accepted ones before it wrote
      a := c_append[c0]; c := c0; good := not cmds[a] = any (dup);
      if not good then status[a] := 2; end if;
      while c <= n and c_append[c] = a loop
        if good and c_expected[c] <> ver[c_stream[c]] then good := false; status[a] := 1; end if;
        c := c + 1;
      end loop;
      for k in c0 .. c - 1 loop
        base[k] := ver[c_stream[k]];
        if good then ver[c_stream[k]] := base[k] + c_count[k]; end if;
      end loop;
      c0 := c;
    end loop;
  end if;

  if status is null then
    insert into events
    select p_county, head + e.i, sid[c_stream[e.c]], base[e.c] + e.off, e.id, cmds[c_append[e.c]], e.nth, e.type, p_at, e.data::json, e.meta::json
    from unnest(e_check, e_off, e_nth, e_id, string_to_array(e_type, E'\\n'), string_to_array(e_data, E'\\n'), string_to_array(e_meta, E'\\n'))
         with ordinality e(c, off, nth, id, type, data, meta, i);
  else
    insert into events
    select p_county, head + row_number() over (order by e.i), sid[c_stream[e.c]], base[e.c] + e.off, e.id, cmds[c_append[e.c]], e.nth, e.type, p_at, e.data::json, e.meta::json
    from unnest(e_check, e_off, e_nth, e_id, string_to_array(e_type, E'\\n'), string_to_array(e_data, E'\\n'), string_to_array(e_meta, E'\\n'))
         with ordinality e(c, off, nth, id, type, data, meta, i)
    where status[c_append[e.c]] = 0
    order by e.i;
  end if;
  if prints is not null then
    insert into command_fingerprints (county, command_id, fingerprint)
    select p_county, p.id, p.print from unnest(cmds, string_to_array(prints, E'\\n')) with ordinality p(id, print, i)
    where p.print <> '' and (status is null or status[p.i] = 0) on conflict do nothing;
  end if;
  if cardinality(dup) > 0 then
    firsts := (select json_object_agg(d, lane_result(p_county, d)) from unnest(dup) d);
  end if;
end $$`;

/** The first result of a command id: last position, [stream, version] of each event in order, fingerprint; null for an unknown one. */
const LANE_RESULT = `
create function lane_result(p_county text, p_command uuid) returns json language plpgsql stable security definer set search_path = public, pg_temp as $$
declare first bigint; result json;
begin
  ${SEE_COUNTY}
  select position into first from events where county = p_county and command_id = p_command and nth = 0;
  if first is null then return null; end if;
  select json_build_object('position', max(x.position), 'events', json_agg(json_build_array(x.stream, x.version) order by x.position),
      'fingerprint', (select f.fingerprint from command_fingerprints f where f.county = p_county and f.command_id = p_command))
    into result from events x where x.county = p_county and x.position between first and first + 999 and x.command_id = p_command;
  return result;
end $$`;

/**
 * The lone append of one event: scalars, one probe, and the unique indexes as the check. Null or a unique violation:
 * nothing was written, and the caller asks lane_append, which says why.
 */
const LANE_ONE = `
create function lane_one(p_county text, p_at timestamptz, p_command uuid, p_stream text, p_expected int, p_id uuid, p_type text, p_data json, p_meta json)
returns bigint language plpgsql security definer set search_path = public, pg_temp as $$
declare last record;
begin
  ${SEE_COUNTY}
  if not pg_try_advisory_xact_lock(${LANE_LOCK}, p_county::int) then perform pg_advisory_xact_lock(${LANE_LOCK}, p_county::int); end if;
  -- the end of the log and the end of the stream in one look: each further statement costs a tenth of the call
  select e.position, e.recorded_at, exists (select from events s where s.county = p_county and s.stream = p_stream and s.version = p_expected) as found
    into last from events e where e.county = p_county order by e.position desc limit 1;
  if p_expected > 0 and last.found is not true then return null; end if;
  insert into events values (p_county, coalesce(last.position, 0) + 1, p_stream, p_expected + 1, p_id, p_command, 0, p_type, greatest(p_at, last.recorded_at), p_data, p_meta);
  return coalesce(last.position, 0) + 1;
end $$`;

const GRANTS = [
  `grant select on events to ${ROLES.app}, ${ROLES.reader}`,
  `revoke execute on all functions in schema public from public`,
  `grant execute on all functions in schema public to ${ROLES.app}`,
  `grant select, insert, update, delete on ${WRITABLE.join(', ')} to ${ROLES.app}`,
  `grant select, delete on command_fingerprints to ${ROLES.app}`,
];

/** The log of a service, its lane and its readers' places. The app role appends through the lane alone; nobody updates or deletes an event. */
export class CreateLog1756684800000 implements MigrationInterface {
  readonly name = 'CreateLog1756684800000';

  async up(runner: QueryRunner): Promise<void> {
    const fences = ['events', 'command_fingerprints', ...WRITABLE].flatMap(fenceByCounty);
    for (const statement of [...TABLES, LANE_RESULT, LANE_APPEND, LANE_ONE, ...fences, ...GRANTS]) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('A log is never dropped by a migration: drop the database if that is what you want.');
  }
}
