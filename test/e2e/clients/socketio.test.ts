/** Socket.IO, the real server and client: polling, websocket, and the upgrade from one to the other. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server, type ServerOptions } from 'socket.io';
import { io, type ManagerOptions, type Socket, type SocketOptions } from 'socket.io-client';
import * as msgpack from 'socket.io-msgpack-parser';
import { afterEach, describe, expect, it } from 'vitest';
import { type ChatStage, profileWith, soon, startChatStage, within } from '../../support/clients/chat-stage.ts';
import { type ChatPeer, type ChatSubject, exercise } from '../../support/clients/exercise.ts';

async function startServer(options: Partial<ServerOptions> = {}): Promise<{ port: number; stop(): Promise<void> }> {
  const http = createServer();
  const server = new Server(http, { httpCompression: false, ...options });
  server.of('/sales').on('connection', (socket) => {
    socket.on('ask', (question: { text: string }, acknowledge: (answer: object) => void) => {
      acknowledge({ heard: question.text, by: 'sales' });
    });
  });
  server.on('connection', (socket) => {
    socket.on('preview', (text: string) => void socket.broadcast.emit('preview', text));
    socket.on('file', (_bytes: Buffer, acknowledge?: (answer: string) => void) => acknowledge?.('kept'));
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
      await socket.timeout(25_000).emitWithAck('message', text);
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
    start: () => startServer(),
    connect: (url) => connect(url, options, upgraded),
    more: (stage) => moreOf(stage, options),
  };
  exercise(subject);
}

function moreOf(stage: () => ChatStage, options: Options): void {
  const opened: Socket[] = [];
  const dial = async (namespace = '', more: Options = {}) => {
    const socket = io(stage().url + namespace, { forceNew: true, reconnection: false, ...options, ...more });
    opened.push(socket);
    await soon('connect', new Promise<void>((resolve) => socket.once('connect', resolve)));
    return socket;
  };
  afterEach(() => {
    for (const socket of opened.splice(0)) socket.disconnect();
  });

  it('carries namespaces and acknowledgements', async () => {
    const socket = await dial('/sales');
    const ask = (text: string) => socket.timeout(5000).emitWithAck('ask', { text });
    expect(await ask('how much?')).toEqual({ heard: 'how much?', by: 'sales' });
    expect((await ask('pay with 4111 1111 1111 1111')).heard).toMatch(/^pay with \[card ••1111 #/);
  });

  it('refuses binary attachments by default, with a code', async () => {
    const socket = await dial();
    socket.emit('file', Buffer.from(Array.from({ length: 90 }, (_, at) => (at * 37) & 0xff)));
    await within(5000, 'a refusal', () => /CV_FILE_REFUSED|CV_BINARY_REFUSED/.test(stage().product.logs()));
    expect(
      stage()
        .far.messages()
        .filter(({ kind }) => kind === 'binary'),
    ).toEqual([]);
    expect(stage().far.upText()).not.toMatch(/bACVKb5/);
  });
}

describe('socket.io with a profile', () => {
  it('refuses binary attachments of polls, too', async () => {
    const server = await startServer();
    const stage = await startChatStage(server, profileWith('socketio'));
    const socket = io(stage.url, { forceNew: true, reconnection: false, transports: ['polling'] });
    try {
      await soon('connect', new Promise<void>((resolve) => socket.once('connect', resolve)));
      socket.emit('file', Buffer.from([0x89, 0x50, 0x4e, 0x47, 1, 2, 3]));
      await within(5000, 'a refusal', () => /CV_FILE_REFUSED|CV_BINARY_REFUSED/.test(stage.product.logs()));
      expect(stage.far.upText()).not.toContain('biVBORw');
    } finally {
      socket.disconnect();
      await stage.stop();
      await server.stop();
    }
  });

  it.each(['websocket', 'polling'] as const)('passes binary attachments where it says so, by %s', async (transport) => {
    const server = await startServer();
    const vendor = profileWith('socketio')
      .replace('binary: block', 'binary: pass')
      .replace('files: block', 'files: pass');
    const stage = await startChatStage(server, vendor);
    const socket = io(stage.url, { forceNew: true, transports: [transport] });
    try {
      await soon('connect', new Promise<void>((resolve) => socket.once('connect', resolve)));
      const bytes = Buffer.from([0x89, 0x50, 0x4e, 0x47, 1, 2, 3]);
      expect(await socket.timeout(5000).emitWithAck('file', bytes)).toBe('kept');
      expect(await socket.timeout(5000).emitWithAck('message', '5500 0055 5555 5559')).toBe('ok');
      expect(stage.far.upText()).toContain('[card ••5559');
    } finally {
      socket.disconnect();
      await stage.stop();
      await server.stop();
    }
  });

  it('masks what is typed before it is sent', async () => {
    const server = await startServer();
    const preview = '    previews: [{ path: /1, when: { path: /0, equals: preview } }]\n';
    const stage = await startChatStage(server, profileWith('socketio', preview));
    const [visitor, agent] = [0, 1].map(() => io(stage.url, { forceNew: true, transports: ['websocket'] }));
    try {
      if (visitor === undefined || agent === undefined) throw new Error('no sockets');
      const seen: string[] = [];
      agent.on('preview', (text: string) => seen.push(text));
      for (const one of [visitor, agent]) {
        await soon(
          'connect',
          new Promise<void>((resolve) => (one.connected ? resolve() : one.once('connect', resolve))),
        );
      }
      const typed = 'card 4111 1111 1111 1111';
      for (let end = 6; end <= typed.length; end += 3) visitor.emit('preview', typed.slice(0, end));
      await within(5000, 'previews', () => seen.length === 7);
      for (const text of seen) expect(text.replace(/\D/g, '').length).toBeLessThanOrEqual(8);
      expect(stage.far.upText()).not.toContain('4111 1111 1');
    } finally {
      for (const one of [visitor, agent]) one?.disconnect();
      await stage.stop();
      await server.stop();
    }
  });

  it('reads the msgpack parser', async () => {
    const server = await startServer({ parser: msgpack });
    const stage = await startChatStage(server, profileWith('socketio-msgpack'));
    const [visitor, agent] = [0, 1].map(() =>
      io(stage.url, { forceNew: true, parser: msgpack, transports: ['websocket'] }),
    );
    try {
      if (visitor === undefined || agent === undefined) throw new Error('no sockets');
      const heard: string[] = [];
      agent.on('message', (text: string) => heard.push(text));
      for (const one of [visitor, agent]) {
        await soon(
          'connect',
          new Promise<void>((resolve) => (one.connected ? resolve() : one.once('connect', resolve))),
        );
      }
      for (const text of ['hello 👋', 'my card is 4111 1111 1111 1111 ok']) {
        expect(await visitor.timeout(5000).emitWithAck('message', text)).toBe('ok');
      }
      await within(3000, 'both', () => heard.length === 2);
      expect(heard[0]).toBe('hello 👋');
      expect(heard[1]).toMatch(/^my card is \[card ••1111 #[^\]]+\] ok$/);
      expect(stage.far.upText()).not.toContain('4111 1111');
    } finally {
      for (const one of [visitor, agent]) one?.disconnect();
      await stage.stop();
      await server.stop();
    }
  });
});
