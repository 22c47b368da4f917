/** Content codings in requests and in answers: everything that is in them is scanned, or the body is refused. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codedBodies } from '../../support/conformance/codings.ts';
import { type Recorder, startRecorder, talk } from '../../support/conformance/raw-line.ts';
import { type Message, readAnswers, readRequests, values } from '../../support/conformance/strict-http.ts';
import { marker, masked, startPlane, type TestPlane, testSite } from '../../support/sites.ts';

let vendor: Recorder;
let stage: TestPlane;
beforeAll(async () => {
  vendor = await startRecorder();
  stage = await startPlane([testSite({ upstream: vendor.url })]);
});
afterAll(async () => {
  await stage.plane.close();
  await vendor.close();
});

const J = 'Content-Type: application/json';

async function ask(head: string, body: Buffer): Promise<Message | undefined> {
  vendor.lines.length = 0;
  const bytes = Buffer.concat([
    Buffer.from(`${head}\r\nHost: shop.test\r\nContent-Length: ${body.length}\r\n\r\n`),
    body,
  ]);
  const heard = await talk(stage.port, bytes, (all) => readAnswers(all, false).messages.length > 0);
  return readAnswers(heard.bytes, heard.closed).messages[0];
}

describe(`${codedBodies.length} coded bodies, in requests`, () => {
  test.each(codedBodies)('$name', async ({ coding, body, decode, codes }) => {
    const answer = await ask(`POST /m HTTP/1.1\r\n${J}\r\nContent-Encoding: ${coding}`, body);
    const [arrived] = vendor.lines.flatMap((line) => readRequests(line.bytes).messages);
    const code = codeOf(answer);
    if (decode === undefined || code !== '') {
      expect(codes).toContain(code);
      expect(arrived).toBeUndefined();
    } else {
      judge(decode(arrived?.body ?? Buffer.alloc(0)));
      expect(values(arrived?.fields ?? [], 'content-encoding')).toEqual([coding.trim()]);
    }
  });
});

describe(`${codedBodies.length} coded bodies, in answers`, () => {
  test.each(codedBodies)('$name', async ({ coding, body, decode, codes }) => {
    const head = `HTTP/1.1 200 OK\r\n${J}\r\nContent-Encoding: ${coding}\r\nContent-Length: ${body.length}\r\n\r\n`;
    vendor.next(Buffer.concat([Buffer.from(head), body]), false);
    const answer = await ask('GET /m HTTP/1.1\r\nAccept-Encoding: gzip, deflate', Buffer.alloc(0));
    const code = codeOf(answer);
    if (decode === undefined || (code !== '' && codes.length > 0)) expect(code).toBe('CV_UPSTREAM_CONTENT');
    else {
      const told = values(answer?.fields ?? [], 'content-encoding')[0];
      const whole = answer?.body ?? Buffer.alloc(0);
      judge(told === undefined ? whole : decode(whole));
    }
  });
});

test('the table is as long as it should be', () => {
  expect(codedBodies.length).toBeGreaterThanOrEqual(80);
});

function judge(decoded: Buffer): void {
  expect(decoded.toString()).toContain(masked);
  expect(decoded.toString()).not.toContain(marker);
}

function codeOf(answer: Message | undefined): string {
  return /"code":"(CV_[A-Z0-9_]+)"/.exec(String(answer?.body))?.[1] ?? '';
}
