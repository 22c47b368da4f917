/** `npm run bench -- workers`: one process beside two workers behind one port, in turns, with the same load. */
import autocannon from 'autocannon';
import { type Child, startChild, startProxy } from './support/children.ts';
import { chatBodies } from './support/messages.ts';
import { ratios, report, spread } from './support/rounds.ts';

const ROUNDS = 5;
/** The first eight connections of an address go to one worker; as many others then go to the other. */
const CONNECTIONS = 16;
/** Small messages as widgets send them, and large ones, beside which load and echo cost next to nothing. */
const cases = [
  { bytes: 600, warm: 15_000, amount: 1_500 },
  { bytes: 8_000, warm: 4_000, amount: 400 },
] as const;
const json = process.argv.includes('--json');
const fields = { conversation_id: '9007199254740993', type: 'message', sent_at: '2026-11-22T21:40:55Z' };
const headers = { host: 'bench.test', 'content-type': 'application/json' };

interface Round {
  readonly perSecond: number;
  /** Of all processes of the proxy together. */
  readonly cpuMicros: number;
  /** Requests a second that the busiest of its processes could take part in, with a core of its own. */
  readonly capacity: number;
  /** What the proxy really had, in percent of one core. */
  readonly busy: number;
}

/** CPU time of the main process and of each worker, microseconds. */
const shares = (proxy: Child) => proxy.ask<{ cpuMicros: readonly number[] }>({ ask: 'shares' });

async function load(proxy: Child, bodies: readonly string[], amount: number): Promise<Round> {
  const known = new Set(bodies);
  let changed = 0;
  const onResponse = (_status: number, answer: string) => {
    if (!known.has(answer)) changed += 1;
  };
  const post = { method: 'POST' as const, path: '/messages', headers };
  const requests = bodies.map((body) => ({ ...post, body, onResponse }));
  const before = await shares(proxy);
  const result = await autocannon({
    url: `http://127.0.0.1:${proxy.port}`,
    requests,
    connections: CONNECTIONS,
    amount,
  });
  const after = await shares(proxy);
  const good = result['2xx'];
  if (good === 0 || result.errors > 0 || result.non2xx > 0 || changed > 0) {
    throw new Error(`wrong answers: ${good} good, ${result.non2xx} bad, ${result.errors} errors, ${changed} changed`);
  }
  const used = after.cpuMicros.map((micros, at) => micros - (before.cpuMicros[at] ?? 0));
  const all = used.reduce((sum, one) => sum + one, 0);
  return {
    perSecond: good / result.duration,
    cpuMicros: all / good,
    capacity: (good / Math.max(...used)) * 1e6,
    busy: all / 1e4 / result.duration,
  };
}

const columns = [
  ['perSecond', 'requests/s', 'two/one'],
  ['cpuMicros', 'CPU us/request, all processes', 'one/two'],
  ['capacity', 'requests/s with a core each', 'two/one'],
  ['busy', '% of a core, the proxy', undefined],
] as const;

async function measure({ bytes, warm, amount }: (typeof cases)[number]): Promise<void> {
  const bodies = chatBodies(64, bytes, fields);
  const echo = await startChild('echo-child.ts', []);
  const one = await startProxy('chatveil', echo, { args: ['1'] });
  const two = await startProxy('chatveil', echo, { args: ['2'] });
  const rounds: Record<'one' | 'two', Round[]> = { one: [], two: [] };
  try {
    await load(one, bodies, warm);
    await load(two, bodies, 2 * warm);
    for (let round = 0; round < ROUNDS; round += 1) {
      rounds.one.push(await load(one, bodies, amount));
      rounds.two.push(await load(two, bodies, amount));
    }
  } finally {
    for (const { stop } of [echo, one, two]) stop();
  }
  for (const [field, metric, direction] of columns) {
    const [single, both] = [rounds.one.map((round) => round[field]), rounds.two.map((round) => round[field])];
    const twoToOne = direction === 'two/one';
    const ratio = direction === undefined ? null : twoToOne ? ratios(single, both) : ratios(both, single);
    const base = { suite: 'workers', case: `${bytes} B JSON, echo`, metric, rounds: ROUNDS };
    report({ ...base, subject: '2 workers', peer: '1 process', value: spread(both), ratio }, json);
    report({ ...base, subject: '1 process', peer: '1 process', value: spread(single), ratio: null }, json);
  }
}

for (const one of cases) await measure(one);
