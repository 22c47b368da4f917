/** Files by the list of the site: small and large, in forms and by themselves; what is refused never reaches the vendor whole. */
import { request } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type CapturingUpstream, startCapturing, startProduct, type TestProduct } from '../support/product.ts';

const card = '4111 1111 1111 1111';
const png = (size: number) =>
  Buffer.concat([Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), Buffer.alloc(size, 7)]);
const BYTES_MAX = 400_000;

let upstream: CapturingUpstream;
let product: TestProduct;

beforeAll(async () => {
  upstream = await startCapturing();
  const site = `    files: { types: [image/png], bytes_max: ${BYTES_MAX} }`;
  product = await startProduct({ upstream: upstream.url, site, top: 'limits: { body_bytes_max: 65536 }' });
});
beforeEach(() => upstream.clear());
afterAll(async () => {
  await product?.stop();
  await upstream?.close();
});

interface Post {
  readonly type: string;
  readonly body: Buffer;
  readonly chunked?: boolean;
}

function post({ type, body, chunked = false }: Post): Promise<number> {
  return new Promise((resolve, reject) => {
    let status = 0;
    const outgoing = request({
      port: product.port,
      method: 'POST',
      path: '/upload',
      headers: { host: 'shop.test', 'content-type': type, ...(!chunked && { 'content-length': `${body.length}` }) },
    });
    outgoing.on('error', (error) => (status > 0 ? resolve(status) : reject(error)));
    outgoing.on('response', (response) => {
      status = response.statusCode ?? 0;
      response.resume().on('close', () => resolve(status));
    });
    for (let at = 0; at < body.length; at += 16_384) outgoing.write(body.subarray(at, at + 16_384));
    outgoing.end();
  });
}

function form(content: Buffer, type: string): Post {
  const text = `--b\r\nContent-Disposition: form-data; name="text"\r\n\r\nmy card ${card}\r\n`;
  const head = `--b\r\nContent-Disposition: form-data; name="f"; filename="a.png"\r\nContent-Type: ${type}\r\n\r\n`;
  const body = Buffer.concat([Buffer.from(text + head), content, Buffer.from('\r\n--b--\r\n')]);
  return { type: 'multipart/form-data; boundary=b', body };
}

const heard = () => Buffer.concat(upstream.heard);

describe.each([
  ['held whole', 10_000],
  ['in segments', 200_000],
])('a form %s', (_, size) => {
  it('carries a picture that is one, and its texts are read', async () => {
    expect(await post(form(png(size), 'image/png'))).toBe(200);
    expect(heard().includes(png(size))).toBe(true);
    expect(heard().includes(card)).toBe(false);
  });

  it('is refused when the picture is none', async () => {
    expect(await post(form(Buffer.alloc(size, 'MZ'), 'image/png'))).toBe(415);
    expect(heard().includes(Buffer.alloc(1000, 'MZ'))).toBe(false);
  });

  it('is refused when pictures of the kind are not listed', async () => {
    expect(await post(form(Buffer.concat([Buffer.from('GIF89a'), Buffer.alloc(size)]), 'image/gif'))).toBe(415);
    expect(heard().includes('GIF89a')).toBe(false);
  });
});

it('a file that grows over its limit never arrives whole', async () => {
  expect(await post(form(png(BYTES_MAX + 1), 'image/png'))).toBe(415);
  expect(heard().includes('--b--')).toBe(false);
});

it.each([false, true])('a body that is a file is judged as a whole (chunked: %s)', async (chunked) => {
  expect(await post({ type: 'image/png', body: png(30_000), chunked })).toBe(200);
  expect(heard().includes(png(30_000))).toBe(true);
  upstream.clear();
  expect(await post({ type: 'image/png', body: Buffer.alloc(30_000, 'MZ'), chunked })).toBe(415);
  expect(await post({ type: 'image/png', body: png(100_000), chunked })).toBe(413);
  expect(heard()).toHaveLength(0);
});
