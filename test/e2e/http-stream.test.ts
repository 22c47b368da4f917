/** Streams of records and slow or vanishing peers: events leave one by one, nothing grows without bound. */

import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { errorCode, exchange, get } from '../support/raw-client.ts';
import { fakeRedactor, forbidden, marker, masked, startPlane, testSite } from '../support/sites.ts';
import { type Answerer, startRawUpstream } from '../support/upstream.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function stage(answerer?: Answerer, overrides: Parameters<typeof startPlane>[1] = {}) {
  const upstream = await startRawUpstream(answerer);
  const started = await startPlane([testSite({ upstream: upstream.url })], overrides);
  closers.push(
    () => upstream.close(),
    () => started.plane.close(),
  );
  return { upstream, ...started };
}

const chunk = (text: string | Buffer) =>
  Buffer.concat([Buffer.from(`${text.length.toString(16)}\r\n`), Buffer.from(text), Buffer.from('\r\n')]);
const openStream = 'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n';
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
async function until(check: () => boolean, ms = 2000): Promise<void> {
  for (let waited = 0; !check() && waited < ms; waited += 5) await pause(5);
}

/** A client that keeps reading; `text` grows as bytes come. */
function reader(port: number, request: string) {
  const socket = connect(port, '127.0.0.1');
  const state = { text: '', closed: false, socket };
  socket.on('data', (data) => {
    state.text += data;
  });
  socket.on('close', () => {
    state.closed = true;
  });
  socket.on('error', () => undefined);
  socket.write(request);
  closers.push(async () => void socket.destroy());
  return state;
}

test('the first event arrives before the stream ends, and values in events are replaced', async () => {
  const { port, upstream } = await stage((_request, socket) => {
    socket.write(openStream);
    return undefined;
  });
  const client = reader(port, get('/events'));
  await until(() => client.text.includes('text/event-stream'));
  expect(client.text).toContain('HTTP/1.1 200');
  const vendor = upstream.sockets[0];
  vendor?.write(chunk('data: one\n\n'));
  await until(() => client.text.includes('data: one\n\n'));
  expect(client.text).toContain('data: one\n\n');
  // A record over three pieces, cut inside the value.
  for (const piece of ['data: SECR', 'ETWO', 'RD\n\ndata: open']) {
    vendor?.write(chunk(piece));
    await pause(10);
  }
  await until(() => client.text.includes(masked));
  expect(client.text).toContain(`data: ${masked}\n\n`);
  expect(client.text).not.toContain('open');
  vendor?.write('0\r\n\r\n');
  await until(() => client.text.endsWith('0\r\n\r\n'));
  expect(client.text).toContain('data: open');
  expect(client.text).not.toContain('SECR');
});

test('order holds when the first event waits for the vault', async () => {
  const redactor = fakeRedactor({ delay: (text) => (text.includes('slow') ? 50 : undefined) });
  const { port } = await stage(
    () => Buffer.concat([Buffer.from(openStream), chunk('data: slow\n\ndata: fast\n\n'), Buffer.from('0\r\n\r\n')]),
    { redactor },
  );
  const reply = await exchange(port, get('/events'));
  expect(reply.body.indexOf('slow')).toBeLessThan(reply.body.indexOf('fast'));
  expect(reply.body.endsWith('0\r\n\r\n')).toBe(true);
});

test('a stream in gzip is unpacked, inspected and sent plain', async () => {
  const head = openStream.replace('\r\n\r\n', '\r\nContent-Encoding: gzip\r\n\r\n');
  const body = chunk(gzipSync(`data: ${marker}\n\ndata: two\n\n`));
  const { port } = await stage(() => Buffer.concat([Buffer.from(head), body, Buffer.from('0\r\n\r\n')]));
  const reply = await exchange(port, get('/events', ['Accept-Encoding: gzip']));
  expect(reply.head.toLowerCase()).not.toContain('content-encoding');
  expect(reply.body).toContain(`data: ${masked}\n\n`);
  expect(reply.body).toContain('data: two\n\n');
});

test.each([
  ['zlib', deflateSync],
  ['raw', deflateRawSync],
] as const)('a stream in deflate of the kind %s is unpacked, from any split', async (_, deflate) => {
  const head = openStream.replace('\r\n\r\n', '\r\nContent-Encoding: deflate\r\n\r\n');
  const body = deflate(`data: ${marker}\n\ndata: two\n\n`);
  const { port } = await stage(() =>
    Buffer.concat([Buffer.from(head), chunk(body.subarray(0, 1)), chunk(body.subarray(1)), Buffer.from('0\r\n\r\n')]),
  );
  const reply = await exchange(port, get('/events', ['Accept-Encoding: deflate']));
  expect(reply.body).toContain(`data: ${masked}\n\n`);
  expect(reply.body).toContain('data: two\n\n');
});

test.each(['identity', 'gzip'])(
  'a reader that does not read makes the vendor of a stream in %s wait',
  async (coding) => {
    const event = () => `data: ${randomBytes(60_000).toString('base64')}\n\n`;
    const head = openStream.replace('\r\n\r\n', `\r\nContent-Encoding: ${coding}\r\n\r\n`);
    let sent = 0;
    const { port, upstream } = await stage((_request, socket) => {
      socket.write(head);
      // One member of gzip after the other; each is a whole event.
      const pour = () => {
        while (!socket.destroyed && sent < 200_000_000) {
          const text = Buffer.from(event());
          const bytes = chunk(coding === 'gzip' ? gzipSync(text, { level: 1 }) : text);
          sent += bytes.length;
          if (!socket.write(bytes)) return void socket.once('drain', pour);
        }
      };
      pour();
      return undefined;
    });
    const client = connect(port, '127.0.0.1');
    closers.push(async () => void client.destroy());
    client.on('error', () => undefined);
    client.pause();
    client.write(get('/events', ['Accept-Encoding: gzip']));
    let before = -1;
    // The vendor stands in the same process: one look between two of its turns says nothing.
    for (let still = 0; still < 8 && sent < 60_000_000; still = before === sent && sent > 0 ? still + 1 : 0) {
      before = sent;
      await pause(60);
    }
    expect(sent).toBeLessThan(60_000_000);
    // It goes on when the reader does.
    client.resume();
    await until(() => sent > before + 1_000_000, 5000);
    expect(sent).toBeGreaterThan(before + 1_000_000);
    upstream.sockets[0]?.destroy();
  },
);

test.each(['utf16le', 'utf16be', 'utf32le'])(
  'a stream of events in %s is refused, not passed unread',
  async (charset) => {
    const narrow = Buffer.from(`data: ${marker}\n\n`, 'utf16le');
    const wide = Buffer.from([...`data: ${marker}\n\n`].flatMap((letter) => [letter.charCodeAt(0), 0, 0, 0]));
    const body = charset === 'utf32le' ? wide : charset === 'utf16be' ? Buffer.from(narrow).swap16() : narrow;
    const { port, recorder } = await stage(() =>
      Buffer.concat([Buffer.from(openStream), chunk(body), Buffer.from('0\r\n\r\n')]),
    );
    const reply = await exchange(port, get('/events'));
    expect(reply.body.replaceAll('\0', '')).not.toContain(marker);
    expect(reply.all.endsWith('0\r\n\r\n')).toBe(false);
    expect(recorder.upstreamErrors).toEqual(['content']);
  },
);

test('a bomb in a stream is cut off', async () => {
  const head = openStream.replace('\r\n\r\n', '\r\nContent-Encoding: gzip\r\n\r\n');
  const bomb = chunk(gzipSync(Buffer.alloc(64_000_000, 'x')));
  const { port, recorder } = await stage(() => Buffer.concat([Buffer.from(head), bomb, Buffer.from('0\r\n\r\n')]));
  const reply = await exchange(port, get('/events', ['Accept-Encoding: gzip']), 5000);
  expect(reply.closed).toBe(true);
  expect(reply.all.endsWith('0\r\n\r\n')).toBe(false);
  expect(recorder.upstreamErrors).toEqual(['content']);
});

test('a blocked event cuts the stream and the vendor is let go', async () => {
  const { port, upstream, recorder } = await stage((_request, socket) => {
    socket.write(openStream);
    socket.write(chunk(`data: fine\n\ndata: ${forbidden}\n\n`));
    return undefined;
  });
  const client = reader(port, get('/events'));
  await until(() => client.closed);
  expect(client.text).toContain('data: fine');
  expect(client.text).not.toContain(forbidden);
  await until(() => upstream.sockets[0]?.destroyed === true);
  expect(upstream.sockets[0]?.destroyed).toBe(true);
  expect(recorder.messages).toContain('shop to-client sse blocked');
});

test('lines of a request are inspected one by one on their way', async () => {
  const { port, upstream } = await stage();
  const head =
    'POST / HTTP/1.1\r\nHost: shop.test\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n';
  const reply = await exchange(port, [head, chunk('{"a":1}\n{"b":"SECR'), chunk('ETWORD"}\n{"c":3}'), '0\r\n\r\n']);
  expect(reply.status).toBe(200);
  expect(upstream.text()).not.toContain('SECR');
  expect(upstream.text()).toContain(`{"b":"${masked}"}\n`);
  expect(upstream.text()).toContain('{"c":3}');
});

test('a blocked line of a request answers with its code', async () => {
  const { port, upstream } = await stage();
  const head =
    'POST / HTTP/1.1\r\nHost: shop.test\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n';
  const reply = await exchange(port, [head, chunk(`{"a":1}\n{"b":"${forbidden}"}\n`), '0\r\n\r\n']);
  expect([reply.status, errorCode(reply)]).toEqual([422, 'CV_BLOCKED_BY_POLICY']);
  expect(upstream.text()).not.toContain(forbidden);
});

test('a client that leaves takes its upstream socket along', async () => {
  const { port, upstream } = await stage((_request, socket) => {
    socket.write(openStream);
    return undefined;
  });
  const client = reader(port, get('/events'));
  await until(() => client.text.includes('200'));
  client.socket.destroy();
  await until(() => upstream.sockets[0]?.destroyed === true);
  expect(upstream.sockets[0]?.destroyed).toBe(true);
});

test('a client that leaves in the middle of its body sends nothing on', async () => {
  const { port, upstream, recorder } = await stage();
  const client = reader(
    port,
    'POST / HTTP/1.1\r\nHost: shop.test\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"a":',
  );
  await pause(50);
  client.socket.destroy();
  await pause(50);
  expect(upstream.text()).toBe('');
  expect(recorder.messages).toEqual([]);
});

test('a client that does not read holds the vendor back instead of filling memory', async () => {
  let sent = 0;
  const piece = Buffer.alloc(64 * 1024, 'x');
  const total = 64 * 1024 * 1024;
  const { port } = await stage((_request, socket) => {
    socket.write(`HTTP/1.1 200 OK\r\nContent-Type: text/css\r\nContent-Length: ${total}\r\n\r\n`);
    const pump = () => {
      while (sent < total && !socket.destroyed) {
        sent += piece.length;
        if (!socket.write(piece)) {
          socket.once('drain', pump);
          return;
        }
      }
    };
    pump();
    return undefined;
  });
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.pause();
  socket.write(get('/big.css'));
  await pause(600);
  const held = sent;
  await pause(200);
  expect(sent).toBe(held);
  expect(held).toBeLessThan(total / 2);
  let got = 0;
  socket.on('data', (data) => {
    got += data.length;
  });
  socket.resume();
  await until(() => got >= total, 20_000);
  expect(got).toBeGreaterThanOrEqual(total);
  socket.destroy();
});

test('a slow request head and a slow body end in a timeout', async () => {
  const { port, upstream } = await stage(undefined, { limits: { headSecondsMax: 1, requestSecondsMax: 2 } });
  const head = await exchange(port, 'GET / HTTP/1.1\r\nHost: shop', 6000);
  expect([head.status, errorCode(head)]).toEqual([408, 'CV_TIMEOUT']);
  const body = await exchange(
    port,
    'POST / HTTP/1.1\r\nHost: shop.test\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{',
    6000,
  );
  expect([body.status, errorCode(body)]).toEqual([408, 'CV_TIMEOUT']);
  expect(upstream.text()).toBe('');
});
