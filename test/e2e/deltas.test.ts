/** Text that the vendor sends in pieces: no emission holds a value, and the pieces add up to what the whole text becomes. */
import { createServer, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { startProduct, type TestProduct } from '../support/product.ts';

const card = '4111 1111 1111 1111';
const sentence = `Your card ${card} was charged on the 3rd, have a good day.`;
const profile = `id: own
title: a vendor whose bot writes piece by piece
streams:
  - { path: /content/text, key: /id, done: { path: /content/completed, equals: true } }
routes:
  - { id: all, path: /** }
`;

let vendor: ReturnType<typeof createServer>;
let generic: TestProduct;
let declared: TestProduct;
let events: string[] = [];
let pace = 0;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function play(send: (event: string) => void): Promise<void> {
  for (const event of events) {
    send(event);
    await pause(pace);
  }
}

beforeAll(async () => {
  vendor = createServer((_, response: ServerResponse) => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    void play((event) => response.write(event)).then(() => response.end());
  });
  const sockets = new WebSocketServer({ server: vendor });
  sockets.on('connection', (socket) => {
    socket.on('message', () => void play((event) => socket.send(event)).then(() => socket.send('over')));
  });
  await new Promise<void>((resolve) => vendor.listen(0, '127.0.0.1', resolve));
  const upstream = `http://127.0.0.1:${(vendor.address() as AddressInfo).port}`;
  generic = await startProduct({ upstream });
  declared = await startProduct({ upstream, vendor: 'own', files: { 'vendors/own.yaml': profile } });
});
afterAll(async () => {
  await generic?.stop();
  await declared?.stop();
  vendor?.closeAllConnections();
  await new Promise((resolve) => vendor.close(resolve));
});

/** Each piece of the text as the test's vendor would send it. */
function pieces(text: string, size: number): string[] {
  return Array.from({ length: Math.ceil(text.length / size) }, (_, at) => text.slice(at * size, at * size + size));
}

const openAi = (content: string) =>
  `data: ${JSON.stringify({ id: 'c1', object: 'chunk', choices: [{ index: 0, delta: { content }, finish_reason: null }] })}\n\n`;

function get(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ port, host: '127.0.0.1', path: '/chat', headers: { host: 'shop.test' } }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve(text));
    });
    outgoing.on('error', reject);
    outgoing.end();
  });
}

const dataOf = (stream: string) => [...stream.matchAll(/^data: (.*)$/gm)].map(([, data]) => data ?? '');
const contentOf = (stream: string) =>
  dataOf(stream)
    .filter((data) => data.startsWith('{'))
    .map((data) => JSON.parse(data).choices?.[0]?.delta?.content ?? '')
    .join('');

describe('events of a model that nobody declared', () => {
  it.each([1, 2, 3, 4, 7, 20, 100])('are protected over pieces of %d characters', async (size) => {
    events = [...pieces(sentence, size).map(openAi), 'data: [DONE]\n\n'];
    const stream = await get(generic.port);
    expect(stream.includes(card)).toBe(false);
    expect(contentOf(stream)).toMatch(/^Your card \[card ••1111[^\]]*\] was charged on the 3rd, have a good day\.$/);
    expect(dataOf(stream)).toHaveLength(events.length);
    expect(dataOf(stream).at(-1)).toBe('[DONE]');
  });

  it('are the very same bytes when there is nothing in them', async () => {
    events = [...pieces('In 2024 we shipped 3 of 4 parcels, and 12 more in May.', 3).map(openAi), 'data: [DONE]\n\n'];
    expect(await get(generic.port)).toBe(events.join(''));
  });

  it('that are plain text are protected as well', async () => {
    events = pieces(sentence, 4).map((piece) => `data: ${piece.trim() === piece ? piece : ` ${piece.trim()}`}\n\n`);
    const stream = await get(generic.port);
    expect(dataOf(stream)).toHaveLength(events.length);
    expect(
      dataOf(stream)
        .join('')
        .replace(/\[[^\]]*\]/, ''),
    ).not.toMatch(/1111/);
  });

  it('go on at a pause, and the rest of a value that comes after it is hidden', async () => {
    events = [...pieces('one two three card 4111 1111', 4), ' 1111 1111 and so on it goes'].map(openAi);
    const last = events.pop() ?? '';
    const before = events.join('');
    events = [before, last];
    pace = 2000;
    const stream = await get(generic.port);
    pace = 0;
    expect(contentOf(stream)).toMatch(/^one two three card 4111 1111\[card ••1111[^\]]*\] and so on it goes$/);
  });
});

describe('messages of a socket that the profile declares', () => {
  const message = (id: string, text: string, completed: boolean) =>
    JSON.stringify({ id, content: { text, completed } });

  async function talk(port: number): Promise<string[]> {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/socket`, { headers: { Host: 'shop.test' } });
    const heard: string[] = [];
    await new Promise((resolve, reject) => {
      socket.on('error', reject);
      socket.on('open', () => socket.send('go'));
      socket.on('message', (data) => {
        if (String(data) === 'over') resolve(undefined);
        else heard.push(String(data));
      });
    });
    socket.terminate();
    return heard;
  }

  it.each([1, 3, 5, 11])('are protected over pieces of %d characters', async (size) => {
    const parts = pieces(sentence, size);
    events = parts.map((piece, index) => message('m1', piece, index === parts.length - 1));
    const heard = await talk(declared.port);
    expect(heard).toHaveLength(events.length);
    expect(heard.some((each) => each.includes(card))).toBe(false);
    const text = heard.map((each) => JSON.parse(each).content.text).join('');
    expect(text).toMatch(/^Your card \[card ••1111[^\]]*\] was charged on the 3rd, have a good day\.$/);
  });

  it.each([
    ['in a field of that name', (text: string) => ({ choices: [{ index: 0, delta: { content: text } }] })],
    ['by their type', (text: string) => ({ type: 'answer.chunk', message_id: 'm1', text })],
    ['by their event', (text: string) => ['bot:token', { text }]],
  ])('are protected without a declaration where they call themselves pieces %s', async (_, wrap) => {
    events = pieces(sentence, 5).map((piece) => JSON.stringify(wrap(piece)));
    const heard = await talk(generic.port);
    expect(heard).toHaveLength(events.length);
    const text = heard.map((each) => /"(?:content|text)":"([^"]*)"/.exec(each)?.[1]).join('');
    expect(text).toMatch(/^Your card \[card ••1111[^\]]*\] was charged on the 3rd, have a good day\.$/);
  });

  it('are whole where they do not', async () => {
    events = pieces(sentence, 5).map((text) => JSON.stringify({ type: 'message', from: 'agent', text }));
    expect(await talk(generic.port)).toEqual(events);
  });

  it('are kept apart by their key, and go when they are completed', async () => {
    events = [
      message('a', 'it is 4111 1111 ', false),
      message('b', '1111 1111 is no card', true),
      message('a', 'and no more', true),
    ];
    expect(await talk(declared.port)).toEqual(events);
  });

  it('wait no longer than the limit', async () => {
    events = [message('a', 'it is 4111 1111', false)];
    const started = performance.now();
    expect(await talk(declared.port)).toEqual(events);
    expect(performance.now() - started).toBeLessThan(4000);
  });
});
