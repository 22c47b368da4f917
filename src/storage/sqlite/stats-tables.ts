/** The statements behind the privacy officers' counts; runs in the database thread only. */
import type { Database } from 'better-sqlite3';
import type { CoverageRow, StatsRow } from '../../domain/stats.ts';
import type { Questions } from './wire.ts';

export interface StatsTables {
  addStats(ask: Questions['addStats']['ask']): null;
  readStats(ask: Questions['readStats']['ask']): Questions['readStats']['answer'];
}

export function createStatsTables(database: Database): StatsTables {
  const addFinding = database.prepare<[StatsRow]>(
    `INSERT INTO finding_count VALUES (@hour, @site, @direction, @kind, @action, @count)
     ON CONFLICT DO UPDATE SET count = count + excluded.count`,
  );
  const addCoverage = database.prepare<[CoverageRow]>(
    `INSERT INTO coverage_count VALUES (@hour, @site, @direction, @reason, @messages, @bytes)
     ON CONFLICT DO UPDATE SET messages = messages + excluded.messages, bytes = bytes + excluded.bytes`,
  );
  const readFindings = database.prepare<[number, number], StatsRow>(
    'SELECT * FROM finding_count WHERE hour >= ? AND hour < ? ORDER BY hour, site, direction, kind, action',
  );
  const readCoverage = database.prepare<[number, number], CoverageRow>(
    'SELECT * FROM coverage_count WHERE hour >= ? AND hour < ? ORDER BY hour, site, direction, reason',
  );
  const add = database.transaction(({ stats, coverage }: Questions['addStats']['ask']) => {
    for (const row of stats) addFinding.run(row);
    for (const row of coverage) addCoverage.run(row);
  });
  return {
    addStats(ask) {
      add.immediate(ask);
      return null;
    },
    readStats: ({ from, to }) => ({ stats: readFindings.all(from, to), coverage: readCoverage.all(from, to) }),
  };
}
