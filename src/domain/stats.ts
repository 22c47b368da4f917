/** Counts kept for privacy officers: kinds and numbers, never a value or a token. */
import type { Direction } from './frame.ts';

/** One increment; flushed to the store in batches. */
export interface StatsEvent {
  readonly site: string;
  readonly direction: Direction;
  readonly kind: string;
  readonly action: string;
}

/** Bytes or messages that passed or were refused without inspection, and why. */
export interface CoverageEvent {
  readonly site: string;
  readonly direction: Direction;
  /** `inspected`, or a reason of `chatveil_uninspected_total`. */
  readonly reason: string;
  readonly bytes: number;
}

export interface StatsRow {
  /** Start of the hour, milliseconds since the epoch. */
  readonly hour: number;
  readonly site: string;
  readonly direction: Direction;
  readonly kind: string;
  readonly action: string;
  readonly count: number;
}

export interface CoverageRow {
  readonly hour: number;
  readonly site: string;
  readonly direction: Direction;
  readonly reason: string;
  readonly messages: number;
  readonly bytes: number;
}

/** Kept by `storage/`, fed by the proxy, read by the console. */
export interface StatsStore {
  addStats(rows: readonly StatsRow[], coverage: readonly CoverageRow[]): Promise<void>;
  /** Rows with `from <= hour < to`, oldest first. */
  readStats(
    from: number,
    to: number,
  ): Promise<{ readonly stats: readonly StatsRow[]; readonly coverage: readonly CoverageRow[] }>;
}
