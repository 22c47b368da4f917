/** The promise itself: wherever a message is cut on its way, no raw value is in anything that leaves, and the output is the same. */
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type CapturingUpstream, startCapturing, startProduct, type TestProduct } from '../support/product.ts';

interface Payload {
  readonly name: string;
  readonly mediaType: string;
  readonly body: string;
  readonly values: readonly string[];
}

function payloads(name: string): Payload[] {
  const file = join(import.meta.dirname, '../fixtures/payloads', name);
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Payload);
}

const messages = payloads('messages.jsonl');
const events = payloads('events.jsonl');
const reference = /#[bcdfghjklmnpqrstvwxz]{20,}/g;

let upstream: CapturingUpstream;
let product: TestProduct;
/** What the vendor answers to the next request: the pieces it writes. */
let reply: { mediaType: string; pieces: Buffer[] } | undefined;

beforeAll(async () => {
  upstream = await startCapturing((_, response) => {
    const { mediaType, pieces } = reply ?? { mediaType: 'application/json', pieces: [Buffer.from('{"ok":true}')] };
    response.setHeader('Content-Type', mediaType);
    void writePieces((piece) => response.write(piece), pieces).then(() => response.end());
  });
  product = await startProduct({ upstream: upstream.url });
});

afterAll(async () => {
  await product?.stop();
  await upstream?.close();
});

async function writePieces(write: (piece: Buffer) => void, pieces: readonly Buffer[]): Promise<void> {
  for (const piece of pieces) {
    write(piece);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Every way to cut `body` in two, both ends included. */
function cuts(body: Buffer): Buffer[][] {
  return Array.from({ length: body.length + 1 }, (_, at) => [body.subarray(0, at), body.subarray(at)]);
}

function expectNoValue(text: string, { values, name }: Pick<Payload, 'values' | 'name'>): void {
  for (const [index, value] of values.entries()) {
    expect(text.includes(value), `value ${index} of "${name}" is gone`).toBe(false);
  }
}

/** Tokens are random; all else of an output must not depend on the cut. */
function shape(text: string): string {
  return text.replace(reference, '#ref').replace(/%23[bcdfghjklmnpqrstvwxz]{20,}/g, '#ref');
}

/** One kept-alive connection that sends chunked requests piece by piece. */
class ChunkedClient {
  readonly #socket: Socket;
  #pending = '';
  #wake: (() => void) | undefined;

  constructor(port: number) {
    this.#socket = connect(port, '127.0.0.1').setNoDelay(true);
    this.#socket.on('data', (chunk) => {
      this.#pending += chunk.toString('utf8');
      this.#wake?.();
    });
  }

  async post(mediaType: string, pieces: readonly Buffer[]): Promise<string> {
    this.#pending = '';
    const head = `POST /messages HTTP/1.1\r\nHost: shop.test\r\nContent-Type: ${mediaType}\r\n`;
    this.#socket.write(`${head}Transfer-Encoding: chunked\r\n\r\n`);
    const chunks = pieces.filter((piece) => piece.length > 0);
    const coded = chunks.map((piece) =>
      Buffer.concat([Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from('\r\n')]),
    );
    await writePieces((piece) => this.#socket.write(piece), coded);
    this.#socket.write('0\r\n\r\n');
    while (!this.#whole())
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    return this.#pending;
  }

  #whole(): boolean {
    const end = this.#pending.indexOf('\r\n\r\n');
    if (end === -1) return false;
    const length = /content-length: (\d+)/i.exec(this.#pending.slice(0, end))?.[1];
    if (length === undefined) return this.#pending.endsWith('0\r\n\r\n');
    return Buffer.byteLength(this.#pending.slice(end + 4)) >= Number(length);
  }

  close(): void {
    this.#socket.destroy();
  }
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

function unchunked(answer: string): string {
  return answer.slice(answer.indexOf('\r\n\r\n') + 4).replace(/(^|\r\n)[0-9a-f]+\r\n/g, '');
}

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
