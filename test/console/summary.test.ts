/** The page's sums: nothing counted twice, nothing left out. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StatsLine } from '../../src/api/contract.ts';
import { barsOf, changePercent, coverageOf, isExposed, timelineOf, total } from '../../src/console/summary.ts';
import {
  actionWord,
  bytesWord,
  kindCode,
  kindColour,
  kindWord,
  percentWord,
  reasonWord,
} from '../../src/console/words.ts';

const hour = 3_600_000;
/** A local midnight with no change of clocks in the week after it, in any zone. */
const start = new Date(2026, 0, 5).getTime();
const lines = fc.array(
  fc.record({
    hour: fc.integer({ min: 0, max: 167 }).map((index) => start + index * hour),
    site: fc.constantFrom('shop', 'bank'),
    direction: fc.constantFrom('to-upstream' as const, 'to-client' as const),
    kind: fc.constantFrom('EMAIL', 'PHONE', 'US_SSN'),
    action: fc.constantFrom('mask', 'pass', 'observed:mask'),
    count: fc.nat({ max: 1000 }),
  }) satisfies fc.Arbitrary<StatsLine>,
  { maxLength: 40 },
);

describe('sums', () => {
  it('of every facet are the total', () => {
    fc.assert(
      fc.property(lines, (some) => {
        for (const facet of ['kind', 'direction', 'site', 'action'] as const) {
          const bars = barsOf(some, facet);
          expect(bars.reduce((sum, bar) => sum + bar.count, 0)).toBe(total(some));
          expect(bars.map((bar) => bar.count)).toEqual(bars.map((bar) => bar.count).sort((a, b) => b - a));
        }
      }),
    );
  });

  it('over time are the total, by hours for a day and by days for a week', () => {
    fc.assert(
      fc.property(lines, (some) => {
        const week = timelineOf(some, start, start + 168 * hour);
        expect(week.steps).toHaveLength(7);
        expect(week.series.flatMap(({ counts }) => counts).reduce((sum, count) => sum + count, 0)).toBe(total(some));
      }),
    );
    const day = timelineOf([], start + hour, start + 25 * hour);
    expect(day).toMatchObject({ unit: 'hour', series: [] });
    expect(day.steps).toHaveLength(24);
  });

  it('tell what reached the other side', () => {
    const line = { hour: 0, site: 's', direction: 'to-upstream', kind: 'EMAIL', count: 1 } as const;
    const exposed = ['pass', 'warn', 'observed:tokenize'].map((action) => isExposed({ ...line, action }));
    const kept = ['mask', 'tokenize', 'drop', 'block'].map((action) => isExposed({ ...line, action }));
    expect(exposed).toEqual([true, true, true]);
    expect(kept).toEqual([false, false, false, false]);
  });

  it('compare with the period before', () => {
    expect(changePercent(5, 0)).toBeUndefined();
    expect(changePercent(88, 100)).toBe(-12);
    expect(changePercent(3, 2)).toBe(50);
  });
});

describe('coverage', () => {
  const row = { hour: 0, site: 's', direction: 'to-client', messages: 1 } as const;

  it('is the inspected share of messages, assets apart, with the reasons of the rest', () => {
    const coverage = coverageOf([
      { ...row, reason: 'inspected', messages: 3, bytes: 600 },
      { ...row, reason: 'asset-script', bytes: 100 },
      { ...row, reason: 'route', bytes: 150 },
      { ...row, hour, reason: 'asset-script', bytes: 100 },
    ]);
    expect(coverage.share).toBe(0.75);
    expect(coverage.inspected).toEqual({ reason: 'inspected', messages: 3, bytes: 600 });
    expect(coverage.missed.map(({ reason, bytes, messages }) => [reason, bytes, messages])).toEqual([
      ['asset-script', 200, 2],
      ['route', 150, 1],
    ]);
  });

  it('is unknown without traffic', () => {
    expect(coverageOf([])).toEqual({
      inspected: { reason: 'inspected', messages: 0, bytes: 0 },
      missed: [],
      share: undefined,
    });
  });
});

describe('words', () => {
  it('never claim all when something is missing', () => {
    expect(percentWord(1)).toBe('100 %');
    expect(percentWord(0.999)).toBe('99.9 %');
    expect(percentWord(0.99999)).toBe('99.9 %');
    expect(percentWord(0)).toBe('0 %');
  });

  it('fall back for what they do not know', () => {
    expect(kindWord('MEMBER_NUMBER')).toBe('member number');
    expect(kindCode('MEMBER_NUMBER')).toBe('MEMB');
    expect(actionWord('observed:mask')).toBe('Observed only (would be: masked for good)');
    expect([kindColour('PAYMENT_CARD'), kindColour('MEMBER_NUMBER')]).toEqual([0, 5]);
    expect(reasonWord('martian')).toBe('martian');
    expect(reasonWord('asset-script')).toContain('never edited');
    expect([bytesWord(999), bytesWord(1500), bytesWord(2_000_000)]).toEqual(['999 B', '1.5 kB', '2.0 MB']);
  });
});
