/** The quick looks answer what the slow ones would. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  firstDigit,
  hasNumber,
  hasWords,
  isPlain,
  tailWithoutNumbers,
  withoutNumbers,
} from '../../../src/detection/conversation/numerals.ts';

describe('looks for numbers and words', () => {
  it('know digits and letters of any writing', () => {
    expect([hasNumber('no'), hasNumber('a1'), hasNumber('٤'), hasNumber('½')]).toEqual([false, true, true, true]);
    expect([hasWords('a 1 b'), hasWords('ok'), hasWords('你好'), hasWords('')]).toEqual([false, true, true, false]);
    expect([isPlain('plain'), isPlain('é'), isPlain('\ud800')]).toEqual([true, false, false]);
    expect([firstDigit('ab1'), firstDigit('٤'), firstDigit('')]).toEqual([2, 1, 0]);
  });

  it('take the end of a text without its numbers, as if all of it had been read', () => {
    const piece = fc.constantFrom('4111', '12', ' ', 'ab', '1', '٤٤٤', '🙂', '0'.repeat(40));
    const texts = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 30 }), (text, max) => {
        expect(tailWithoutNumbers(text, max)).toBe(withoutNumbers(text).slice(-max));
      }),
      { numRuns: 2000 },
    );
  });
});
