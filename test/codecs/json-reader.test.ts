/** The JSON reader accepts and rejects what RFC 8259 says, and answers hostile input quickly. */
import { describe, expect, it } from 'vitest';
import { type JsonSink, readJson } from '../../src/codecs/json-reader.ts';
import { cpuMillis } from './law-suite.ts';

const deaf: JsonSink = { string: () => true, number: () => true };
const read = (text: string | Buffer, depthMax = 128) => readJson(Buffer.from(text), depthMax, deaf);

const accepted: readonly string[] = [
  '{}',
  '[]',
  '""',
  '0',
  '-0',
  'true',
  'false',
  'null',
  ' [ ] ',
  '\t{\n}\r\n',
  '\ufeff{}',
  '\ufeff [1]',
  '[1]',
  '[1,2]',
  '[[[]]]',
  '{"a":1}',
  '{"a":1,"a":2}',
  '{"":0}',
  '{"a":{"b":[{}]}}',
  '[null,true,false]',
  '1e5',
  '1E5',
  '1e+5',
  '1e-5',
  '1.5',
  '-1.5e-3',
  '0.1',
  '0e0',
  '-0.0',
  '123456789012345678901234567890',
  '1E400',
  '0.00000000000000000000001',
  '"a"',
  '"\\"\\\\\\/\\b\\f\\n\\r\\t"',
  '"\\u0000"',
  '"\\uD83D\\uDE00"',
  '"\\ud83d"',
  '"\\ude00\\ud83d"',
  '"\u007f"',
  '"\u2028\u2029"',
  '"é€😀"',
  '"/"',
  '"\\u00e9"',
  '"\\uABCD\\uabcd"',
  '{"\\u0061":1}',
  '["a","b"]',
  '[ 1 , 2 ]',
  '{ "a" : 1 , "b" : 2 }',
  '"\ufeff"',
  '[""]',
  '[{"a":[]}]',
  '"\\\\"',
];

const rejected: readonly string[] = [
  '',
  ' ',
  '\ufeff',
  '{',
  '}',
  '[',
  ']',
  '[1',
  '[1,',
  '[1,]',
  '[,1]',
  '[,]',
  '[1,,2]',
  '[1 2]',
  '{"a"}',
  '{"a":}',
  '{"a":1,}',
  '{,"a":1}',
  '{"a" 1}',
  '{a:1}',
  "{'a':1}",
  '{1:1}',
  '{"a":1 "b":2}',
  '{"a":1,,"b":2}',
  '{"a"::1}',
  '[}',
  '{]',
  '[1}',
  '{"a":1]',
  '[]]',
  '{}}',
  '[] []',
  '1 2',
  '{}x',
  '""""',
  'tru',
  'TRUE',
  'True',
  'truex',
  'nul',
  'nan',
  'NaN',
  'Infinity',
  '-Infinity',
  'undefined',
  '+1',
  '01',
  '-01',
  '00',
  '1.',
  '.1',
  '-',
  '--1',
  '1e',
  '1e+',
  '1e1.5',
  '1.e1',
  '0x10',
  '1_000',
  '1,',
  '"',
  '"a',
  '"a\\"',
  '"\\',
  '"\\x41"',
  '"\\a"',
  '"\\u"',
  '"\\u12"',
  '"\\u123"',
  '"\\u123g"',
  '"\\U0041"',
  '"\n"',
  '"\t"',
  '"\u0000"',
  '"\u001f"',
  "'a'",
  '"a" "b"',
  '// c\n1',
  '/* c */1',
  '1//',
  '\u00a01',
  '\u20281',
  '\f1',
  '\v[]',
  '[1]\u0000',
  '{"a":1}\u001e',
  '\ufeff\ufeff1',
  '[\u00a0]',
  '{"a":tru}',
  '[-]',
  '{null:1}',
];

describe('grammar', () => {
  it.each(accepted.map((text, index) => [index, text] as const))('accepts case %i', (_, text) => {
    expect(read(text)).toBeUndefined();
  });

  it.each(rejected.map((text, index) => [index, text] as const))('rejects case %i', (_, text) => {
    expect(read(text)).toBe('CV_JSON_MALFORMED');
  });

  it('agrees with JSON.parse on every case but the byte order mark', () => {
    for (const text of [...accepted, ...rejected].filter((each) => !each.startsWith('\ufeff'))) {
      const parses = (() => {
        try {
          JSON.parse(text);
          return true;
        } catch {
          return false;
        }
      })();
      expect([text, read(text) === undefined]).toEqual([text, parses]);
    }
    expect(accepted.length + rejected.length).toBeGreaterThan(80);
  });

  it('rejects every proper prefix of a document and every single byte put in front', () => {
    const text = '{"a":[1,"x\\u0041",{"b":null}],"c":-1.5e+3}';
    for (let length = 0; length < text.length; length++) expect(read(text.slice(0, length))).toBe('CV_JSON_MALFORMED');
    for (const byte of ['x', ',', ':', ']', '}', '"', '1']) expect(read(byte + text)).toBe('CV_JSON_MALFORMED');
  });
});

describe('limits', () => {
  it('counts nesting exactly', () => {
    expect(read('['.repeat(128) + ']'.repeat(128))).toBeUndefined();
    expect(read('['.repeat(129) + ']'.repeat(129))).toBe('CV_JSON_TOO_DEEP');
    expect(read('[{"a":[0]}]', 3)).toBeUndefined();
    expect(read('[{"a":[0]}]', 2)).toBe('CV_JSON_TOO_DEEP');
  });

  it('answers a million brackets at once, and any depth without using the stack', () => {
    const started = process.cpuUsage();
    expect(read('['.repeat(1_000_000))).toBe('CV_JSON_TOO_DEEP');
    expect(cpuMillis(started)).toBeLessThan(100);
    expect(read('['.repeat(1_000_000) + ']'.repeat(1_000_000), 2_000_000)).toBeUndefined();
  });

  it('stops when the sink has enough', () => {
    let left = 3;
    const sink: JsonSink = { string: () => left-- > 0, number: () => left-- > 0 };
    expect(readJson(Buffer.from('["a","b",1,"d"]'), 9, sink)).toBe('CV_TOO_MANY_SPANS');
    expect(left).toBe(-1);
  });
});
