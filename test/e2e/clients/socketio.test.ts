/** Socket.IO, the real server and client: polling, websocket, and the upgrade from one to the other. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { io, type ManagerOptions, type SocketOptions } from 'socket.io-client';
import { soon } from '../../support/clients/chat-stage.ts';
import { type ChatPeer, type ChatSubject, exercise } from '../../support/clients/exercise.ts';

async function startServer(): Promise<{ port: number; stop(): Promise<void> }> {
  const http = createServer();
  const server = new Server(http, { httpCompression: false });
  server.on('connection', (socket) => {
    socket.on('message', (text: string, acknowledge: (answer: string) => void) => {
      socket.broadcast.emit('message', text);
      acknowledge('ok');
    });
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return {
    port: (http.address() as AddressInfo).port,
    async stop() {
      await server.close();
    },
  };
}

type Options = Partial<ManagerOptions & SocketOptions>;

async function connect(url: string, options: Options, upgraded = false): Promise<ChatPeer> {
  const socket = io(url, { forceNew: true, reconnectionDelay: 50, reconnectionDelayMax: 100, ...options });
  const got: string[] = [];
  socket.on('message', (text: string) => got.push(text));
  await soon('connect', new Promise<void>((resolve) => socket.once('connect', resolve)));
  if (upgraded && socket.io.engine.transport.name !== 'websocket') {
    await soon('upgrade', new Promise<void>((resolve) => socket.io.engine.once('upgrade', () => resolve())));
  }
  const back = () => soon('reconnect', new Promise<void>((resolve) => socket.once('connect', resolve)));
  return {
    got,
    async send(text) {
      await socket.timeout(8000).emitWithAck('message', text);
    },
    // In Node the polling client does not notice a lost connection by itself, with or without a proxy.
    ...(options.transports?.length === 1 && options.transports[0] === 'polling' ? {} : { back }),
    close: () => void socket.disconnect(),
  };
}

const variants: readonly [name: string, options: Options, upgraded?: boolean][] = [
  ['polling only', { transports: ['polling'] }],
  ['websocket only', { transports: ['websocket'] }],
  ['upgrade', { transports: ['polling', 'websocket'] }, true],
];

for (const [name, options, upgraded] of variants) {
  const subject: ChatSubject = {
    name: `socket.io, ${name}`,
    start: startServer,
    connect: (url) => connect(url, options, upgraded),
  };
  exercise(subject);
}
