/** A hundred megabytes of JSON pass in either direction while the proxy holds a small part of them. */
import { type ChildProcess, fork } from 'node:child_process';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';

const MIB = 1024 * 1024;
const SIZE = 100 * MIB;
/** What the heap and the buffers of the proxy may grow by, however large the body. */
const GROWTH_MAX = 32 * MIB;
const card = '4111 1111 1111 1111';

/** A history of messages, every fiftieth with a card in it; made as it is read. */
function* history(bytes: number): Generator<Buffer> {
  const filler = 'Thanks for your patience, the parcel left our warehouse this morning and is on its way. '.repeat(64);
  yield Buffer.from('{"conversation":{"title":"a long one","messages":[');
  let made = 0;
  for (let id = 0; made < bytes; ) {
    let piece = '';
    for (; piece.length < 64 * 1024; id += 1) {
      const text = id % 5 === 0 ? `my card is ${card}, thanks` : filler;
      piece += `${id === 0 ? '' : ','}{"id":"m-${id}","author":"agent","text":"${text}"}`;
    }
    made += piece.length;
    yield Buffer.from(piece);
  }
  yield Buffer.from(']}}');
}

interface Tally {
  bytes: number;
  cards: number;
  tokens: number;
  last: string;
}

/** Counts what arrives; values over two chunks are seen as well. */
async function tallyOf(stream: AsyncIterable<Buffer>): Promise<Tally> {
  const tally: Tally = { bytes: 0, cards: 0, tokens: 0, last: '' };
  for await (const chunk of stream) {
    const text = tally.last + chunk.toString('latin1');
    tally.bytes += chunk.length;
    tally.cards += text.split(card).length - 1;
    tally.tokens += text.split(' #').length - 1;
    // What is kept for the next chunk must not be counted twice.
    tally.last = /[[ #\d]*$/.exec(text.slice(-30))?.[0] ?? '';
    if (tally.last.includes(' #')) tally.last = '';
    tally.last = tally.last.slice(-(card.length - 1));
  }
  return tally;
}

let vendor: Server;
let child: ChildProcess;
let port: number;
let received: Promise<Tally>;

function ask<Answer>(question?: string): Promise<Answer> {
  const answer = new Promise<Answer>((resolve) => child.once('message', (message) => resolve(message as Answer)));
  if (question !== undefined) child.send(question);
  return answer;
}

beforeAll(async () => {
  vendor = createServer((incoming, response) => {
    if (incoming.method === 'POST') {
      received = tallyOf(incoming);
      received.then(() => response.end('{}')).catch(() => response.destroy());
      return;
    }
    response.setHeader('Content-Type', 'application/json');
    Readable.from(history(SIZE), { objectMode: false }).pipe(response);
  });
  await new Promise<void>((resolve) => vendor.listen(0, '127.0.0.1', resolve));
  const upstream = `http://127.0.0.1:${(vendor.address() as AddressInfo).port}`;
  child = fork(join(import.meta.dirname, '../support/proxy-memory-child.ts'), [upstream], {
    // Half of it is the product itself; with less room Node 24 collects most of the time.
    execArgv: ['--import', 'tsx', '--expose-gc', '--max-old-space-size=256'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  port = (await ask<{ port: number }>()).port;
}, 60_000);

afterAll(async () => {
  child?.kill('SIGKILL');
  await new Promise((resolve) => vendor.close(resolve));
});

interface Held {
  readonly most: number;
  readonly samples: number;
}

const options = () => ({ host: '127.0.0.1', port, headers: { host: 'shop.test' } });

function get(): Promise<Tally> {
  return new Promise((resolve, reject) => {
    request(options(), (response) => resolve(tallyOf(response)))
      .on('error', reject)
      .end();
  });
}

function post(): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { host: 'shop.test', 'content-type': 'application/json' };
    const outgoing = request({ ...options(), method: 'POST', headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    outgoing.on('error', reject);
    Readable.from(history(SIZE), { objectMode: false }).pipe(outgoing);
  });
}

async function growth(work: () => Promise<void>): Promise<number> {
  const { most: before } = await ask<Held>('reset');
  await work();
  const { most, samples } = await ask<Held>('most');
  expect(samples).toBeGreaterThan(3);
  return most - before;
}

test('from the vendor to the visitor', async () => {
  const grown = await growth(async () => {
    const tally = await get();
    expect(tally.bytes).toBeGreaterThan(SIZE);
    expect([tally.cards, tally.tokens > 1000]).toEqual([0, true]);
  });
  expect(grown).toBeLessThan(GROWTH_MAX);
}, 300_000);

test('from the visitor to the vendor', async () => {
  const grown = await growth(async () => {
    expect(await post()).toBe(200);
    const tally = await received;
    expect(tally.bytes).toBeGreaterThan(SIZE);
    expect([tally.cards, tally.tokens > 1000]).toEqual([0, true]);
  });
  expect(grown).toBeLessThan(GROWTH_MAX);
}, 300_000);
