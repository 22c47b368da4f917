/** What stands for a secret is told from secrets. */
import { describe, expect, it } from 'vitest';
import { entropy, isPlaceholder } from '../../src/detection/placeholder.ts';

describe('isPlaceholder', () => {
  it.each(['YOUR_API_KEY', '****', 'xxxxxxxx', '<token>', 'process.env.KEY', 'password', '[secret]'])(
    'knows %s',
    (text) => {
      expect(isPlaceholder(text)).toBe(true);
    },
  );

  it.each(['hf_aBcDeF', 'q8Zr2LmX', 'Summer2024!', 'letmein99'])('leaves %s', (text) => {
    expect(isPlaceholder(text)).toBe(false);
  });
});

describe('entropy', () => {
  it('is zero for one sign and two bits for four', () => {
    expect(entropy('aaaa')).toBe(0);
    expect(entropy('abcd')).toBe(2);
  });
});
