/** What the data plane reports reaches metrics and stats under bounded labels. */
import { describe, expect, it, vi } from 'vitest';
import type { CoverageRow, StatsRow } from '../../src/domain/stats.ts';
import { boundedLabel, kindSpelling, otherLabel, reasonSpelling } from '../../src/observe/labels.ts';
import { createMetrics } from '../../src/observe/metrics.ts';
import { createRecorder } from '../../src/observe/record.ts';
import { createStats } from '../../src/observe/stats.ts';
import type { Decision } from '../../src/policy/policy.ts';

const hour = 3_600_000;

function memoryStore() {
  const kept: { stats: StatsRow[]; coverage: CoverageRow[] } = { stats: [], coverage: [] };
  const store = {
    refusing: false,
    async addStats(stats: readonly StatsRow[], coverage: readonly CoverageRow[]) {
      if (store.refusing) throw new Error('disk full');
      kept.stats.push(...stats);
      kept.coverage.push(...coverage);
    },
    readStats: async () => kept,
  };
  return { store, kept };
}

const decision = (kind: string, action: Decision['action']): Decision => ({
  finding: { detector: 'd', kind, start: 0, end: 1, confidence: 1, evidence: [] },
  span: 0,
  action,
  rule: 'r',
  restore: 'never',
  notice: undefined,
});

function setUp() {
  const { store, kept } = memoryStore();
  const clock = { time: 5 * hour + 1, now: () => clock.time };
  const stats = createStats({ store, clock });
  const metrics = createMetrics({ processMetrics: false });
  return { store, kept, clock, stats, metrics, recorder: createRecorder(metrics, stats) };
}

describe('createRecorder', () => {
  it('counts drafts apart, and leaves them out of the statistics', async () => {
    const { recorder, metrics, stats, kept } = setUp();
    recorder.decisions('shop', 'to-upstream', [{ ...decision('PAYMENT_CARD', 'mask'), draft: true }], true);
    await stats.close();
    expect(await metrics.registry.metrics()).toContain('kind="PAYMENT_CARD",action="draft"} 1');
    expect(kept.stats).toEqual([]);
  });

  it('counts each finding of a message that has many of a few kinds', async () => {
    const { recorder, metrics, stats, kept } = setUp();
    const cards = Array.from({ length: 3 }, () => decision('PAYMENT_CARD', 'tokenize'));
    const emails = Array.from({ length: 2 }, () => decision('EMAIL', 'mask'));
    recorder.decisions('shop', 'to-upstream', [...cards, ...emails, decision('PAYMENT_CARD', 'mask')], true);
    const text = await metrics.registry.metrics();
    for (const [kind, action, times] of [
      ['PAYMENT_CARD', 'tokenize', 3],
      ['EMAIL', 'mask', 2],
      ['PAYMENT_CARD', 'mask', 1],
    ])
      expect(text).toContain(`direction="to-upstream",kind="${kind}",action="${action}"} ${times}`);
    await stats.close();
    expect(kept.stats.map(({ kind, action, count }) => [kind, action, count]).sort()).toEqual([
      ['EMAIL', 'mask', 2],
      ['PAYMENT_CARD', 'mask', 1],
      ['PAYMENT_CARD', 'tokenize', 3],
    ]);
  });

  it('counts what was done, and in observe mode what would have been', async () => {
    const { recorder, metrics, stats, kept } = setUp();
    recorder.decisions('shop', 'to-upstream', [decision('PAYMENT_CARD', 'tokenize')], true);
    recorder.decisions('shop', 'to-upstream', [decision('PAYMENT_CARD', 'tokenize')], false);
    const text = await metrics.registry.metrics();
    const labels = 'site="shop",direction="to-upstream",kind="PAYMENT_CARD"';
    expect(text).toContain(`chatveil_findings_total{${labels},action="tokenize"} 1`);
    expect(text).toContain(`chatveil_findings_total{${labels},action="observe"} 1`);
    await stats.close();
    expect(kept.stats.map(({ action, count, hour: at }) => [action, count, at])).toEqual([
      ['tokenize', 1, 5 * hour],
      ['observed:tokenize', 1, 5 * hour],
    ]);
  });

  it('keeps inspected and uninspected bytes apart, with the reason', async () => {
    const { recorder, metrics, stats, kept } = setUp();
    recorder.inspected('shop', 'to-client', 10);
    recorder.inspected('shop', 'to-client', 5);
    recorder.uninspected('shop', 'to-client', 'image', 100);
    const text = await metrics.registry.metrics();
    expect(text).toContain('chatveil_bytes_total{site="shop",direction="to-client",inspected="true"} 15');
    expect(text).toContain('chatveil_bytes_total{site="shop",direction="to-client",inspected="false"} 100');
    expect(text).toContain('chatveil_uninspected_total{site="shop",reason="image"} 1');
    await stats.close();
    expect(kept.coverage.map(({ reason, messages, bytes }) => [reason, messages, bytes])).toEqual([
      ['inspected', 2, 15],
      ['image', 1, 100],
    ]);
  });

  it('lets no value become a label', async () => {
    const { recorder, metrics, stats, kept } = setUp();
    recorder.decisions('shop', 'to-upstream', [decision('4111111111111111', 'mask')], true);
    recorder.uninspected('shop', 'to-upstream', 'my card is 4111', 1);
    recorder.upstreamError('4111 1111', 'id-4111111111111111');
    recorder.message('a b', 'to-upstream', 'http', 'edited');
    await stats.close();
    expect(await metrics.registry.metrics()).not.toContain('4111');
    expect(JSON.stringify(kept)).not.toContain('4111');
  });

  it('feeds every metric that has no labels of traffic', async () => {
    const { recorder, metrics, stats } = setUp();
    recorder.scanned(0.001);
    recorder.latency('websocket', 0.002);
    recorder.sealed(0.003);
    recorder.committed(4);
    recorder.vaultRecords(5);
    recorder.reload('refused');
    recorder.connection('shop', 'http', 1);
    recorder.connection('shop', 'http', -1);
    const text = await metrics.registry.metrics();
    for (const line of [
      'chatveil_scan_seconds_count 1',
      'chatveil_added_latency_seconds_count{transport="websocket"} 1',
      'chatveil_vault_seal_seconds_sum 0.003',
      'chatveil_vault_commit_batch_size_sum 4',
      'chatveil_vault_records 5',
      'chatveil_config_reloads_total{outcome="refused"} 1',
      'chatveil_connections{site="shop",transport="http"} 0',
    ]) {
      expect(text).toContain(line);
    }
    await stats.close();
  });
});

describe('createStats', () => {
  const event = { site: 'shop', direction: 'to-upstream', kind: 'US_SSN', action: 'mask' } as const;

  it('adds up within an hour and starts anew with the next', async () => {
    const { stats, kept, clock } = setUp();
    stats.count(event);
    stats.count(event);
    clock.time += hour;
    stats.count(event);
    await stats.close();
    expect(kept.stats.map(({ hour: at, count }) => [at, count])).toEqual([
      [5 * hour, 2],
      [6 * hour, 1],
    ]);
  });

  it('keeps what the store refuses for the next time', async () => {
    const { stats, store, kept } = setUp();
    store.refusing = true;
    stats.count(event);
    await stats.flush();
    stats.count(event);
    expect(kept.stats).toEqual([]);
    store.refusing = false;
    await stats.close();
    expect(kept.stats.map(({ count }) => count)).toEqual([2]);
    expect(stats.lost).toBe(0);
  });

  it('flushes by itself every few seconds', async () => {
    vi.useFakeTimers();
    try {
      const { stats, kept } = setUp();
      stats.count(event);
      await vi.advanceTimersByTimeAsync(5_000);
      expect(kept.stats).toHaveLength(1);
      await stats.close();
    } finally {
      vi.useRealTimers();
    }
  });

  it('is bounded, and counts what it had to leave out', async () => {
    const { stats, store } = setUp();
    store.refusing = true;
    for (let index = 0; index < 10_050; index++) stats.count({ ...event, kind: `K_${index}` });
    expect(stats.lost).toBe(50);
    store.refusing = false;
    await stats.close();
  });
});

describe('boundedLabel', () => {
  it('takes only so many different words', () => {
    const label = boundedLabel(/^w\d+$/);
    const labels = new Set(Array.from({ length: 1000 }, (_, index) => label(`w${index}`)));
    expect(labels.size).toBe(257);
    expect(labels.has(otherLabel)).toBe(true);
    expect(label('w0')).toBe('w0');
  });

  it('knows the spelling of kinds and reasons', () => {
    expect(['PAYMENT_CARD', 'MEMBER_2'].every((word) => kindSpelling.test(word))).toBe(true);
    expect(['never-field', 'CV_BODY_TOO_LARGE', 'utf8'].every((word) => reasonSpelling.test(word))).toBe(true);
    expect(['4111', 'a b', 'id-4111', 'Card'].some((word) => reasonSpelling.test(word))).toBe(false);
  });
});

describe('what is taken back', () => {
  it('is counted by outcome, foreign tokens without any label', async () => {
    const { recorder, metrics } = setUp();
    recorder.healed?.('shop', 'done');
    recorder.healed?.('shop', 'failed');
    recorder.foreignToken?.();
    const text = await metrics.registry.metrics();
    expect(text).toContain('chatveil_heals_total{site="shop",outcome="failed"} 1');
    expect(text).toContain('chatveil_vault_foreign_tokens_total 1');
  });
});
