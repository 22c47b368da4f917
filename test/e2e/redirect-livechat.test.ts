/** LiveChat's own SDK, unmodified, in a real browser behind the proxy: nothing but the shim tells it where to go. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { grouped, testCard } from '../../src/demo/synthetic.ts';
import { startFakeLiveChat } from '../support/fake-livechat.ts';
import {
  type FakeVendor,
  openTrappedBrowser,
  type Redirecting,
  startRedirecting,
  startVendor,
  type TrappedBrowser,
} from '../support/redirecting.ts';

// Where the vendor's names lead: to the fake's port, which no URL of the SDK can name.
const fake = vi.hoisted(() => ({ port: 0, leads: (host: string) => host.endsWith('.livechatinc.com') }));
vi.mock('undici', async (original) => {
  const undici = (await original()) as typeof import('undici');
  class Client extends undici.Client {
    constructor(origin: string, options: object) {
      super(fake.leads(new URL(origin).hostname) ? `http://127.0.0.1:${fake.port}` : origin, options);
    }
  }
  return { ...undici, Client };
});
vi.mock('node:net', async (original) => {
  const net = (await original()) as typeof import('node:net');
  const connect = (where: { host?: string; port?: number }) =>
    net.connect(fake.leads(where.host ?? '') ? { host: '127.0.0.1', port: fake.port } : (where as { port: number }));
  return { ...net, default: net, connect };
});

const card = testCard('4', '1', 16);
const mastercard = testCard('5'.repeat(12), '4', 16);
const require = createRequire(import.meta.url);
const sdk = join(dirname(require.resolve('@livechat/customer-sdk')), 'customer-sdk.min.js');

const profile = `hosts:
  - { name: api, match: "api{-*,}{.*,}.livechatinc.com", role: messages, scheme: http, allow_private: true }
  - { name: accounts, match: "accounts{.*,}.livechatinc.com", role: auth, scheme: http, allow_private: true }
  - { name: cdn, match: "{*.livechat-files.com,cdn.livechatinc.com}", role: files }
  - { name: logs, match: queue.livechatinc.com, role: telemetry, scheme: http, allow_private: true }
rewrite_urls:
  - { in: json, path: "**/url", hosts: [cdn], reverse: true }
redirect: { shim: { inject: [html] } }
routes:
  - id: upload
    path: /v*/customer/action/upload_file
    host: api
    files: pass
  - id: rtm
    path: /v*/customer/rtm/ws
    host: api
    previews: [{ path: /payload/sneak_peek_text }]
    own: [{ path: /payload/event/text }]
    never: [/request_id, /payload/chat_id, /payload/token, "/**/custom_id"]
  - { id: all, path: /** }
`;

let vendor: FakeVendor;
let shop: FakeVendor;
let proxy: Redirecting;
let browser: TrappedBrowser;
let page: Page;
let told: Record<string, unknown>;

const pageText = `<!doctype html><html><head><title>Shop</title><script src="/sdk.js"></script></head><body></body></html>`;

beforeAll(async () => {
  vendor = await startFakeLiveChat();
  fake.port = vendor.port;
  shop = await startVendor(({ url }, response) => {
    response.writeHead(200, { 'content-type': url === '/sdk.js' ? 'text/javascript' : 'text/html' });
    response.end(url === '/sdk.js' ? readFileSync(sdk) : pageText);
  });
  proxy = await startRedirecting(profile, `http://127.0.0.1:${shop.port}`);
  browser = await openTrappedBrowser();
  page = await browser.open(`${proxy.origin}/`);
  told = await page.evaluate(talk, {
    first: `my card is ${grouped(card, ' ')}`,
    second: `or ${grouped(mastercard, ' ')}`,
    digits: card,
  });
}, 60_000);

afterAll(async () => {
  await browser?.close();
  await proxy?.stop();
  await Promise.all([vendor, shop].map((one) => one?.close()));
});

/** Runs in the page. */
async function talk({ first, second, digits }: { first: string; second: string; digits: string }) {
  const { CustomerSDK } = globalThis as unknown as { CustomerSDK: { init(options: object): Sdk } };
  interface Sdk {
    on(event: string, handler: (payload: { event: { text: string; authorId: string } }) => void): void;
    startChat(data: object): Promise<{ chat: { id: string; thread: { events: { text: string }[] } } }>;
    sendEvent(data: object): Promise<{ text: string; url?: string }>;
    setSneakPeek(data: object): void;
    uploadFile(data: object): { promise: Promise<{ url: string }> };
  }
  const within = <Value>(work: Promise<Value>) =>
    Promise.race([work, new Promise<never>((_, reject) => setTimeout(() => reject(new Error('too slow')), 10_000))]);
  const sdk = CustomerSDK.init({ organizationId: '00000000-0000-0000-0000-000000000000', clientId: 'client-1' });
  const heard: string[] = [];
  sdk.on('incoming_event', ({ event }) => heard.push(event.text));
  await within(new Promise<void>((resolve) => sdk.on('connected', () => resolve())));
  const started = await within(sdk.startChat({ chat: { thread: { events: [{ type: 'message', text: first }] } } }));
  const chatId = started.chat.id;
  for (let size = 1; size <= digits.length; size += 3)
    sdk.setSneakPeek({ chatId, sneakPeekText: `card ${digits.slice(0, size)}` });
  sdk.setSneakPeek({ chatId, sneakPeekText: `card ${digits}` });
  const sent = await within(sdk.sendEvent({ chatId, event: { type: 'message', text: second } }));
  const file = new File(['notes without secrets'], 'notes.txt', { type: 'text/plain' });
  const { url } = await within(sdk.uploadFile({ file }).promise);
  const filed = await within(sdk.sendEvent({ chatId, event: { type: 'file', url } }));
  return { first: started.chat.thread.events[0]?.text, sent: sent.text, url, filed: filed.url, heard };
}

const wire = () =>
  [...vendor.messages, ...vendor.heard.map(({ url, body }) => `${decodeURIComponent(url)} ${body}`)].join('\n');

test('the SDK logs in, starts a chat, previews, sends and uploads without a call past the proxy', () => {
  const actions = vendor.messages.map((text) => JSON.parse(text).action);
  expect(actions).toEqual(expect.arrayContaining(['login', 'start_chat', 'send_sneak_peek', 'send_event']));
  expect(vendor.heard.map(({ url }) => url.replace(/\?.*/, ''))).toEqual(
    expect.arrayContaining([
      '/v2/customer/token',
      '/v3.5/customer/rtm/ws',
      '/v3.5/customer/action/upload_file',
      '/logs',
    ]),
  );
  expect(told['heard']).toContain('Hello from the desk');
  expect(browser.escapes()).toBe(0);
});

test('the vendor is told tokens and masks, in messages and in what is being typed', () => {
  const text = wire();
  expect(text).toContain('send_sneak_peek');
  expect(text.replace(/[^0-9]/g, '')).not.toContain(card);
  expect(text.replace(/[^0-9]/g, '')).not.toContain(mastercard);
  const previews = vendor.messages.filter((message) => message.includes('sneak_peek_text'));
  expect(previews.some((message) => message.includes(card.slice(0, 10)))).toBe(false);
});

test('the upload goes to the proxy on its way back, and to the vendor under its own URL', () => {
  expect(told['url']).toBe(`${proxy.origin}/__h/cdn.livechat-files.com/api/file/lc/1/notes.txt`);
  const file = vendor.messages.map((text) => JSON.parse(text)).find(({ payload }) => payload.event?.type === 'file');
  expect(file.payload.event.url).toBe('https://cdn.livechat-files.com/api/file/lc/1/notes.txt');
  expect(vendor.heard.find(({ url }) => url.includes('upload_file'))?.body).toContain('notes without secrets');
});

test('a cookie of a domain goes to its other hosts, but not beyond its path', async () => {
  const token = vendor.heard.find(({ url }) => url.startsWith('/v2/customer/token'));
  expect(token?.headers['origin']).toBe(`http://127.0.0.1:${shop.port}`);
  const upload = vendor.heard.find(({ url }) => url.includes('upload_file'));
  expect(upload?.headers.cookie).toBe('__lc_all=everywhere');
});
