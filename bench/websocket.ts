/** `npm run bench -- websocket`: Chatveil with detection on beside relays that inspect nothing, in turns. */
import { type Child, startChild, startProxy } from './support/children.ts';
import { chatBodies } from './support/messages.ts';
import { ratios, report, spread } from './support/rounds.ts';

const ROUNDS = 5;
/** Echoes a round, and before the first: the compiler is at work for the first tens of thousands. */
const ECHOES = 2_000;
const WARM_ECHOES = 30_000;
const SOCKETS = 32;
const MESSAGE_BYTES = 300;
const json = process.argv.includes('--json');
const texts = chatBodies(256, MESSAGE_BYTES, { type: 'message', id: 'a1b2c3' });
const peers = ['ws relay', '@fastify/http-proxy'] as const;

interface Round {
  readonly perSecond: number;
  readonly cpuMicros: number;
}

async function load(proxy: Child, client: Child, count: number): Promise<Round> {
  await client.ask({ ask: 'open', port: proxy.port, count: SOCKETS });
  const before = await proxy.usage();
  const result = await client.ask<{ echoes: number; changed: number; seconds: number }>({ ask: 'run', count, texts });
  const after = await proxy.usage();
  await client.ask({ ask: 'close' });
  const { echoes, changed, seconds } = result;
  if (echoes === 0 || changed > 0) throw new Error(`wrong answers: ${changed} of ${echoes} changed`);
  return { perSecond: echoes / seconds, cpuMicros: (after.cpuMicros - before.cpuMicros) / echoes };
}

const echo = await startChild('echo-child.ts', []);
const client = await startChild('socket-load-child.ts', []);
const subjects: { name: string; child: Child; rounds: Round[] }[] = [];
for (const name of ['chatveil', ...peers]) {
  subjects.push({ name, child: await startProxy(name, echo), rounds: [] });
}
try {
  for (const { child } of subjects) await load(child, client, WARM_ECHOES);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { child, rounds } of round % 2 === 0 ? subjects : subjects.toReversed())
      rounds.push(await load(child, client, ECHOES));
  }
} finally {
  for (const { stop } of [echo, client, ...subjects.map(({ child }) => child)]) stop();
}

const [ours, ...others] = subjects;
for (const [field, metric] of [
  ['perSecond', 'echoes/s'],
  ['cpuMicros', 'CPU us/echo'],
] as const) {
  const mine = ours?.rounds.map((round) => round[field]) ?? [];
  const base = { suite: 'websocket', case: `${MESSAGE_BYTES} B JSON, echo`, metric, rounds: ROUNDS };
  for (const { name: peer, rounds } of others) {
    const other = rounds.map((round) => round[field]);
    const ratio = field === 'cpuMicros' ? ratios(mine, other) : ratios(other, mine);
    report({ ...base, subject: 'chatveil', peer, value: spread(mine), ratio }, json);
    report({ ...base, subject: peer, peer, value: spread(other), ratio: null }, json);
  }
}
