import fc from 'fast-check';
import { cloudEventType, derivedId, logName, newId, partitionOf, PARTITIONS, positionToken, published, topicOf } from './index';

describe('the address of a log', () => {
  it('is written the same everywhere', () => {
    const log = { service: 'organization', county: '370786' };
    expect([logName(log), positionToken(log, 1042), topicOf('organization'), topicOf('organization', 2)])
      .toEqual(['organization/370786', 'organization/370786:1042', 'organization.events', 'organization.events.g2']);
  });

  // Other languages compute partitions too: these never change.
  it.each([['370786', 4], ['370784', 2], ['110101', 3], ['999999', 3]])('county %s has partition %i', (county, partition) => expect(partitionOf(county)).toBe(partition));

  it('spreads counties over every partition', () => {
    expect(new Set(Array.from({ length: 200 }, (_, i) => partitionOf(String(370700 + i)))).size).toBe(PARTITIONS);
    fc.assert(fc.property(fc.string(), (county) => { const p = partitionOf(county); expect(p >= 0 && p < PARTITIONS && Number.isInteger(p)).toBe(true); }));
  });
});

describe('an id', () => {
  it('is derived from its parts alone, and no two lists of parts share one', () => {
    expect(derivedId('reaction', 'event', 1)).toBe(derivedId('reaction', 'event', 1));
    expect(derivedId('a/b', 'c')).not.toBe(derivedId('a', 'b/c'));
    fc.assert(fc.property(fc.array(fc.string()), fc.array(fc.string()), (one, other) => {
      fc.pre(JSON.stringify(one) !== JSON.stringify(other));
      expect(derivedId(...one)).not.toBe(derivedId(...other));
    }));
  });

  it('made anew is ordered by time, and never made twice', () => {
    const ids = Array.from({ length: 2_000 }, newId);
    expect(new Set(ids).size).toBe(2_000);
    expect(ids.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id))).toBe(true);
    expect(ids[0]!.slice(0, 13) <= ids.at(-1)!.slice(0, 13)).toBe(true);
  });
});

describe('an event type', () => {
  it('has a CloudEvents type with its stream category and version', () =>
    expect(cloudEventType('organization', 'UpwardReportRaised', published('upward-report', { version: 2, upcasts: { 1: (data) => data } }))).toBe('organization.upward-report.UpwardReportRaised.v2'));

  it('of a later version needs an upcast from every earlier one', () => expect(() => published('s', { version: 3, upcasts: { 1: (data) => data } })).toThrow('needs an upcast from 2'));
});
