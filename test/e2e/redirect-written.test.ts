/** What widgets write, style, start and follow: markup, style sheets, workers, links and forms all come through the proxy. */
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
} from '../support/redirecting.ts';

// The vendor's name exists nowhere but here.
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
const gif = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

let cdn: FakeVendor;
let shop: FakeVendor;
let proxy: Redirecting;
let browser: TrappedBrowser;
let page: Page;

const filled = (text: string) =>
  text.replaceAll('CDN_HOST', `cdn.vendor.test:${cdn.port}`).replaceAll('CARD', grouped(card, ' '));

const types: Readonly<Record<string, string>> = {
  gif: 'image/gif',
  js: 'text/javascript',
  css: 'text/css',
  html: 'text/html',
  wav: 'audio/wav',
};
const worker = () => filled(`fetch('http://CDN_HOST/way/fromServiceWorker', { method: 'POST', body: 'CARD' });`);

const profile = (more = '') => `hosts:
  - { name: cdn, match: cdn.vendor.test, role: assets, ports: [${cdn.port}], scheme: http, allow_private: true }
redirect: { shim: { inject: [html]${more} } }
routes:
  - { id: all, path: /** }
`;

beforeAll(async () => {
  cdn = await startVendor(({ url }, response) => {
    const [, name = '', ending = ''] = /^\/way\/(\w+)(?:\.(\w+))?/.exec(url) ?? [];
    response.writeHead(200, { 'content-type': types[ending] ?? 'text/plain' });
    response.end(ending === 'gif' ? gif : name === 'serviceWorker' ? worker() : '');
  });
  shop = await startVendor(({ url }, response) => {
    const name = url.slice(1);
    response.writeHead(200, { 'content-type': name.endsWith('.js') ? 'text/javascript' : 'text/html' });
    response.end(name.endsWith('.html') ? filled(fixture(name)) : '');
  });
  proxy = await startRedirecting(profile(), `http://127.0.0.1:${shop.port}`);
  browser = await openTrappedBrowser(proxy.origin);
  page = await browser.open(`${proxy.origin}/written.html`);
  await vi.waitUntil(() => page.evaluate('window.done'), { timeout: 40_000, interval: 100 }).catch(() => undefined);
}, 90_000);

afterAll(async () => {
  await browser?.close();
  await proxy?.stop();
  await Promise.all([cdn, shop].map((one) => one?.close()));
});

const arrived = () => new Set(cdn.heard.map(({ url }) => /^\/way\/(\w+)/.exec(url)?.[1] ?? url));

test.each([
  'write',
  'inner',
  'outer',
  'beside',
  'shadow',
  'unsafe',
  'range',
  'parser',
  'frameWrite',
  'frameWriteLoad',
  'srcdocMarkup',
  'srcdocScript',
  'srcdoc',
  'frames',
  'srcset',
  'srcsetAttribute',
  'srcsetMarkup',
  'attribute',
  'svg',
  'audio',
  'poster',
  'object',
  'sheetText',
  'sheetNode',
  'sheetMarkup',
  'sheetRule',
  'sheetAdopted',
  'styleText',
  'styleProperty',
  'styleAttribute',
  'styleMarkup',
  'styleSingle',
  'styleSingleShadow',
  'font',
  'worker',
  'workerRevoked',
  'workerStrict',
  'workerSloppy',
  'workerModule',
  'workerImports',
  'workerShared',
  'workerData',
  'workerBase64',
  'serviceWorker',
  'fromServiceWorker',
  'link',
  'frameLoaded',
  'frameStyled',
  'form',
  'formButton',
  'assign',
  'href',
  'open',
  'openWritten',
])('%s arrives through the proxy', async (way) => {
  await vi.waitFor(() => expect(arrived()).toContain(way), 5000);
});

test('each way is answered as the page expects', async () => {
  expect(await page.evaluate('window.results')).toEqual({
    frameLoaded: 'linked',
    frames: expect.anything(),
    link: `cdn.vendor.test:${cdn.port}`,
    open: true,
    peers: 'NotSupportedError',
    peersElsewhere: true,
    serviceWorker: `/__h/cdn.vendor.test:${cdn.port}/way/ServiceWorker`,
    transport: 'NotSupportedError',
    worker: 200,
    workerBase64: 1,
    workerData: 1,
    workerImports: 'imported',
    workerModule: 200,
    workerRevoked: 200,
    workerShared: 200,
    workerSloppy: true,
    workerStrict: true,
  });
});

test('nothing goes past the proxy, and no vendor is sent the card', () => {
  expect(browser.escaped).toEqual([]);
  expect(browser.escapes()).toBe(0);
  const bodies = cdn.heard.map(({ body }) => body).join('\n');
  expect(bodies).toContain('card');
  expect(bodies.replace(/[^0-9]/g, '')).not.toContain(card);
});

test('the window itself stays with the proxy, wherever it is sent', async () => {
  for (const way of ['location.href =', 'location.replace', 'window.location.assign']) {
    const other = await browser.open(`${proxy.origin}/harmless.html`);
    const name = `top${way.length}`;
    const call = way.endsWith('=') ? `${way} URL` : `${way}(URL)`;
    await other.evaluate(call.replace('URL', `'${filled(`http://CDN_HOST/way/${name}.html`)}'`)).catch(() => undefined);
    await vi.waitFor(
      () => expect(other.url()).toBe(`${proxy.origin}${filled(`/__h/CDN_HOST/way/${name}.html`)}`),
      5000,
    );
    await other.close();
  }
  expect(browser.escapes()).toBe(0);
});

test('a page that asks no vendor for anything is the same with the shim as without', async () => {
  const told: Record<string, unknown>[] = [];
  for (const origin of [proxy.origin, `http://127.0.0.1:${shop.port}`]) {
    const one = await browser.open(`${origin}/harmless.html`);
    await vi.waitUntil(() => one.evaluate('window.done'), { timeout: 20_000, interval: 100 });
    expect(await one.evaluate('"__chatveil" in window')).toBe(origin === proxy.origin);
    told.push((await one.evaluate('window.results')) as Record<string, unknown>);
    await one.close();
  }
  const [shimmed = {}, plain = {}] = told;
  expect(Object.keys(plain).length).toBeGreaterThanOrEqual(29);
  expect(Object.values(plain).filter((one) => /too late/.test(String(one)))).toEqual([]);
  expect(shimmed).toEqual(plain);
});

test('what cannot be wrapped is stopped by the policy of a contained page, and by nothing else', async () => {
  const contained = await startRedirecting(profile(', contain: []'), `http://127.0.0.1:${shop.port}`);
  try {
    const one = await browser.open(`${contained.origin}/unwrapped.html`);
    const stopped = expect.arrayContaining(['img-src', 'script-src-elem', 'frame-src']);
    await vi.waitFor(async () => expect(await one.evaluate('window.stopped')).toEqual(stopped), 5000);
    await one.waitForTimeout(500);
    // A connection may have been opened ahead; nothing was asked for over it.
    expect(browser.escaped).toEqual([]);
    await one.close();
    const other = await browser.open(`${proxy.origin}/unwrapped.html`);
    const past = ['property.gif', 'set.gif', 'module.js', 'frame.html', 'pieces.gif'];
    const lines = expect.arrayContaining(past.map((name) => `GET /past/${name} HTTP/1.1`));
    await vi.waitFor(() => expect(browser.escaped).toEqual(lines), 5000);
    expect(await other.evaluate('window.stopped')).toEqual([]);
  } finally {
    await contained.stop();
  }
});
