/** SockJS, the real server and client, one transport at a time; the polls by script are done by hand. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import sockjs, { type Connection } from 'sockjs';
import SockJS from 'sockjs-client';
import { expect, it } from 'vitest';
import { soon, within } from '../../support/clients/chat-stage.ts';
import { type ChatPeer, exercise } from '../../support/clients/exercise.ts';

interface Said {
  readonly id: number;
  readonly text: string;
}

async function start(): Promise<{ port: number; stop(): Promise<void> }> {
  const http = createServer();
  const server = sockjs.createServer({ log: () => undefined });
  const open = new Set<Connection>();
  server.on('connection', (connection) => {
    open.add(connection);
    connection.on('close', () => void open.delete(connection));
    connection.on('data', (data) => {
      const { id, text } = JSON.parse(data) as Said;
      for (const other of open) if (other !== connection) other.write(JSON.stringify({ text }));
      connection.write(JSON.stringify({ ack: id }));
    });
  });
  server.installHandlers(http, { prefix: '/chat' });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return {
    port: (http.address() as AddressInfo).port,
    stop() {
      http.closeAllConnections();
      return new Promise((resolve) => http.close(() => resolve()));
    },
  };
}

async function connect(url: string, transports: string): Promise<ChatPeer> {
  const socket = new SockJS(`${url}/chat`, null, { transports, timeout: 5000 });
  const got: string[] = [];
  const waiting = new Map<number, () => void>();
  let last = 0;
  socket.onmessage = ({ data }) => {
    const { ack, text } = JSON.parse(data) as { ack?: number; text?: string };
    if (ack !== undefined) waiting.get(ack)?.();
    if (text !== undefined) got.push(text);
  };
  await soon(
    `open ${transports}`,
    new Promise<void>((resolve, reject) => {
      socket.onopen = resolve;
      socket.onclose = ({ code, reason }) => reject(new Error(`${code} ${reason}`));
    }),
  );
  socket.onclose = null;
  return {
    got,
    send(text) {
      last += 1;
      const id = last;
      const acknowledged = new Promise<void>((resolve) => waiting.set(id, resolve));
      socket.send(JSON.stringify({ id, text }));
      return soon('acknowledgement', acknowledged, 20_000);
    },
    close: () => socket.close(),
  };
}

for (const transport of ['websocket', 'xhr-streaming', 'xhr-polling', 'eventsource']) {
  exercise({ name: `sockjs, ${transport}`, start, connect: (url) => connect(url, transport) });
}

exercise({
  name: 'sockjs, jsonp-polling beside xhr-polling',
  start,
  connect: (url) => connect(url, 'xhr-polling'),
  burst: 100,
  more(stage, another) {
    it('reads and masks the polls by script', async () => {
      const agent = await another();
      const base = `${stage().url}/chat/000/abcdefgh`;
      const opened = await fetch(`${base}/jsonp?c=_jp.a1`);
      expect(await opened.text()).toBe('/**/_jp.a1("o");\r\n');
      const body = new URLSearchParams({
        d: JSON.stringify([JSON.stringify({ id: 1, text: '4111 1111 1111 1111 !' })]),
      });
      const sent = await fetch(`${base}/jsonp_send`, { method: 'POST', body });
      expect([sent.status, await sent.text()]).toEqual([200, 'ok']);
      const acknowledged = await fetch(`${base}/jsonp?c=_jp.a2`);
      expect(await acknowledged.text()).toBe('/**/_jp.a2("a[\\"{\\\\\\"ack\\\\\\":1}\\"]");\r\n');
      await within(3000, 'the mask', () => agent.got.length > 0);
      expect(agent.got[0]).toMatch(/^\[card ••1111 #[^\]]+\] !$/);
      expect(decodeURIComponent(stage().far.upText()).replace(/\D/g, '')).not.toContain('4111111111111111');
    });

    it('lets the endless page of the htmlfile transport go on script by script, masked', async () => {
      const agent = await another();
      const page = await fetch(`${stage().url}/chat/000/ijklmnop/htmlfile?c=_jp.b1`);
      let text = '';
      const reading = (async () => {
        for await (const chunk of page.body ?? []) text += Buffer.from(chunk).toString();
      })().catch(() => undefined);
      await within(3000, 'the opening', () => text.includes('p("o");'));
      expect(text).toMatch(/^<!doctype html>/);
      await agent.send('hello there');
      await agent.send('4111 1111 1111 1111 !');
      await within(3000, 'both messages', () => (text.match(/p\("a/g) ?? []).length === 2);
      const frame = `a${JSON.stringify([JSON.stringify({ text: 'hello there' })])}`;
      expect(text).toContain(`p(${JSON.stringify(frame)});`);
      expect(text).toContain('[card ••1111');
      stage().near.cut();
      await reading;
    });
  },
});
