/** Text without escapes: edits shift by its origin, inserts are made to fit. */
import { expect, it } from 'vitest';
import { VerbatimPlace } from '../../src/codecs/verbatim-place.ts';

it('shifts and respells', () => {
  const upper = (utf8: Buffer) => Buffer.from(utf8.toString().toUpperCase());
  const place = new VerbatimPlace('/p', Buffer.from('abc'), 10, upper);
  expect([place.path, place.role, place.text]).toEqual(['/p', 'value', 'abc']);
  expect(place.splices([{ start: 1, end: 2, bytes: Buffer.from('x') }])).toEqual([
    { start: 11, end: 12, bytes: Buffer.from('X') },
  ]);
});

it('takes inserts as they are when nothing was said', () => {
  const bytes = Buffer.from('x');
  expect(new VerbatimPlace('', Buffer.from('abc'), 0).splices([{ start: 0, end: 3, bytes }])[0]?.bytes).toBe(bytes);
});
