/** Filters survive the address bar, toggle, and narrow what they should. */
import { describe, expect, it } from 'vitest';
import {
  type Filter,
  midnight,
  narrow,
  narrowCoverage,
  periodOf,
  readFilter,
  toggle,
  writeFilter,
} from '../../src/console/filter.ts';

const line = { hour: 0, site: 'shop', direction: 'to-upstream', kind: 'EMAIL', action: 'mask', count: 2 } as const;
const other = { ...line, kind: 'PAYMENT_CARD', action: 'tokenize' } as const;

describe('filters', () => {
  it('come back from the address as they went in', () => {
    const filters: Filter[] = [
      { range: 'week' },
      { range: 'day', kind: 'PAYMENT_CARD' },
      { range: 'month', kind: 'A', direction: 'to-client', site: 'a&b', action: 'observed:mask' },
    ];
    for (const filter of filters) expect(readFilter(writeFilter(filter))).toEqual(filter);
    expect(writeFilter({ range: 'week' })).toBe('');
  });

  it('fall back to a week for an unknown range', () => {
    expect(readFilter('?range=toString')).toEqual({ range: 'week' });
    expect(readFilter('?range=century&kind=')).toEqual({ range: 'week' });
  });

  it('toggle', () => {
    const on = toggle({ range: 'week' }, 'kind', 'EMAIL');
    expect(on).toEqual({ range: 'week', kind: 'EMAIL' });
    expect(toggle(on, 'kind', 'PHONE')).toEqual({ range: 'week', kind: 'PHONE' });
    expect(toggle(on, 'kind', 'EMAIL')).toEqual({ range: 'week' });
  });

  it('narrow by every facet but the excepted one', () => {
    const filter: Filter = { range: 'week', kind: 'EMAIL', action: 'mask' };
    expect(narrow([line, other], filter)).toEqual([line]);
    expect(narrow([line, other], { range: 'week', kind: 'EMAIL' }, 'kind')).toEqual([line, other]);
  });

  it('narrow coverage by site and direction alone', () => {
    const covered = { hour: 0, site: 'shop', direction: 'to-client', reason: 'asset', messages: 1, bytes: 1 } as const;
    expect(narrowCoverage([covered], { range: 'week', kind: 'EMAIL' })).toEqual([covered]);
    expect(narrowCoverage([covered], { range: 'week', site: 'bank' })).toEqual([]);
  });
});

describe('a period', () => {
  const hour = 3_600_000;
  const now = new Date(2026, 0, 31, 7, 8).getTime();

  it('of a day is the 24 hours up to the running one', () => {
    const { before, from, to } = periodOf('day', now);
    expect([to - from, from - before]).toEqual([24 * hour, 24 * hour]);
    expect(to).toBe(new Date(2026, 0, 31, 8).getTime());
  });

  it('of several days begins at a midnight and is compared with one as long', () => {
    for (const [range, day] of [
      ['week', 25],
      ['month', 2],
    ] as const) {
      const { before, from, to } = periodOf(range, now);
      expect(from).toBe(new Date(2026, 0, day).getTime());
      expect(from - before).toBe(to - from);
    }
  });

  it('counts days over the ends of months', () => {
    expect(midnight(now, 1)).toBe(new Date(2026, 1, 1).getTime());
    expect(midnight(now, 0)).toBe(new Date(2026, 0, 31).getTime());
  });
});
