/** Positions are UTF-16 units; bytes are UTF-8: the two must meet exactly. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { byteOffset, Utf8Span } from '../../src/domain/text.ts';

it('maps every character border to the byte border of the same text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.nat(), (text, pick) => {
      const span = new Utf8Span('/x', Buffer.from(text));
      const characters = [...text];
      const index = characters.slice(0, pick % (characters.length + 1)).join('').length;
      expect(span.bytes.subarray(0, byteOffset(span, index)).toString()).toBe(text.slice(0, index));
    }),
  );
});
