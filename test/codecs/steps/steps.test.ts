/** What each step takes and refuses, at its limits. */
import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { jsonCodec } from '../../../src/codecs/formats/json.ts';
import { opaqueCodec } from '../../../src/codecs/formats/opaque.ts';
import { plainCodec } from '../../../src/codecs/formats/plain.ts';
import { at } from '../../../src/codecs/steps/at.ts';
import { attachment } from '../../../src/codecs/steps/attachment.ts';
import { choose } from '../../../src/codecs/steps/choose.ts';
import { element } from '../../../src/codecs/steps/element.ts';
import { inflate } from '../../../src/codecs/steps/inflate.ts';
import { lengths } from '../../../src/codecs/steps/lengths.ts';
import { base64, jsonString, percent } from '../../../src/codecs/steps/parse.ts';
import { split } from '../../../src/codecs/steps/split.ts';
import { strip } from '../../../src/codecs/steps/strip.ts';
import { defaultLimits } from '../../../src/domain/limits.ts';
import { openWire, reasonOf, replaced, textsOf, wireLaws } from '../wire-laws.ts';

const text = (body: string) => Buffer.from(body);

describe('split', () => {
  const lines = split({ delimiter: text('\r\n') }, plainCodec);
  wireLaws({ format: lines, samples: ['one\r\ntwo\r\n\r\nthree'] });

  it('keeps its delimiter out of inserted text, and refuses one that an insert would complete', () => {
    expect(String(replaced(lines, 'one\r\ntwo', ['two', 'a\r\nb']))).toBe('one\r\na b');
    expect(() => replaced(lines, 'one\rX\ntwo', ['X', ''])).toThrow();
  });

  it('has a limit on records', () => {
    const few = split({ delimiter: text('\n'), recordsMax: 3 }, plainCodec);
    expect(reasonOf(few, 'a\nb\nc\n')).toBe('opened');
    expect(reasonOf(few, 'a\nb\nc\nd')).toBe('CV_TOO_MANY_RECORDS');
  });

  it('cuts a stream where it cuts the whole', () => {
    const framer = lines.framer?.(defaultLimits);
    const records = [...'a\r\n\rb\n\r\nc'].flatMap((byte) => framer?.push(text(byte)) ?? []);
    expect(records.map(String)).toEqual(['a\r\n', '\rb\n\r\n']);
    expect(String(framer?.end())).toBe('c');
  });
});

describe('strip', () => {
  it('takes a head, a number of bytes, a tail; a linear pattern holds out against long input', () => {
    expect(textsOf(strip({ head: '[A-Z]{4}' }, jsonCodec), 'MESG["x"]')).toEqual(['x']);
    expect(textsOf(strip({ bytes: 3 }, plainCodec), 'abcdef')).toEqual(['def']);
    expect(textsOf(strip({ head: 'f\\(', tail: '\\)' }, plainCodec), 'f(x)')).toEqual(['x']);
    expect(reasonOf(strip({ head: '[A-Z]{4}' }, jsonCodec), 'mesg{}')).toBe('CV_WIRE_MALFORMED');
    expect(reasonOf(strip({ bytes: 3 }, plainCodec), 'ab')).toBe('CV_WIRE_MALFORMED');
    expect(reasonOf(strip({ head: 'ab', tail: 'bc' }, plainCodec), 'abc')).toBe('CV_WIRE_MALFORMED');
    expect(reasonOf(strip({ head: '(a*)*b' }, plainCodec), 'a'.repeat(100_000))).toBe('CV_WIRE_MALFORMED');
  });
});

describe('at and element', () => {
  it('refuses a text that its format cannot read, also inside JSON in a string', () => {
    const format = at([['/a/b', jsonCodec]]);
    expect(reasonOf(format, '{"a":{"b":"{no"}}')).toBe('CV_JSON_MALFORMED');
    expect(reasonOf(format, '{"a":"{\\"b\\":\\"{no\\"}"}')).toBe('CV_JSON_MALFORMED');
    expect(textsOf(format, '{"a":"{\\"b\\":\\"[\\\\\\"x\\\\\\"]\\"}"}')).toEqual(['a', 'b', 'x']);
  });

  it('leaves an opaque text out and counts it', () => {
    const document = openWire(element(0, opaqueCodec), '["4111","x"]');
    expect(document.spans.map((span) => span.text)).toEqual(['x']);
    expect(document.uninspected).toEqual([{ reason: 'never-field', bytes: 4 }]);
  });
});

describe('spellings', () => {
  wireLaws({ format: base64('base64', plainCodec), samples: ['aGVsbG8=', 'aGVsbG8h', 'aGVsbG8'].slice(0, 2) });
  wireLaws({ format: base64('base64url', plainCodec), samples: ['aGVsbG8', 'w7_Dvw'] });
  wireLaws({ format: percent(plainCodec), samples: ['a%20b'.replace('%20', '+'), 'x%C3%A9', '%3C%3E'] });
  wireLaws({ format: jsonString(jsonCodec), samples: ['"{\\"a\\":\\"b\\"}"', '"[\\"x\\",\\"y\\"]"'] });

  it('takes no longer for a text that is full of padding', () => {
    // Half an hour if each `=` were tried as the first of the padding.
    expect(reasonOf(base64('base64', plainCodec), `${'='.repeat(1_000_000)}x`)).toBe('CV_WIRE_MALFORMED');
  });

  it.each(['aGVsbG8=x', 'a b', 'a', 'aGVs*G8=', 'aGVsbG8=='])('%j is no base64', (body) => {
    expect(reasonOf(base64('base64', plainCodec), body)).toBe('CV_WIRE_MALFORMED');
  });
});

describe('lengths', () => {
  const framed = (write: (length: number) => number[], ...texts: string[]) =>
    Buffer.concat(texts.map((each) => Buffer.concat([Buffer.from(write(each.length)), text(each)])));
  wireLaws({ format: lengths('decimal-colon', plainCodec), samples: ['5:hello2:é!', '2:😀'] });
  wireLaws({ format: lengths('u8', plainCodec), samples: [framed((n) => [n], 'hello', 'you')] });
  wireLaws({ format: lengths('u16be', plainCodec), samples: [framed((n) => [n >> 8, n & 255], 'hello', 'you')] });
  wireLaws({ format: lengths('u32le', plainCodec), samples: [framed((n) => [n, 0, 0, 0], 'hello', 'you')] });
  wireLaws({ format: lengths('varint', plainCodec), samples: [framed((n) => [n], 'hello', 'you')] });

  it('refuses what does not end with a record, and an edit that outgrows the length', () => {
    expect(reasonOf(lengths('u8', plainCodec), Buffer.from([3, 97]))).toBe('CV_WIRE_MALFORMED');
    expect(reasonOf(lengths('decimal-colon', plainCodec), '1:😀')).toBe('CV_WIRE_MALFORMED');
    const grown = () => replaced(lengths('u8', plainCodec), Buffer.from([1, 97]), ['a', 'x'.repeat(256)]);
    expect(grown).toThrow(expect.objectContaining({ code: 'CV_RECORD_TOO_LARGE' }));
  });
});

describe('inflate', () => {
  const body = text('{"text":"hello"}');
  wireLaws({ format: inflate('gzip', jsonCodec), samples: [gzipSync(body)] });
  wireLaws({ format: inflate('auto', jsonCodec), samples: [gzipSync(body), deflateSync(body), body] });
  wireLaws({ format: inflate('raw', jsonCodec), samples: [deflateRawSync(body)] });

  it('refuses bombs, rests and rubbish', () => {
    const bomb = gzipSync(Buffer.alloc(4_000_000, 0x20));
    expect(reasonOf(inflate('gzip', plainCodec), bomb)).toBe('CV_INFLATE_RATIO');
    expect(reasonOf(inflate('zlib', jsonCodec), Buffer.concat([deflateSync(body), text('4111')]))).toBe(
      'CV_CODING_BROKEN',
    );
    expect(reasonOf(inflate('gzip', jsonCodec), body)).toBe('CV_CODING_BROKEN');
  });
});

describe('choose and attachment', () => {
  it('take what fits, and nothing else', () => {
    const format = choose('x', [{ when: (bytes) => bytes[0] === 0x7b, format: jsonCodec }]);
    expect(textsOf(format, '{"a":1}')).toEqual(['a']);
    expect(reasonOf(format, 'a')).toBe('CV_WIRE_MALFORMED');
    expect(textsOf(attachment(plainCodec), 'words')).toEqual(['words']);
    const image = Buffer.from([0x89, 0x50, 0, 1]);
    expect(openWire(attachment(plainCodec), image).uninspected).toEqual([{ reason: 'binary', bytes: 4 }]);
  });
});
