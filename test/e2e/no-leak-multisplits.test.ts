/** Ten thousand messages cut into pieces at random, over every transport: one output each, and no value in it. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type CapturingUpstream, startProduct, type TestProduct } from '../support/product.ts';
import {
  ChunkedClient,
  expectNoValue,
  type Payload,
  payloads,
  type Reply,
  shape,
  startReplying,
  unchunked,
} from '../support/split-payloads.ts';

/** Random cuts for each of the five ways a message can travel. */
const RUNS = 2000;
const messages = payloads('messages.jsonl');
const events = payloads('events.jsonl');

let upstream: CapturingUpstream;
/** Holds bodies whole. */
let product: TestProduct;
/** Reads every body of more than a few bytes in segments. */
let streaming: TestProduct;
let reply: Reply | undefined;

beforeAll(async () => {
  upstream = await startReplying(() => reply);
  product = await startProduct({ upstream: upstream.url });
  streaming = await startProduct({ upstream: upstream.url, top: 'limits: { body_bytes_max: 12 }' });
});

afterAll(async () => {
  await product?.stop();
  await streaming?.stop();
  await upstream?.close();
});

function cutAt(body: Buffer, cuts: readonly number[]): Buffer[] {
  const places = [...new Set(cuts.map((cut) => cut % body.length))].filter((at) => at > 0).sort((a, b) => a - b);
  return [0, ...places].map((from, index) => body.subarray(from, places[index] ?? body.length));
}

/** Sends random cuts of random payloads; the shape of what came out may depend on the payload alone. */
async function fuzz(list: readonly Payload[], send: (payload: Payload, pieces: Buffer[]) => Promise<string>) {
  const shapes = new Map<string, string>();
  let runs = 0;
  const cuts = fc.record({ which: fc.nat(list.length - 1), at: fc.array(fc.nat(1000), { maxLength: 12 }) });
  for (const { which, at } of fc.sample(cuts, RUNS)) {
    const payload = list[which];
    if (payload === undefined) continue;
    const out = await send(payload, cutAt(Buffer.from(payload.body), at));
    const known = shapes.get(payload.name) ?? shape(out);
    shapes.set(payload.name, known);
    if (shape(out) !== known) expect([payload.name, at, shape(out)]).toEqual([payload.name, at, known]);
    expectNoValue(out, payload);
    runs += 1;
  }
  expect([runs, shapes.size]).toEqual([RUNS, list.length]);
  return shapes;
}

async function posted(client: ChunkedClient, payload: Payload, pieces: Buffer[]): Promise<string> {
  upstream.clear();
  expect(await client.post(payload.mediaType, pieces)).toMatch(/^HTTP\/1\.1 200 /);
  return Buffer.concat(upstream.heard.slice(1)).toString();
}

/** A connection, and so a conversation, for each payload: what one visitor writes says nothing about another. */
async function perPayload<Connection, Out>(
  open: () => Connection | Promise<Connection>,
  close: (connection: Connection) => void,
  work: (connectionOf: (payload: Payload) => Promise<Connection>) => Promise<Out>,
): Promise<Out> {
  const connections = new Map<string, Connection>();
  const out = await work(async ({ name }) => {
    const connection = connections.get(name) ?? (await open());
    connections.set(name, connection);
    return connection;
  });
  for (const connection of connections.values()) close(connection);
  return out;
}

const perClient = <Out>(port: number, work: (clientOf: (payload: Payload) => Promise<ChunkedClient>) => Promise<Out>) =>
  perPayload(
    () => new ChunkedClient(port),
    (client) => client.close(),
    work,
  );

async function openSocket(): Promise<WebSocket> {
  const socket = new WebSocket(`ws://127.0.0.1:${product.port}/socket`, { headers: { Host: 'shop.test' } });
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  return socket;
}

describe('to the vendor', () => {
  it('in requests held whole, and in segments, with the same outcome', async () => {
    const whole = await perClient(product.port, (clientOf) =>
      fuzz(messages, async (payload, pieces) => posted(await clientOf(payload), payload, pieces)),
    );
    const json = messages.filter(({ mediaType }) => mediaType === 'application/json');
    expect(json.length).toBeGreaterThan(2);
    const segments = await perClient(streaming.port, (clientOf) =>
      fuzz(json, async (payload, pieces) => posted(await clientOf(payload), payload, pieces)),
    );
    for (const [name, out] of segments) expect([name, out]).toEqual([name, whole.get(name)]);
  }, 240_000);

  it('in fragments of socket messages', async () => {
    await perPayload(
      openSocket,
      (socket) => socket.terminate(),
      (socketOf) =>
        fuzz(messages, async (payload, pieces) => {
          const socket = await socketOf(payload);
          upstream.clear();
          const echo = new Promise<string>((resolve) => socket.once('message', (data) => resolve(String(data))));
          const last = pieces.length - 1;
          for (const [index, piece] of pieces.entries()) socket.send(piece, { fin: index === last, binary: false });
          expectNoValue(await echo, payload);
          return upstream.text();
        }),
    );
  }, 240_000);
});

describe('to the visitor', () => {
  const answered = async (client: ChunkedClient, mediaType: string, pieces: Buffer[]) => {
    reply = { mediaType, pieces };
    const answer = await client.post('application/json', [Buffer.from('{}')]);
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    return unchunked(answer);
  };
  /** Contact data of the vendor passes by the default policy. */
  const cards = messages.filter(({ values }) => values.every((value) => !value.includes('@')));

  it('in answers', async () => {
    await perClient(product.port, (clientOf) =>
      fuzz(cards, async (payload, pieces) => answered(await clientOf(payload), payload.mediaType, pieces)),
    );
    reply = undefined;
  }, 240_000);

  it('in events', async () => {
    await perClient(product.port, (clientOf) =>
      fuzz(events, async (payload, pieces) => answered(await clientOf(payload), 'text/event-stream', pieces)),
    );
    reply = undefined;
  }, 240_000);
});
