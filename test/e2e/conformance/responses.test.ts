/** What a vendor may answer, after RFC 9110 and 9112: relayed as it is, or a 502 and a closed socket; nobody else is touched. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Got,
  type How,
  type ResponseStage,
  responseStage,
  strictAnswer,
} from '../../support/conformance/response-stage.ts';
import { type Message, values } from '../../support/conformance/strict-http.ts';
import { readVectors, type Vector } from '../../support/conformance/vectors.ts';

let stage: ResponseStage;
beforeAll(async () => {
  stage = await responseStage();
});
afterAll(() => stage.stop());

const vectors = readVectors('responses.tsv');
const usual = '{"ok":true}';

describe(`${vectors.length} answers of a vendor`, () => {
  test.each(vectors)('$name: $expect', async (vector) => {
    const how = howOf(vector);
    const errors = stage.counted.upstreamErrors.length;
    const got = await stage.play(vector.bytes, how);
    const codes = vector.expect.match(/CV_[A-Z0-9_]+/g) ?? [];
    const code = codeOf(got.answers[0]);
    if (code === '') judgeRelay(vector, got, how);
    else {
      expect(codes).toContain(code);
      expect(got.answers[0]?.start[1]).toBe('502');
      expect(got.dropped).toBe(true);
      expect(stage.counted.upstreamErrors.length).toBe(errors + 1);
    }
    if (!vector.expect.startsWith('cut')) expect(String(got.answers[1]?.body)).toBe(usual);
    expect(got.next).toBe(usual);
  });
});

test('the table is as long as it should be', () => {
  expect(vectors.length).toBeGreaterThanOrEqual(150);
});

function howOf({ more }: Vector): How {
  const words = (more[0] ?? '').split(',');
  return { method: words.includes('HEAD') ? 'HEAD' : 'GET', end: words.includes('end'), gzip: words.includes('gzip') };
}

function judgeRelay(vector: Vector, got: Got, how: How): void {
  if (vector.expect.startsWith('cut')) {
    expect(got.broken.toString('latin1')).toMatch(/^HTTP\/1\.1 200 [\s\S]*body\{/);
    expect(got.closed && got.dropped).toBe(true);
    return;
  }
  const wanted = strictAnswer(vector.bytes, how);
  const [first] = got.answers;
  expect(vector.expect).toMatch(new RegExp(`(?:relay|lenient) ${first?.start[1]}`));
  if (vector.expect.includes('lenient')) expect(wanted).toBeUndefined();
  else {
    expect(first?.start[1]).toBe(wanted?.start[1]);
    expect(first?.body.toString('latin1')).toBe(wanted?.body.toString('latin1'));
  }
  for (const name of ['x-junk', 'proxy-connection', 'trailer', 'upgrade'])
    expect(values(first?.fields ?? [], name)).toEqual([]);
}

function codeOf(answer: Message | undefined): string {
  return /"code":"(CV_[A-Z0-9_]+)"/.exec(answer?.body.toString() ?? '')?.[1] ?? '';
}
