/** The vendor's edit call: where it goes, what it says, how often, and that a failure is an incident. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { conversationId, type FrameHead } from '../../src/domain/frame.ts';
import type { HealCall } from '../../src/domain/profile.ts';
import { createHttpHealer, takeBack } from '../../src/proxy/heal.ts';
import type { HealOrder } from '../../src/redaction/redaction.ts';
import { testSite } from '../support/sites.ts';

const call: HealCall = {
  method: 'PATCH',
  path: '/v1/{conversation}/messages/{message}',
  body: '{"text":"{text}"}',
  mediaType: 'application/json',
  credential: { header: 'Authorization', env: 'VENDOR_TOKEN' },
};
const order = { site: 'shop', vendorConversation: 'c/1', message: 'm 2', text: 'a "card"' };
let server: Server | undefined;

/** A vendor that answers with these statuses, the last one for ever. */
async function vendor(statuses: readonly number[], change: Partial<HealCall> = {}) {
  const seen: string[] = [];
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      seen.push(`${request.method} ${request.url} ${request.headers.authorization} ${body}`);
      response.writeHead(statuses[Math.min(seen.length, statuses.length) - 1] ?? 200, { location: '/elsewhere' }).end();
    });
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const site = testSite({ upstream: `http://127.0.0.1:${port}/base`, profile: { heal: { ...call, ...change } } });
  const healer = createHttpHealer({
    site: (id) => (id === 'shop' ? site : undefined),
    env: { VENDOR_TOKEN: 'Bearer t' },
    delays: [1, 1],
  });
  return { seen, healer, site };
}

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

describe('createHttpHealer', () => {
  it('goes the way that the site reaches its vendor by', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'chatveil-heal-'));
    const socket = join(folder, 'vendor.sock');
    const seen: string[] = [];
    server = createServer((request, response) => {
      seen.push(`${request.method} ${request.url}`);
      response.end();
    });
    await new Promise<void>((resolve) => server?.listen(socket, resolve));
    const site = { ...testSite({ upstream: 'http://vendor.test', profile: { heal: call } }), link: { socket } };
    await createHttpHealer({ site: () => site, env: { VENDOR_TOKEN: 't' }, delays: [] }).heal(order);
    expect(seen).toEqual(['PATCH /v1/c%2F1/messages/m%202']);
    rmSync(folder, { recursive: true, force: true });
  });

  it('calls the upstream with escaped ids and text', async () => {
    const { healer, seen } = await vendor([200]);
    await healer.heal(order);
    expect(seen).toEqual(['PATCH /base/v1/c%2F1/messages/m%202 Bearer t {"text":"a \\"card\\""}']);
  });

  it('fills the body, and nothing in a value is taken for a place to fill', async () => {
    const { seen, healer } = await vendor([200], {
      path: '/edit',
      body: '{"c":"{conversation}","m":"{message}","t":"{text}","k":"{other}"}',
    });
    await healer.heal({ ...order, text: '{message} "x"' });
    expect(seen[0]).toContain('{"c":"c/1","m":"m 2","t":"{message} \\"x\\"","k":"{other}"}');
  });

  it('escapes for a form where the media type asks', async () => {
    const form = { body: 'body={text}&id={message}', mediaType: 'application/x-www-form-urlencoded' };
    const { seen, healer } = await vendor([200], form);
    await healer.heal({ ...order, text: 'a & b' });
    expect(seen[0]).toContain('body=a%20%26%20b&id=m%202');
  });

  it('ends one call for a message before it begins the next, so that the newest text stays', async () => {
    const { seen, healer } = await vendor([503, 503, 200]);
    await Promise.all([healer.heal({ ...order, text: 'first' }), healer.heal({ ...order, text: 'second' })]);
    expect(seen.map((line) => /"text":"(\w+)"/.exec(line)?.[1])).toEqual(['first', 'first', 'first', 'second']);
  });

  it('tries again when the vendor is busy, a bounded number of times', async () => {
    const once = await vendor([503, 204]);
    await once.healer.heal(order);
    expect(once.seen).toHaveLength(2);
    server?.closeAllConnections();
    server?.close();
    const never = await vendor([503]);
    await expect(never.healer.heal(order)).rejects.toMatchObject({ code: 'CV_UPSTREAM_UNREACHABLE' });
    expect(never.seen).toHaveLength(3);
  });

  it.each([400, 404, 302])('does not insist, nor follow, when the answer is %d', async (status) => {
    const { healer, seen } = await vendor([status]);
    await expect(healer.heal(order)).rejects.toMatchObject({ code: 'CV_UPSTREAM_UNREACHABLE' });
    expect(seen).toHaveLength(1);
  });

  it.each([
    ['an unknown site', { ...order, site: 'other' }],
    ['no message id', { ...order, message: undefined }],
    ['no conversation id', { ...order, vendorConversation: undefined }],
    ['an id that is a path', { ...order, message: '..' }],
  ])('makes no call with %s', async (_, bad) => {
    const { healer, seen } = await vendor([200]);
    await expect(healer.heal(bad)).rejects.toMatchObject({ code: 'CV_UPSTREAM_UNREACHABLE' });
    expect(seen).toEqual([]);
  });

  it('makes no call without its credential', async () => {
    const { site, seen } = await vendor([200]);
    const bare = createHttpHealer({ site: () => site, env: {} });
    await expect(bare.heal(order)).rejects.toMatchObject({ code: 'CV_UPSTREAM_UNREACHABLE' });
    expect(seen).toEqual([]);
  });
});

describe('takeBack', () => {
  const head: FrameHead = {
    site: 'shop',
    channel: 'ws-text',
    direction: 'to-upstream',
    transport: 'websocket',
    conversation: conversationId('d'),
    credential: '',
    path: '/',
    vendorConversation: 'c/1',
  };

  it('raises an incident for each message that cannot be taken back', async () => {
    const raised: string[] = [];
    const logged: string[] = [];
    const log = { info: () => undefined, warn: () => undefined, error: (event: string) => logged.push(event) };
    const recorder = { incident: (site: string, kind: string) => raised.push(`${site} ${kind}`) };
    const healer = {
      heal: ({ message }: { message: string | undefined }) =>
        message === 'good' ? Promise.resolve() : Promise.reject(new Error('no')),
    };
    const targets = ['good', 'bad', undefined].map((message) => ({ message, text: '[card]' }));
    takeBack({ healer, recorder: recorder as never, log }, head, targets);
    await new Promise((resolve) => setImmediate(resolve));
    expect(raised.sort()).toEqual(['shop heal-failed', 'shop heal-impossible']);
    expect(logged).toEqual(['heal-failed', 'heal-failed']);
  });

  it('waits for a name that is awaited, and counts how it ended', async () => {
    const orders: unknown[] = [];
    const outcomes: string[] = [];
    const healer = { heal: async ({ message, text }: HealOrder) => void orders.push([message, text]) };
    const recorder = { healed: (_: string, outcome: string) => outcomes.push(outcome), incident: () => undefined };
    const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
    const late = new Promise<string>((resolve) => setTimeout(() => resolve('m1'), 20));
    takeBack({ healer, recorder: recorder as never, log }, head, [
      { message: late, text: '[card]' },
      { message: Promise.resolve(undefined), text: '[card]' },
    ]);
    await late;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(orders).toEqual([['m1', '[card]']]);
    expect(outcomes).toEqual(['impossible', 'done']);
  });
});
