/** The load of the socket benches: opens sockets, keeps one message of each in flight, counts the echoes. */
import { WebSocket } from 'ws';
import { serveParent } from './children.ts';

interface Open {
  readonly ask: 'open';
  readonly port: number;
  readonly count: number;
}
interface Run {
  readonly ask: 'run';
  /** Echoes after which the run ends. */
  readonly count: number;
  /** Sent in turns, all of one length. */
  readonly texts: readonly string[];
}

const sockets: WebSocket[] = [];

async function open({ port, count }: Open): Promise<object> {
  for (let made = 0; made < count; made += 1) {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/socket`, {
      headers: { host: 'bench.test' },
      perMessageDeflate: false,
    });
    await new Promise((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
    });
    socket.on('error', () => undefined);
    sockets.push(socket);
  }
  return { open: sockets.length };
}

/** Changed ones among `count` echoes, and how long they took. */
async function run({ count, texts }: Run): Promise<object> {
  let echoes = 0;
  let changed = 0;
  let sent = 0;
  const begun = performance.now();
  const next = () => texts[sent++ % texts.length] ?? '';
  await Promise.all(
    sockets.map(
      (socket) =>
        new Promise<void>((resolve) => {
          let awaited = next();
          const onMessage = (data: Buffer) => {
            echoes += 1;
            if (data.length !== awaited.length || data.toString() !== awaited) changed += 1;
            if (echoes < count) {
              awaited = next();
              socket.send(awaited);
            } else {
              socket.off('message', onMessage);
              resolve();
            }
          };
          socket.on('message', onMessage);
          socket.send(awaited);
        }),
    ),
  );
  return { echoes, changed, seconds: (performance.now() - begun) / 1000 };
}

function close(): object {
  for (const socket of sockets.splice(0)) socket.terminate();
  return {};
}

serveParent(0, (question) => {
  if (question.ask === 'open') return open(question as Open);
  return question.ask === 'run' ? run(question as Run) : close();
});
