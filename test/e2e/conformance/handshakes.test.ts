/** Opening handshakes on both legs: nobody is let in by a look-alike, and the vendor's 101 counts only when it is one. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { soon, talk } from '../../support/conformance/raw-line.ts';
import { type SocketStage, socketStage } from '../../support/conformance/socket-stage.ts';
import { readAnswers, values } from '../../support/conformance/strict-http.ts';
import { readBytes, readVectors } from '../../support/conformance/vectors.ts';

let stage: SocketStage;
beforeAll(async () => {
  stage = await socketStage();
});
afterAll(() => stage.stop());

const vectors = readVectors('handshakes.tsv');

describe(`${vectors.length} opening handshakes`, () => {
  test.each(vectors)('$name: $expect', async ({ bytes, expect: wanted, more: [vendor = '', fields = ''] }) => {
    stage.vendors.length = 0;
    stage.plan(vendor === '' || vendor === 'dial' ? undefined : readBytes(vendor).toString('latin1'));
    const welcome = wanted === '101';
    const heard = await talk(
      stage.port,
      bytes,
      (all) => welcome && all.includes('HTTP/1.1 101') && all.includes('\r\n\r\n'),
    );
    const end = heard.bytes.indexOf('\r\n\r\n') + 4;
    const [answer] = readAnswers(heard.bytes.subarray(0, welcome ? end : undefined), true).messages;
    const code = /"code":"(CV_[A-Z0-9_]+)"/.exec(String(answer?.body))?.[1];
    expect([answer?.start[1], code].filter((one) => one !== undefined).join(' ')).toBe(wanted);
    if (welcome) {
      expect(values(answer?.fields ?? [], 'sec-websocket-accept')).toEqual(['s3pPLMBiTxaQ9kYGzzhZRbK+xOo=']);
      expect(values(answer?.fields ?? [], 'upgrade')).toEqual(['websocket']);
    } else {
      expect(heard.closed).toBe(true);
      // The vendor was not even asked, or its socket is gone.
      expect(
        vendor === '' ? stage.vendors.length === 0 : await soon(() => stage.vendors.every((one) => one.closed)),
      ).toBe(true);
    }
    const [, sign, name = '', value = ''] = /^([+-])([^:]+)(?:: (.*))?$/.exec(fields) ?? [];
    if (sign === '-') expect(values(answer?.fields ?? [], name)).toEqual([]);
    if (sign === '+') expect(values(answer?.fields ?? [], name)).toEqual([value]);
  });
});

test('the table is as long as it should be', () => {
  expect(vectors.length).toBeGreaterThanOrEqual(100);
});
