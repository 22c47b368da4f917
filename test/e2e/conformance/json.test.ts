/** JSON after RFC 8259 through the whole product, in requests and in answers: untouched to the byte, masked, or refused with a code. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Recorder, startRecorder, talk } from '../../support/conformance/raw-line.ts';
import { type Message, readAnswers, readRequests } from '../../support/conformance/strict-http.ts';
import { readVectors } from '../../support/conformance/vectors.ts';
import { startProduct, type TestProduct } from '../../support/product.ts';

let vendor: Recorder;
let product: TestProduct;
beforeAll(async () => {
  vendor = await startRecorder();
  product = await startProduct({ upstream: vendor.url });
});
afterAll(async () => {
  await product.stop();
  await vendor.close();
});

const vectors = readVectors('json.tsv');
/** Digits of the cards in the table, as any decoding of the bytes would show them. */
const card = /4111[\s\S]{0,3}1111|5500[\s\S]{0,3}0000|\\u0034\\u0031|\uff14\uff11/;

async function ask(head: string, body: Buffer): Promise<Message | undefined> {
  vendor.lines.length = 0;
  const bytes = Buffer.concat([
    Buffer.from(`${head}\r\nHost: shop.test\r\nContent-Length: ${body.length}\r\n\r\n`),
    body,
  ]);
  const heard = await talk(product.port, bytes, (all) => readAnswers(all, false).messages.length > 0, { wait: 8000 });
  return readAnswers(heard.bytes, heard.closed).messages[0];
}

describe(`${vectors.length} JSON texts, in requests`, () => {
  test.each(vectors)('$name: $expect', async ({ bytes, expect: wanted }) => {
    const answer = await ask('POST /messages HTTP/1.1\r\nContent-Type: application/json', bytes);
    const arrived = vendor.lines.flatMap((line) => readRequests(line.bytes).messages);
    if (wanted.startsWith('CV_')) {
      expect(wanted.split('|')).toContain(codeOf(answer));
      expect(arrived).toEqual([]);
    } else {
      expect(answer?.start[1]).toBe('200');
      judge(wanted, bytes, arrived[0]?.body);
    }
  });
});

describe(`${vectors.length} JSON texts, in answers`, () => {
  test.each(vectors)('$name: $expect', async ({ bytes, expect: wanted }) => {
    const head = `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${bytes.length}\r\n\r\n`;
    vendor.next(Buffer.concat([Buffer.from(head), bytes]), false);
    const answer = await ask('GET /history HTTP/1.1', Buffer.alloc(0));
    if (wanted.startsWith('CV_')) expect([answer?.start[1], codeOf(answer)]).toEqual(['502', 'CV_UPSTREAM_CONTENT']);
    else judge(wanted, bytes, answer?.body);
  });
});

test('the table is as long as it should be', () => {
  expect(vectors.length).toBeGreaterThanOrEqual(200);
});

function judge(wanted: string, sent: Buffer, got: Buffer | undefined): void {
  if (wanted === 'same') expect(got?.equals(sent)).toBe(true);
  else {
    expect(text(sent)).toMatch(card);
    expect(text(got ?? Buffer.alloc(0))).not.toMatch(card);
    expect(got?.equals(sent)).toBe(false);
    expect(got?.length).toBeGreaterThan(0);
  }
}

/** Without NULs, UTF-16 of ASCII reads like ASCII. */
function text(bytes: Buffer): string {
  return bytes.toString('utf8').replaceAll('\0', '');
}

function codeOf(answer: Message | undefined): string {
  return /"code":"(CV_[A-Z0-9_]+)"/.exec(String(answer?.body))?.[1] ?? '';
}
