import { Metrics } from './metrics';

const LOG = { service: 'organization', county: '370786' };
const NOW = '2025-09-01T00:01:00.000Z';

const scrape = async (fill: (metrics: Metrics) => void, readers: { reader: string; log: string; position: number }[] = [], head = 10) => {
  const metrics = new Metrics();
  fill(metrics);
  return metrics.scrape({ health: async () => ({ ready: true, readers: readers.map((reader) => ({ ...reader, state: 'following' as const })), heads: { 'organization/370786': head } }), now: () => NOW });
};

describe('what a scrape tells', () => {
  it('the lag of readers, views and the relay, in events and seconds of the service\'s clock', async () => {
    const text = await scrape((metrics) => {
      metrics.moved('view:report-inbox:v1', LOG, 7, '2025-09-01T00:00:30.000Z');
      metrics.moved('reaction:r', LOG, 10, '2025-09-01T00:00:00.000Z');
      metrics.sent(LOG, 4);
    }, [{ reader: 'view:report-inbox:v1', log: 'organization/370786', position: 7 }, { reader: 'reaction:r', log: 'organization/370786', position: 10 }, { reader: 'relay', log: 'organization/370786', position: 4 }]);
    for (const line of [
      'homeroom_reader_lag_events{reader="view:report-inbox:v1",log="organization/370786"} 3', 'homeroom_reader_lag_seconds{reader="view:report-inbox:v1",log="organization/370786"} 30',
      'homeroom_reader_lag_events{reader="reaction:r",log="organization/370786"} 0', 'homeroom_reader_lag_seconds{reader="reaction:r",log="organization/370786"} 0',
      'homeroom_view_lag_events{view="report-inbox",log="organization/370786"} 3', 'homeroom_relay_lag_events{log="organization/370786"} 6',
    ]) expect(text).toContain(line);
  });

  it('batches, gaps, duplicates, leases, rejections, failures and requests', async () => {
    const told: unknown[] = [];
    const metrics = new Metrics({ failed: (what) => told.push(what), halted: (reader) => told.push(`${reader} halted`) });
    metrics.batch(16, 0.003);
    metrics.gap('view:a', LOG);
    metrics.duplicates('view:a', LOG, 5);
    metrics.leased(LOG, true);
    metrics.rejected('r', 'top-of-chain');
    metrics.failed('deadlines', new Error('x'));
    metrics.answered('POST', '/v1/upward-reports/:reportId/escalate', 200, 0.004);
    const text = await metrics.scrape({ health: async () => ({ ready: true, readers: [], heads: {} }), now: () => NOW, sealing: () => ({ sealed: 2 }) as never });
    for (const line of [
      'homeroom_lane_batch_events_sum 16', 'homeroom_lane_append_seconds_count 1', 'homeroom_reader_gaps_total{reader="view:a",log="organization/370786"} 1',
      'homeroom_reader_duplicates_total{reader="view:a",log="organization/370786"} 5', 'homeroom_lease_held{log="organization/370786"} 1', 'homeroom_reaction_rejections_total{reaction="r",code="top-of-chain"} 1',
      'homeroom_http_seconds_count{method="POST",route="/v1/upward-reports/:reportId/escalate",status="200"} 1', 'homeroom_sealing_texts{outcome="sealed"} 2', 'homeroom_retries_total{what="deadlines"} 1',
    ]) expect(text).toContain(line);
    expect(told).toEqual(['deadlines']);
  });
});
