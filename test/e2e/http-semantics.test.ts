/** Methods, statuses and connections: HEAD, 204, 304, Expect, 1xx, pipelining, and sockets that visitors never share. */
import { connect } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { errorCode, exchange, get, post } from '../support/raw-client.ts';
import { fakeRedactor, forbidden, marker, openRoute, startPlane, testSite } from '../support/sites.ts';
import { type Answerer, answer, startRawUpstream } from '../support/upstream.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function stage(
  answerer?: Answerer,
  site: Partial<Parameters<typeof testSite>[0]> = {},
  overrides: Parameters<typeof startPlane>[1] = {},
) {
  const upstream = await startRawUpstream(answerer);
  const started = await startPlane([testSite({ upstream: upstream.url, ...site })], overrides);
  closers.push(
    () => upstream.close(),
    () => started.plane.close(),
  );
  return { upstream, ...started };
}
const J = 'Content-Type: application/json';

test('HEAD has no body whatever its length says, and its upstream socket is not used again', async () => {
  const { port, upstream } = await stage(() => `HTTP/1.1 200 OK\r\n${J}\r\nContent-Length: 500\r\n\r\n`);
  const reply = await exchange(port, [get('/', [], 'HEAD')], 300);
  expect(reply.status).toBe(200);
  expect(reply.body).toBe('');
  expect(upstream.text()).toMatch(/connection: close/i);
});

test.each(['204 No Content', '304 Not Modified'])(
  '%s has no body and its upstream socket is let go',
  async (status) => {
    const { port, upstream } = await stage(() => `HTTP/1.1 ${status}\r\nX-A: 1\r\n\r\n`);
    const reply = await exchange(port, [get('/') + get('/')], 300);
    expect(reply.all.match(/HTTP\/1\.1 (204|304)/g)?.length).toBe(2);
    expect(reply.all).not.toContain('Transfer-Encoding');
    expect(upstream.sockets.length).toBe(2);
  },
);

test('an empty answer stays empty', async () => {
  const { port } = await stage(() => answer(''));
  const reply = await exchange(port, get('/'));
  expect([reply.status, reply.body]).toEqual([200, '']);
});

test('100 Continue comes from us, after the head was found acceptable', async () => {
  const { port, upstream } = await stage();
  const head = post('', [J, 'Expect: 100-continue']).replace('Content-Length: 0', 'Content-Length: 7');
  const reply = await exchange(port, [head, '{"a":1}']);
  expect(reply.all).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK/);
  expect(upstream.text()).not.toMatch(/expect/i);
  const refused = await exchange(
    port,
    post('', [J, 'Expect: 100-continue', 'Content-Encoding: br']).replace('Content-Length: 0', 'Content-Length: 7'),
  );
  expect(refused.status).toBe(415);
  const large = await exchange(
    port,
    post('', [J, 'Expect: 100-continue']).replace('Content-Length: 0', 'Content-Length: 99999999'),
  );
  expect([large.status, errorCode(large)]).toEqual([413, 'CV_BODY_TOO_LARGE']);
});

test('hints before the answer are dropped, many of them too', async () => {
  const hints = 'HTTP/1.1 103 Early Hints\r\nLink: </x>; rel=preload\r\n\r\n'.repeat(50);
  const { port } = await stage(() => hints + answer('{}'));
  const reply = await exchange(port, get('/'));
  expect(reply.all).toMatch(/^HTTP\/1\.1 200/);
  expect(reply.all).not.toContain('Link');
});

test('an unasked 100 Continue is dropped, on a kept connection and in any split', async () => {
  const hint = 'HTTP/1.1 100 Continue\r\nX-Note: hint\r\n\r\n';
  const { port, upstream } = await stage(() => hint + hint + answer('{"text":"HTTP/1.1 100 Continue"}'));
  for (let round = 0; round < 3; round += 1) {
    const reply = await exchange(port, get('/') + get('/again'));
    expect(reply.all.match(/HTTP\/1\.1 200/g)).toHaveLength(2);
    expect(reply.all).toContain('{"text":"HTTP/1.1 100 Continue"}');
    expect(reply.all).not.toContain('X-Note');
  }
  expect(upstream.sockets.length).toBeLessThanOrEqual(3);
});

test('a host with the usual port is the same host', async () => {
  const { port, upstream } = await stage();
  const reply = await exchange(port, get('/a').replace('Host: shop.test', 'Host: Shop.test:80'));
  expect(reply.status).toBe(200);
  expect(upstream.text()).toMatch(/^GET \/a HTTP/);
  expect((await exchange(port, get('/a').replace('Host: shop.test', 'Host: shop.test:443'))).status).toBe(421);
});

test('an absolute target of our own host is served as its path', async () => {
  const { port, upstream } = await stage();
  await exchange(port, get('http://shop.test/a?b'));
  expect(upstream.text()).toMatch(/^GET \/a\?b HTTP/);
});

test('a chunked request is scanned whole and its extensions stay behind', async () => {
  const redactor = fakeRedactor();
  const { port, upstream } = await stage(undefined, {}, { redactor });
  const half = marker.length / 2;
  const first = `{"a":"${marker.slice(0, half)}`;
  const second = `${marker.slice(half)}"}`;
  const chunks = [first, second].map((text) => `${text.length.toString(16)};ext=4111111111111111\r\n${text}\r\n`);
  const head = `POST / HTTP/1.1\r\nHost: shop.test\r\n${J}\r\nTransfer-Encoding: chunked\r\n\r\n`;
  await exchange(port, [head, ...chunks, '0\r\n\r\n']);
  expect(redactor.seen[0]).toBe(first + second);
  expect(upstream.text()).not.toContain(marker);
  expect(upstream.text()).not.toContain('4111');
});

test.each([
  ['declared', post('x'.repeat(2000)), 413],
  [
    'chunked',
    `POST / HTTP/1.1\r\nHost: shop.test\r\n${J}\r\nTransfer-Encoding: chunked\r\n\r\n7d0\r\n${'x'.repeat(2000)}\r\n0\r\n\r\n`,
    413,
  ],
] as const)('a body over the limit, %s, is refused', async (_name, bytes, status) => {
  const { port, upstream } = await stage(undefined, { limits: { bodyBytesMax: 1000 } });
  const reply = await exchange(port, bytes);
  expect([reply.status, errorCode(reply)]).toEqual([status, 'CV_BODY_TOO_LARGE']);
  expect(upstream.text()).toBe('');
});

test('content nobody can read is refused, or passed and counted where the route says so', async () => {
  const binary = post('\0\x01\x02', ['Content-Type: application/octet-stream']);
  const strict = await stage();
  const reply = await exchange(strict.port, binary);
  expect([reply.status, errorCode(reply)]).toEqual([415, 'CV_CONTENT_UNKNOWN']);
  const open = await stage(undefined, { routes: [{ ...openRoute, ifUnreadable: 'pass' }] });
  expect((await exchange(open.port, binary)).status).toBe(200);
  expect(open.recorder.unread.get('to-upstream binary')).toBe(3);
  const large = await stage(undefined, {
    routes: [{ ...openRoute, ifUnreadable: 'pass' }],
    limits: { bodyBytesMax: 1000 },
  });
  const upload = post('\0'.repeat(5000), ['Content-Type: application/octet-stream']);
  expect((await exchange(large.port, upload)).status).toBe(200);
  expect(large.recorder.unread.get('to-upstream binary')).toBe(5000);
});

test('assets pass as they are and every byte is counted', async () => {
  const css = `a{content:"${marker}"}`;
  const { port, recorder } = await stage(() => answer(css, ['Content-Type: text/css', 'Content-Encoding: br']));
  const reply = await exchange(port, get('/a.css'));
  expect(reply.body).toBe(css);
  expect(recorder.unread.get('to-client asset-style')).toBe(css.length);
});

test('a route that is not inspected is counted and untouched', async () => {
  const { port, upstream, recorder } = await stage(undefined, {
    routes: [{ ...openRoute, path: '/raw/**', inspect: false }],
  });
  await exchange(port, post(marker, [J], '/raw/x'));
  expect(upstream.text().endsWith(marker)).toBe(true);
  expect(recorder.unread.get('to-upstream route')).toBe(marker.length);
  expect((await exchange(port, post(forbidden, [J], '/other'))).status).toBe(422);
});

test('pipelined requests are answered and forwarded in order', async () => {
  const redactor = fakeRedactor({ delay: (text) => (text.includes('first') ? 60 : undefined) });
  const { port, upstream } = await stage(
    (request) => answer(request.includes('first') ? '"1"' : '"2"'),
    {},
    { redactor },
  );
  const reply = await exchange(port, [post('"first"') + post('"second"')], 400);
  expect(reply.all.indexOf('"1"')).toBeGreaterThan(0);
  expect(reply.all.indexOf('"2"')).toBeGreaterThan(reply.all.indexOf('"1"'));
  expect(upstream.text().indexOf('first')).toBeLessThan(upstream.text().indexOf('second'));
});

test('two visitors never share an upstream socket, and late bytes of one answer never reach the other', async () => {
  // The vendor sends a second, unasked answer after each real one: the classic way to poison a shared socket.
  const { port, upstream } = await stage((request, socket, connection) => {
    setTimeout(() => socket.destroyed || socket.write(answer(`"stolen from ${connection}"`)), 5);
    return answer(`"for ${/\r\nX-Who: (\w+)/.exec(request)?.[1]}"`);
  });
  const sockets = ['ann', 'bob'].map((who) => ({ who, socket: connect(port, '127.0.0.1'), text: '' }));
  for (const visitor of sockets) visitor.socket.on('data', (chunk) => (visitor.text += chunk));
  for (let round = 0; round < 5; round += 1) {
    for (const { who, socket } of sockets) socket.write(get('/', [`X-Who: ${who}`]));
    await new Promise((resolve) => setTimeout(resolve, 25));
    const all = () => sockets.every(({ text }) => (text.match(/for /g)?.length ?? 0) > round);
    await vi.waitFor(() => expect(all()).toBe(true), 2000);
  }
  const [ann, bob] = sockets;
  expect(ann?.text.match(/for ann/g)?.length).toBe(5);
  expect(bob?.text.match(/for bob/g)?.length).toBe(5);
  expect(ann?.text).not.toContain('bob');
  expect(bob?.text).not.toContain('ann');
  for (const { socket } of sockets) socket.destroy();
  for (const chunks of upstream.received) {
    const text = Buffer.concat(chunks).toString();
    expect(text.includes('ann') && text.includes('bob')).toBe(false);
  }
});

test('more requests at once than may wait: the first ones are answered, the next one is told why it is not', async () => {
  const { port, upstream } = await stage();
  const socket = connect(port, '127.0.0.1');
  socket.write(Array.from({ length: 60 }, (_, count) => get(`/${count}`)).join(''));
  let all = '';
  for await (const chunk of socket) all += String(chunk);
  const answered = all.match(/HTTP\/1\.1 200/g)?.length ?? 0;
  expect(answered).toBe(33);
  expect(upstream.text().match(/GET \//g)?.length).toBe(answered);
  expect(all).toMatch(/HTTP\/1\.1 503 [\s\S]*CV_OVERLOADED[^\r]*$/);
});
