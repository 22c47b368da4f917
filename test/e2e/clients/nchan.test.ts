/** nginx with its nchan module, where Debian's packages are installed: publish by POST or socket, read by both or events. */
import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type ChatServer, soon, within } from '../../support/clients/chat-stage.ts';
import { isInstalled, startChild } from '../../support/clients/child.ts';
import { type ChatPeer, exercise } from '../../support/clients/exercise.ts';

const nchan = '/usr/lib/nginx/modules/ngx_nchan_module.so';
const there = isInstalled('nginx') && existsSync(nchan);

/** nginx has no port 0: one that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

async function start(): Promise<ChatServer> {
  const folder = mkdtempSync(join(tmpdir(), 'chatveil-nchan-'));
  const port = await freePort();
  const room = 'nchan_channel_id room; nchan_message_buffer_length 5000;';
  const kept = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  );
  writeFileSync(
    join(folder, 'nginx.conf'),
    `load_module ${nchan};
daemon off;
${process.getuid?.() === 0 ? 'user root;' : ''}
worker_processes 1;
pid ${folder}/pid;
error_log stderr notice;
events { worker_connections 200; }
http {
  access_log off;
  ${kept.join('\n  ')}
  server {
    listen 127.0.0.1:${port};
    location = /publish { nchan_publisher; ${room} }
    location = /events { nchan_subscriber eventsource; nchan_subscriber_first_message newest; ${room} }
    location = /parts { nchan_subscriber; nchan_subscriber_first_message newest; ${room} }
    location = /history { nchan_subscriber longpoll; nchan_subscriber_first_message oldest; ${room} }
    location = /socket { nchan_pubsub websocket; nchan_subscriber_first_message newest; ${room} }
  }
}
`,
  );
  const child = await startChild(`nginx -c ${folder}/nginx.conf`, /start worker processes/, folder);
  return {
    port,
    async stop() {
      await child.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface Said {
  readonly from: string;
  readonly text: string;
}

async function bySocket(url: string): Promise<ChatPeer> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/socket`);
  const me = randomUUID();
  const got: string[] = [];
  const waiting: (() => void)[] = [];
  socket.on('message', (data: Buffer) => {
    const { from, text } = JSON.parse(data.toString()) as Said;
    if (from === me) waiting.shift()?.();
    else got.push(text);
  });
  await soon('open', new Promise<void>((resolve) => socket.once('open', () => resolve())));
  return {
    got,
    send(text) {
      const echoed = new Promise<void>((resolve) => void waiting.push(resolve));
      socket.send(JSON.stringify({ from: me, text }));
      return soon('echo', echoed, 20_000);
    },
    close: () => socket.terminate(),
  };
}

async function byEvents(url: string): Promise<ChatPeer> {
  const me = randomUUID();
  const got: string[] = [];
  const ended = new AbortController();
  const answer = await fetch(`${url}/events`, { headers: { accept: 'text/event-stream' }, signal: ended.signal });
  const read = async () => {
    let text = '';
    for await (const chunk of answer.body ?? []) {
      text += Buffer.from(chunk).toString('latin1');
      const events = text.split('\n\n');
      text = events.pop() ?? '';
      for (const event of events) {
        const data = /^data: (.*)$/m.exec(Buffer.from(event, 'latin1').toString())?.[1];
        const said = data === undefined ? undefined : (JSON.parse(data) as Said);
        if (said !== undefined && said.from !== me) got.push(said.text);
      }
    }
  };
  read().catch(() => undefined);
  return {
    got,
    async send(text) {
      const body = JSON.stringify({ from: me, text });
      const headers = { 'content-type': 'application/json' };
      // A connection that was cut while it was kept alive fails the first request that is put on it.
      const publish = () => fetch(`${url}/publish`, { method: 'POST', headers, body });
      const { ok } = await publish().catch(publish);
      expect(ok).toBe(true);
    },
    close: () => ended.abort(),
  };
}

if (there) {
  exercise({ name: 'nchan, websocket', start, connect: bySocket });
  exercise({
    name: 'nchan, posts and events',
    start,
    connect: byEvents,
    burst: 200,
    ordered: false,
    more(stage, connect) {
      it('reads an answer that never ends part by part', async () => {
        const visitor = await connect();
        const ended = new AbortController();
        const headers = { accept: 'multipart/mixed' };
        const answer = await fetch(`${stage().url}/parts`, { headers, signal: ended.signal });
        expect(answer.headers.get('content-type')).toMatch(/^multipart\/mixed; boundary=/);
        let text = '';
        const read = async () => {
          for await (const chunk of answer.body ?? []) text += Buffer.from(chunk).toString();
        };
        read().catch(() => undefined);
        for (const said of ['hello', 'my card is 4111 1111 1111 1111']) await visitor.send(said);
        await within(3000, 'two parts', () => /"hello"\}\r\n--[\s\S]*\[card ••1111 #[^\]]+\]"\}\r\n--/.test(text));
        ended.abort();
      });

      it('polls with what the last answer named, and counts without words', async () => {
        const visitor = await connect();
        await visitor.send('a first message');
        const history = () => fetch(`${stage().url}/history`);
        const first = await history().catch(history);
        expect(first.status).toBe(200);
        const headers = {
          'if-modified-since': first.headers.get('last-modified') ?? '',
          'if-none-match': first.headers.get('etag') ?? '',
        };
        const poll = fetch(`${stage().url}/history`, { headers });
        await visitor.send('my card is 4111 1111 1111 1111');
        expect((await poll).status).toBe(200);
        await within(3000, 'the publication', () => /\[card ••1111 #/.test(stage().far.upText()));
      });
    },
  });
} else describe('nchan', () => it.skip('needs nginx and libnginx-mod-nchan from Debian', () => undefined));
