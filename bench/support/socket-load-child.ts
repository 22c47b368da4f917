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
  readonly seconds: number;
  readonly text: string;
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

/** Echoes and changed echoes within the time. */
async function run({ seconds, text }: Run): Promise<object> {
  let echoes = 0;
  let changed = 0;
  const end = performance.now() + seconds * 1000;
  await Promise.all(
    sockets.map(
      (socket) =>
        new Promise<void>((resolve) => {
          const onMessage = (data: Buffer) => {
            echoes += 1;
            if (data.length !== text.length) changed += 1;
            if (performance.now() < end) socket.send(text);
            else {
              socket.off('message', onMessage);
              resolve();
            }
          };
          socket.on('message', onMessage);
          socket.send(text);
        }),
    ),
  );
  return { echoes, changed };
}

function close(): object {
  for (const socket of sockets.splice(0)) socket.terminate();
  return {};
}

serveParent(0, (question) => {
  if (question.ask === 'open') return open(question as Open);
  return question.ask === 'run' ? run(question as Run) : close();
});
