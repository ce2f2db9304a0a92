import type { PlantedBug } from '../planted/planted-bug';
import { EVERYBODY_GETS_THROUGH, ONCE_IN_ORDER, TOLD } from './race.promises';

const SCHEMA = 'libs/platform/src/log/log-schema.ts';
const BATCH_LOCK = `  -- held until the commit is visible: the next statement sees every earlier batch (try first: an IF needs no extra call)
  if not pg_try_advisory_xact_lock(\${LANE_LOCK}, p_county::int) then perform pg_advisory_xact_lock(\${LANE_LOCK}, p_county::int); end if;
`;
const LONE_LOCK = `  if not pg_try_advisory_xact_lock(\${LANE_LOCK}, p_county::int) then perform pg_advisory_xact_lock(\${LANE_LOCK}, p_county::int); end if;
  -- the end of the log and the end of the stream in one look`;
const withoutLock = [{ file: SCHEMA, find: BATCH_LOCK, replace: '' }, { file: SCHEMA, find: LONE_LOCK, replace: '  -- the end of the log and the end of the stream in one look' }];

const exactly = (promise: string): RegExp => new RegExp(`^${promise.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`);

export const planted: readonly PlantedBug[] = [
  {
    name: 'lane-without-lock', campaign: 'race', minutes: 0.5, violates: exactly(TOLD), plants: withoutLock,
    says: 'Two lanes take the same position: the index keeps the log right, and a writer is told an error of the database',
  },
  {
    name: 'position-by-sequence', campaign: 'race', minutes: 0.5, violates: /^5\. /,
    says: 'Positions come from a sequence: they do not follow the order of commits, and one of a refused append is never filled',
    plants: [
      ...withoutLock,
      { file: SCHEMA, find: '  // one command id, one effect\n', replace: `  'create sequence event_positions',\n` },
      { file: SCHEMA, find: 'select p_county, head + e.i, sid', replace: `select p_county, nextval('event_positions'), sid` },
      { file: SCHEMA, find: 'select p_county, head + row_number() over (order by e.i), sid', replace: `select p_county, nextval('event_positions'), sid` },
      { file: SCHEMA, find: 'values (p_county, coalesce(last.position, 0) + 1, p_stream', replace: `values (p_county, nextval('event_positions'), p_stream` },
    ],
  },
  {
    name: 'batch-folded-twice', campaign: 'race', minutes: 0.5, violates: /^8\. /,
    says: 'A process folds a batch that another has folded already: what a view adds up is too much',
    plants: [
      { file: 'libs/platform/src/views/view-writer.ts', find: 'return from !== undefined && from >= durable && from < to.position;', replace: 'return true;' },
      { file: 'libs/platform/src/views/view-writer.ts', find: 'events.filter(({ position }) => position > from)', replace: 'events' },
    ],
  },
  {
    name: 'two-writers-of-one-view', campaign: 'race', minutes: 0.5, violates: /^8\. /,
    says: 'A view\'s place is read without its lock: two processes fold onto the same rows, and one overwrites the other',
    plants: [{ file: 'libs/platform/src/readers/postgres-places.ts', find: 'order by reader, log for update`', replace: 'order by reader, log`' }],
  },
  {
    name: 'cache-kept-on-conflict', campaign: 'race', minutes: 0.5, violates: exactly(EVERYBODY_GETS_THROUGH),
    says: 'After a conflict the cached state is decided on again: a process whose cache is old never writes that stream any more',
    plants: [{ file: 'libs/eventsourcing/src/handle.ts', find: '    await Promise.all([...round.streams].map(([stream, { of }]) => load(log, command.county, of, stream)));\n', replace: '' }],
  },
  {
    name: 'tail-with-a-hole', campaign: 'race', minutes: 0.5, violates: new RegExp(`${exactly(ONCE_IN_ORDER).source}|^13\\. `),
    says: 'What a process remembers of the log\'s end goes on over what another process wrote in between',
    plants: [{ file: 'libs/platform/src/log/log-tail.ts', find: 'if (this.last?.position !== head) return this.forget();', replace: 'if (!this.last) return this.forget();' }],
  },
];
