import { describe, expect, it } from 'vitest';
import { evenlyCut, foldGaps } from '../../src/detection/fold-gaps.ts';

describe('foldGaps', () => {
  it.each([
    ['943|| ||476|| ||5919', '943 476 5919'],
    ['536 ~ 22 ~ 1234', '536 22 1234'],
    ['DE89:3704:0044', 'DE89 3704 0044'],
    ['536"\n"22"\n"1234', '536 22 1234'],
  ])('reads %j', (text, read) => {
    expect(foldGaps(text, undefined)?.text).toBe(read);
  });

  it.each(['536-22-1234', '4111 1111 1111 1111', '12.5, 13.7, 14.9', 'a: 1, b: 2'])('leaves %s alone', (text) => {
    expect(foldGaps(text, undefined)).toBeUndefined();
  });

  it('tells one number from a row of a table', () => {
    expect(evenlyCut('943|| ||476|| ||5919')).toBe(true);
    expect(evenlyCut('943;476,5919')).toBe(false);
  });
});
