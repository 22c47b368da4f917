/** Documents inside documents are numbered flat, and their edits travel outward. */
import { expect, it } from 'vitest';
import { Assembly, pointerStep } from '../../src/codecs/assembly.ts';
import { VerbatimPlace } from '../../src/codecs/verbatim-place.ts';

/** `out[in(x)y]z`: two levels of plain containers around single letters. */
function nested() {
  const raw = Buffer.from('out[in(x)y]z');
  const innermost = new Assembly(raw.subarray(7, 8));
  innermost.add(new VerbatimPlace('/x', raw.subarray(7, 8), 0));
  innermost.uninspected.push({ reason: 'file', bytes: 1 });
  const inner = new Assembly(raw.subarray(4, 10));
  inner.nest(new VerbatimPlace('/in', raw.subarray(7, 8), 3), innermost);
  inner.add(new VerbatimPlace('/y', raw.subarray(9, 10), 5));
  const outer = new Assembly(raw);
  outer.add(new VerbatimPlace('/out', raw.subarray(0, 3), 0));
  outer.nest(new VerbatimPlace('/in', raw.subarray(4, 10), 4), inner);
  outer.add(new VerbatimPlace('/z', raw.subarray(11), 11));
  return { raw, outer };
}

it('numbers the texts of all levels in order', () => {
  expect(nested().outer.spans.map((span) => span.text)).toEqual(['out', 'x', 'y', 'z']);
  expect(nested().outer.uninspected).toEqual([{ reason: 'file', bytes: 1 }]);
});

it('rewrites every level at once and nothing between', () => {
  const { raw, outer } = nested();
  const edits = [3, 1, 0, 2].map((span) => ({ span, start: 0, end: 1, insert: `<${span}>` }));
  expect(outer.rewrite(edits).toString()).toBe('<0>ut[in(<1>)<2>]<3>');
  expect(outer.rewrite([])).toBe(raw);
});

it('refuses an edit of a text it does not have', () => {
  expect(() => nested().outer.rewrite([{ span: 4, start: 0, end: 0, insert: '' }])).toThrow(
    expect.objectContaining({ code: 'CV_INTERNAL' }),
  );
});

it('escapes pointer steps as RFC 6901 says', () => {
  expect([pointerStep('a'), pointerStep('a/b'), pointerStep('~1'), pointerStep('')]).toEqual([
    '/a',
    '/a~1b',
    '/~01',
    '/',
  ]);
});
