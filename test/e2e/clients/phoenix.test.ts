/** The Phoenix client (version 2 arrays) before a channel server that answers joins, pushes and heart-beats. */
import { Socket } from 'phoenix';
import { WebSocket } from 'ws';
import { soon } from '../../support/clients/chat-stage.ts';
import { type ChatPeer, exercise } from '../../support/clients/exercise.ts';
import { startSocketServer } from '../../support/clients/socket-server.ts';

type Frame = readonly [join: string | null, ref: string | null, topic: string, event: string, payload: object];

const start = () =>
  startSocketServer({
    socket(socket, all) {
      socket.on('message', (data: Buffer) => {
        const [join, ref, topic, event, payload] = JSON.parse(data.toString()) as Frame;
        const shout: Frame = [null, null, topic, 'shout', payload];
        if (event === 'shout') for (const one of all) if (one !== socket) one.send(JSON.stringify(shout));
        socket.send(JSON.stringify([join, ref, topic, 'phx_reply', { status: 'ok', response: {} }] satisfies Frame));
      });
    },
  });

async function connect(url: string): Promise<ChatPeer> {
  const socket = new Socket(`${url.replace('http', 'ws')}/socket`, {
    transport: WebSocket,
    params: { token: 'anonymous' },
    reconnectAfterMs: () => 50,
    rejoinAfterMs: () => 50,
  });
  const got: string[] = [];
  let joined: () => void = () => undefined;
  socket.connect();
  const channel = socket.channel('conversation:lobby', {});
  channel.on('shout', ((payload: { body: string }) => got.push(payload.body)) as (payload: never) => void);
  const next = () => soon('join', new Promise<void>((resolve) => (joined = resolve)));
  const first = next();
  channel.join().receive('ok', () => joined());
  await first;
  return {
    got,
    send: (text) =>
      soon(
        'reply',
        new Promise<void>((resolve) => {
          channel.push('shout', { body: text, customer_id: 'c-1', file_ids: [] }).receive('ok', () => resolve());
        }),
        15_000,
      ),
    back: next,
    close: () => new Promise((resolve) => socket.disconnect(resolve)),
  };
}

exercise({ name: 'phoenix', start, connect });
