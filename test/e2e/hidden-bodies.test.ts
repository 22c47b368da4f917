/** A card number planted where no text of a body is, or read in another character set than declared: it stays here. */
import { deflateRawSync, gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startProduct, type TestProduct } from '../support/product.ts';
import { errorCode, exchange } from '../support/raw-client.ts';
import { answer, type RawUpstream, startRawUpstream } from '../support/upstream.ts';

const CARD = '4111 1111 1111 1111';
const PAN = CARD.replaceAll(' ', '');

let upstream: RawUpstream;
let product: TestProduct;
let reply = answer('{"ok":true}');

beforeAll(async () => {
  upstream = await startRawUpstream(() => reply);
  product = await startProduct({ upstream: upstream.url });
});
afterAll(async () => {
  await product.stop();
  await upstream.close();
});

/** A gzip member whose head names a file (RFC 1952 section 2.3.1). */
function named(name: string, body: string): Buffer {
  const member = gzipSync(body);
  const head = Buffer.from(member.subarray(0, 10));
  head[3] = 8;
  return Buffer.concat([head, Buffer.from(`${name}\0`), member.subarray(10)]);
}

function part(head: string, body = 'hello'): string {
  return `--B\r\n${head}\r\n\r\n${body}\r\n--B--\r\n`;
}

const form = 'Content-Type: multipart/form-data; boundary=B';
const plain = 'Content-Type: text/plain';
const html = 'Content-Type: text/html';
const gzip = 'Content-Type: application/json\r\nContent-Encoding: gzip';
const data = 'Content-Disposition: form-data; name="a"';

async function send(fields: string, body: string | Buffer) {
  const bytes = Buffer.from(body);
  const before = Buffer.byteLength(upstream.text(), 'latin1');
  const head = `POST /m HTTP/1.1\r\nHost: shop.test\r\n${fields}\r\nContent-Length: ${bytes.length}\r\n\r\n`;
  const got = await exchange(product.port, Buffer.concat([Buffer.from(head, 'latin1'), bytes]), 1500);
  const sent = Buffer.from(upstream.text(), 'latin1').subarray(before);
  return { got, sent, body: sent.subarray(sent.indexOf('\r\n\r\n') + 4) };
}

const digits = (bytes: Buffer) =>
  bytes
    .toString('utf8')
    .replaceAll('\0', '')
    .normalize('NFKC')
    .replace(/<[^>]*>|[ ,]/g, '');

test.each<[string, string, string | Buffer]>([
  ['name of a file in gzip', gzip, named(PAN, '{"a":1}')],
  ['the same in a later member', gzip, Buffer.concat([gzipSync('{"a":'), named(PAN, '1}')])],
  ['extended name of a part', form, part(`Content-Disposition: form-data; name*=UTF-8''${PAN}`)],
  ['another parameter of a part', form, part(`${data}; note="${CARD}"`)],
  ['a parameter of its type', form, part(`${data}\r\nContent-Type: text/plain; x="${CARD}"`)],
  ['script in HTML that is sent', html, `<p>hi<script>x="${CARD}"</script>`],
  ['document type', html, `<!DOCTYPE html PUBLIC "${CARD}"><p>hi`],
  ['attribute name', html, `<p ${PAN}>hi`],
  ['comment that never ends', html, `<p>hi<!--${CARD}`],
  ['UTF-16 that does not say so', plain, Buffer.from(`card ${CARD}`, 'utf16le')],
  ['UTF-16 of the other order', `${plain}; charset=utf-16`, Buffer.from(`card ${CARD}`, 'utf16le').swap16()],
  ['emphasis and blanks between the digits', html, '<p><b>4111</b> <i>1111</i> 1111 1111'],
  ['zeros between the digits', plain, [...PAN].join('\0')],
  ['mark of UTF-8 before a lie', `${plain}; charset=utf-16le`, `\ufeffcard ${CARD}.`],
  ['what looks like a charset in quotes', `${plain}; x="; charset=utf-16le"`, `card ${CARD}`],
])('%s: masked, and the rest goes on', async (_, fields, body) => {
  const { got, sent, body: received } = await send(fields, body);
  expect(got.status).toBe(200);
  expect(sent.length).toBeGreaterThan(0);
  const zipped = fields.includes('gzip');
  expect(digits(Buffer.concat([sent, zipped ? gunzipSync(received) : Buffer.alloc(0)]))).not.toContain(PAN);
  if (zipped) expect(gunzipSync(received).toString()).toBe('{"a":1}');
});

test.each<[string, string, string | Buffer, string]>([
  ['field name of a part', form, part(`${data}\r\nX-${PAN}: a`), 'CV_MULTIPART_MALFORMED'],
  ['disposition of a part', form, part(`Content-Disposition: ${PAN}; name="a"`), 'CV_MULTIPART_MALFORMED'],
  ['length of a part', form, part(`${data}\r\nContent-Length: ${PAN}`), 'CV_MULTIPART_MALFORMED'],
  ['ASCII called UTF-16', `${plain}; charset=utf-16be`, `card ${CARD}`, 'CV_CHARSET_UNSUPPORTED'],
  [
    'UTF-8 called Latin-1',
    `${plain}; charset=iso-8859-1`,
    'card ４１１１ １１１１ １１１１ １１１１',
    'CV_CHARSET_UNSUPPORTED',
  ],
  [
    'ASCII behind an escape of ISO-2022-JP',
    `${plain}; charset=iso-2022-jp`,
    `\x1b$B${PAN}\x1b(B`,
    'CV_CHARSET_UNSUPPORTED',
  ],
  ['two charsets', `${plain}; charset=utf-16le; charset=utf-8`, `card ${CARD}`, 'CV_CHARSET_UNSUPPORTED'],
  [
    'two boundaries',
    'Content-Type: multipart/form-data; boundary=B; boundary=C',
    part(data, CARD),
    'CV_MULTIPART_MALFORMED',
  ],
  ['ASCII behind a mark of UTF-16', plain, Buffer.from(`\xff\xfe\xfd${CARD}`, 'latin1'), 'CV_CHARSET_UNSUPPORTED'],
  ['the same with the other mark', plain, Buffer.from(`\xfe\xff ${CARD} `, 'latin1'), 'CV_CHARSET_UNSUPPORTED'],
  [
    'UTF-16 in a field of a form',
    form,
    Buffer.concat([Buffer.from(`--B\r\n${data}\r\n\r\n`), Buffer.from(CARD, 'utf16le'), Buffer.from('\r\n--B--\r\n')]),
    'CV_TEXT_NOT_UTF8',
  ],
  ['UTF-32', plain, Buffer.from([0xff, 0xfe, 0, 0, 0x34, 0, 0, 0]), 'CV_CHARSET_UNSUPPORTED'],
])('%s: refused', async (_, fields, body, code) => {
  const { got, sent } = await send(fields, body);
  expect([errorCode(got), sent.length]).toEqual([code, 0]);
});

test.each<[string, string, string | Buffer]>([
  ['UTF-8 called Latin-1', `${plain}; charset=iso-8859-1`, 'caf\u00e9 um drei'],
  ['UTF-16 with all its zeros', `${plain}; charset=utf-16le`, Buffer.from('hello', 'utf16le')],
  ['gzip without notes', gzip, gzipSync('{"a":1}')],
  ['raw deflate', 'Content-Type: application/json\r\nContent-Encoding: deflate', deflateRawSync('{"a":1}')],
  ['HTML with script', html, '<!DOCTYPE html><p a=1 b>hi<script>x=12</script><!-- note -->'],
  ['a part with parameters', form, part(`${data}; x=1\r\nContent-Type: text/plain; y="2"\r\nContent-Length: 5`)],
])('%s without anything sensitive is the same bytes', async (_, fields, body) => {
  const { body: received } = await send(fields, body);
  expect(received.equals(Buffer.from(body))).toBe(true);
});

test('an answer that calls its ASCII text UTF-16 is not shown', async () => {
  reply = answer(`card ${CARD}`, ['Content-Type: text/plain; charset=utf-16le']);
  const { got } = await send(plain, 'hi');
  reply = answer('{"ok":true}');
  expect([got.status, errorCode(got)]).toEqual([502, 'CV_UPSTREAM_CONTENT']);
});
