import { evaluationEvents, type Event, samplePointsRules, type Uuid } from '@homeroom/contracts';
import { type Append, type Appended, type Following, handle, MemoryStore, stateCache } from '@homeroom/eventsourcing';
import { handleFollowing } from '@homeroom/platform';
import { grantPointsByTheRules } from './grant-points-by-the-rules.reaction';
import { ledgerIdOf, pointsLedger } from './points-ledger.decider';
import { pointsRuleSet, RULES } from './points-rule-set.decider';

const COUNTY = '370786';
const teacher: Uuid = '018f6b1e-0000-7000-8000-00000000a003';
const AFTER_THE_YEAR = '2026-09-01T01:00:00.000Z';

/** A log in which something else happens just before an append. */
class Interrupted extends MemoryStore {
  before: (() => Promise<unknown>) | undefined;

  override async append(county: string, append: Append): Promise<Appended> {
    const interruption = this.before;
    this.before = undefined;
    await interruption?.();
    return super.append(county, append);
  }
}

const county = async () => {
  const store = new Interrupted();
  let ids = 0;
  const log = { store, catalogue: evaluationEvents, cache: stateCache(), newEventId: () => `event-${++ids}` };
  const command = (at: string) => ({ county: COUNTY, commandId: `command-${++ids}`, by: { personId: 'p', role: 'system' }, at, correlationId: 'c' });
  const ask = async (following: Following) => handleFollowing(log, following, command(AFTER_THE_YEAR));
  await handle(log, command('2025-09-01T01:00:00.000Z'), (d) => d.decide(pointsRuleSet, RULES, 'PublishPointsRules', { sample: true, rules: [...samplePointsRules.rules], caps: [...samplePointsRules.caps] }));
  return {
    store, follow: async (followings: readonly Following[]) => { for (const one of followings) await ask(one); },
    close: (schoolYear: string, at: string) => handle(log, command(at), (d) => d.decide(pointsLedger, ledgerIdOf(teacher, schoolYear), 'CloseLedger', {})),
    ledgers: () => store.log(COUNTY).flatMap(({ type, stream }) => (stream.startsWith('points-ledger-') ? [`${stream.slice(-9)} ${type}`] : [])),
  };
};

const of = (event: Event, more: object = {}) => ({ ...event, eventId: `of-${event.type}`, position: 7, recordedAt: AFTER_THE_YEAR, ...more, meta: {} }) as never;
const held = async () => grantPointsByTheRules.on['ClassActivityHeld']!(of({ type: 'ClassActivityHeld', data: { entryId: 'entry', on: '2026-05-01', recordedBy: teacher } }), {} as never);
const withdrawn = async (recordedAt = AFTER_THE_YEAR) => grantPointsByTheRules.on['WorkLogEntryWithdrawn']!(of({ type: 'WorkLogEntryWithdrawn', data: { entryId: 'entry', on: '2026-05-01' } }, { recordedAt }),
  { rows: async () => [{ about: 'entry', personId: teacher, schoolYear: '2025-2026' }] } as never);

describe('points follow a fact', () => {
  it('into the ledger of its school year', async () => {
    const { follow, ledgers } = await county();
    await follow(await held());
    await follow(await held());
    expect(ledgers()).toEqual(['2025-2026 PointsGranted']);
  });
  it('into the next one where that is closed, and into the one after where both are', async () => {
    const one = await county();
    await one.close('2025-2026', AFTER_THE_YEAR);
    await one.follow(await held());
    expect(one.ledgers()).toEqual(['2025-2026 LedgerPeriodClosed', '2026-2027 PointsGranted']);
    const two = await county();
    await two.close('2025-2026', AFTER_THE_YEAR);
    await two.close('2026-2027', '2027-09-01T01:00:00.000Z');
    await two.follow(await held());
    expect(two.ledgers().at(-1)).toBe('2027-2028 PointsGranted');
  });
  it('into the next one where its ledger closes while the grant is decided: it is not lost', async () => {
    const { store, follow, close, ledgers } = await county();
    store.before = () => close('2025-2026', AFTER_THE_YEAR);
    await follow(await held());
    expect(ledgers()).toEqual(['2025-2026 LedgerPeriodClosed', '2026-2027 PointsGranted']);
  });
  it('once, where its ledger closes after the grant and the fact is handled again', async () => {
    const { follow, close, ledgers } = await county();
    await follow(await held());
    await close('2025-2026', AFTER_THE_YEAR);
    await follow(await held());
    expect(ledgers()).toEqual(['2025-2026 PointsGranted', '2025-2026 LedgerPeriodClosed']);
  });
  it('and go with it, in whatever later ledger they stand', async () => {
    const { follow, close, ledgers } = await county();
    await close('2025-2026', AFTER_THE_YEAR);
    await close('2026-2027', '2027-09-01T01:00:00.000Z');
    await follow(await held());
    await follow(await withdrawn('2027-09-02T01:00:00.000Z'));
    expect(ledgers().slice(2)).toEqual(['2027-2028 PointsGranted', '2027-2028 PointsReversed']);
  });
});
