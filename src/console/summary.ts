/** Sums for the page, from lines of counts. */
import type { CoverageLine, StatsLine } from '../api/contract.ts';
import { type Facet, midnight } from './filter.ts';

export interface Bar {
  readonly value: string;
  readonly count: number;
}

export function total(lines: readonly StatsLine[]): number {
  return lines.reduce((sum, line) => sum + line.count, 0);
}

/** Anything that only looked at a value, or let it go on: it reached the other side as it was. */
export function isExposed(line: StatsLine): boolean {
  return line.action === 'pass' || line.action === 'warn' || line.action.startsWith('observed:');
}

/** Largest first; equal counts by name, so that rows do not jump. */
export function barsOf(lines: readonly StatsLine[], facet: Facet): readonly Bar[] {
  const counts = new Map<string, number>();
  for (const line of lines) counts.set(line[facet], (counts.get(line[facet]) ?? 0) + line.count);
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count || a.value.localeCompare(b.value));
}

export interface Timeline {
  /** Start of each step, milliseconds since the epoch; no step is left out. */
  readonly steps: readonly number[];
  readonly unit: 'hour' | 'day';
  /** By kind, largest first, one count a step. */
  readonly series: readonly { readonly kind: string; readonly counts: readonly number[] }[];
}

const hourMs = 3_600_000;

/** Hours for a day's view, the viewer's days otherwise (which may have 23 or 25 hours). */
export function timelineOf(lines: readonly StatsLine[], from: number, to: number): Timeline {
  const unit = to - from <= 25 * hourMs ? 'hour' : 'day';
  const steps: number[] = [];
  for (let step = from; step < to; step = unit === 'hour' ? step + hourMs : midnight(step, 1)) steps.push(step);
  const series = barsOf(lines, 'kind').map(({ value: kind }) => {
    const counts = new Array<number>(steps.length).fill(0);
    for (const line of lines) {
      const index = line.kind === kind && line.hour < to ? steps.findLastIndex((step) => step <= line.hour) : -1;
      if (index >= 0) counts[index] = (counts[index] ?? 0) + line.count;
    }
    return { kind, counts };
  });
  return { steps, unit, series };
}

/** `undefined` when there is nothing to compare with. */
export function changePercent(now: number, before: number): number | undefined {
  return before === 0 ? undefined : Math.round(((now - before) / before) * 100);
}

export interface CoverageRow {
  readonly reason: string;
  readonly messages: number;
  readonly bytes: number;
}

export interface Coverage {
  readonly inspected: CoverageRow;
  /** Most bytes first. */
  readonly missed: readonly CoverageRow[];
  /** Inspected share of messages, 0 to 1: scripts, images and other assets of pages are none. `undefined` without any. */
  readonly share: number | undefined;
}

export function coverageOf(lines: readonly CoverageLine[]): Coverage {
  const rows = new Map<string, { messages: number; bytes: number }>();
  for (const line of lines) {
    const row = rows.get(line.reason) ?? { messages: 0, bytes: 0 };
    rows.set(line.reason, { messages: row.messages + line.messages, bytes: row.bytes + line.bytes });
  }
  const inspected = { reason: 'inspected', ...(rows.get('inspected') ?? { messages: 0, bytes: 0 }) };
  rows.delete('inspected');
  const missed = [...rows].map(([reason, row]) => ({ reason, ...row })).sort((a, b) => b.bytes - a.bytes);
  const passed = missed.filter(({ reason }) => !reason.startsWith('asset-'));
  const messages = passed.reduce((sum, row) => sum + row.messages, inspected.messages);
  return { inspected, missed, share: messages === 0 ? undefined : inspected.messages / messages };
}
