import { catalogue, type Event, type Log, type LogRecord, published, type Recorded } from '@homeroom/contracts';
import { eventually } from '@homeroom/testing';
import fc from 'fast-check';
import { LaneUnavailable } from '../log/append-lane';
import type { Batch, LogSource } from './log-source';
import { LogReader, type Place, type Sink } from './log-reader';

type Counted = Event<'Counted', { n: number }>;
const events = catalogue<Counted>()('counter', { Counted: published('count') });
const LOG: Log = { service: 'counter', county: '370786' };

const record = (position: number, more: Partial<LogRecord> = {}): LogRecord => ({
  ...LOG, position, stream: 'count-1', version: position, eventId: `e${position}`, commandId: `c${position}`, nth: 0, type: 'Counted',
  recordedAt: '2025-09-01T00:00:00.000Z', data: `{"n":${position}}`, meta: '{"schemaVersion":1}', ...more,
});

/** Delivers these batches in order, then waits; a further `follow` begins again from the first. */
class Scripted implements LogSource {
  readonly kind = 'kafka';
  follows = 0;
  readonly asked: (string | undefined)[] = [];
  constructor(public batches: Batch[]) {}

  async *follow(_: Log, __: number, signal: AbortSignal, hint?: string): AsyncIterable<Batch> {
    this.follows++;
    this.asked.push(hint);
    for (const batch of this.batches) yield batch;
    await new Promise((end) => signal.addEventListener('abort', end, { once: true }));
  }

  async head(): Promise<number> {
    return 0;
  }
}

class Recording implements Sink {
  readonly name: string;
  stored: Place = { position: 0 };
  readonly taken: number[] = [];
  fail: ((events: readonly Recorded[]) => Error | undefined) = () => undefined;

  constructor(name = 'sink') {
    this.name = name;
  }

  async place(): Promise<Place> {
    return this.stored;
  }

  async take(_: Log, batch: readonly Recorded[], to: Place): Promise<number> {
    const error = this.fail(batch);
    if (error) throw error;
    for (const event of batch) this.taken.push((event.data as { n: number }).n);
    this.stored = to;
    return to.position;
  }
}

const counts = () => {
  const seen = { gaps: 0, duplicates: 0, halted: [] as string[] };
  return { seen, observer: { moved: () => undefined, duplicates: (_: string, __: Log, n: number) => { seen.duplicates += n; }, gap: () => { seen.gaps++; }, halted: (sink: string, _: Log, error: unknown) => { seen.halted.push(`${sink}: ${(error as Error).message}`); } } };
};

const running: LogReader[] = [];
const read = (source: LogSource, sinks: Sink[]) => {
  const { seen, observer } = counts();
  const reader = new LogReader(source, LOG, events, sinks, observer);
  running.push(reader);
  reader.start();
  return { reader, seen };
};

afterEach(async () => {
  await Promise.all(running.splice(0).map((reader) => reader.stop()));
});

const batch = (...positions: number[]): Batch => ({ records: positions.map((position) => record(position)), hint: String(positions.at(-1)) });

describe('a reader', () => {
  it('looks for its place again when it is asked to while it looks: what it finds may be of the database as it was (simulated story 90055554)', async () => {
    const sink = new Recording();
    const lookups: ((place: Place) => void)[] = [];
    sink.place = () => new Promise((found) => { lookups.push(found); });
    const source = new Scripted([batch(1, 2)]);
    const { reader } = read(source, [sink]);
    await eventually(() => expect(lookups).toHaveLength(1));
    reader.refresh();
    lookups[0]!({ position: 2, server: 'before' });
    await eventually(() => expect(lookups).toHaveLength(2));
    expect(source.follows).toBe(0);
    lookups[1]!({ position: 0, server: 'now' });
    await eventually(() => expect(sink.taken).toEqual([1, 2]));
    expect(sink.stored).toMatchObject({ position: 2, server: 'now' });
  });

  it('keeps a batch\'s hint only with a place at its end: it would lead past the rest (simulated story 17279)', async () => {
    const sink = new Recording();
    const places: Place[] = [];
    sink.fail = ([event]) => {
      if (event!.position === 1) return undefined;
      places.push(sink.stored);
      return new Error('does not take the second');
    };
    const { reader } = read(new Scripted([{ records: [record(1), record(1), record(2)], hint: 'behind' }]), [sink]);
    await eventually(() => expect(reader.health()[0]!.state).toBe('halted'));
    expect(places).toEqual([{ position: 1 }]);
  });

  it('takes each record once, in order, and drops what it had', async () => {
    const sink = new Recording();
    const { seen } = read(new Scripted([batch(1, 2), batch(2, 3), batch(1, 2, 3), batch(4)]), [sink]);
    await eventually(() => expect(sink.taken).toEqual([1, 2, 3, 4]));
    expect(seen).toEqual({ gaps: 0, duplicates: 4, halted: [] });
  });

  it('holds at a gap, says so, drops the hint that led there, and goes on when the missing record comes', async () => {
    const sink = new Recording();
    sink.stored = { position: 0, hint: '17' };
    const source = new Scripted([batch(1), batch(3, 4)]);
    const { reader, seen } = read(source, [sink]);
    await eventually(() => expect(reader.health()[0]).toMatchObject({ state: 'gap', position: 1, says: expect.stringContaining('counter/370786:2 is missing') }));
    expect(sink.taken).toEqual([1]);
    source.batches = [batch(1, 2), batch(3, 4)];
    await eventually(() => expect(sink.taken).toEqual([1, 2, 3, 4]));
    expect(reader.health()[0]).toMatchObject({ state: 'following', position: 4 });
    expect(seen.gaps).toBe(1);
    expect(source.asked.slice(0, 2)).toEqual(['17', undefined]);
  });

  it('takes runs that a resending relay has interrupted', async () => {
    const sink = new Recording();
    read(new Scripted([batch(1, 2, 3, 2, 3, 4, 5)]), [sink]);
    await eventually(() => expect(sink.taken).toEqual([1, 2, 3, 4, 5]));
  });

  it('stops every sink at an event type that this build does not know', async () => {
    const sink = new Recording();
    const { reader, seen } = read(new Scripted([batch(1), { records: [record(2, { type: 'Unheard' })] }, batch(3)]), [sink]);
    await eventually(() => expect(reader.health()[0]).toMatchObject({ state: 'halted', position: 1, says: expect.stringContaining('Unheard') }));
    expect(seen.halted).toEqual([expect.stringContaining('Unheard')]);
    expect(sink.taken).toEqual([1]);
  });

  it('stops a sink at a version of a type that this build does not know', async () => {
    const sink = new Recording();
    const { reader } = read(new Scripted([batch(1), { records: [record(2, { meta: '{"schemaVersion":2}' })] }]), [sink]);
    await eventually(() => expect(reader.health()[0]).toMatchObject({ state: 'halted', position: 1, says: expect.stringContaining('version 2') }));
  });

  it('halts only the sink whose own code fails', async () => {
    const [good, bad] = [new Recording('good'), new Recording('bad')];
    bad.fail = ([event]) => (event!.position === 2 ? new TypeError('a fold must not throw') : undefined);
    const { reader } = read(new Scripted([batch(1), batch(2), batch(3)]), [good, bad]);
    await eventually(() => expect(good.taken).toEqual([1, 2, 3]));
    expect(reader.health()).toMatchObject([{ reader: 'good', state: 'following', position: 3 }, { reader: 'bad', state: 'halted', position: 1, says: 'a fold must not throw' }]);
  });

  it('tries again from the durable place when the database was away', async () => {
    const sink = new Recording();
    let failures = 3;
    sink.fail = () => (failures-- > 0 ? Object.assign(new Error('gone'), { code: 'ECONNRESET' }) : undefined);
    read(new Scripted([batch(1, 2, 3)]), [sink]);
    await eventually(() => expect(sink.taken).toEqual([1, 2, 3]));
  });

  it('waits while the own log refuses to be written, as before it was compared with its topic', async () => {
    const sink = new Recording();
    let refusals = 3;
    sink.fail = () => (refusals-- > 0 ? new LaneUnavailable('The log has not been compared with its topic yet.') : undefined);
    read(new Scripted([batch(1, 2, 3)]), [sink]);
    await eventually(() => expect(sink.taken).toEqual([1, 2, 3]));
  });

  it('goes back with a sink whose rows and place fell back together', async () => {
    const sink = new Recording();
    const source = new Scripted([batch(1, 2, 3), batch(4)]);
    const take = sink.take.bind(sink);
    let crashed = false;
    sink.take = async (log, taken, to) => {
      if (!crashed && taken[0]!.position === 4) {
        crashed = true;
        sink.taken.splice(1);
        sink.stored = { position: 1 };
        return 1;
      }
      return take(log, taken, to);
    };
    read(source, [sink]);
    await eventually(() => expect(sink.taken).toEqual([1, 2, 3, 4]));
  });

  it('takes 1, 2, 3, … once each, whatever a source repeats or leaves out for a while', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 6 }), { maxLength: 8 }), async (junk) => {
      const sink = new Recording();
      const whole = Array.from({ length: 12 }, (_, i) => i + 1);
      const source = new Scripted([...junk.map((positions) => batch(...positions)), batch(...whole)]);
      const reader = new LogReader(source, LOG, events, [sink], counts().observer);
      reader.start();
      source.batches = [batch(...whole)];
      await eventually(() => expect(sink.taken).toEqual(whole));
      await reader.stop();
    }), { numRuns: 25 });
  });
});
