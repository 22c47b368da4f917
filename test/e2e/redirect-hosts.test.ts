/** Further hosts over real sockets: list, addresses, headers, cookies, preflights, scripts, WebSocket. */
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { VendorHost } from '../../src/domain/vendor-hosts.ts';
import { listed, type MountedOptions, mountedSite } from '../support/mounted.ts';
import { errorCode, exchange, get, post } from '../support/raw-client.ts';
import { type FakeVendor, startVendor, type VendorAnswer } from '../support/redirecting.ts';
import { marker, startPlane } from '../support/sites.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function stage(answer: VendorAnswer, options: MountedOptions = {}, more: readonly VendorHost[] = []) {
  const vendor = await startVendor(answer);
  const home = await startVendor((_, response) => void response.end('home'));
  const at = { scheme: 'http', ports: [vendor.port], allowPrivate: true } as const;
  const list = [listed({ match: 'localhost', ...at }), listed({ name: 'two', match: '127.0.0.1', ...at }), ...more];
  const site = mountedSite({ upstream: `http://127.0.0.1:${home.port}`, list, ...options });
  const started = await startPlane([site]);
  closers.push(
    () => vendor.close(),
    () => home.close(),
    () => started.plane.close(),
  );
  return { vendor, home, ...started, mount: `/__h/localhost:${vendor.port}` };
}

const json: VendorAnswer = (_, response) =>
  void response.setHeader('content-type', 'application/json').end('{"ok":true}');
const last = ({ heard }: FakeVendor) => heard.at(-1) ?? { method: '', url: '', headers: {}, body: '' };

test('a listed host is reached with its own Host and path, another is refused', async () => {
  const { port, vendor, home, mount } = await stage(json);
  const answer = await exchange(port, post(`{"a":"${marker}"}`, [], `${mount}/v1/x?a=1`));
  expect(answer.status).toBe(200);
  expect(last(vendor)).toMatchObject({ method: 'POST', url: '/v1/x?a=1' });
  expect(last(vendor).headers.host).toBe(`localhost:${vendor.port}`);
  expect(last(vendor).body).toContain('[hidden]');
  expect(errorCode(await exchange(port, get('/__h/evil.example/')))).toBe('CV_HOST_REFUSED');
  expect(errorCode(await exchange(port, get('/__h/localhost:1/')))).toBe('CV_HOST_REFUSED');
  for (const path of [
    `${mount}/%2e%2e/x`,
    `${mount}/../x`,
    `/__h/localhost%3a${vendor.port}/`,
    `${mount}%2fx`,
    `${mount}//x`,
  ]) {
    expect(errorCode(await exchange(port, get(path)))).toBe('CV_BAD_TARGET');
  }
  expect(vendor.heard).toHaveLength(1);
  expect((await exchange(port, get('/'))).body).toBe('home');
  expect(home.heard).toHaveLength(1);
});

test('a name with a private address is not connected to unless its entry says so', async () => {
  const { port, vendor, recorder } = await stage(json);
  closers.push(async () => undefined);
  const closed = mountedSite({ list: [listed({ match: 'localhost', scheme: 'http', ports: [vendor.port] })] });
  const other = await startPlane([closed]);
  closers.push(() => other.plane.close());
  const path = `/__h/localhost:${vendor.port}/`;
  const answer = await exchange(other.port, get(path));
  expect([answer.status, errorCode(answer)]).toEqual([403, 'CV_ADDRESS_REFUSED']);
  expect(other.recorder.upstreamErrors).toEqual(['address']);
  const socket = new WebSocket(`ws://127.0.0.1:${other.port}${path}`, { headers: { host: 'shop.test' } });
  expect(await new Promise((resolve) => socket.on('error', (error) => resolve(error.message)))).toContain('403');
  expect(vendor.heard).toHaveLength(0);
  expect((await exchange(port, get(path))).status).toBe(200);
  expect(recorder.upstreamErrors).toEqual([]);
});

test('a redirect is handed on as ours and never followed', async () => {
  const { port, vendor, mount } = await stage((heard, response) => {
    response.writeHead(302, {
      location: heard.url === '/a' ? `http://localhost:${vendor.port}/b` : 'http://169.254.169.254/latest',
      'content-location': '/c',
      link: `<http://localhost:${vendor.port}/d>; rel=preload`,
      refresh: `1; url=http://localhost:${vendor.port}/e`,
    });
    response.end();
  });
  const { head } = await exchange(port, get(`${mount}/a`));
  expect(head).toContain(`location: http://shop.test${mount}/b`);
  expect(head).toContain(`content-location: ${mount}/c`);
  expect(head).toContain(`link: <http://shop.test${mount}/d>; rel=preload`);
  expect(head).toContain(`refresh: 1; url=http://shop.test${mount}/e`);
  expect((await exchange(port, get(`${mount}/x`))).head).toContain('location: http://169.254.169.254/latest');
  expect(vendor.heard).toHaveLength(2);
});

test('cookies of one host do not reach another, nor those of the site', async () => {
  const { port, vendor, home, mount } = await stage(
    (_, response) =>
      void response
        .writeHead(200, { 'content-type': 'application/json', 'set-cookie': 'sid=1; Path=/; Secure; SameSite=None' })
        .end('{}'),
  );
  const { head } = await exchange(port, get(`${mount}/`));
  expect(head).toContain(`set-cookie: cv~localhost~~sid=1; Path=${mount}/`);
  expect(head).not.toMatch(/Secure|SameSite/);
  const jar = 'Cookie: cv~localhost~~sid=1; own=2';
  await exchange(port, get(`${mount}/`, [jar]));
  expect(last(vendor).headers.cookie).toBe('sid=1');
  await exchange(port, get(`/__h/127.0.0.1:${vendor.port}/`, [jar]));
  expect(last(vendor).headers.cookie).toBeUndefined();
  await exchange(port, get('/', [jar]));
  expect(last(home).headers.cookie).toBe('own=2');
});

test('a preflight and its answer name the origins that each side knows', async () => {
  const { port, home, vendor, mount } = await stage(
    ({ headers }, response) =>
      void response
        .writeHead(204, {
          'access-control-allow-origin': headers.origin ?? '',
          'access-control-allow-credentials': 'true',
          'access-control-allow-headers': 'x-a',
        })
        .end(),
  );
  const ask = (origin: string) =>
    exchange(
      port,
      `OPTIONS ${mount}/v1 HTTP/1.1\r\nHost: shop.test\r\nOrigin: ${origin}\r\nAccess-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: x-a\r\n\r\n`,
      1000,
    );
  const same = await ask('http://shop.test');
  expect(last(vendor).headers.origin).toBe(`http://127.0.0.1:${home.port}`);
  expect(same.head).toContain('access-control-allow-origin: http://shop.test');
  const other = await ask('https://page.example');
  expect(last(vendor).headers.origin).toBe('https://page.example');
  expect(other.head).toContain('access-control-allow-origin: https://page.example');
  expect(other.head).toContain('access-control-allow-credentials: true');
  expect(last(vendor).headers['access-control-request-headers']).toBe('x-a');
});

test('what a host says about itself is not said about ours', async () => {
  const own = {
    'strict-transport-security': 'max-age=1',
    'alt-svc': 'h3=":443"',
    'clear-site-data': '"*"',
    'service-worker-allowed': '/',
  };
  const { port, mount } = await stage(
    (_, response) => void response.writeHead(200, { 'content-type': 'application/json', ...own }).end('{}'),
  );
  const { head } = await exchange(port, get(`${mount}/`));
  for (const name of Object.keys(own)) expect(head).not.toContain(name);
});

test('scripts carry the shim, coded or not, without what no longer holds', async () => {
  const { port, mount } = await stage(
    (heard, response) => {
      const coded = heard.url === '/coded.js';
      response.writeHead(200, {
        'content-type': 'text/javascript',
        etag: '"1"',
        'content-md5': 'x',
        ...(coded && { 'content-encoding': 'gzip' }),
      });
      response.end(coded ? gzipSync('let a') : 'let a');
    },
    { redirect: { origin: 'preserve', shim: { inject: ['script'], patch: ['fetch'] } } },
  );
  const plain = await exchange(port, get(`${mount}/plain.js`));
  expect(plain.body).toMatch(/^\(function _\(c\).*\nlet a$/s);
  expect(plain.head).not.toMatch(/etag|md5/i);
  const coded = await exchange(port, get(`${mount}/coded.js`, ['Accept-Encoding: gzip']));
  expect(gunzipSync(Buffer.from(coded.body, 'latin1')).toString()).toBe(plain.body);
  const byHand = await exchange(port, get('/__h/shim.js'));
  expect(byHand.head).toContain('text/javascript');
  expect(plain.body).toBe(`${byHand.body}\nlet a`);
});

test('the proxy behind a trusted hop speaks of the origin that the visitor sees', async () => {
  const { port, settings } = await stage(json);
  const hops = ['X-Forwarded-Proto: https', 'X-Forwarded-Host: chat.shop.example'];
  expect((await exchange(port, get('/__h/shim.js', hops))).body).toContain('"o":"http://shop.test"');
  settings.swap({ ...settings.current, trustedHops: ['127.0.0.1'] });
  expect((await exchange(port, get('/__h/shim.js', hops))).body).toContain('"o":"https://chat.shop.example"');
});

test('a socket goes to its host, and URLs are told apart by the entry', async () => {
  const { port, vendor, mount } = await stage(json);
  const socket = new WebSocket(`ws://127.0.0.1:${port}${mount}/ws?x=1`, ['chat'], {
    headers: { host: 'shop.test', origin: 'http://shop.test' },
  });
  const echoed = await new Promise<string>((resolve, reject) => {
    socket.on('open', () => socket.send(`{"a":"${marker}"}`));
    socket.on('message', (data: Buffer) => resolve(data.toString()));
    socket.on('error', reject);
  });
  socket.terminate();
  expect(echoed).toBe('{"a":"[hidden]"}');
  expect(last(vendor)).toMatchObject({ url: '/ws?x=1' });
  const refused = new WebSocket(`ws://127.0.0.1:${port}/__h/evil.example/ws`, { headers: { host: 'shop.test' } });
  expect(await new Promise((resolve) => refused.on('error', (error) => resolve(error.message)))).toContain('403');
});
