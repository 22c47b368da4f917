/** The Stream client (its socket with the user in the URL, REST for messages) before a faithful fake. */
import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import type { StreamChat as Client } from 'stream-chat';
import { WebSocket } from 'ws';
import { type ChatServer, soon } from '../../support/clients/chat-stage.ts';
import { type ChatPeer, exercise } from '../../support/clients/exercise.ts';
import { answerJson, startSocketServer } from '../../support/clients/socket-server.ts';

const { StreamChat } = createRequire(import.meta.url)('stream-chat') as { StreamChat: typeof Client };
Object.assign(globalThis, { WebSocket });

interface Sent {
  readonly message: { readonly id: string; readonly text: string; readonly user_id?: string };
}

function start(): Promise<ChatServer> {
  const sockets = new Map<string, WebSocket>();
  const channel = { cid: 'messaging:lobby', id: 'lobby', type: 'messaging', own_capabilities: [] };
  return startSocketServer({
    socket(socket, _all, request) {
      const query = new URL(request.url ?? '', 'http://x').searchParams;
      const user = JSON.parse(query.get('json') ?? '{}') as { user_id: string };
      const me = { id: user.user_id, name: 'somebody', channel_mutes: [], mutes: [], devices: [] };
      const connection = randomUUID();
      sockets.set(user.user_id, socket);
      socket.on('close', () => void sockets.delete(user.user_id));
      const health = () => JSON.stringify({ type: 'health.check', connection_id: connection, me });
      socket.send(health());
      socket.on('message', () => socket.send(health()));
    },
    request(incoming, response, body) {
      if (incoming.url?.includes('/query')) {
        return answerJson(response, { channel, messages: [], members: [], read: [], watchers: [] }, 201);
      }
      if (!incoming.url?.includes('/message')) return answerJson(response, {});
      const { message } = JSON.parse(body) as Sent;
      const from = new URL(incoming.url, 'http://x').searchParams.get('user_id') ?? '';
      const whole = {
        ...message,
        user: { id: from },
        html: `<p>${message.text}</p>`,
        type: 'regular',
        cid: channel.cid,
      };
      const event = {
        type: 'message.new',
        cid: channel.cid,
        channel_type: 'messaging',
        channel_id: 'lobby',
        user: whole.user,
      };
      for (const socket of sockets.values()) socket.send(JSON.stringify({ ...event, message: whole }));
      answerJson(response, { message: whole }, 201);
    },
  });
}

async function connect(url: string): Promise<ChatPeer> {
  const id = `visitor-${randomUUID()}`;
  const client = new StreamChat('key', { baseURL: url, logger: () => undefined, timeout: 20_000 });
  await soon('connect', client.connectUser({ id, name: 'Somebody' }, client.devToken(id)));
  const channel = client.channel('messaging', 'lobby');
  await soon('watch', channel.watch());
  const got: string[] = [];
  channel.on('message.new', (event) => {
    if (event.user?.id !== id) got.push(event.message?.text ?? '');
  });
  return {
    got,
    async send(text) {
      await soon('message', channel.sendMessage({ text }), 25_000);
    },
    async close() {
      await client.disconnectUser(500);
    },
  };
}

exercise({ name: 'stream-chat', start, connect, ordered: false, burst: 200 });
