/** Bodies over the limit for whole ones go through in segments: every format, both directions, coded or not, and cut off where they must be. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { request } from 'node:http';
import { deflateSync, gunzipSync, gzipSync, inflateSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type CapturingUpstream, startCapturing, startProduct, type TestProduct } from '../support/product.ts';

const card = '4111 1111 1111 1111';
const KIB = 1024;

let upstream: CapturingUpstream;
let product: TestProduct;
let reply: (incoming: IncomingMessage, response: ServerResponse) => void;

beforeAll(async () => {
  upstream = await startCapturing((incoming, response) => reply(incoming, response));
  const top = 'limits: { body_bytes_max: 65536, stream_bytes_max: 2000000, stream_leaf_bytes_max: 200000 }';
  product = await startProduct({ upstream: upstream.url, top });
});
beforeEach(async () => {
  // What a refused request sent last may still be on its way.
  await new Promise((resolve) => setTimeout(resolve, 50));
  upstream.clear();
  reply = (_, response) => response.end('{"ok":true}');
});
afterAll(async () => {
  await product?.stop();
  await upstream?.close();
});

interface Reply {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
  /** The connection was cut before the end of the answer. */
  readonly cut: boolean;
}

interface Sent {
  readonly headers?: Record<string, string>;
  readonly body?: Buffer;
  /** Without a length. */
  readonly chunked?: boolean;
  readonly port?: number;
}

function send({ headers = {}, body, chunked = false, port = product.port }: Sent): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const length: Record<string, string> = body === undefined || chunked ? {} : { 'content-length': `${body.length}` };
    const outgoing = request({
      port,
      host: '127.0.0.1',
      method: body === undefined ? 'GET' : 'POST',
      headers: { host: 'shop.test', 'content-type': 'application/json', ...length, ...headers },
    });
    outgoing.on('error', (error) => (answered ? undefined : reject(error)));
    let answered = false;
    outgoing.on('response', (response) => {
      answered = true;
      const chunks: Buffer[] = [];
      response.on('data', (chunk) => chunks.push(chunk));
      const end = (cut: boolean) =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks), cut });
      response.on('end', () => end(false));
      response.on('error', () => end(true));
    });
    for (let at = 0; body !== undefined && at < body.length; at += 10_000)
      outgoing.write(body.subarray(at, at + 10_000));
    outgoing.end();
  });
}

const answerWith = (type: string, body: Buffer, more: Record<string, string> = {}) => {
  reply = (_, response) => {
    response.writeHead(200, { 'Content-Type': type, ...more });
    response.end(body);
  };
};

const heardBody = () => Buffer.concat(upstream.heard.slice(1));

/** About 200 KiB of messages; `special` stands among them. */
function json(special = `"my card is ${card}"`): Buffer {
  const plain = (id: number) => `{"id":"m-${id}","text":"a quiet message, number ${id}"}`;
  const list = Array.from({ length: 2000 }, (_, id) => plain(id));
  return Buffer.from(`{"messages":[${list.join(',')},{"id":"x","text":${special}},${list.join(',')}]}`);
}

const quiet = json('"nothing"');

describe.each([false, true])('JSON to the vendor, chunked: %s', (chunked) => {
  it('is edited where it must be and else the same', async () => {
    expect((await send({ body: quiet, chunked })).status).toBe(200);
    expect(heardBody().equals(quiet)).toBe(true);
    upstream.clear();
    expect((await send({ body: json(), chunked })).status).toBe(200);
    const text = heardBody().toString();
    expect(text).not.toContain(card);
    expect(text.replace(/\[[^"]*#[a-z]+\]/, card)).toBe(json().toString());
  });

  it('keeps its coding', async () => {
    for (const [coding, pack, unpack] of [
      ['gzip', gzipSync, gunzipSync],
      ['deflate', deflateSync, inflateSync],
    ] as const) {
      upstream.clear();
      const headers = { 'content-encoding': coding };
      expect((await send({ body: pack(json()), chunked, headers })).status).toBe(200);
      const text = unpack(heardBody()).toString();
      expect([text.includes(card), text.length > 200_000]).toEqual([false, true]);
    }
  });

  it.each([
    ['malformed late', Buffer.concat([json(), Buffer.from(']')]), 400, 'CV_JSON_MALFORMED'],
    [
      'too large',
      Buffer.from(`["${Array.from({ length: 30_000 }, () => 'a'.repeat(70)).join('","')}"]`),
      413,
      'CV_BODY_TOO_LARGE',
    ],
    ['one text too large', Buffer.from(JSON.stringify(['x'.repeat(500_000)])), 413, 'CV_RECORD_TOO_LARGE'],
    ['damaged', Buffer.from(`[${'1,'.repeat(50_000)}`), 400, 'CV_JSON_MALFORMED'],
  ] as const)('that is %s is refused, and the vendor sees no end', async (_, body, status, code) => {
    reply = () => {
      throw new Error('the request must not end');
    };
    const answer = await send({ body, chunked });
    expect([answer.status, JSON.parse(answer.body.toString()).error.code]).toEqual([status, code]);
  });
});

describe('answers of the vendor', () => {
  it('in JSON lose what is sensitive and nothing else, and no cache may keep them', async () => {
    answerWith('application/json', json(), { ETag: '"a"', 'Cache-Control': 'public, max-age=60' });
    const answer = await send({});
    expect([answer.status, answer.cut]).toEqual([200, false]);
    expect(answer.body.toString()).not.toContain(card);
    expect(answer.body.toString().replace(/\[[^"]*\]"\}/, `${card}"}`)).toBe(json().toString());
    expect(answer.headers.etag).toBeUndefined();
    expect(answer.headers['cache-control']).toBe('no-store');
    answerWith('application/json', quiet);
    expect((await send({})).body.equals(quiet)).toBe(true);
  });

  it('keep their coding where the visitor can read it', async () => {
    answerWith('application/json', gzipSync(json()), { 'Content-Encoding': 'gzip' });
    const coded = await send({ headers: { 'accept-encoding': 'gzip' } });
    expect(coded.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(coded.body).toString()).not.toContain(card);
    expect(gunzipSync(coded.body).length).toBeGreaterThan(200 * KIB);
    const plain = await send({ headers: { 'accept-encoding': 'identity' } });
    expect([plain.headers['content-encoding'], plain.headers.vary]).toEqual([undefined, 'Accept-Encoding']);
    expect(plain.body.length).toBeGreaterThan(200 * KIB);
    expect(plain.body.toString()).not.toContain(card);
  });

  it('that are malformed late are cut off, so that the visitor knows', async () => {
    answerWith('application/json', Buffer.concat([json(), Buffer.from(']')]));
    const answer = await send({});
    expect(answer.cut || answer.status === 502).toBe(true);
    answerWith('application/json', Buffer.concat([json().subarray(0, 150_000), Buffer.from('x'), json()]));
    const early = await send({});
    expect(early.cut || early.status === 502).toBe(true);
    expect(early.body.toString()).not.toContain(card);
  });

  it('in formats that cannot be cut stay refused', async () => {
    answerWith('text/html', Buffer.from(`<p>${'words '.repeat(30_000)}</p>`));
    expect((await send({})).status).toBe(502);
  });

  it('in text keep every value whole, wherever the segments end', async () => {
    const lines = Array.from({ length: 4000 }, (_, id) => `row ${id} card ${card} end\n`).join('');
    answerWith('text/plain; charset=utf-8', Buffer.from(lines));
    const answer = await send({});
    expect([answer.status, answer.cut]).toEqual([200, false]);
    expect(answer.body.includes('1111 1111')).toBe(false);
    expect(answer.body.toString().split('\n')).toHaveLength(4001);
  });
});

describe('uploads', () => {
  const form = Buffer.from(
    Array.from({ length: 5000 }, (_, id) => `field${id}=some+text&card${id}=4111+1111+1111+1111`).join('&'),
  );

  it('of forms are protected pair by pair', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await send({ body: form, headers })).status).toBe(200);
    expect(heardBody().toString()).not.toContain('4111+1111+1111+1111');
    expect(heardBody().toString().split('&')).toHaveLength(10_000);
  });

  it('of files pass where the route says so, while the texts beside them are read', async () => {
    const rules = 'id: own\ntitle: takes files\nroutes:\n  - { id: all, path: /**, files: pass }\n';
    const top = 'limits: { body_bytes_max: 65536 }';
    const files = await startProduct({
      upstream: upstream.url,
      top,
      vendor: 'own',
      files: { 'vendors/own.yaml': rules },
    });
    const content = Buffer.alloc(3_000_000, Uint8Array.from([0, 13, 10, 45, 45, 99, 7]));
    const head = '--b\r\nContent-Disposition: form-data; name="f"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n';
    const text = `--b\r\nContent-Disposition: form-data; name="text"\r\n\r\ncard ${card}\r\n`;
    const body = Buffer.concat([Buffer.from(text + head), content, Buffer.from(`\r\n${text}--b--\r\n`)]);
    const headers = { 'content-type': 'multipart/form-data; boundary=b' };
    const answer = await send({ body, headers, port: files.port });
    await files.stop();
    expect(answer.status).toBe(200);
    expect(heardBody().includes(content)).toBe(true);
    expect(heardBody().includes(card)).toBe(false);
    expect(
      heardBody()
        .toString('latin1')
        .match(/\[card/g),
    ).toHaveLength(2);
  });

  it('of files are refused where the route refuses files, before the file has gone', async () => {
    const part = (head: string, body: string | Buffer) =>
      Buffer.concat([Buffer.from(`--b\r\n${head}\r\n\r\n`), Buffer.from(body), Buffer.from('\r\n')]);
    const body = Buffer.concat([
      part('Content-Disposition: form-data; name="text"', `card ${card}`),
      part(
        'Content-Disposition: form-data; name="f"; filename="a.png"\r\nContent-Type: image/png',
        Buffer.alloc(300_000, 7),
      ),
      Buffer.from('--b--\r\n'),
    ]);
    const answer = await send({ body, headers: { 'content-type': 'multipart/form-data; boundary=b' } });
    expect(JSON.parse(answer.body.toString()).error.code).toBe('CV_FILE_REFUSED');
    expect(upstream.text()).not.toContain(card);
    expect(heardBody().includes(Buffer.alloc(100, 7))).toBe(false);
  });
});
