/** The promise itself: wherever a message is cut on its way, no raw value is in anything that leaves, and the output is the same. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type CapturingUpstream, startProduct, type TestProduct } from '../support/product.ts';
import {
  ChunkedClient,
  expectNoValue,
  payloads,
  type Reply,
  shape,
  startReplying,
  unchunked,
} from '../support/split-payloads.ts';

const messages = payloads('messages.jsonl');
const events = payloads('events.jsonl');
let upstream: CapturingUpstream;
let product: TestProduct;
/** What the vendor answers to the next request: the pieces it writes. */
let reply: Reply | undefined;

beforeAll(async () => {
  upstream = await startReplying(() => reply);
  product = await startProduct({ upstream: upstream.url });
});

afterAll(async () => {
  await product?.stop();
  await upstream?.close();
});

/** Every way to cut `body` in two, both ends included. */
function cuts(body: Buffer): Buffer[][] {
  return Array.from({ length: body.length + 1 }, (_, at) => [body.subarray(0, at), body.subarray(at)]);
}

describe.each(messages)('$name', (payload) => {
  const body = Buffer.from(payload.body);

  it('is protected over every two-way split into HTTP chunks', async () => {
    const client = new ChunkedClient(product.port);
    const shapes = new Set<string>();
    for (const pieces of cuts(body)) {
      upstream.clear();
      const answer = await client.post(payload.mediaType, pieces);
      expect(answer).toMatch(/^HTTP\/1\.1 200 /);
      expectNoValue(upstream.text(), payload);
      shapes.add(shape(Buffer.concat(upstream.heard.slice(1)).toString()));
    }
    client.close();
    expect([...shapes]).toHaveLength(1);
    expect([...shapes][0]).toMatch(/#ref|\[/);
  });

  it('is protected on its way back over every two-way split', async () => {
    const client = new ChunkedClient(product.port);
    const contact = payload.values.every((value) => !value.includes('@'));
    for (const pieces of cuts(body)) {
      reply = { mediaType: payload.mediaType, pieces };
      const answer = await client.post('application/json', [Buffer.from('{}')]);
      expect(answer).toMatch(/^HTTP\/1\.1 200 /);
      // Contact data of the vendor passes by the default policy.
      if (contact) expectNoValue(answer, payload);
    }
    reply = undefined;
    client.close();
  });

  it('is protected over every two-way split into WebSocket fragments', async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${product.port}/socket`, { headers: { Host: 'shop.test' } });
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    const shapes = new Set<string>();
    for (const [first = body, second = body] of cuts(body)) {
      upstream.clear();
      const echo = new Promise<string>((resolve) => socket.once('message', (data) => resolve(String(data))));
      socket.send(first, { fin: false, binary: false });
      socket.send(second, { fin: true, binary: false });
      expectNoValue(await echo, payload);
      expectNoValue(upstream.text(), payload);
      shapes.add(shape(upstream.text()));
    }
    socket.terminate();
    expect([...shapes]).toHaveLength(1);
  });
});

describe.each(events)('$name', (payload) => {
  it('is protected over every two-way split of the event stream', async () => {
    const client = new ChunkedClient(product.port);
    const shapes = new Set<string>();
    for (const pieces of cuts(Buffer.from(payload.body))) {
      reply = { mediaType: 'text/event-stream', pieces };
      const answer = await client.post('application/json', [Buffer.from('{}')]);
      expect(answer).toMatch(/^HTTP\/1\.1 200 /);
      expectNoValue(answer, payload);
      shapes.add(shape(unchunked(answer)));
    }
    reply = undefined;
    client.close();
    expect([...shapes]).toHaveLength(1);
    expect([...shapes][0]).toContain('#ref');
  });
});

it('leaves no value in the logs, the metrics, the statistics or the files of the vault', async () => {
  const metrics = await (await fetch(`${product.running.ops}/metrics`)).text();
  expect(metrics).toContain('chatveil_findings_total{');
  await product.running.product.stats.close();
  const files = ['vault.db', 'vault.db-wal', 'stats.db', 'stats.db-wal'].map((name) =>
    join(product.folder, 'data', name),
  );
  const stored = files.map((file) => {
    try {
      return readFileSync(file).toString('latin1');
    } catch {
      return '';
    }
  });
  expect(stored[0]?.length).toBeGreaterThan(1000);
  for (const payload of [...messages, ...events]) {
    for (const text of [metrics, product.logs(), ...stored]) expectNoValue(text, payload);
  }
});
