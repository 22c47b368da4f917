/** Two WebSocket servers of Python, where Debian has them installed: their windows of compression go on over messages. */
import { join } from 'node:path';
import { describe, it } from 'vitest';
import { WebSocket } from 'ws';
import { aMoment, soon } from '../../support/clients/chat-stage.ts';
import { isInstalled, startChild } from '../../support/clients/child.ts';
import { type ChatPeer, exercise } from '../../support/clients/exercise.ts';

const script = join(import.meta.dirname, '..', '..', 'fixtures', 'clients', 'python_room.py');
const python = '/usr/bin/python3';

async function connect(url: string): Promise<ChatPeer> {
  const socket = new WebSocket(url.replace('http', 'ws'), { perMessageDeflate: { threshold: 0 } });
  const got: string[] = [];
  socket.on('error', () => undefined);
  socket.on('message', (data: Buffer) => got.push(data.toString()));
  await soon('open', new Promise<void>((resolve) => socket.once('open', () => resolve())));
  // The server takes a moment to put a new socket into its room.
  await aMoment();
  return {
    got,
    send: (text) => new Promise((resolve) => socket.send(text, () => resolve())),
    close: () => socket.terminate(),
  };
}

for (const server of ['aiohttp', 'websockets']) {
  if (isInstalled(`${python} && ${python} -c 'import ${server}'`)) {
    const start = async () => {
      const child = await startChild(`${python} ${script} ${server}`, /room on port (\d+) /, '/');
      return { port: Number(child.said), stop: child.stop };
    };
    exercise({ name: `python ${server}`, start, connect });
  } else describe(server, () => it.skip(`needs python3-${server} from Debian`, () => undefined));
}
