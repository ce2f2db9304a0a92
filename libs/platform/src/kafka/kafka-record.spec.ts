import type { LogRecord } from '@homeroom/contracts';
import { Kafka } from 'cloudevents';
import fc from 'fast-check';
import { toMessage, toRecord } from './kafka-record';

const record: LogRecord = {
  service: 'organization', county: '370786', position: 7, stream: 'upward-report-1', version: 3, eventId: '0190d1c0-0000-7000-8000-0000000000e1',
  commandId: '0190d1c0-0000-7000-8000-0000000000c1', nth: 1, type: 'UpwardReportEscalated', recordedAt: '2025-09-01T00:30:00.120Z',
  data: '{ "reason" : "班主任" }', meta: '{"schemaVersion":2,"actor":{"personId":"p","role":"r"}}',
};
const mark = { category: 'upward-report' };

describe('a record in Kafka', () => {
  it('is a CloudEvent in binary mode by the word of the CloudEvents SDK', () => {
    const { key, value, headers } = toMessage(record, mark);
    const read = Kafka.toEvent({ key, value: JSON.parse(value as string), headers: headers as Record<string, string>, body: value } as never) as unknown as Record<string, unknown>;
    expect(read).toMatchObject({
      specversion: '1.0', id: record.eventId, source: '/counties/370786/organization', type: 'organization.upward-report.UpwardReportEscalated.v2', subject: record.stream,
      time: record.recordedAt, datacontenttype: 'application/json', partitionkey: '370786', position: '7', streamversion: '3', generation: '1',
    });
    expect(Object.keys(headers!).filter((name) => name.startsWith('ce_')).every((name) => /^ce_[a-z0-9]{1,20}$/.test(name))).toBe(true);
  });

  it('is read back byte for byte, as buffers and as text', () => {
    const { headers, ...message } = toMessage(record, mark);
    const buffers = Object.fromEntries(Object.entries(headers!).map(([name, text]) => [name, Buffer.from(text as string)]));
    expect(toRecord('organization', { ...message, headers })).toEqual(record);
    expect(toRecord('organization', { key: Buffer.from(message.key as string), value: Buffer.from(message.value as string), timestamp: '0', headers: buffers })).toEqual(record);
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), fc.integer({ min: 1 }), (data, stream, position) => {
      const any = { ...record, data: JSON.stringify({ data }), stream: `s-${stream}`, position };
      expect(toRecord('organization', toMessage(any, mark))).toEqual(any);
    }));
  });

  it('that was altered anywhere is refused', () => {
    const message = toMessage(record, mark);
    expect(() => toRecord('organization', { ...message, value: '{}' })).toThrow(/organization\/370786:7 in Kafka does not match/);
    for (const header of ['ce_subject', 'ce_streamversion', 'ce_id', 'ce_commandid', 'ce_nth', 'ce_time', 'ce_type', 'homeroom_meta']) {
      expect(() => toRecord('organization', { ...message, headers: { ...message.headers, [header]: `x.${String(message.headers![header])}` } })).toThrow(/does not match/);
    }
  });

  it('without a position is none of ours', () => {
    expect(toRecord('organization', { key: '370786', value: 'hello', timestamp: '0' })).toBeUndefined();
    expect(toRecord('organization', { ...toMessage(record, mark), headers: { ce_position: '-1' } })).toBeUndefined();
  });
});
