/** The `workers` case of the http suite: one process against two behind one port; CPU a request is the honest figure. */
import { type Child, startChild } from './children.ts';
import { ratios, report, spread } from './rounds.ts';

const ROUNDS = 5;

interface Round {
  readonly perSecond: number;
  readonly cpuMicros: number;
  /** CPU time of the proxy in percent of one core: at 100 with two workers the load had taken the other core. */
  readonly busy: number;
}

/** How the suite sends its load; the same as for the other cases. */
export type Load = (proxy: Child) => Promise<{ readonly requests: number; readonly seconds: number }>;

/** The child counts its workers in; `process.cpuUsage` knows of none of them. */
async function measure(proxy: Child, load: Load): Promise<Round> {
  const before = await proxy.ask<{ cpuMicros: number }>({ ask: 'tree' });
  const { requests, seconds } = await load(proxy);
  const after = await proxy.ask<{ cpuMicros: number }>({ ask: 'tree' });
  const cpu = after.cpuMicros - before.cpuMicros;
  return { perSecond: requests / seconds, cpuMicros: cpu / requests, busy: cpu / 1e4 / seconds };
}

export async function workersCase(echoPort: number, bytes: number, load: Load, json: boolean): Promise<void> {
  const one = await startChild('proxy-child.ts', ['chatveil', String(echoPort), '1']);
  const two = await startChild('proxy-child.ts', ['chatveil', String(echoPort), '2']);
  const rounds: Record<'one' | 'two', Round[]> = { one: [], two: [] };
  try {
    await load(one);
    await load(two);
    for (let round = 0; round < ROUNDS; round += 1) {
      rounds.one.push(await measure(one, load));
      rounds.two.push(await measure(two, load));
    }
  } finally {
    one.stop();
    two.stop();
  }
  const columns = [
    ['perSecond', 'requests/s', 'two/one'],
    ['cpuMicros', 'CPU us/request', 'one/two'],
    ['busy', '% of a core, the proxy', undefined],
  ] as const;
  for (const [field, metric, direction] of columns) {
    const [single, both] = [rounds.one.map((round) => round[field]), rounds.two.map((round) => round[field])];
    const ratio =
      direction === undefined ? null : direction === 'two/one' ? ratios(single, both) : ratios(both, single);
    const base = { suite: 'http', case: `workers, ${bytes} B JSON, echo`, metric, rounds: ROUNDS };
    report({ ...base, subject: '2 workers', peer: '1 process', value: spread(both), ratio }, json);
    report({ ...base, subject: '1 process', peer: '1 process', value: spread(single), ratio: null }, json);
  }
}
