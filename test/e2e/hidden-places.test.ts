/** A card number planted where no message stands, over raw sockets through the whole product: it reaches neither side. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startProduct, type TestProduct } from '../support/product.ts';
import { errorCode, exchange, get } from '../support/raw-client.ts';
import { type Answerer, answer, type RawUpstream, startRawUpstream } from '../support/upstream.ts';

const CARD = '4111 1111 1111 1111';
const PAN = CARD.replaceAll(' ', '');

let upstream: RawUpstream;
let product: TestProduct;
let answerer: Answerer | undefined;
const plainly = answer('{"ok":true}');

beforeAll(async () => {
  upstream = await startRawUpstream((...request) => (answerer === undefined ? plainly : answerer(...request)));
  product = await startProduct({ upstream: upstream.url });
});
afterAll(async () => {
  await product.stop();
  await upstream.close();
});

/** Digits alone, whatever is between them and however they are escaped; words in base64 opened. */
function digits(coded: string): string {
  const text = coded.replace(
    /[A-Za-z0-9+/]{18,}={0,2}/g,
    (word) => word + Buffer.from(word, 'base64').toString('latin1'),
  );
  const plain = text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return plain.replace(/(?<=\d)[ .,-]+(?=\d)/g, '');
}

/** What the vendor got of one request, and the visitor of its answer. */
async function send(bytes: string | Buffer, reply?: string | Buffer) {
  const before = upstream.text().length;
  answerer = reply === undefined ? undefined : () => reply;
  const got = await exchange(product.port, bytes, 1500);
  return { got, sent: upstream.text().slice(before) };
}

test('HEAD is answered by the vendor', async () => {
  const { got, sent } = await send(get('/gone', [], 'HEAD'), 'HTTP/1.1 404 Not Found\r\nX-A: 1\r\n\r\n');
  expect(sent).toMatch(/^HEAD \/gone HTTP\/1\.1\r\n/);
  expect([got.status, got.body]).toEqual([404, '']);
  expect(got.head).toContain('X-A: 1');
});

describe('request fields', () => {
  test.each([
    `User-Agent: ${CARD}`,
    `Cookie: a=b; draft=${PAN}; c=d`,
    `Accept-Language: ${CARD}`,
    `Authorization: Bearer ${PAN}`,
    `Authorization: Basic ${Buffer.from(`${CARD}:x`).toString('base64')}`,
    `User-Agent: Mozilla/5.0 (${Buffer.from(`user:${PAN}`).toString('base64')})`,
    `Cookie: a=b; ${PAN}=1`,
    `Content-Disposition: attachment; filename*=UTF-8''${[...PAN].map((digit) => `%3${digit}`).join('')}`,
    `X-Request-Id: ${PAN}`,
    `Origin: http://${PAN}`,
    `ETag: ${CARD}`,
  ])('%s', async (field) => {
    const { got, sent } = await send(get('/', [field, 'X-Keep: 1']));
    expect(got.status).toBe(200);
    expect(sent).toContain('X-Keep: 1');
    expect(digits(sent)).not.toContain(PAN);
  });

  test.each([
    ['in a media type', `Content-Type: text/plain; x="${CARD}"`, 'CV_BLOCKED_BY_POLICY'],
    ['as a name', `X-${PAN}: a`, 'CV_BAD_HEADER'],
  ])('%s there is nothing to mask: refused', async (_, field, code) => {
    const { got, sent } = await send(get('/', [field]));
    expect([errorCode(got), sent]).toEqual([code, '']);
  });

  test('a code under its own name in the query is masked', async () => {
    expect((await send(get('/?cvv=737'))).sent).toMatch(/^GET \/\?cvv=%5Bcvv%5D HTTP/);
    expect((await send(get('/?card%5Bcvv%5D=737&a=1'))).sent).toMatch(/^GET \/\?card%5Bcvv%5D=%5Bcvv%5D&a=1 HTTP/);
  });

  test('a subprotocol that is text in base64 is refused, a sign-in is not', async () => {
    const coded = (text: string) => `Sec-WebSocket-Protocol: chat, ${Buffer.from(text).toString('base64url')}`;
    const fields = ['Upgrade: websocket', 'Connection: Upgrade', 'Sec-WebSocket-Version: 13'];
    const open = (field: string) => get('/ws', [...fields, 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==', field]);
    const refused = await send(open(coded(`my card ${CARD}`)));
    expect([errorCode(refused.got), refused.sent]).toEqual(['CV_BLOCKED_BY_POLICY', '']);
    expect((await send(open(coded('a sign-in 4242 of a visitor')))).sent).toContain('GET /ws');
  });

  test('a segment of the path that is text in base64 is refused, a random one is not', async () => {
    const coded = Buffer.from(`card ${CARD}`).toString('base64url');
    const { got, sent } = await send(get(`/uploads/${coded}/name`));
    expect([errorCode(got), sent]).toEqual(['CV_BLOCKED_BY_POLICY', '']);
    expect((await send(get('/uploads/Zm9vYmFyIGhlbGxvIHRoZXJl/b2f6cA9x1SdKq-0wXw'))).got.status).toBe(200);
  });

  test('cookies around the number stay as they are', async () => {
    const { sent } = await send(get('/', [`Cookie: _ga=GA1.2.1234567890.1700000000; draft=${PAN}; sid=a1=b2`]));
    expect(sent).toMatch(/Cookie: _ga=GA1\.2\.1234567890\.1700000000; draft=%5Bcard[^;]*; sid=a1=b2\r\n/);
  });

  test('a WebSocket handshake', async () => {
    const fields = ['Upgrade: websocket', 'Connection: Upgrade', 'Sec-WebSocket-Version: 13'];
    const key = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==';
    const request = get('/ws', [...fields, key, `X-Note: ${CARD}`, `Cookie: a=${PAN}`, `User-Agent: ${CARD}`]);
    const { sent } = await send(request, 'HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n');
    expect(sent).toContain('X-Note: [card');
    expect(digits(sent)).not.toContain(PAN);
  });
});

test.each([`X-Echo: ${CARD}`, `Set-Cookie: draft=${PAN}; Path=/`, `Location: /x?c=${PAN}`, `Server: ${CARD}`])(
  'answer field %s',
  async (field) => {
    const { got } = await send(get('/'), answer('{}', ['Content-Type: application/json', field, 'X-Keep: 1']));
    expect(got.head).toContain('X-Keep: 1');
    expect(got.head).toContain(field.slice(0, field.indexOf(':')));
    expect(digits(got.head)).not.toContain(PAN);
  },
);
