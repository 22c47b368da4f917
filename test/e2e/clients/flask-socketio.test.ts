/** Python's Socket.IO server, where Debian's package of it is installed, with the official client by polling. */
import { join } from 'node:path';
import { io } from 'socket.io-client';
import { describe, it } from 'vitest';
import { aMoment, soon } from '../../support/clients/chat-stage.ts';
import { isInstalled, startChild } from '../../support/clients/child.ts';
import { type ChatPeer, exercise } from '../../support/clients/exercise.ts';

const script = join(import.meta.dirname, '..', '..', 'fixtures', 'clients', 'flask_chat.py');
// Debian's own Python, whatever else comes first on the path.
const python = '/usr/bin/python3';
const there = isInstalled(`${python} && ${python} -c 'import flask_socketio'`);

async function start() {
  const child = await startChild(`${python} ${script}`, /chat on port (\d+) /, '/');
  const port = Number(child.said);
  for (let tries = 0; tries < 100; tries += 1) {
    const answered = await fetch(`http://127.0.0.1:${port}/`).then(
      () => true,
      () => false,
    );
    if (answered) break;
    await aMoment();
  }
  return { port, stop: child.stop };
}

async function connect(url: string): Promise<ChatPeer> {
  const socket = io(url, { forceNew: true, transports: ['polling'], reconnectionDelay: 50 });
  const got: string[] = [];
  socket.on('message', (text: string) => got.push(text));
  await soon('connect', new Promise<void>((resolve) => socket.once('connect', resolve)));
  return {
    got,
    async send(text) {
      await socket.timeout(25_000).emitWithAck('message', text);
    },
    close: () => void socket.disconnect(),
  };
}

// The server itself takes no more than 16 packets in one poll.
if (there) exercise({ name: 'flask-socketio, polling', start, connect, burst: 15 });
else describe('flask-socketio', () => it.skip('needs python3-flask-socketio from Debian', () => undefined));
