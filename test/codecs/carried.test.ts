/** A WebSocket text is read as what it looks like; a sentence stays a sentence. */
import { expect, it } from 'vitest';
import { carriedCodec } from '../../src/codecs/carried.ts';
import { defaultLimits } from '../../src/domain/limits.ts';

function textsOf(body: string): string[] {
  const opened = carriedCodec.open(Buffer.from(body), { limits: defaultLimits, nesting: 0 });
  return opened.ok ? opened.document.spans.map((span) => span.text) : [];
}

it.each([
  ['a form', 'text=a%20b&v=1', ['a b']],
  ['a form of one field', 'text=a%20b', ['a b']],
  ['JSON', '{"text":"a\\u0020b"}', ['a b']],
  ['JSON on lines', '{"text":"a\\u0020b"}\n{"x":"y"}\n', ['a b', 'y']],
  ['an event', 'data: {"text":"a\\u0020b"}\n\n', ['a b']],
])('reads %s', (_, body, texts) => {
  expect(textsOf(body)).toEqual(expect.arrayContaining(texts));
});

it.each(['a=b & c=d is what I typed', '100%=all & more', '{not json} a=b&c=d', 'data is here'])(
  'reads %j as plain text',
  (body) => {
    expect(textsOf(body)).toEqual([body]);
  },
);
