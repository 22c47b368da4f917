/** A card split over bubbles, through the real proxy: held and masked together, or let go and edited at the vendor. */
import { request } from 'undici';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type EditingVendor, startEditingVendor, until } from '../support/editing-vendor.ts';
import { startProduct, type TestProduct } from '../support/product.ts';

const HOLD_MS = 400;
const profile = (messages: string) => `id: acme
title: Acme
conversation: [{ from: path, pattern: "/chats/{id}/" }]
messages: ${messages}
heal:
  method: PATCH
  path: /chats/{conversation}/messages/{message}
  body: '{"text":"{text}"}'
  credential: { header: Authorization, env: ACME_TOKEN }
routes: [{ id: all, path: /** }]
`;
const byClient =
  '{ id: /client, text: /text, acks: [{ id: /message/id, for: /client, when: { path: /type, equals: echo } }] }';
const byText = '{ text: /text, acks: [{ id: /message/id, text: /message/text }] }';
const byAnswer = '{ text: /text, answer: /message/id }';
const policy = (split: string) => `id: split
title: Split
split: ${split}
rules: [{ id: cards, kinds: [PAYMENT_CARD], action: tokenize }]
`;

let vendor: EditingVendor;
let product: TestProduct;
let sockets: WebSocket[] = [];

async function begin(messages: string, split: string, top = '') {
  vendor = await startEditingVendor();
  product = await startProduct({
    upstream: vendor.url,
    vendor: 'acme',
    policy: 'split',
    files: { 'vendors/acme.yaml': profile(messages), 'policies/split.yaml': policy(split) },
    top,
    env: { ACME_TOKEN: 'Bearer t' },
  });
}

/** A visitor's socket; `heard` is what the widget is shown. */
async function open(chat = 'c1') {
  const socket = new WebSocket(`ws://127.0.0.1:${product.port}/chats/${chat}/socket`, {
    headers: { host: 'shop.test' },
  });
  sockets.push(socket);
  const heard: string[] = [];
  socket.on('message', (data) => void heard.push(String(data)));
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  let sent = 0;
  const say = (text: string) => {
    sent += 1;
    socket.send(JSON.stringify({ client: `w${sent}`, text }));
  };
  return { say, heard, socket };
}

const post = (text: string) =>
  request(`http://127.0.0.1:${product.port}/chats/c1/messages`, {
    method: 'POST',
    headers: { host: 'shop.test', 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify({ text }),
  }).then(({ body }) => body.json());

const texts = () => vendor.messages.map(({ text }) => text.replace(/#[a-z]+/, '#…'));
const metrics = async () => (await request(`${product.running.ops}/metrics`)).body.text();
const digits = () => JSON.stringify(vendor.messages).match(/4111|1111/g);

afterEach(async () => {
  for (const socket of sockets) socket.terminate();
  sockets = [];
  await product?.stop();
  await vendor?.close();
});

describe('hold on sockets', () => {
  it('masks the pieces together and keeps the order, talk in between included', async () => {
    await begin(byClient, '{ mode: hold, hold_seconds: 5 }');
    const { say } = await open();
    for (const text of ['hello', 'it is 4111 1111', 'one sec', '1111 1111', 'thanks']) say(text);
    await until(() => vendor.messages.length === 5);
    expect(texts()).toEqual(['hello', 'it is [card]', 'one sec', '[card ••1111 #…]', 'thanks']);
  });

  it('releases what comes to nothing after its time, and not before, in order', async () => {
    await begin(byClient, `{ mode: hold, hold_seconds: ${HOLD_MS / 1000} }`);
    const { say, heard } = await open();
    const started = performance.now();
    for (const text of ['4111 1111', 'which one did you mean?']) say(text);
    vendor.say({ type: 'message', message: { text: 'while you look: any other card?' } });
    await until(() => heard.length === 1);
    expect(vendor.messages, 'the agent is not held back by the visitor').toEqual([]);
    await until(() => vendor.messages.length === 2);
    const waited = (vendor.messages[0]?.at ?? 0) - started;
    expect(waited).toBeGreaterThanOrEqual(HOLD_MS - 20);
    expect(waited).toBeLessThan(HOLD_MS + 1500);
    expect(texts()).toEqual(['4111 1111', 'which one did you mean?']);
  });

  it('lets go of what it holds when the visitor leaves', async () => {
    await begin(byClient, '{ mode: hold, hold_seconds: 20 }');
    const { say, socket } = await open();
    say('4111 1111');
    socket.close();
    await until(() => vendor.messages.length === 1);
  });
});

describe('hold on requests', () => {
  it('masks the pieces together and keeps the order', async () => {
    await begin(byAnswer, '{ mode: hold, hold_seconds: 5 }');
    const sent: Promise<unknown>[] = [];
    for (const text of ['it is 4111 1111', 'one sec', '1111 1111']) {
      sent.push(post(text));
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
    expect(await Promise.all(sent)).toEqual([1, 2, 3].map((id) => ({ message: { id: `m${id}` } })));
    expect(texts()).toEqual(['it is [card]', 'one sec', '[card ••1111 #…]']);
  });

  it('answers after the time of the policy when nothing follows', async () => {
    await begin(byAnswer, `{ mode: hold, hold_seconds: ${HOLD_MS / 1000} }`);
    const started = performance.now();
    await post('4111 1111');
    expect(performance.now() - started).toBeGreaterThanOrEqual(HOLD_MS - 20);
    expect(performance.now() - started).toBeLessThan(HOLD_MS + 1500);
    await post('hello');
    expect(texts()).toEqual(['4111 1111', 'hello']);
  });
});

describe('heal', () => {
  const echo = (message: { id: string; text: string }, client: string) => ({ type: 'echo', client, message });

  it.each([
    ['the name that the widget gave', byClient],
    ['the text that comes back', byText],
  ])('edits the earlier messages, named by %s, and nothing but the digits', async (_, messages) => {
    await begin(messages, '{ mode: heal }');
    vendor.ack = echo;
    const { say } = await open();
    for (const text of ['ok it is 4111 1111 so', 'one sec', '1111 1111']) say(text);
    await until(() => vendor.edits.length === 1);
    expect(vendor.edits).toEqual(['PATCH /chats/c1/messages/m1 Bearer t {"text":"ok it is [card] so"}']);
    await until(() => digits() === null || !vendor.messages[0]?.text.includes('4111'));
    expect(texts()).toEqual(['ok it is [card] so', 'one sec', '[card ••1111 #…]']);
    await until(() => product.logs().length > 0);
    expect(await metrics()).toContain('chatveil_heals_total{site="shop",outcome="done"} 1');
  });

  it('waits for an acknowledgement that comes after the number is complete', async () => {
    await begin(byClient, '{ mode: heal }');
    const late: object[] = [];
    vendor.ack = (message, client) => void late.push(echo({ ...message }, client));
    const { say, heard } = await open();
    for (const text of ['4111', '1111', '1111 1111']) say(text);
    await until(() => late.length === 3);
    expect(vendor.edits).toEqual([]);
    for (const ack of late.slice(0, 2)) vendor.say(ack);
    await until(() => vendor.edits.length === 2);
    expect(texts()).toEqual(['[card]', '[card]', '[card ••1111 #…]']);
    expect(heard).toHaveLength(2);
  });

  it('reads the id in the answer to a request', async () => {
    await begin(byAnswer, '{ mode: heal }');
    for (const text of ['number: 4111 1111', 'wait', '1111 1111']) await post(text);
    await until(() => vendor.edits.length === 1);
    expect(vendor.edits).toEqual(['PATCH /chats/c1/messages/m1 Bearer t {"text":"number: [card]"}']);
  });

  it('tries again a bounded number of times, then raises an incident', async () => {
    await begin(byAnswer, '{ mode: heal }');
    vendor.statuses = [503, 404];
    for (const text of ['4111 1111', '1111 1111']) await post(text);
    await until(() => product.logs().includes('heal-failed'));
    expect(vendor.edits).toHaveLength(2);
    const told = await metrics();
    expect(told).toContain('chatveil_incidents_total{site="shop",kind="heal-failed"} 1');
    expect(told).toContain('chatveil_heals_total{site="shop",outcome="failed"} 1');
    expect(product.logs()).not.toContain('4111');
  });

  it('raises an incident when nothing says what the vendor calls the message', async () => {
    await begin('{ text: /text }', '{ mode: heal }');
    for (const text of ['4111 1111', '1111 1111']) await post(text);
    await until(() => product.logs().includes('heal-failed'));
    expect(await metrics()).toContain('chatveil_incidents_total{site="shop",kind="heal-impossible"} 1');
    expect(vendor.edits).toEqual([]);
  });
});

describe('a widget that reconnects', () => {
  const leave = async (text: string) => {
    const { say, socket } = await open();
    const before = vendor.messages.length;
    say(text);
    await until(() => vendor.messages.length > before);
    socket.terminate();
  };

  it('goes on with its conversation within the grace period, and is forgotten after it', async () => {
    await begin('{ text: /text }', '{ mode: pass }', 'limits: { conversation_grace_seconds_max: 1 }');
    await leave('4111 1111');
    await leave('1111 1111');
    expect(texts()).toEqual(['4111 1111', '[card ••1111 #…]']);
    await leave('4111 1111');
    await new Promise((resolve) => setTimeout(resolve, 1400));
    await leave('1111 1111');
    expect(texts().slice(2)).toEqual(['4111 1111', '1111 1111']);
  });
});
