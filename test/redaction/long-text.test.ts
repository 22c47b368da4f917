/** A long text read in windows holds what it holds when it is read whole, wherever the windows end. */
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { Detection } from '../../src/detection/detection.ts';
import { createDetection } from '../../src/detection/engine.ts';
import { ChatveilError } from '../../src/domain/errors.ts';
import { Utf8Span } from '../../src/domain/text.ts';
import { atOnce } from '../../src/domain/work.ts';
import { isLong, readLong } from '../../src/redaction/long-text.ts';
import { loadDetectors } from '../../src/settings/catalog.ts';
import { printToken } from '../../src/vault/token.ts';

let detection: Detection;

beforeAll(async () => {
  detection = createDetection({ detectors: await loadDetectors() });
});

const digits = (...groups: string[]) => groups.join(' ');
const values = [
  digits('4111', '1111', '1111', '1111'),
  `mail ${['jane', 'example.com'].join('@')} please`,
  `my ssn is ${['536', '22', '1234'].join('-')}`,
  'call me at (415) 555-2671 today',
  'IBAN DE89 3704 0044 0532 0130 00',
  '\u0664\u0661\u0661\u0661 \u0661\u0661\u0661\u0661 \u0661\u0661\u0661\u0661 \u0661\u0661\u0661\u0661',
  `key ${['ghp', 'k2J8sLq0Zx7Vb3Nn5Mm1Qw9Er4Ty6Ui8Op0A'].join('_')} ok`,
];
const words = 'the parcel from monday has come and we would like to know about the other one soon'.split(' ');
const talk = (units: number, from: number) => {
  let text = '';
  for (let at = from; text.length < units; at += 1) text += `${words[(at * 7) % words.length]} `;
  return text.slice(0, units);
};

function seen(text: string, findingsMax = 5000) {
  const span = new Utf8Span('/text', Buffer.from(text));
  expect(isLong(span)).toBe(true);
  return atOnce(readLong(span, detection, findingsMax));
}

const places = (found: ReturnType<Detection['find']> | undefined) =>
  (found ?? []).map(({ kind, start, end, confidence }) => ({ kind, start, end, confidence }));

test('values anywhere are those of the whole text', () => {
  const gaps = fc.array(fc.tuple(fc.nat(9000), fc.nat(values.length - 1)), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(gaps, (list) => {
      const body = list.map(([gap, value]) => `${talk(gap, gap)} ${values[value]}. `).join('');
      const text = body + talk(Math.max(0, 17_000 - body.length), 3);
      const found = places(seen(text).found);
      expect(found).toEqual(places(detection.find({ text, bytes: Buffer.from(text) })));
      expect(found.length).toBeGreaterThanOrEqual(1);
    }),
    { numRuns: 60 },
  );
});

test('a value that lies across the end of a window is found once and whole', () => {
  for (let shift = 0; shift < 70; shift += 1) {
    const text = `${talk(8192 - shift, shift)} ${values[shift % 5]} ${talk(40_000, 1)}`.slice(0, 5 * 8192);
    const found = places(seen(text).found);
    expect(found).toEqual(places(detection.find({ text, bytes: Buffer.from(text) })));
    expect(found).toHaveLength(1);
  }
});

test('a key of many lines is found whole', () => {
  const lines = Array.from({ length: 90 }, () => randomBytes(48).toString('base64')).join('\n');
  const key = ['-----BEGIN RSA PRIVATE', 'KEY-----\n', lines, '\n-----END RSA PRIVATE', 'KEY-----'];
  const block = `${key[0]} ${key[1]}${key[2]}${key[3]} ${key[4]}`;
  for (const before of [10, 7000, 8150, 8300]) {
    const text = `${talk(before, 2)} ${block} ${talk(30_000, 5)}`;
    expect(places(seen(text).found)).toContainEqual(
      expect.objectContaining({ kind: 'PRIVATE_KEY', start: before + 1, end: before + 1 + block.length }),
    );
  }
});

test('a token in one piece is looked at whole', () => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const payload = part({ sub: 'someone', data: randomBytes(4500).toString('hex') });
  const token = `${part({ alg: 'HS256', typ: 'JWT' })}.${payload}.${randomBytes(32).toString('base64url')}`;
  const text = `${talk(8000, 2)} ${token} ${talk(30_000, 5)}`;
  expect(places(seen(text).found)).toContainEqual(expect.objectContaining({ start: 8001, end: 8001 + token.length }));
});

test('our own tokens are found once each, where they stand', () => {
  const token = printToken('card', randomBytes(16), randomBytes(5));
  const text = Array.from({ length: 700 }, (_, index) => `${talk(index % 90, index)} ${token}`).join(' ');
  const found = seen(text).tokens;
  expect(found).toHaveLength(700);
  expect(found.every(({ start, end }) => text.slice(start, end) === token)).toBe(true);
});

test('harmless text is clean', () => {
  expect(seen(talk(100_000, 1))).toMatchObject({ tokens: [], clean: true, found: [] });
});

test('too many values end the reading before its end', () => {
  const text = `${values[0]} and `.repeat(3000);
  expect(() => seen(text, 20)).toThrow(ChatveilError);
});

test('it rests at each window', () => {
  const work = readLong(new Utf8Span('', Buffer.from(talk(200_000, 1))), detection, 5000);
  let rests = 0;
  while (work.next().done !== true) rests += 1;
  expect(rests).toBeGreaterThanOrEqual(200_000 / 16_384);
});
