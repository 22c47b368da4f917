/** Request framing after RFC 9110 and 9112: refused with a code, or what arrives is what was scanned, by another reader's judgement. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  originForm,
  type Played,
  type RequestStage,
  requestStage,
  strictly,
} from '../../support/conformance/request-stage.ts';
import { type Message, values } from '../../support/conformance/strict-http.ts';
import { readBytes, readVectors, type Vector } from '../../support/conformance/vectors.ts';

let stage: RequestStage;
beforeAll(async () => {
  stage = await requestStage();
});
afterAll(() => stage.stop());

const tables = ['requests-framing.tsv', 'requests-target.tsv', 'requests-head.tsv'];
const vectors = tables.flatMap(readVectors);

describe(`${vectors.length} request vectors, each whole and in pieces`, () => {
  test.each(vectors)('$name: $expect', async (vector) => {
    for (const size of [vector.bytes.length, Math.max(3, Math.ceil(vector.bytes.length / 5))]) {
      judge(vector, await stage.play(vector.bytes, { ...plan(vector), size }));
    }
  });
});

test('the tables are as long as they should be, and no two vectors have one name', () => {
  expect(vectors.length).toBeGreaterThanOrEqual(400);
  expect(new Set(vectors.map(({ name }) => name)).size).toBe(vectors.length);
});

/** The number behind `word` in an expectation. */
function numberAfter(word: string, expectation: string): number | undefined {
  const found = new RegExp(`${word} (\\d+)`).exec(expectation)?.[1];
  return found === undefined ? undefined : Number(found);
}

function plan({ expect: wanted, bytes }: Vector) {
  const answers = numberAfter('(?:relay|lenient)', wanted) ?? Number.POSITIVE_INFINITY;
  return { answers, wait: wanted.startsWith('wait') ? 200 : 3000, head: bytes.toString('latin1').startsWith('HEAD') };
}

function judge(vector: Vector, played: Played): void {
  const codes = vector.expect.match(/CV_[A-Z0-9_]+/g) ?? [];
  const relays = numberAfter('(?:relay|lenient)', vector.expect);
  const code = codeOf(played.answers.at(-1));
  if (vector.expect.startsWith('wait') && played.answers.length === 0) {
    expect(arrivedOf(played)).toEqual([]);
  } else if (relays !== undefined && (code === '' || codes.length === 0)) {
    expect(played.answers.map(({ start }) => start[1])).toEqual(Array(relays).fill('200'));
    judgeRelay(vector, played, relays);
  } else {
    expect(codes).toContain(code);
    expect(Number(played.answers.at(-1)?.start[1])).toBeGreaterThanOrEqual(400);
    expect(played.closed || code === 'CV_CODING_BROKEN').toBe(true);
    const whole = numberAfter('upto', vector.expect) ?? 0;
    expect(played.arrived.length).toBeLessThanOrEqual(whole);
    expect(played.stray).toBe(0);
  }
}

function judgeRelay(vector: Vector, played: Played, relays: number): void {
  expect(played.stray).toBe(0);
  expect(played.arrived.length).toBe(relays);
  for (const { start } of played.arrived) expect(start[2]).toBe('HTTP/1.1');
  const wanted = strictly(vector.bytes)?.slice(0, relays);
  if (vector.expect.includes('lenient')) expect(wanted).toBeUndefined();
  else expect(arrivedOf(played)).toEqual(wanted?.map(essence));
  const scanned = played.scanned.map(({ path, body }) => [path, body]);
  const inspected = played.arrived.filter(({ body }) => body.length > 0);
  expect(inspected.map(({ start, body }) => [start[1].split('?')[0], body.toString('latin1')])).toEqual(scanned);
  judgeFields(vector.more[0] ?? '', played.arrived[0]);
}

const arrivedOf = ({ arrived }: Played) => arrived.map(essence);

/** What both sides must agree on: what is asked of what, with which body. */
function essence({ start, body }: Message) {
  return [start[0], originForm(start[1]), body.toString('latin1')];
}

/** `+Name: value` must stand in the vendor's request, `-name` must not. */
function judgeFields(wishes: string, arrived: Message | undefined): void {
  for (const wish of wishes.split(' && ').filter((one) => one !== '' && /^[+-]/.test(one))) {
    const [, sign, name = '', value = ''] =
      /^([+-])([^:]+)(?:: (.*))?$/s.exec(readBytes(wish).toString('latin1')) ?? [];
    const found = values(arrived?.fields ?? [], name.toLowerCase());
    if (sign === '+') expect(found).toContain(value);
    else expect(found).toEqual([]);
  }
}

function codeOf(answer: Message | undefined): string {
  return /"code":"(CV_[A-Z0-9_]+)"/.exec(answer?.body.toString() ?? '')?.[1] ?? '';
}
