/** Which part of a bubble is a piece of a number, and which bubbles have none. */
import { describe, expect, it } from 'vitest';
import { fragmentOf } from '../../../src/detection/conversation/fragment.ts';

const piece = (text: string, letters = false) => {
  const found = fragmentOf(text, letters);
  return found === undefined ? undefined : text.slice(found.start, found.end);
};

describe('fragmentOf', () => {
  it.each([
    ['4111', '4111'],
    ['then 1111 thanks', '1111'],
    ['..1111 22-33!!', '1111 22-33'],
    ['part 2: 1111', '1111'],
    ['2nd bit 1111', '1111'],
    ['card4111', '4111'],
    ['four one one one', 'four one one one'],
    ['１２３４', '１２３４'],
  ])('takes the digits of %j', (text, expected) => expect(piece(text)).toBe(expected));

  it.each(['one sec', 'hello', '', 'wait'])('finds none in %j', (text) => expect(piece(text)).toBeUndefined());

  it('takes capitals only where an IBAN goes on', () => {
    expect(piece('NWBK')).toBeUndefined();
    expect(piece('NWBK 6016', true)).toBe('NWBK 6016');
  });

  it('tells pieces with talk around them from bare ones', () => {
    expect(fragmentOf('and then 1111', false)?.pure).toBe(true);
    expect(fragmentOf('room 1111', false)?.pure).toBe(false);
    expect(fragmentOf('we were wondering whether the 1111', false)?.opensEarly).toBe(false);
    expect(fragmentOf('1111 is what it said on the leaflet', false)?.endsLate).toBe(false);
  });
});
