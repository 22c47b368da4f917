/** What the page is narrowed to; it lives in the address, so that a view can be shared and reloaded. */
import type { CoverageLine, StatsLine } from '../api/contract.ts';

export const ranges = { day: 1, week: 7, month: 30 } as const;
export type Range = keyof typeof ranges;

export const facets = ['kind', 'direction', 'site', 'action'] as const;
export type Facet = (typeof facets)[number];

export interface Filter {
  readonly range: Range;
  readonly kind?: string;
  readonly direction?: string;
  readonly site?: string;
  readonly action?: string;
}

export function readFilter(query: string): Filter {
  const params = new URLSearchParams(query);
  const range = params.get('range') ?? '';
  const picked: Partial<Record<Facet, string>> = {};
  for (const facet of facets) {
    const value = params.get(facet);
    if (value !== null && value !== '') picked[facet] = value.slice(0, 80);
  }
  return { range: Object.hasOwn(ranges, range) ? (range as Range) : 'week', ...picked };
}

/** `''` or a query with its question mark. */
export function writeFilter(filter: Filter): string {
  const params = new URLSearchParams();
  if (filter.range !== 'week') params.set('range', filter.range);
  for (const facet of facets) {
    const value = filter[facet];
    if (value !== undefined) params.set(facet, value);
  }
  const query = params.toString();
  return query === '' ? '' : `?${query}`;
}

/** Sets `facet` to `value`, or clears it when it is set to that already. */
export function toggle(filter: Filter, facet: Facet, value: string): Filter {
  const { [facet]: current, ...rest } = filter;
  return current === value ? rest : { ...rest, [facet]: value };
}

/** Lines that fit; `except` ignores one facet, so that its own table still shows the other choices. */
export function narrow(lines: readonly StatsLine[], filter: Filter, except?: Facet): readonly StatsLine[] {
  return lines.filter((line) =>
    facets.every((facet) => facet === except || filter[facet] === undefined || line[facet] === filter[facet]),
  );
}

/** Coverage knows no kind and no action: those facets do not narrow it. */
export function narrowCoverage(lines: readonly CoverageLine[], filter: Filter): readonly CoverageLine[] {
  return lines.filter(
    ({ direction, site }) =>
      (filter.direction === undefined || direction === filter.direction) &&
      (filter.site === undefined || site === filter.site),
  );
}

const hourMs = 3_600_000;

/**
 * The shown period and the one before it, equally long; milliseconds since the epoch.
 * A day is the last 24 hours; longer periods begin at a midnight of the viewer's, so that their days are whole.
 */
export function periodOf(
  range: Range,
  now: number,
): { readonly before: number; readonly from: number; readonly to: number } {
  const to = (Math.floor(now / hourMs) + 1) * hourMs;
  const days = ranges[range];
  const from = days === 1 ? to - 24 * hourMs : midnight(now, 1 - days);
  return { before: 2 * from - to, from, to };
}

/** Midnight of the viewer's day that lies `days` from the day of `moment`. */
export function midnight(moment: number, days: number): number {
  const date = new Date(moment);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days).getTime();
}
