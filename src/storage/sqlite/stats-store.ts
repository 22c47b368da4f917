/** Keeps the privacy officers' counts by the hour, in a file of their own so that their faults never touch the vault. */
import type { StatsStore } from '../../domain/stats.ts';
import type { Connection } from './connection.ts';

export function createStatsStore(connection: Connection): StatsStore {
  return {
    async addStats(stats, coverage) {
      if (stats.length + coverage.length > 0) await connection.ask('addStats', { stats, coverage });
    },
    readStats: (from, to) => connection.ask('readStats', { from, to }),
  };
}
