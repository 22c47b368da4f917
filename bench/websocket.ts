/** `npm run bench -- websocket`: Chatveil with detection on beside a bare relay of two `ws` sockets, in turns. */
import { type Child, startChild } from './support/children.ts';
import { cleanMessages } from './support/messages.ts';
import { ratios, report, spread } from './support/rounds.ts';

const ROUNDS = 5;
const SECONDS = 2;
const SOCKETS = 32;
const MESSAGE_BYTES = 300;
const json = process.argv.includes('--json');

function chatMessage(): string {
  const body = { type: 'message', id: 'a1b2c3', text: '' };
  const room = MESSAGE_BYTES - JSON.stringify(body).length;
  return JSON.stringify({
    ...body,
    text: cleanMessages(20, 3)
      .join(' ')
      .replace(/[^ -~]|["\\]/g, '')
      .slice(0, room),
  });
}

interface Round {
  readonly perSecond: number;
  readonly cpuMicros: number;
}

const text = chatMessage();

async function load(proxy: Child, client: Child, seconds: number): Promise<Round> {
  await client.ask({ ask: 'open', port: proxy.port, count: SOCKETS });
  const before = await proxy.usage();
  const { echoes, changed } = await client.ask<{ echoes: number; changed: number }>({ ask: 'run', seconds, text });
  const after = await proxy.usage();
  await client.ask({ ask: 'close' });
  if (echoes === 0 || changed > 0) throw new Error(`wrong answers: ${changed} of ${echoes} changed`);
  return { perSecond: echoes / seconds, cpuMicros: (after.cpuMicros - before.cpuMicros) / echoes };
}

const echo = await startChild('echo-child.ts', []);
const client = await startChild('socket-load-child.ts', []);
const ours = await startChild('proxy-child.ts', ['chatveil', String(echo.port)]);
const peer = await startChild('proxy-child.ts', ['ws relay', String(echo.port)]);
const rounds: Record<'ours' | 'peer', Round[]> = { ours: [], peer: [] };
try {
  await load(ours, client, 2);
  await load(peer, client, 2);
  for (let round = 0; round < ROUNDS; round += 1) {
    const order = [
      ['ours', ours],
      ['peer', peer],
    ] as const;
    for (const [name, proxy] of round % 2 === 0 ? order : order.toReversed()) {
      rounds[name].push(await load(proxy, client, SECONDS));
    }
  }
} finally {
  for (const child of [echo, client, ours, peer]) child.stop();
}

for (const [field, metric] of [
  ['perSecond', 'echoes/s'],
  ['cpuMicros', 'CPU us/echo'],
] as const) {
  const mine = rounds.ours.map((round) => round[field]);
  const other = rounds.peer.map((round) => round[field]);
  const ratio = field === 'cpuMicros' ? ratios(mine, other) : ratios(other, mine);
  const base = { suite: 'websocket', case: `${text.length} B JSON, echo`, metric, rounds: ROUNDS };
  report({ ...base, subject: 'chatveil', peer: 'ws relay', value: spread(mine), ratio }, json);
  report({ ...base, subject: 'ws relay', peer: 'ws relay', value: spread(other), ratio: null }, json);
}
