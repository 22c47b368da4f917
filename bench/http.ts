/** `npm run bench -- http`: Chatveil with detection on beside http-proxy that inspects nothing, in turns. */
import autocannon from 'autocannon';
import { type Child, startChild, startProxy } from './support/children.ts';
import { measureHalfLoad } from './support/half-load.ts';
import { chatBodies } from './support/messages.ts';
import { ratios, report, spread } from './support/rounds.ts';

const ROUNDS = 5;
/** Requests a round, and before the first: the compiler is at work for the first tens of thousands. */
const REQUESTS = 1_500;
const WARM_REQUESTS = 40_000;
const CONNECTIONS = 16;
const BODY_BYTES = 600;
const json = process.argv.includes('--json');
const fields = { conversation_id: '9007199254740993', type: 'message', sent_at: '2026-11-22T21:40:55Z' };
const bodies = chatBodies(256, BODY_BYTES, fields);
/** The load tool tells of an answer when its next request is chosen, so any of the bodies may be the right one. */
const known = new Set(bodies);
const headers = { host: 'bench.test', 'content-type': 'application/json' };
/** As it ships, a connection to the vendor for each request; and with an agent that keeps them. */
const peers = ['http-proxy', 'http-proxy, kept alive'] as const;

interface Round {
  readonly perSecond: number;
  readonly cpuMicros: number;
  readonly p99Ms: number;
}

async function load(proxy: Child, amount: number): Promise<Round> {
  let changed = 0;
  const requests = bodies.map((body) => ({
    method: 'POST' as const,
    path: '/messages',
    headers,
    body,
    onResponse: (_status: number, answer: string) => {
      if (!known.has(answer)) changed += 1;
    },
  }));
  const before = await proxy.usage();
  const result = await autocannon({
    url: `http://127.0.0.1:${proxy.port}`,
    requests,
    connections: CONNECTIONS,
    amount,
  });
  const after = await proxy.usage();
  const good = result['2xx'];
  if (good === 0 || result.errors > 0 || result.non2xx > 0 || changed > 0) {
    throw new Error(`wrong answers: ${good} good, ${result.non2xx} bad, ${result.errors} errors, ${changed} changed`);
  }
  return {
    perSecond: good / result.duration,
    cpuMicros: (after.cpuMicros - before.cpuMicros) / good,
    p99Ms: result.latency.p99,
  };
}

/** A proxy that lets a card through would be fast for nothing. */
async function checkInspection(proxy: Child): Promise<void> {
  const { request } = await import('undici');
  const answer = await request(`http://127.0.0.1:${proxy.port}/messages`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ text: 'my card is 4111 1111 1111 1111' }),
  });
  const text = await answer.body.text();
  if (answer.statusCode !== 200 || text.includes('4111 1111') || !text.includes('card'))
    throw new Error('the card was not hidden');
}

const echo = await startChild('echo-child.ts', []);
const ours = await startProxy('chatveil', echo);
const subjects: { name: string; child: Child; rounds: Round[] }[] = [{ name: 'chatveil', child: ours, rounds: [] }];
for (const name of peers) {
  subjects.push({ name, child: await startProxy(name, echo), rounds: [] });
}
try {
  await checkInspection(ours);
  for (const { child } of subjects) await load(child, WARM_REQUESTS);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { child, rounds } of round % 2 === 0 ? subjects : subjects.toReversed())
      rounds.push(await load(child, REQUESTS));
  }
  const perSecond = spread(subjects[0]?.rounds.map((round) => round.perSecond) ?? []).median / 2;
  await measureHalfLoad({ vendor: echo, proxies: subjects, perSecond, bodies, headers, rounds: ROUNDS, json });
} finally {
  for (const { stop } of [echo, ...subjects.map(({ child }) => child)]) stop();
}

const columns = [
  ['cpuMicros', 'CPU us/request', 'peer/ours'],
  ['perSecond', 'requests/s', 'ours/peer'],
  ['p99Ms', 'p99 ms', 'peer/ours'],
] as const;
const [first, ...others] = subjects;
for (const [field, metric, direction] of columns) {
  const mine = first?.rounds.map((round) => round[field]) ?? [];
  const base = { suite: 'http', case: `${BODY_BYTES} B JSON, echo`, metric, rounds: ROUNDS };
  for (const { name: peer, rounds } of others) {
    const other = rounds.map((round) => round[field]);
    const ratio = direction === 'peer/ours' ? ratios(mine, other) : ratios(other, mine);
    report({ ...base, subject: 'chatveil', peer, value: spread(mine), ratio }, json);
    report({ ...base, subject: peer, peer, value: spread(other), ratio: null }, json);
  }
}
