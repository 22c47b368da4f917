/** Forms: names and values decoded, JSON in values opened, everything else as it came. */
import { expect, it } from 'vitest';
import { formCodec } from '../../../src/codecs/formats/form.ts';
import { defaultLimits } from '../../../src/domain/limits.ts';
import { cpuMillis, opened, openHead } from '../law-suite.ts';

const shown = (text: string) =>
  opened(formCodec, Buffer.from(text)).spans.map((span) => [span.role, span.path, span.text]);

function replace(text: string, part: string, insert: string): string {
  const document = opened(formCodec, Buffer.from(text));
  const span = document.spans.findIndex((each) => each.text.includes(part));
  const start = document.spans[span]?.text.indexOf(part) ?? -1;
  return document.rewrite([{ span, start, end: start + part.length, insert }]).toString();
}

it('reads names and values', () => {
  expect(shown('a%20b=4111+1111&c&=d&&e=&a/b=%E2%82%AC')).toEqual([
    ['key', '/a b', 'a b'],
    ['value', '/a b', '4111 1111'],
    ['key', '/c', 'c'],
    ['value', '/', 'd'],
    ['key', '/e', 'e'],
    ['key', '/a~1b', 'a/b'],
    ['value', '/a~1b', '€'],
  ]);
});

it('opens JSON in a value, through both kinds of escapes', () => {
  const blocks = encodeURIComponent('[{"type":"paragraph","text":"my \\"4111\\" é"}]');
  expect(shown(`v=3&blocks=${blocks}`).at(-1)).toEqual(['value', '/blocks/0/text', 'my "4111" é']);
  expect(replace(`v=3&blocks=${blocks}&z=%7a`, '4111', '"€')).toBe(
    `v=3&blocks=${blocks.replace('4111', '%5C%22%E2%82%AC')}&z=%7a`,
  );
});

it.each([
  ['a=4111%20x&b=%7E', '4111', 'X &=%+', 'a=X+%26%3D%25%2B%20x&b=%7E'],
  ['a=%34%31%31%31%2b', '4111', 'X', 'a=X%2b'],
  ['a=caf%E9+4111', '4111', '•é', 'a=caf%E9+%26%238226%3B%E9'],
])('%s', (text, part, insert, expected) => {
  expect(replace(text, part, insert)).toBe(expected);
});

it('refuses bytes that are not UTF-8 and too many fields', () => {
  expect(formCodec.open(Buffer.from([0x61, 0x3d, 0xe9]), openHead())).toEqual({
    ok: false,
    reason: 'CV_TEXT_NOT_UTF8',
  });
  const limits = { ...defaultLimits, spansMax: 3 };
  expect(formCodec.open(Buffer.from('a=1&b=2'), openHead({ limits }))).toEqual({
    ok: false,
    reason: 'CV_TOO_MANY_SPANS',
  });
});

it.each(['%', '&', '=', '%41', '%ff', 'a=[&'])('takes linear time for a megabyte of %s', (unit) => {
  const bytes = Buffer.from(unit.repeat(1_000_000 / unit.length));
  const started = process.cpuUsage();
  const answer = formCodec.open(bytes, openHead());
  if (answer.ok)
    answer.document.rewrite(
      answer.document.spans.slice(0, 1).map((_, span) => ({ span, start: 1, end: 2, insert: 'x' })),
    );
  expect(cpuMillis(started)).toBeLessThan(1_500);
});
