/**
 * The demo vendor without a proxy: its API, its socket, its pages, and what it refuses.
 * Covers 'src/demo/desk.ts', 'src/demo/pages.ts', 'src/demo/agent-routes.ts', 'src/demo/visitor-routes.ts' and
 * 'src/demo/visitor-sockets.ts' through the listener.
 */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { VendorFrame } from '../../src/demo/protocol.ts';
import { type DemoVendor, startVendor } from '../../src/demo/vendor.ts';
import { readSaid } from '../../src/demo/visitor-routes.ts';
import { vendorSnapshot } from './support/demo-process.ts';

let vendor: DemoVendor;
let running = false;

beforeAll(async () => {
  vendor = await startVendor({
    port: 0,
    now: Date.now,
    entropy: { bytes: (size) => randomBytes(size) },
    shopOrigin: () => 'http://127.0.0.1:8080',
    scripted: () => ({
      running,
      turn: (on) => (running = on),
    }),
  });
});
afterAll(() => vendor.close());

const json = { 'content-type': 'application/json' };

async function visit(): Promise<{ id: string; cookie: string }> {
  const answer = await fetch(`${vendor.origin}/api/conversations`, { method: 'POST', headers: json, body: '{}' });
  const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
  return { id: ((await answer.json()) as { id: string }).id, cookie };
}

function connect(id: string, cookie: string, headers = {}): WebSocket {
  const url = `${vendor.origin.replace('http', 'ws')}/api/conversations/${id}/socket`;
  return new WebSocket(url, { headers: { cookie, ...headers } });
}

async function nextFrame(socket: WebSocket): Promise<VendorFrame> {
  const [data] = (await once(socket, 'message', { signal: AbortSignal.timeout(3000) })) as [Buffer];
  return JSON.parse(String(data)) as VendorFrame;
}

/** With a Host header of choice, which fetch does not allow. */
function statusFor(path: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    request(vendor.origin + path, { headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });
}

describe('over HTTP', () => {
  it('keeps messages and gives the history to their owner alone', async () => {
    const { id, cookie } = await visit();
    const path = `${vendor.origin}/api/conversations/${id}/messages`;
    const headers = { ...json, cookie };
    const sent = await fetch(path, { method: 'POST', headers, body: JSON.stringify({ text: 'hello', ref: 'r1' }) });
    expect(sent.status).toBe(201);
    expect(await sent.json()).toMatchObject({ message: { from: 'visitor', text: 'hello' } });
    const history = await fetch(path, { headers: { cookie } });
    expect(await history.json()).toMatchObject({ messages: [{ text: 'hello' }] });
    const { cookie: foreign } = await visit();
    expect((await fetch(path, { headers: { cookie: foreign } })).status).toBe(404);
    expect((await fetch(path)).status).toBe(404);
  });

  it('keeps drafts apart from messages', async () => {
    const { id, cookie } = await visit();
    const path = `${vendor.origin}/api/conversations/${id}/typing`;
    const sent = await fetch(path, { method: 'POST', headers: { ...json, cookie }, body: '{"text":"hel"}' });
    expect(sent.status).toBe(204);
    const { conversations, wire } = await vendorSnapshot(vendor.origin);
    expect(conversations.find((one) => one.id === id)).toMatchObject({ preview: 'hel', messages: [] });
    expect(wire.at(-1)).toMatchObject({ way: 'http', kind: 'typing', raw: '{"text":"hel"}' });
  });

  it('takes uploads and keeps their name and size', async () => {
    const { cookie } = await visit();
    const body = new FormData();
    body.set('file', new File(['abc'], 'note.txt'));
    const sent = await fetch(`${vendor.origin}/api/uploads`, { method: 'POST', headers: { cookie }, body });
    expect(await sent.json()).toEqual({ name: 'note.txt', bytes: 3 });
    expect((await vendorSnapshot(vendor.origin)).wire.at(-1)).toMatchObject({ way: 'upload', kind: 'upload' });
  });

  it('refuses what is not a message', async () => {
    for (const raw of ['', '{', 'null', '[]', '{"text":1}', '"text"']) expect(readSaid(raw)).toBeUndefined();
    const { id, cookie } = await visit();
    const path = `${vendor.origin}/api/conversations/${id}/messages`;
    expect((await fetch(path, { method: 'POST', headers: { ...json, cookie }, body: '{}' })).status).toBe(400);
  });
});

describe('over WebSocket', () => {
  it('echoes messages and carries the agent’s answers', async () => {
    const { id, cookie } = await visit();
    const socket = connect(id, cookie);
    expect(await nextFrame(socket)).toEqual({ type: 'history', messages: [] });
    socket.send(JSON.stringify({ type: 'typing', text: 'he' }));
    socket.send(JSON.stringify({ type: 'message', text: 'hello', ref: 'r7' }));
    expect(await nextFrame(socket)).toMatchObject({ type: 'echo', ref: 'r7', message: { text: 'hello' } });
    const answered = nextFrame(socket);
    const path = `${vendor.origin}/desk/conversations/${id}/messages`;
    await fetch(path, { method: 'POST', headers: json, body: '{"text":"good day"}' });
    expect(await answered).toMatchObject({ type: 'message', message: { from: 'agent', text: 'good day' } });
    socket.close();
  });

  it('is refused to others and to foreign pages', async () => {
    const { id } = await visit();
    const { cookie: foreign } = await visit();
    const [error] = (await once(connect(id, foreign), 'error')) as [Error];
    expect(error.message).toContain('403');
    const mine = await visit();
    const [fromElsewhere] = (await once(connect(mine.id, mine.cookie, { origin: 'https://x.example' }), 'error')) as [
      Error,
    ];
    expect(fromElsewhere.message).toContain('403');
  });

  it('closes on frames it does not know', async () => {
    const { id, cookie } = await visit();
    const socket = connect(id, cookie);
    await nextFrame(socket);
    socket.send('{"type":"dance","text":"x"}');
    const [code] = (await once(socket, 'close')) as [number];
    expect(code).toBe(1003);
  });
});

describe('the pages', () => {
  it('carry a strict policy and nothing inline', async () => {
    for (const page of ['/', '/shop', '/chat', '/desk', '/demo']) {
      const answer = await fetch(vendor.origin + page);
      const html = await answer.text();
      expect(answer.headers.get('content-security-policy'), page).toContain("script-src 'self'; style-src 'self'");
      expect(html, page).not.toMatch(/<style|<script(?![^>]*src=)|\son\w+=|\sstyle=/);
      for (const [, file] of html.matchAll(/(?:href|src)="(\/[^"]+)"/g)) {
        expect((await fetch(vendor.origin + file)).status, file).toBe(200);
      }
    }
  });

  it('are the shop through a proxy and the desk without one', async () => {
    const proxied = await fetch(vendor.origin, { headers: { 'x-forwarded-host': '127.0.0.1:8080' } });
    expect(await proxied.text()).toContain('data-widget="launcher"');
    expect(proxied.headers.get('set-cookie')).toMatch(/^demo_visitor=[a-z]{24}; Path=\/; HttpOnly; SameSite=Lax$/);
    expect(await (await fetch(vendor.origin)).text()).toContain('Agent desk');
    for (const path of ['/desk', '/demo', '/desk/events']) {
      expect(await statusFor(path, { 'x-forwarded-for': '127.0.0.1' }), path).toBe(404);
    }
  });

  it('are for this computer only', async () => {
    expect(await statusFor('/', { host: 'shop.example' })).toBe(403);
    expect(await statusFor('/', { host: '127.0.0.1', origin: 'https://shop.example' })).toBe(403);
    expect(await statusFor('/', { host: 'localhost:9' })).toBe(200);
  });
});

describe('the switch of the scripted visitor', () => {
  it('turns by JSON only', async () => {
    const path = `${vendor.origin}/desk/scripted`;
    expect((await fetch(path, { method: 'POST', body: '{"on":true}' })).status).toBe(400);
    expect(running).toBe(false);
    expect((await fetch(path, { method: 'POST', headers: json, body: '{"on":true}' })).status).toBe(200);
    expect(running).toBe(true);
  });
});

describe('a body that is too large', () => {
  // Last, because the vendor closes the connection with it.
  it('is refused', async () => {
    const { id, cookie } = await visit();
    const path = `${vendor.origin}/api/conversations/${id}/messages`;
    const body = JSON.stringify({ text: 'x'.repeat(600_000) });
    expect((await fetch(path, { method: 'POST', headers: { ...json, cookie }, body })).status).toBe(413);
  });
});
