/** Numbers cut over fields, and codes under their own names, over raw sockets through the whole product. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startProduct, type TestProduct } from '../support/product.ts';
import { exchange, get } from '../support/raw-client.ts';
import { answer, type RawUpstream, startRawUpstream } from '../support/upstream.ts';

const groups = ['4532', '0151', '1283', '0366'];
let upstream: RawUpstream;
let product: TestProduct;
let reply = '{"ok":true}';

beforeAll(async () => {
  upstream = await startRawUpstream(() => answer(reply, ['Content-Type: application/json']));
  product = await startProduct({ upstream: upstream.url });
});
afterAll(async () => {
  await product.stop();
  await upstream.close();
});

/** What the vendor got of one request, and the visitor of its answer. */
async function send(bytes: string) {
  const before = upstream.text().length;
  const got = await exchange(product.port, bytes, 1500);
  return { got, sent: upstream.text().slice(before) };
}

function post(type: string, body: string): string {
  return `POST /m HTTP/1.1\r\nHost: shop.test\r\nContent-Type: ${type}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

describe('to the vendor', () => {
  test.each([
    ['JSON', post('application/json', JSON.stringify({ card: groups }))],
    ['a form', post('application/x-www-form-urlencoded', groups.map((group, at) => `n${at}=${group}`).join('&'))],
    ['a query', get(`/q?a=1&${groups.map((group, at) => `n${at}=${group}`).join('&')}&z=%41`)],
    [
      'multipart',
      post(
        'multipart/form-data; boundary=b',
        `${groups.map((group, at) => `--b\r\nContent-Disposition: form-data; name="n${at}"\r\n\r\n${group}\r\n`).join('')}--b--\r\n`,
      ),
    ],
  ])('no piece in %s', async (_, request) => {
    const { got, sent } = await send(request);
    expect(got.status).toBe(200);
    for (const group of groups.slice(0, 3)) expect(sent).not.toContain(group);
    expect(sent).toMatch(/card/);
  });

  test.each([
    ['JSON', post('application/json', '{"cvv":"731","n":{"cvc":842}}')],
    ['a form', post('application/x-www-form-urlencoded', 'cvv=731&card_cvc=842')],
    ['a query', get('/q?cvv=731&card_cvc=842')],
  ])('no code under its name in %s', async (_, request) => {
    const { got, sent } = await send(request);
    expect(got.status).toBe(200);
    expect(sent).not.toMatch(/731|842/);
  });

  test('numbers that are none go as they came', async () => {
    const body = JSON.stringify({ page: ['4532', '0151', '1283', '0367'], pin: true, at: [1, 2, 3], cvv: 'hidden' });
    const { sent } = await send(post('application/json', body));
    expect(sent).toContain(body);
    expect((await send(get('/q?x=4532&y=0151&page=1283&size=0366&%70in=x'))).sent).toContain(
      '/q?x=4532&y=0151&page=1283&size=0366&%70in=x',
    );
  });
});

test('to the visitor: no piece of it', async () => {
  reply = JSON.stringify({ saved: groups, text: 'ok' });
  const { got } = await send(get('/history'));
  expect(got.body).not.toMatch(/0151|1283/);
  expect(got.body).toContain('"text":"ok"');
});
