/** Each named checksum takes the published example of its standard and no neighbour of it. */
import { describe, expect, it } from 'vitest';
import { checksumNames, passesChecksum } from '../../src/detection/checksum.ts';

const published = {
  luhn: ['79927398713', '4111 1111 1111 1111'],
  mod97: ['5493001KJTIIGC8Y1R12'],
  iban: ['GB82 WEST 1234 5698 7654 32', 'DE89370400440532013000'],
  mod11: ['0-306-40615-2', '080442957X', '943 476 5919'],
  'mod11-7': ['13585628'],
  'mod11-2': ['0000-0002-1825-0097', '0000-0002-1694-233X'],
  'mod11-10': ['36574261809', '33392005961'],
  'mod37-36': ['A1-2425G-ABC1234002-M'],
  verhoeff: ['2363'],
  damm: ['5724'],
  gs1: ['4006381333931', '036000291452'],
  aba: ['011000015', '121000358'],
  mrz: ['L898902C36', '7408122', 'ZE184226B<<<<<1'],
} as const;

describe.each(checksumNames)('%s', (name) => {
  it.each(published[name].map((value) => [value]))('takes %s', (value) => {
    expect(passesChecksum(name, value)).toBe(true);
  });

  it('refuses another last digit, and what is no number at all', () => {
    for (const value of published[name]) {
      const last = value.slice(-1);
      const others = '0123456789'.replace(last, '').split('');
      const passed = others.filter((digit) => passesChecksum(name, value.slice(0, -1) + digit));
      // MOD 97 has more remainders than ten: none of them is met by chance here.
      expect(passed).toEqual([]);
    }
    for (const nothing of ['', ' ', 'x', '-', '٣']) expect(passesChecksum(name, nothing)).toBe(false);
  });
});
