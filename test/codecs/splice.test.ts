/** Splices are applied in one copy, joined where they meet, and never cut a character. */
import { expect, it } from 'vitest';
import { applySplices, byteSplices, settle } from '../../src/codecs/splice.ts';
import { Utf8Span } from '../../src/domain/text.ts';

const splice = (start: number, end: number, text: string) => ({ start, end, bytes: Buffer.from(text) });
const raw = Buffer.from('0123456789');

it('applies splices in any order', () => {
  expect(applySplices(raw, [splice(8, 9, 'B'), splice(1, 3, 'A')]).toString()).toBe('0A34567B9');
  expect(applySplices(raw, [splice(0, 0, '<'), splice(10, 10, '>')]).toString()).toBe('<0123456789>');
});

it('returns the very same buffer when there is nothing to do', () => {
  expect(applySplices(raw, [])).toBe(raw);
});

it('joins what overlaps and keeps apart what only touches', () => {
  expect(settle([splice(2, 6, 'B'), splice(0, 4, 'A')])).toEqual([splice(0, 6, 'AB')]);
  expect(settle([splice(4, 6, 'B'), splice(0, 4, 'A')])).toHaveLength(2);
});

it('counts bytes for UTF-16 positions, forward and back', () => {
  const span = new Utf8Span('', Buffer.from('é€😀x'));
  const edit = (start: number, end: number) => ({ span: 0, start, end, insert: '' });
  expect(byteSplices(span, [edit(4, 5), edit(0, 1), edit(1, 2)]).map(({ start, end }) => [start, end])).toEqual([
    [0, 2],
    [2, 5],
    [9, 10],
  ]);
});

it('takes surrogate pairs whole and inserts beside them', () => {
  const span = new Utf8Span('', Buffer.from('a😀b'));
  const bytes = (start: number, end: number) => byteSplices(span, [{ span: 0, start, end, insert: '' }])[0];
  expect(bytes(1, 2)).toMatchObject({ start: 1, end: 5 });
  expect(bytes(2, 3)).toMatchObject({ start: 1, end: 5 });
  expect(bytes(2, 2)).toMatchObject({ start: 1, end: 1 });
});

it('clips positions outside the text', () => {
  const span = new Utf8Span('', Buffer.from('abc'));
  expect(byteSplices(span, [{ span: 0, start: -3, end: 2, insert: '' }])[0]).toMatchObject({ start: 0, end: 2 });
  expect(byteSplices(span, [{ span: 0, start: 9, end: 12, insert: '' }])[0]).toMatchObject({ start: 3, end: 3 });
});
