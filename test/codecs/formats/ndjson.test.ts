/** Lines of JSON are documents of their own, named by their own paths. */
import { expect, it } from 'vitest';
import { ndjsonCodec } from '../../../src/codecs/formats/ndjson.ts';
import { defaultLimits } from '../../../src/domain/limits.ts';
import { opened, openHead } from '../law-suite.ts';

const open = (text: string) => opened(ndjsonCodec, Buffer.from(text));

it('reads each line, blank ones and record separators aside', () => {
  const spans = open('{"a":"1"}\r\n\n \n\u001e{"a":"2"}\n"3"').spans;
  expect(spans.map((span) => [span.path, span.text])).toEqual([
    ['/a', 'a'],
    ['/a', '1'],
    ['/a', 'a'],
    ['/a', '2'],
    ['', '3'],
  ]);
});

it('edits one line and leaves the others', () => {
  const rewritten = open('{ "a":"4111"}\r\n\n{"n":4111111111111111}\n').rewrite([
    { span: 3, start: 0, end: 16, insert: 'X' },
    { span: 1, start: 0, end: 4, insert: '"' },
  ]);
  expect(rewritten.toString()).toBe('{ "a":"\\""}\r\n\n{"n":"X"}\n');
});

it('refuses a broken line, and counts texts over all lines', () => {
  expect(ndjsonCodec.open(Buffer.from('{}\n{"a":\n'), openHead())).toEqual({ ok: false, reason: 'CV_JSON_MALFORMED' });
  const limits = { ...defaultLimits, spansMax: 3 };
  expect(ndjsonCodec.open(Buffer.from('["a","b"]\n["c","d"]\n'), openHead({ limits }))).toMatchObject({
    reason: 'CV_TOO_MANY_SPANS',
  });
});
