/** Faye, the real Bayeux server and client: sockets, long polls with batches, and polls by script. */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import faye from 'faye';
import { expect, it } from 'vitest';
import { aMoment, type ChatStage, soon, within } from '../../support/clients/chat-stage.ts';
import { type ChatPeer, exercise } from '../../support/clients/exercise.ts';

async function start(): Promise<{ port: number; stop(): Promise<void> }> {
  const http = createServer();
  const bayeux = new faye.NodeAdapter({ mount: '/faye', timeout: 20 });
  bayeux.attach(http);
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return {
    port: (http.address() as AddressInfo).port,
    stop() {
      bayeux.close();
      http.closeAllConnections();
      return new Promise((resolve) => http.close(() => resolve()));
    },
  };
}

interface Said {
  readonly from: string;
  readonly text: string;
}

async function connect(url: string, without: readonly string[]): Promise<ChatPeer> {
  const client = new faye.Client(`${url}/faye`, { retry: 0.1, timeout: 10 });
  for (const feature of without) client.disable(feature);
  const me = randomUUID();
  const got: string[] = [];
  const hear = (said: Said) => void (said.from === me || got.push(said.text));
  await soon('subscribe', Promise.resolve(client.subscribe('/room', hear as (data: never) => void)));
  return {
    got,
    async send(text) {
      await soon('publish', Promise.resolve(client.publish('/room', { from: me, text })), 15_000);
    },
    // The client says nothing when it is back: it sends again what was not acknowledged.
    back: () => aMoment(500),
    close: () => client.disconnect(),
  };
}

const call = async (stage: ChatStage, message: object) => {
  const query = new URLSearchParams({ message: JSON.stringify(message), jsonp: '__jsonp1__' });
  const answer = await fetch(`${stage.url}/faye?${query}`);
  return { status: answer.status, text: await answer.text() };
};

exercise({ name: 'faye, websocket', start, connect: (url) => connect(url, ['eventsource']) });

exercise({
  name: 'faye, long-polling',
  start,
  connect: (url) => connect(url, ['eventsource', 'websocket']),
  more(stage, another) {
    it('reads and masks what goes by script calls', async () => {
      const agent = await another();
      const hello = await call(stage(), {
        channel: '/meta/handshake',
        version: '1.0',
        supportedConnectionTypes: ['callback-polling'],
      });
      expect(hello.text).toContain('__jsonp1__([');
      const clientId = /"clientId":"(\w+)"/.exec(hello.text)?.[1];
      const sent = await call(stage(), {
        channel: '/room',
        clientId,
        data: { from: 'script', text: 'card 4111 1111 1111 1111 ok' },
      });
      expect(sent.text).toContain('"successful":true');
      await within(3000, 'the mask', () => agent.got.length > 0);
      expect(agent.got[0]).toMatch(/^card \[card ••1111\] ok$/);
      expect(stage().far.upText().replace(/\D/g, '')).not.toContain('4111111111111111');
    });
  },
});
