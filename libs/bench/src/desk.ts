import { newId } from '@homeroom/contracts';
import type { Append } from '@homeroom/eventsourcing';
import { type RuntimeDefinition, type RuntimeSettings, ServiceRuntime, silent, systemClock } from '@homeroom/platform';
import { COUNTY, deskEvents, META, report, stepOf } from './sample';

/** A service that only writes: its lane, with county, row-level security and wake-up, and nobody who reads. */
export const writingDesk: RuntimeDefinition = { name: 'desk', events: deskEvents, peers: [], streams: [report], views: [], reactions: [], deadlines: [] };

/** A service as production runs it, without its HTTP side. */
export const runtimeOf = (definition: RuntimeDefinition, databaseUrl: string, more: Partial<RuntimeSettings> = {}): ServiceRuntime =>
  new ServiceRuntime(definition, { counties: [COUNTY], databaseUrl, clock: systemClock, observer: silent, watchDeadlines: false, ...more });

/** Streams end after so many events: neither all streams new, nor one that grows for ever. */
const STREAM_EVENTS = 10;

/** What one client writes next: so many events at the end of its stream, whose version it knows. */
export class Writer {
  private stream = '';
  private id = '';
  version = STREAM_EVENTS;

  constructor(private readonly events: number) {}

  next(): { readonly stream: string; readonly expected: number; readonly events: readonly ReturnType<typeof stepOf>[] } {
    if (this.version >= STREAM_EVENTS) {
      this.id = newId();
      this.stream = `report-${this.id}`;
      this.version = 0;
    }
    const expected = this.version;
    this.version += this.events;
    return { stream: this.stream, expected, events: Array.from({ length: this.events }, (_, n) => stepOf(this.id, expected + n)) };
  }

  nextAppend(): Append {
    const { stream, expected, events } = this.next();
    return {
      commandId: newId(), at: new Date().toISOString(), checks: [{ stream, expected }],
      events: events.map(({ type, data }) => ({ eventId: newId(), stream, type, data, meta: META })),
    };
  }
}
