/** Counts per hour for privacy officers, kept in memory for moments and then in the store. */
import type { Clock } from '../domain/clock.ts';
import type { Direction } from '../domain/frame.ts';
import type { CoverageEvent, CoverageRow, StatsEvent, StatsRow, StatsStore } from '../domain/stats.ts';
import { createTally } from './tally.ts';

const hourMilliseconds = 3_600_000;
/** A crash loses at most this much of the counts; values and tokens are never affected. */
const flushMilliseconds = 3_000;
/** Different rows held while the store refuses them; more are merged into nothing but the counter of losses. */
const pendingRowsMax = 10_000;

export interface Stats {
  /** `times` alike. */
  count(event: StatsEvent, times?: number): void;
  cover(event: CoverageEvent): void;
  /** Writes what is pending; keeps it for the next time when the store refuses. */
  flush(): Promise<void>;
  /** Events that were not kept because the store refused for too long. */
  readonly lost: number;
  /** Stops the timer and writes the rest. */
  close(): Promise<void>;
}

export interface StatsOptions {
  readonly store: StatsStore;
  readonly clock: Clock;
  /** Called with the state of the store after each attempt, so that a log can tell once. */
  readonly onFlush?: (ok: boolean) => void;
}

/**
 * @example
 * const stats = createStats({ store, clock });
 * stats.count({ site: 'shop', direction: 'to-upstream', kind: 'PAYMENT_CARD', action: 'tokenize' });
 * await stats.close();
 */
export function createStats({ store, clock, onFlush }: StatsOptions): Stats {
  let counts = new Map<string, StatsRow>();
  let coverage = new Map<string, CoverageRow>();
  let lost = 0;
  let writing = Promise.resolve();
  /** Coverage of `tallied`, the hour that is running: it comes with every message. */
  const running = createTally(() => ({ messages: 0, bytes: 0 }));
  let tallied = 0;

  const hour = () => Math.floor(clock.now() / hourMilliseconds) * hourMilliseconds;

  function put<Row>(rows: Map<string, Row>, key: string, fresh: Row, events: number, merge: (row: Row) => Row): void {
    const row = rows.get(key);
    if (row) rows.set(key, merge(row));
    else if (rows.size < pendingRowsMax) rows.set(key, fresh);
    else lost += events;
  }

  function addCount(row: StatsRow): void {
    const key = `${row.hour} ${row.site} ${row.direction} ${row.kind} ${row.action}`;
    put(counts, key, row, row.count, (old) => ({ ...old, count: old.count + row.count }));
  }

  function addCoverage(row: CoverageRow): void {
    const key = `${row.hour} ${row.site} ${row.direction} ${row.reason}`;
    put(coverage, key, row, row.messages, (old) => ({
      ...old,
      messages: old.messages + row.messages,
      bytes: old.bytes + row.bytes,
    }));
  }

  function settle(): void {
    for (const [[site = '', direction, reason = ''], sum] of running.take())
      addCoverage({ site, direction: direction as Direction, reason, hour: tallied, ...sum });
  }

  async function write(): Promise<void> {
    settle();
    if (counts.size === 0 && coverage.size === 0) return;
    const batch = { counts: [...counts.values()], coverage: [...coverage.values()] };
    counts = new Map();
    coverage = new Map();
    try {
      await store.addStats(batch.counts, batch.coverage);
      onFlush?.(true);
    } catch {
      for (const row of batch.counts) addCount(row);
      for (const row of batch.coverage) addCoverage(row);
      onFlush?.(false);
    }
  }

  function flush(): Promise<void> {
    writing = writing.then(write);
    return writing;
  }

  const timer = setInterval(flush, flushMilliseconds);
  timer.unref();

  return {
    count: ({ site, direction, kind, action }, times = 1) =>
      addCount({ hour: hour(), site, direction, kind, action, count: times }),
    cover({ site, direction, reason, bytes }) {
      const now = hour();
      if (now !== tallied) settle();
      tallied = now;
      const sum = running.of(site, direction, reason);
      sum.messages += 1;
      sum.bytes += bytes;
    },
    flush,
    get lost() {
      settle();
      return lost;
    },
    async close() {
      clearInterval(timer);
      await flush();
    },
  };
}
