/** `npm run bench -- http`: Chatveil with detection on beside http-proxy that inspects nothing, in turns. */
import autocannon from 'autocannon';
import { type Child, startChild } from './support/children.ts';
import { cleanMessages } from './support/messages.ts';
import { ratios, report, spread } from './support/rounds.ts';
import { workersCase } from './support/workers-case.ts';

const ROUNDS = 5;
const SECONDS = 2;
const CONNECTIONS = 16;
const BODY_BYTES = 600;
const json = process.argv.includes('--json');

/** A chat message as a widget would post it, of about 600 bytes, without anything to hide. */
function chatMessage(): string {
  const text = cleanMessages(20, 3).join(' ');
  const body = { conversation_id: '9007199254740993', type: 'message', sent_at: '2026-11-22T21:40:55Z', text: '' };
  const room = BODY_BYTES - JSON.stringify(body).length;
  return JSON.stringify({ ...body, text: text.replace(/[^ -~]/g, '').slice(0, room) });
}

interface Round {
  readonly perSecond: number;
  readonly cpuMicros: number;
  readonly p99Ms: number;
}

const body = chatMessage();

async function load(proxy: Child, seconds: number): Promise<Round> {
  const before = await proxy.usage();
  const result = await autocannon({
    url: `http://127.0.0.1:${proxy.port}/messages`,
    method: 'POST',
    headers: { host: 'bench.test', 'content-type': 'application/json' },
    body,
    connections: CONNECTIONS,
    duration: seconds,
    expectBody: body,
  });
  const after = await proxy.usage();
  const requests = result['2xx'];
  if (requests === 0 || result.errors > 0 || result.non2xx > 0 || result.mismatches > 0) {
    throw new Error(
      `wrong answers: ${requests} good, ${result.non2xx} bad, ${result.errors} errors, ${result.mismatches} changed`,
    );
  }
  return {
    perSecond: requests / result.duration,
    cpuMicros: (after.cpuMicros - before.cpuMicros) / requests,
    p99Ms: result.latency.p99,
  };
}

/** A proxy that lets a card through would be fast for nothing. */
async function checkInspection(proxy: Child): Promise<void> {
  const { request } = await import('undici');
  const answer = await request(`http://127.0.0.1:${proxy.port}/messages`, {
    method: 'POST',
    headers: { host: 'bench.test', 'content-type': 'application/json' },
    body: JSON.stringify({ text: 'my card is 4111 1111 1111 1111' }),
  });
  const text = await answer.body.text();
  if (answer.statusCode !== 200 || text.includes('4111 1111') || !text.includes('card'))
    throw new Error('the card was not hidden');
}

const echo = await startChild('echo-child.ts', []);
const ours = await startChild('proxy-child.ts', ['chatveil', String(echo.port)]);
const peer = await startChild('proxy-child.ts', ['http-proxy', String(echo.port)]);
const rounds: Record<'ours' | 'peer', Round[]> = { ours: [], peer: [] };
try {
  await checkInspection(ours);
  await load(ours, 3);
  await load(peer, 3);
  for (let round = 0; round < ROUNDS; round += 1) {
    const order = [
      ['ours', ours],
      ['peer', peer],
    ] as const;
    for (const [name, proxy] of round % 2 === 0 ? order : order.toReversed())
      rounds[name].push(await load(proxy, SECONDS));
  }
} finally {
  for (const child of [echo, ours, peer]) child.stop();
}

const vendor = await startChild('echo-child.ts', []);
try {
  const loadWorkers = async (proxy: Child) => {
    const { perSecond } = await load(proxy, SECONDS);
    return { requests: perSecond * SECONDS, seconds: SECONDS };
  };
  await workersCase(vendor.port, body.length, loadWorkers, json);
} finally {
  vendor.stop();
}

const columns = [
  ['cpuMicros', 'CPU us/request', 'peer/ours'],
  ['perSecond', 'requests/s', 'ours/peer'],
  ['p99Ms', 'p99 ms', 'peer/ours'],
] as const;
for (const [field, metric, direction] of columns) {
  const mine = rounds.ours.map((round) => round[field]);
  const other = rounds.peer.map((round) => round[field]);
  const ratio = direction === 'peer/ours' ? ratios(mine, other) : ratios(other, mine);
  const base = { suite: 'http', case: `${body.length} B JSON, echo`, metric, rounds: ROUNDS };
  report({ ...base, subject: 'chatveil', peer: 'http-proxy', value: spread(mine), ratio }, json);
  report({ ...base, subject: 'http-proxy', peer: 'http-proxy', value: spread(other), ratio: null }, json);
}
