/** The Direct Line client, over its socket and by polling, before a faithful fake; files by multipart upload. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Activity, DirectLine } from 'botframework-directlinejs';
import { expect, it } from 'vitest';
import { WebSocket } from 'ws';
import XMLHttpRequest from 'xhr2';
import { type ChatServer, soon } from '../../support/clients/chat-stage.ts';
import { type ChatPeer, exercise } from '../../support/clients/exercise.ts';
import { answerJson, startSocketServer } from '../../support/clients/socket-server.ts';

Object.assign(globalThis, { XMLHttpRequest, WebSocket });

const base = '/v3/directline/conversations';

/** One conversation that everybody is in, as if all devices were the same visitor's. */
function start(): Promise<ChatServer> {
  const activities: object[] = [];
  const sockets = new Set<WebSocket>();
  const add = (activity: object) => {
    const id = `one|${String(activities.length).padStart(7, '0')}`;
    activities.push({ ...activity, id });
    const set = JSON.stringify({ activities: [{ ...activity, id }], watermark: String(activities.length) });
    for (const socket of sockets) socket.send(set);
    return { id };
  };
  const request = (incoming: IncomingMessage, response: ServerResponse, body: string) => {
    const url = new URL(incoming.url ?? '', 'http://x');
    if (url.pathname.endsWith('/upload'))
      return answerJson(response, add({ type: 'message', text: '', attachments: [] }));
    if (url.pathname === base) {
      // A vendor names its socket with its own host; here it is told the public name of the proxy.
      const streamUrl = `ws://${incoming.headers['x-forwarded-host'] ?? 'missing'}${base}/one/stream?from=${activities.length}`;
      return answerJson(response, { conversationId: 'one', token: 'tok', expires_in: 1800, streamUrl }, 201);
    }
    if (incoming.method === 'POST') return answerJson(response, add(JSON.parse(body) as object));
    const from = Number(url.searchParams.get('watermark') ?? 0);
    answerJson(response, { activities: activities.slice(from), watermark: String(activities.length) });
  };
  return startSocketServer({
    request,
    socket(socket, _all, incoming) {
      // What came between the answer and the socket is not lost: the service replays from its watermark.
      const from = Number(new URL(incoming.url ?? '', 'http://x').searchParams.get('from'));
      const missed = activities.slice(from);
      socket.send(JSON.stringify({ activities: missed, watermark: String(activities.length) }));
      sockets.add(socket);
      socket.on('close', () => void sockets.delete(socket));
      // An empty text is a sign of life, as the service sends them.
      socket.send('');
    },
  });
}

async function connect(url: string, webSocket: boolean): Promise<ChatPeer> {
  const me = `dl_${randomUUID()}`;
  const line = new DirectLine({ token: 'tok', domain: `${url}/v3/directline`, webSocket, pollingInterval: 200 });
  const got: string[] = [];
  const began = Date.now();
  const subscription = line.activity$.subscribe((activity: Activity) => {
    const { text, timestamp } = activity as { text?: string; timestamp?: string };
    if (
      (activity.channelData as { by?: string })?.by === me ||
      text === undefined ||
      Date.parse(timestamp ?? '') < began
    )
      return;
    got.push(text);
  });
  await soon(
    'online',
    new Promise<void>((resolve) => {
      line.connectionStatus$.subscribe((status) => void (status === 2 && resolve()));
    }),
  );
  return {
    got,
    send: (text) =>
      soon(
        'id',
        new Promise<void>((resolve, reject) => {
          const activity = {
            type: 'message',
            text,
            from: { id: 'visitor' },
            channelData: { by: me },
            timestamp: new Date().toISOString(),
          } as Activity;
          line.postActivity(activity).subscribe({
            next: (id) => (id === 'retry' ? reject(new Error('refused')) : resolve()),
            error: reject,
          });
        }),
        25_000,
      ),
    close() {
      subscription.unsubscribe();
      line.end();
    },
  };
}

exercise({
  name: 'directline, websocket',
  start,
  connect: (url) => connect(url, true),
  // Posts go side by side over several connections.
  ordered: false,
  burst: 200,
  more(stage) {
    it('refuses a file with a code', async () => {
      const form = new FormData();
      form.append(
        'activity',
        new Blob([JSON.stringify({ type: 'message', from: { id: 'a' } })], {
          type: 'application/vnd.microsoft.activity',
        }),
      );
      form.append(
        'file',
        new Blob([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3])], { type: 'image/png' }),
        'a.png',
      );
      const answer = await fetch(`${stage().url}${base}/one/upload?userId=a`, { method: 'POST', body: form });
      expect(answer.status).toBe(415);
      expect(await answer.text()).toContain('"CV_FILE_REFUSED"');
      expect(stage().far.upText()).not.toContain('a.png');
    });
  },
});

exercise({
  name: 'directline, polling',
  start,
  connect: (url) => connect(url, false),
  ordered: false,
  burst: 200,
  vendor: `id: own
title: Files may pass
routes:
  - { id: uploads, path: /v3/directline/conversations/*/upload, files: pass }
  - { id: everything, path: /** }
`,
  more(stage) {
    it('passes a file where the profile says so, and masks the text beside it', async () => {
      const form = new FormData();
      const activity = { type: 'message', text: 'see 4111 1111 1111 1111', from: { id: 'a' } };
      form.append('activity', new Blob([JSON.stringify(activity)], { type: 'application/vnd.microsoft.activity' }));
      form.append(
        'file',
        new Blob([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3])], { type: 'image/png' }),
        'a.png',
      );
      const answer = await fetch(`${stage().url}${base}/one/upload?userId=a`, { method: 'POST', body: form });
      expect(answer.status).toBe(200);
      expect(stage().far.upText()).toContain('a.png');
      expect(stage().far.upText()).toContain('see [card ••1111');
      expect(stage().far.upText().replace(/\D/g, '')).not.toContain('4111111111111111');
    });
  },
});
