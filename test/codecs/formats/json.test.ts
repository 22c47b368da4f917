/** JSON texts, their paths, nested documents, and edits that leave every other byte alone. */
import { describe, expect, it } from 'vitest';
import { jsonCodec, looksLikeJson } from '../../../src/codecs/formats/json.ts';
import { defaultLimits } from '../../../src/domain/limits.ts';
import { cpuMillis, opened, openHead } from '../law-suite.ts';

const open = (text: string) => opened(jsonCodec, Buffer.from(text));
const shown = (text: string) => open(text).spans.map((span) => [span.role, span.path, span.text]);

/** Replaces `part` where it stands in the texts. */
function replace(text: string, part: string, insert: string): string {
  const document = open(text);
  const edits = document.spans.flatMap((span, number) => {
    const start = span.text.indexOf(part);
    return start < 0 ? [] : [{ span: number, start, end: start + part.length, insert }];
  });
  expect(edits.length).toBeGreaterThan(0);
  return document.rewrite(edits).toString('utf8');
}

describe('texts', () => {
  it('names each text by its RFC 6901 pointer', () => {
    expect(shown('{"a/b":{"m~n":["x",{"":"y"}]}}')).toEqual([
      ['key', '/a~1b', 'a/b'],
      ['key', '/a~1b/m~0n', 'm~n'],
      ['value', '/a~1b/m~0n/0', 'x'],
      ['key', '/a~1b/m~0n/1/', ''],
      ['value', '/a~1b/m~0n/1/', 'y'],
    ]);
    expect(shown('"x"')).toEqual([['value', '', 'x']]);
  });

  it('sees both of two equal keys', () => {
    expect(shown('{"a":"1","a":"2"}').map(([, , text]) => text)).toEqual(['a', '1', 'a', '2']);
  });

  it('shows long numbers, and integers in disguise as their digits', () => {
    const numbers =
      '[12345678,123456789,4.111111111111111e15,4111111111111111.0,-123456789.50,1e400,41111111111111110E-1]';
    expect(shown(numbers)).toEqual([
      ['number', '/1', '123456789'],
      ['number', '/2', '4111111111111111'],
      ['number', '/3', '4111111111111111'],
      ['number', '/4', '-123456789.50'],
      ['number', '/6', '4111111111111111'],
    ]);
  });

  it('decodes escapes, and shows a lone surrogate as U+FFFD', () => {
    expect(shown('["\\u0034\\u0031 \\n\\ud83d\\ude00\\ud800"]')[0]?.[2]).toBe('41 \n😀\ufffd');
  });
});

describe('edits', () => {
  it.each([
    [
      'a number becomes a string',
      '{"n": 4111111111111111 ,"m":9007199254740993}',
      '4111111111111111',
      '[card]',
      '{"n": "[card]" ,"m":9007199254740993}',
    ],
    ['part of a number, too', '[41111111111111110]', '4111111111111111', 'X', '["X0"]'],
    ['escapes beside the place survive', '"\\u00e9 4111 \\u00E9\\/"', '4111', 'X', '"\\u00e9 X \\u00E9\\/"'],
    ['an escaped digit is replaced whole', '"\\u0034111\\t"', '4111', '"\\', '"\\"\\\\\\t"'],
    ['controls are escaped', '"4111"', '4111', 'a\nb\u0001', '"a\\nb\\u0001"'],
    ['keys', '{"4111":1}', '4111', 'X', '{"X":1}'],
    ['byte order mark and spaces', '\ufeff { "a" :\t"4111" }\r\n', '4111', '••', '\ufeff { "a" :\t"••" }\r\n'],
  ])('%s', (_, text, part, insert, expected) => {
    expect(replace(text, part, insert)).toBe(expected);
  });

  it('never cut a surrogate pair, raw or escaped', () => {
    for (const text of ['"a😀b"', '"a\\ud83d\\ude00b"']) {
      const document = open(text);
      expect(document.rewrite([{ span: 0, start: 2, end: 3, insert: 'X' }]).toString()).toBe('"aXb"');
      expect(document.rewrite([{ span: 0, start: 1, end: 2, insert: 'X' }]).toString()).toBe('"aXb"');
      const inserted = document.rewrite([{ span: 0, start: 2, end: 2, insert: 'X' }]).toString();
      expect(JSON.parse(inserted)).toBe('aX😀b');
    }
  });

  it('do not let two lone surrogates meet', () => {
    const rewritten = open('"\\ud83d4111\\ude00"').rewrite([{ span: 0, start: 1, end: 5, insert: '' }]);
    expect(open(rewritten.toString()).spans[0]?.text).toBe('\ufffd\ufffd');
  });

  it('refuse a span that does not exist, and clip positions that lie outside', () => {
    expect(() => open('"a"').rewrite([{ span: 7, start: 0, end: 1, insert: '' }])).toThrow();
    expect(
      open('"abc"')
        .rewrite([{ span: 0, start: -5, end: 99, insert: 'X' }])
        .toString(),
    ).toBe('"X"');
  });
});

describe('documents in strings', () => {
  const twice = JSON.stringify({ out: JSON.stringify({ mid: JSON.stringify({ deep: 'my "4111" é' }) }) });

  it('are opened and named through', () => {
    expect(shown(twice).at(-1)).toEqual(['value', '/out/mid/deep', 'my "4111" é']);
  });

  it('are edited through every level of escapes', () => {
    const value = JSON.parse(JSON.parse(JSON.parse(replace(twice, '"4111"', '"\\\n')).out).mid).deep;
    expect(value).toBe('my "\\\n é');
  });

  it('keep odd escapes inside', () => {
    const text = '{"d":"{ \\u0022a\\": \\"\\\\u00e9 4111\\\\/\\" }"}';
    expect(replace(text, '4111', 'X')).toBe(text.replace('4111', 'X'));
  });

  it('stay plain texts where they do not parse, hold only numbers, or lie too deep', () => {
    expect(shown('["{not json}","[4111,1111]","[1] x"]').map(([, , text]) => text)).toEqual([
      '{not json}',
      '[4111,1111]',
      '[1] x',
    ]);
    const deep = `${'['.repeat(200)}"x"${']'.repeat(200)}`;
    expect(shown(JSON.stringify([deep]))).toEqual([['value', '/0', deep]]);
    let nested = '"leaf"';
    for (let level = 0; level < 8; level++) nested = JSON.stringify([nested]);
    expect(open(nested).spans).toHaveLength(1);
    expect(open(nested).spans[0]?.path).toBe('/0'.repeat(defaultLimits.nestingMax + 1));
  });

  it('look like JSON by their first and last byte', () => {
    expect(
      ['{}', ' [1] ', '\ufeff{}', '{]', '{', '', 'x', '[1] x'].map((text) => looksLikeJson(Buffer.from(text))),
    ).toEqual([true, true, true, false, false, false, false, false]);
  });
});

describe('refusals and cost', () => {
  it('answers with a code', () => {
    expect(jsonCodec.open(Buffer.from('{"a":'), openHead())).toEqual({ ok: false, reason: 'CV_JSON_MALFORMED' });
    expect(jsonCodec.open(Buffer.from([0x22, 0xff, 0x22]), openHead())).toEqual({
      ok: false,
      reason: 'CV_TEXT_NOT_UTF8',
    });
    const limits = { ...defaultLimits, spansMax: 3 };
    expect(jsonCodec.open(Buffer.from('["a","b","c"]'), openHead({ limits })).ok).toBe(true);
    for (const text of ['["a","b","c","d"]', '["a",123456789,"c",123456789]', '["a","[\\"b\\",\\"c\\",\\"d\\"]"]']) {
      expect(jsonCodec.open(Buffer.from(text), openHead({ limits }))).toEqual({
        ok: false,
        reason: 'CV_TOO_MANY_SPANS',
      });
    }
  });

  it.each([
    ['brackets', '['],
    ['quotes', '"'],
    ['backslashes', '\\'],
    ['escaped quotes', '\\"'],
    ['empty strings', '"",'],
    ['strings that open like JSON', '"[",'],
    ['strings that look like JSON', '"[}]",'],
    ['numbers', '1234567890,'],
    ['surrogates', '\\ud800'],
  ])('takes linear time for a megabyte of %s', (_, unit) => {
    const fill = unit.repeat(Math.ceil(1_000_000 / unit.length));
    for (const text of [fill, `["${fill}"]`, `[${fill}0]`, JSON.stringify(fill)]) {
      const bytes = Buffer.from(text);
      const started = process.cpuUsage();
      const answer = jsonCodec.open(bytes, openHead());
      if (answer.ok)
        for (const span of answer.document.spans) expect(span.bytes.length + span.path.length).toBeGreaterThan(-1);
      expect(cpuMillis(started)).toBeLessThan(1_500);
    }
  });

  it('takes linear time for bombs of nested strings', () => {
    let bomb = `["${'x'.repeat(1000)}"]`;
    while (bomb.length < 700_000) bomb = JSON.stringify([bomb, bomb.slice(0, 1000)]);
    const started = process.cpuUsage();
    expect(jsonCodec.open(Buffer.from(bomb), openHead()).ok).toBe(true);
    expect(cpuMillis(started)).toBeLessThan(1_000);
  });

  it('makes ten thousand edits in one text in linear time', () => {
    const document = open(`"${'\\u00e9é1'.repeat(10_000)}"`);
    const edits = Array.from({ length: 10_000 }, (_, index) => ({
      span: 0,
      start: index * 3 + 2,
      end: index * 3 + 3,
      insert: 'X',
    }));
    const started = process.cpuUsage();
    expect(document.rewrite(edits).toString()).toBe(`"${'\\u00e9éX'.repeat(10_000)}"`);
    expect(cpuMillis(started)).toBeLessThan(1_000);
  });
});
