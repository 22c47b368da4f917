import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DigitBuffer } from '../../src/detection/digits.ts';

describe('DigitBuffer', () => {
  it('puts every digit in its place and in its group', () => {
    const buffer = new DigitBuffer();
    fc.assert(
      fc.property(fc.stringMatching(/^\d[\d -]{0,40}$/), (text) => {
        buffer.load(text, 0, text.length);
        const groups = text.match(/\d+/g) ?? [];
        expect(buffer.slice(0, buffer.count)).toBe(groups.join(''));
        expect(buffer.groups).toBe(groups.length);
        for (let i = 0; i < buffer.count; i += 1) expect(text[buffer.at[i] as number]).toBe(String(buffer.digits[i]));
        for (let i = 0; i < buffer.groups; i += 1)
          expect(buffer.slice(buffer.groupAt[i] as number, buffer.groupAt[i + 1] as number)).toBe(groups[i]);
      }),
    );
  });
});
