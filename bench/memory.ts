/** `npm run bench -- memory`: memory held for each idle proxied socket, beside a bare relay. */
import { type Child, startChild, startProxy } from './support/children.ts';
import { ratios, report, spread } from './support/rounds.ts';

const ROUNDS = 5;
const SOCKETS = 500;
const SETTLE_MS = 500;
const json = process.argv.includes('--json');
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Heap and buffers after a collection: resident memory says nothing here, because new sockets take the pages that
 * start-up left free. Socket state in the kernel and in libuv is not in the figure, for either subject.
 * A fresh process each time: memory that one round freed would hide what the next one takes.
 */
async function measure(kind: string, echo: Child): Promise<number> {
  const proxy = await startProxy(kind, echo, { nodeArgs: ['--expose-gc'] });
  const client = await startChild('socket-load-child.ts', []);
  try {
    // A few sockets first, so that code and pools made once are not counted for each.
    await client.ask({ ask: 'open', port: proxy.port, count: 50 });
    await client.ask({ ask: 'run', count: 50, texts: ['{"text":"hello"}'] });
    await pause(SETTLE_MS);
    // What start-up left behind takes more than one collection to go.
    for (let times = 0; times < 3; times += 1) {
      await proxy.usage();
      await pause(SETTLE_MS);
    }
    const before = await proxy.usage();
    await client.ask({ ask: 'open', port: proxy.port, count: SOCKETS });
    await pause(SETTLE_MS);
    const after = await proxy.usage();
    return (after.heldBytes - before.heldBytes) / SOCKETS / 1024;
  } finally {
    client.stop();
    proxy.stop();
  }
}

const echo = await startChild('echo-child.ts', []);
const figures: Record<string, number[]> = { chatveil: [], 'ws relay': [] };
try {
  for (let round = 0; round < ROUNDS; round += 1) {
    const order = round % 2 === 0 ? ['chatveil', 'ws relay'] : ['ws relay', 'chatveil'];
    for (const kind of order) figures[kind]?.push(await measure(kind, echo));
  }
} finally {
  echo.stop();
}

const ours = figures['chatveil'] ?? [];
const relay = figures['ws relay'] ?? [];
const base = {
  suite: 'memory',
  case: 'idle socket, both legs',
  peer: 'ws relay',
  metric: 'KiB/socket',
  rounds: ROUNDS,
};
report({ ...base, subject: 'chatveil', value: spread(ours), ratio: ratios(ours, relay) }, json);
report({ ...base, subject: 'ws relay', value: spread(relay), ratio: null }, json);
