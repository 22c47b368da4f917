/** HTTP/2 from visitors: the same inspection, the same refusals, bounded toward the vendor. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type ClientHttp2Session, connect, constants, type OutgoingHttpHeaders } from 'node:http2';
import { request as requestTls } from 'node:https';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { createLive } from '../../src/domain/live.ts';
import { innerMax } from '../../src/proxy/http2/session.ts';
import { openCertificates } from '../../src/settings/certificates.ts';
import { certificateAuthority } from '../support/certificates.ts';
import { forbidden, marker, masked, startPlane, testSettings, testSite } from '../support/sites.ts';

type Handler = (request: IncomingMessage, response: ServerResponse, body: string) => void;
const echo: Handler = (request, response, body) =>
  void response.setHeader('content-type', 'text/plain').end(`${request.method} ${body}`);

async function stage(handler: Handler = echo, http2 = true) {
  const vendor = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += String(chunk);
    });
    request.on('end', () => handler(request, response, body));
  });
  const sockets = new WebSocketServer({ server: vendor });
  sockets.on('connection', (socket) => socket.on('message', (data) => socket.send(String(data))));
  await new Promise<void>((resolve) => vendor.listen(0, '127.0.0.1', resolve));
  const site = testSite({ upstream: `http://127.0.0.1:${(vendor.address() as AddressInfo).port}` });
  const authority = certificateAuthority();
  const tls = { ...authority.issue('shop', ['shop.test']), names: [], minVersion: 'TLSv1.2' } as const;
  const settings = testSettings([site]);
  const data = { ...settings.listen.data, tls };
  const certificates = openCertificates(tls, () => undefined);
  const live = createLive({ ...settings, listen: { ...settings.listen, data } });
  const started = await startPlane([site], { settings: live, certificates, http2 });
  const trust = { ca: authority.pem, servername: 'shop.test' };
  const session = () => {
    const made = connect(`https://127.0.0.1:${started.port}`, trust);
    made.on('error', () => undefined);
    onTestFinished(() => made.destroy());
    return made;
  };
  onTestFinished(async () => {
    certificates.close();
    await started.plane.close();
    for (const socket of sockets.clients) socket.terminate();
    vendor.close();
    vendor.closeAllConnections();
  });
  return { ...started, session, trust, vendor };
}

interface Reply {
  readonly status: number;
  readonly headers: Record<string, unknown>;
  readonly text: string;
  readonly reset: number;
}

function ask(session: ClientHttp2Session, headers: OutgoingHttpHeaders = {}, body?: string): Promise<Reply> {
  const stream = session.request(
    { ':authority': 'shop.test', ':path': '/', ...headers },
    { endStream: body === undefined },
  );
  let text = '';
  let answer: Record<string, unknown> = {};
  stream.on('response', (got) => {
    answer = got;
  });
  stream.on('data', (chunk) => {
    text += String(chunk);
  });
  stream.on('error', () => undefined);
  if (body !== undefined) stream.end(body);
  return new Promise((resolve) =>
    stream.once('close', () =>
      resolve({ status: Number(answer[':status'] ?? 0), headers: answer, text, reset: stream.rstCode ?? 0 }),
    ),
  );
}

const post = { ':method': 'POST', 'content-type': 'text/plain' };

test('requests and answers are inspected like those of HTTP/1.1', async () => {
  const { session, recorder } = await stage();
  const visitor = session();
  expect(await ask(visitor, post, `a ${marker}`)).toMatchObject({ status: 200, text: `POST a ${masked}` });
  expect(await ask(visitor)).toMatchObject({ status: 200, text: 'GET ' });
  const head = await ask(visitor, { ':method': 'HEAD' });
  expect(head).toMatchObject({ status: 200, text: '' });
  const blocked = await ask(visitor, post, forbidden);
  expect(blocked.status).toBe(422);
  expect(JSON.parse(blocked.text).error).toMatchObject({ code: 'CV_BLOCKED_BY_POLICY', message: 'Not here, please.' });
  expect(recorder.messages).toContain('shop to-upstream http edited');
});

test('many streams at once, bodies of a megabyte, and a bounded number of sockets to the vendor', async () => {
  let open = 0;
  let most = 0;
  const { session } = await stage(async (_request, response, body) => {
    open += 1;
    most = Math.max(most, open);
    await wait(20);
    open -= 1;
    response.setHeader('content-type', 'text/plain').end(body);
  });
  const visitor = session();
  const body = 'x'.repeat(1_000_000);
  const replies = await Promise.all(Array.from({ length: 40 }, (_, at) => ask(visitor, post, at < 4 ? body : `${at}`)));
  expect(replies.map(({ status }) => status)).toEqual(Array.from({ length: 40 }, () => 200));
  expect(replies[0]?.text).toHaveLength(body.length);
  expect(replies[39]?.text).toBe('39');
  expect(most).toBeLessThanOrEqual(innerMax);
  expect(most).toBeGreaterThan(1);
});

test.each([
  ['CV_BAD_HOST', 400, { host: 'other.test' }],
  ['CV_UNKNOWN_SITE', 421, { ':authority': 'elsewhere.test' }],
  ['CV_HEADERS_TOO_MANY', 431, Object.fromEntries(Array.from({ length: 101 }, (_, at) => [`x-${at}`, '1']))],
  ['CV_METHOD_REFUSED', 501, { ':method': 'TRACE' }],
])('%s is refused in the same words', async (code, status, headers) => {
  const { session } = await stage();
  const reply = await ask(session(), headers);
  expect(reply.status).toBe(status);
  expect(JSON.parse(reply.text).error.code).toBe(code);
});

test('trailers are refused and reach nobody', async () => {
  let asked = 0;
  const { session } = await stage((_request, response) => {
    asked += 1;
    response.end();
  });
  const stream = session().request({ ':authority': 'shop.test', ':path': '/', ...post }, { waitForTrailers: true });
  stream.on('wantTrailers', () => stream.sendTrailers({ 'x-late': 'now' }));
  stream.end('body');
  const [headers] = await once(stream, 'response');
  expect(headers[':status']).toBe(400);
  stream.resume();
  await once(stream, 'close');
  expect(asked).toBe(0);
});

test('an answer that breaks off is a reset stream, not a whole answer', async () => {
  const { session } = await stage((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/css', 'content-length': '100' });
    response.write('half');
    setTimeout(() => response.destroy(), 20);
  });
  const reply = await ask(session());
  expect(reply.reset).not.toBe(constants.NGHTTP2_NO_ERROR);
});

test('a rapid reset ends the connection, and the vendor hardly hears of it', async () => {
  let asked = 0;
  const { session, plane } = await stage((_request, response) => {
    asked += 1;
    setTimeout(() => response.end(), 50);
  });
  const visitor = session();
  await once(visitor, 'connect');
  let sent = 0;
  while (sent < 1200 && !visitor.destroyed && !visitor.closed) {
    const streams = Array.from({ length: 50 }, () => visitor.request({ ':authority': 'shop.test', ':path': '/' }));
    for (const stream of streams) stream.on('error', () => undefined);
    sent += streams.length;
    // Else the library would take the requests back instead of sending them.
    await wait(2);
    for (const stream of streams) stream.close(constants.NGHTTP2_CANCEL);
    await wait(2);
  }
  if (!visitor.destroyed) await Promise.race([once(visitor, 'close'), wait(3000)]);
  expect(visitor.destroyed).toBe(true);
  expect(asked).toBeLessThanOrEqual(100);
  await wait(100);
  expect(plane.connections).toBe(0);
});

test('HTTP/1.1 and WebSockets go on beside it; without it nobody is offered HTTP/2', async () => {
  const { port, trust } = await stage();
  const socket = new WebSocket(`wss://127.0.0.1:${port}/`, { ...trust, headers: { host: 'shop.test' } });
  socket.once('open', () => socket.send(`a ${marker}`));
  expect(String((await once(socket, 'message'))[0])).toBe(`a ${masked}`);
  socket.terminate();
  const plain = requestTls({ port, host: '127.0.0.1', ...trust, headers: { host: 'shop.test' }, agent: false }).end();
  expect((await once(plain, 'response'))[0].statusCode).toBe(200);
  const without = await stage(echo, false);
  const refused = without.session();
  await expect(once(refused, 'connect')).rejects.toThrow(/application protocol/);
});

test('draining lets streams end and takes no more', async () => {
  const { session, plane } = await stage((_request, response) => void setTimeout(() => response.end('late'), 150));
  const visitor = session();
  const pending = ask(visitor);
  await wait(60);
  const drained = plane.drain(5);
  expect((await pending).status).toBe(200);
  await drained;
  expect(plane.connections).toBe(0);
});
