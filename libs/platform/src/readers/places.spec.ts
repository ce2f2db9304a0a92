import type { Log } from '@homeroom/contracts';
import { Places } from './places';

const LOG: Log = { service: 'counter', county: '370786' };

describe('the places that a process knows of', () => {
  it('are told to nobody while the database is away, and again once they were looked up', async () => {
    const places = new Places();
    places.set('view', LOG, 7);
    expect(await places.reached('view', LOG, 7, 0)).toBe(true);
    places.doubt();
    places.set('view', LOG, 8);
    expect(await places.reached('view', LOG, 7, 0)).toBe(false);
    const reached = places.reached('view', LOG, 7, 60_000);
    places.trust();
    places.set('view', LOG, 5);
    expect(places.get('view', LOG)).toBe(5);
    places.set('view', LOG, 7);
    expect(await reached).toBe(true);
  });
});
