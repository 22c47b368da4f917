/** Bytes are recognised as JSON, text or neither. */
import { expect, it } from 'vitest';
import { plainCodec } from '../../src/codecs/formats/plain.ts';
import { isText, jsonOr, passing, refusing, startsLikeJson, undeclaredCodec } from '../../src/codecs/sniff.ts';
import { defaultLimits } from '../../src/domain/limits.ts';
import { opened, openHead } from './law-suite.ts';

it('sees the first byte after byte order mark and space', () => {
  expect(['{', '[', '\ufeff\r\n\t {', 'x{', '', '"a"', '1'].map((text) => startsLikeJson(Buffer.from(text)))).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
    false,
  ]);
});

it('tells text from binary', () => {
  const yes = ['', 'hello', 'é€😀', 'a\tb\r\n\f\u001b[0m', '{"a":1}\u001e'];
  for (const text of yes) expect(isText(Buffer.from(text))).toBe(true);
  for (const bytes of [[0], [0x68, 0x00], [0xff], [0xc3, 0x28], [0x7f], [0x80], [0xed, 0xa0, 0x80]]) {
    expect(isText(Buffer.from(bytes))).toBe(false);
  }
});

it('accepts a character cut at the end, wherever it is cut', () => {
  for (const character of ['é', '€', '😀']) {
    const bytes = Buffer.from(`a${character}`);
    for (let end = 1; end <= bytes.length; end++) expect(isText(bytes.subarray(0, end))).toBe(true);
  }
});

it('tries JSON first and then the other format', () => {
  const codec = jsonOr(plainCodec);
  expect(codec.id).toBe('plain');
  expect(opened(codec, Buffer.from('{"a":"b"}')).spans).toHaveLength(2);
  expect(opened(codec, Buffer.from('{"a":"b"')).spans.map((span) => span.text)).toEqual(['{"a":"b"']);
});

it('does not let JSON with too many texts pass as one text', () => {
  const limits = { ...defaultLimits, spansMax: 1 };
  expect(jsonOr(plainCodec).open(Buffer.from('["a","b"]'), openHead({ limits }))).toMatchObject({
    reason: 'CV_TOO_MANY_SPANS',
  });
});

it('refuses or passes what is not JSON where only JSON was expected', () => {
  const bytes = Buffer.from('[x');
  expect(refusing('CV_FILE_REFUSED').open(bytes, openHead())).toEqual({ ok: false, reason: 'CV_FILE_REFUSED' });
  const document = opened(passing('asset-script'), bytes);
  expect([document.spans, document.uninspected]).toEqual([[], [{ reason: 'asset-script', bytes: 2 }]]);
  expect(document.rewrite([])).toBe(bytes);
  expect(undeclaredCodec.open(Buffer.from([0]), openHead())).toEqual({ ok: false, reason: 'CV_CONTENT_UNKNOWN' });
});
