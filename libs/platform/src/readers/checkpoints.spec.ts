import type { County, Log, Position } from '@homeroom/contracts';
import { eventually } from '@homeroom/testing';
import { Checkpoints } from './checkpoints';
import type { Place } from './log-reader';
import type { Move, PlaceStore } from './place-store';

const LOG: Log = { service: 'counter', county: '370786' };
const to = (position: Position, from: Position, log = LOG): Move => ({ reader: 'view', log, place: { position }, from });

/** Places in memory, moved by the rules of their table, that a test may put elsewhere and that fail as often as it says. */
class MemoryPlaces implements PlaceStore {
  failures = 0;
  readonly places = new Map<County, Place>();

  async find(_: string, { county }: Log): Promise<Place | undefined> {
    return this.places.get(county);
  }

  async begin(_: string, { county }: Log, position: Position): Promise<Place> {
    this.places.set(county, { position });
    return { position };
  }

  async move(county: County, moves: readonly Move[]): Promise<void> {
    if (this.failures-- > 0) throw Object.assign(new Error('Connection terminated unexpectedly'), { code: 'ECONNRESET' });
    for (const { place, from } of moves) if (this.at(county) >= from) this.places.set(county, { position: Math.max(this.at(county), place.position) });
  }

  at(county = LOG.county): Position {
    return this.places.get(county)?.position ?? -1;
  }
}

describe('a place that is written down later', () => {
  let store: MemoryPlaces;
  let checkpoints: Checkpoints;
  beforeEach(async () => {
    store = new MemoryPlaces();
    checkpoints = new Checkpoints(store);
    await checkpoints.find('view', LOG);
  });

  it('is tried again when it could not be written, although nothing else comes', async () => {
    store.failures = 2;
    checkpoints.moveLater(to(7, 0));
    await eventually(() => expect(store.at()).toBe(7));
  });

  it('is tried again for each county whose places could not be written', async () => {
    const there = { ...LOG, county: '370784' };
    await checkpoints.find('view', there);
    store.failures = 1;
    checkpoints.moveLater(to(7, 0));
    checkpoints.moveLater(to(8, 0, there));
    await eventually(() => expect([store.at(), store.at(there.county)]).toEqual([7, 8]));
  });

  it('does not pass over what was written with rows since the one that could not be written (simulated story 32)', async () => {
    store.failures = 1;
    checkpoints.moveLater(to(2, 0));
    await expect(checkpoints.settle()).rejects.toThrow();
    // Rows and place went on to 5 in one transaction; then the database crashed, and took both back.
    checkpoints.moveLater(to(6, 5));
    await checkpoints.settle();
    expect(store.at()).toBe(0);
  });

  it('is forgotten when its reader looks it up: it goes on from there', async () => {
    checkpoints.moveLater(to(7, 0));
    await checkpoints.find('view', LOG);
    await checkpoints.settle();
    expect(store.at()).toBe(0);
  });
});
