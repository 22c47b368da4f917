/** A page that talks to two vendor hosts in every way a browser knows: all of it arrives through the proxy, masked. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { grouped, testCard } from '../../src/demo/synthetic.ts';
import {
  type FakeVendor,
  openTrappedBrowser,
  type Redirecting,
  startRedirecting,
  startVendor,
  type TrappedBrowser,
  type VendorAnswer,
} from '../support/redirecting.ts';

// The vendors' names exist nowhere but here.
vi.mock('node:dns', async (original) => {
  const dns = (await original()) as typeof import('node:dns');
  const lookup = (name: string, options: object, done: (error: Error | null, found: object[]) => void) =>
    name.endsWith('.vendor.test')
      ? done(null, [{ address: '127.0.0.1', family: 4 }])
      : (dns.lookup as unknown as (...all: unknown[]) => void)(name, options, done);
  return { ...dns, default: dns, lookup };
});

const card = testCard('4', '1', 16);
const fixture = (name: string) => readFileSync(join(import.meta.dirname, '../fixtures/redirect', name), 'utf8');

let api: FakeVendor;
let cdn: FakeVendor;
let shop: FakeVendor;
let proxy: Redirecting;
let browser: TrappedBrowser;
let page: Page;
let results: Record<string, unknown>;

/** Puts today's ports and card where a fixture has a name for them. */
const filled = (text: string) =>
  text
    .replaceAll('API_HOST', `api.vendor.test:${api.port}`)
    .replaceAll('CDN_HOST', `cdn.vendor.test:${cdn.port}`)
    .replaceAll('CARD', grouped(card, ' '));

const send =
  (type: string, body: () => string, headers: Record<string, string> = {}): VendorAnswer =>
  (_, response) =>
    void response.writeHead(200, { 'content-type': type, ...headers }).end(filled(body()));

const apiAnswers: Record<string, VendorAnswer> = {
  '/echo': ({ headers }, response) =>
    void response
      .writeHead(200, {
        'content-type': 'application/json',
        'set-cookie': [`sid=api-1; Path=/; SameSite=None; Secure; HttpOnly`, 'all=both; Domain=.vendor.test; Path=/'],
      })
      .end(
        JSON.stringify({
          next: filled('http://CDN_HOST/file.json'),
          socket: filled('ws://API_HOST/ws?n=1'),
          cookie: headers.cookie ?? '',
        }),
      ),
  '/events': (_, response) =>
    void response
      .writeHead(200, { 'content-type': 'text/event-stream' })
      .end(`data: ${JSON.stringify({ next: filled('http://CDN_HOST/from-event.json') })}\n\n`),
  '/frame.html': send('text/html', () => fixture('frame.html')),
  '/frame-api': send('application/json', () => '{"ok":true}'),
  '/moved': (_, response) => void response.writeHead(302, { location: filled('http://CDN_HOST/file.json') }).end(),
};
const cdnAnswers: Record<string, VendorAnswer> = {
  '/widget.js': send('text/javascript', () => fixture('widget.js')),
  '/worker.js': send('text/javascript', () => fixture('worker.js')),
  '/file.json': send('application/json', () => '{"file":true}'),
  '/from-event.json': send('application/json', () => '{"event":true}'),
  '/pixel.gif': (_, response) => void response.writeHead(200, { 'content-type': 'image/gif' }).end(gif),
};
const gif = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');
const answering =
  (answers: Record<string, VendorAnswer>): VendorAnswer =>
  (heard, response) =>
    (answers[heard.url.replace(/\?.*/, '')] ?? send('application/json', () => '{"ok":true}'))(heard, response);

const profile = () => `hosts:
  - { name: api, match: api.vendor.test, role: messages, ports: [${api.port}], scheme: http, allow_private: true }
  - { name: cdn, match: "c{dn,xx}.vendor.test", role: assets, ports: [${cdn.port}], scheme: http, allow_private: true }
rewrite_urls:
  - { in: json, path: "**/next", hosts: [cdn], reverse: true }
  - { in: json, path: /socket, hosts: [api] }
  - { in: html, hosts: [api, cdn] }
redirect: { shim: { inject: [html, script] } }
routes:
  - { id: all, path: /** }
`;

beforeAll(async () => {
  api = await startVendor(answering(apiAnswers));
  cdn = await startVendor(answering(cdnAnswers));
  const policy =
    "default-src 'none'; script-src 'nonce-n1' http://API_HOST http://CDN_HOST; connect-src http://API_HOST ws://API_HOST http://CDN_HOST; img-src http://CDN_HOST; frame-src http://API_HOST; worker-src http://CDN_HOST";
  shop = await startVendor((heard, response) => {
    response.writeHead(200, { 'content-type': 'text/html', 'content-security-policy': filled(policy), etag: '"one"' });
    response.end(heard.url === '/' ? filled(fixture('page.html')) : '<p>nothing</p>');
  });
  proxy = await startRedirecting(profile(), `http://127.0.0.1:${shop.port}`);
  browser = await openTrappedBrowser();
  page = await browser.open(`${proxy.origin}/`);
  await vi.waitUntil(() => page.evaluate('window.done'), { timeout: 30_000, interval: 100 }).catch(() => undefined);
  results = (await page.evaluate('window.results')) as Record<string, unknown>;
}, 60_000);

afterAll(async () => {
  await browser?.close();
  await proxy?.stop();
  await Promise.all([api, cdn, shop].map((one) => one?.close()));
});

test('every call of the page succeeds, and none goes past the proxy', () => {
  expect(results).toMatchObject({
    fetch: 'cdn',
    request: 200,
    xhr: 200,
    socket: 'echoed',
    events: 'event',
    beacon: true,
    image: 'loaded',
    script: 'ran',
    static: 'ran',
    frame: 'framed',
    blank: 200,
    worker: 'worked',
    follow: true,
    moved: true,
    relative: 200,
  });
  expect(browser.complaints).toEqual([]);
  expect(browser.escapes()).toBe(0);
});

test('each way arrives at the host it was for', () => {
  const paths = (vendor: FakeVendor) => new Set(vendor.heard.map(({ url }) => url.replace(/\?.*/, '')));
  expect([...paths(api)].sort()).toEqual(
    [
      '/beacon',
      '/blank',
      '/echo',
      '/events',
      '/frame-api',
      '/frame.html',
      '/moved',
      '/request',
      '/worker-api',
      '/ws',
      '/xhr',
    ].sort(),
  );
  expect([...paths(cdn)].sort()).toEqual(['/file.json', '/from-event.json', '/pixel.gif', '/widget.js', '/worker.js']);
  expect(api.messages.length).toBeGreaterThan(0);
});

test('no vendor is sent the card, in any spelling', () => {
  const all = [api, cdn, shop].flatMap(({ heard, messages }) => [
    ...heard.flatMap(({ url, body }) => [decodeURIComponent(url), body]),
    ...messages,
  ]);
  const text = all.join('\n');
  expect(text).toContain('card');
  expect(text.replace(/[^0-9]/g, '')).not.toContain(card);
});

test('the vendor sees its own URLs, origin and referrer', () => {
  const { body } = api.heard.find(({ url }) => url.startsWith('/request')) ?? { body: '{}' };
  expect(JSON.parse(body).next).toBe(filled('http://CDN_HOST/file.json'));
  const echo = api.heard.find(({ url, method }) => url === '/echo' && method === 'POST');
  expect(echo?.headers['origin']).toBe(`http://127.0.0.1:${shop.port}`);
  expect(echo?.headers['referer']).toBe(`http://127.0.0.1:${shop.port}/`);
  const framed = api.heard.find(({ url }) => url === '/frame-api');
  expect(framed?.headers['origin']).toBe(filled('http://API_HOST'));
  expect(framed?.headers['referer']).toContain('api.vendor.test');
});

test('cookies go back to the host or domain that set them, and to no other', () => {
  const last = (vendor: FakeVendor, path: string) =>
    vendor.heard.findLast(({ url }) => url.startsWith(path))?.headers['cookie'] ?? '';
  expect(last(api, '/request').split('; ').sort()).toEqual(['all=both', 'sid=api-1']);
  expect(last(cdn, '/file.json')).toBe('all=both');
  expect(last(shop, '/relative')).toBe('');
});

test('the page carries the shim first, and no validator of what it was', async () => {
  const answer = await page.request.get(`http://127.0.0.1:${proxy.port}/`, {
    headers: { host: `shop.test:${proxy.port}` },
  });
  expect(await answer.text()).toMatch(/^<!doctype html>\s*<html>\s*<head><script>\(function/);
  expect(answer.headers()['etag']).toBeUndefined();
  expect(answer.headers()['content-security-policy']).toMatch(/script-src 'nonce-n1' .* 'sha256-/);
  expect(answer.headers()['content-security-policy']).not.toMatch(/connect-src [^;]*vendor/);
});

test('the trap is one: a page without the shim falls into it', async () => {
  const other = await browser.open('about:blank');
  await other.evaluate((url) => fetch(url, { mode: 'no-cors' }).catch(() => undefined), filled('http://API_HOST/echo'));
  expect(browser.escapes()).toBeGreaterThan(0);
});
