/** Escapes of JSON strings and the forms of numbers. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  decodeJsonString,
  escapeJson,
  jsonStringMap,
  numberText,
  putUtf8,
  stepOf,
} from '../../src/codecs/json-text.ts';
import { jsonString, nastyText } from '../support/arbitraries.ts';

const decode = (inner: string) => decodeJsonString(Buffer.from(inner), 0, Buffer.byteLength(inner)).toString('utf8');

it('decodes as JSON.parse does, but for lone surrogates', () => {
  fc.assert(
    fc.property(jsonString(nastyText), (text) => {
      expect(decode(text.slice(1, -1))).toBe(Buffer.from(JSON.parse(text) as string).toString());
    }),
    { numRuns: 500 },
  );
});

it('keeps lone surrogates as one replacement character each', () => {
  expect(decode('\\ud800')).toBe('\ufffd');
  expect(decode('\\ud800\\ud83d\\ude00')).toBe('\ufffd😀');
  expect(decode('\\udc00\\ud800x')).toBe('\ufffd\ufffdx');
  expect(decode('\\ud83d\\\\ude00')).toBe('\ufffd\\ude00');
});

it('maps a pair of escapes as one character', () => {
  const map = jsonStringMap(Buffer.from('a\\ud83d\\ude00b'), 0, 14);
  expect([map.rawStart(1), map.rawEnd(3), map.rawEnd(5)]).toEqual([1, 13, 13]);
});

it('escapes what must be, and only that', () => {
  expect(escapeJson(Buffer.from('a"\\\n\u0001é/😀\u007f')).toString()).toBe('a\\"\\\\\\n\\u0001é/😀\u007f');
  const plain = Buffer.from('plain');
  expect(escapeJson(plain)).toBe(plain);
});

it('writes UTF-8 of one to four bytes', () => {
  for (const character of ['a', 'é', '€', '😀', '\u07ff', '\u0800', '\uffff', '\u{10ffff}']) {
    const target = Buffer.alloc(4);
    const length = putUtf8(target, 0, character.codePointAt(0)!);
    expect(target.subarray(0, length).toString('utf8')).toBe(character);
  }
});

it.each([
  ['123456789', '123456789'],
  ['12345678', undefined],
  ['3.14', undefined],
  ['4.111111111111111e15', '4111111111111111'],
  ['4.111111111111111E+15', '4111111111111111'],
  ['4111111111111111.000', '4111111111111111'],
  ['41111111111111110e-1', '4111111111111111'],
  ['-4111111111111111.0', '-4111111111111111'],
  ['411111111111111.1e1', '4111111111111111'],
  ['0.4111111111111111e16', '4111111111111111'],
  ['1234567.89', '1234567.89'],
  ['1.23456789e400', '1.23456789e400'],
  ['1.23456789e-400', '1.23456789e-400'],
  ['1.23456789e999999999999', '1.23456789e999999999999'],
])('shows %s as %s', (token, text) => {
  expect(numberText(token)).toBe(text);
});

it('names a key in paths, unless each text below it would have to carry kilobytes', () => {
  const raw = Buffer.from(`a~b${'k'.repeat(5000)}`);
  expect([stepOf(raw, 0, 3), stepOf(raw, 0, raw.length), stepOf(raw, -1, 7)]).toEqual(['/a~0b', '/:long', '/7']);
});
