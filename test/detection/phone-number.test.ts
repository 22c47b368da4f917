/** Numbering plans: our compiled form of them judges as the library itself does, at home and from abroad. */
import fc from 'fast-check';
import { getCountries, Metadata, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { describe, expect, it } from 'vitest';
import { callingCodeOf, judgeInternational, judgeNational } from '../../src/detection/phone-number.ts';

const countries = getCountries();
const digitsOf = (fewest: number, most: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: fewest, maxLength: most }).map((digits) => digits.join(''));

function lengthsOf(country: (typeof countries)[number]): number[] {
  const metadata = new Metadata();
  metadata.selectNumberingPlan(country);
  return metadata.numberingPlan?.possibleLengths() ?? [];
}

describe('numbering plans', () => {
  it('judge numbers with a calling code as the library does', () => {
    let valid = 0;
    fc.assert(
      fc.property(
        fc.constantFrom('', '1', '44', '49', '33', '55', '91', '86', '234'),
        digitsOf(7, 11),
        (code, rest) => {
          const number = parsePhoneNumberFromString(`+${code}${rest}`, { extract: false });
          const library = number?.isValid() === true;
          // Codes of no country (freephone, satellites) have no plan here; a local form that the library completes by an
          // area code is not how anybody dials from abroad.
          if (library && (number.country === undefined || !(code + rest).endsWith(number.nationalNumber))) return;
          if (library) valid += 1;
          expect(judgeInternational(code + rest) === 'valid').toBe(library);
        },
      ),
      { numRuns: 3000 },
    );
    expect(valid).toBeGreaterThan(100);
  });

  it('take at home what the library takes for the country', () => {
    let valid = 0;
    for (const country of countries) {
      const sizes = fc.constantFrom(...lengthsOf(country)).chain((size) => digitsOf(size, size));
      for (const digits of fc.sample(sizes, { numRuns: 30, seed: 7 })) {
        const number = parsePhoneNumberFromString(digits, { defaultCountry: country, extract: false });
        // Digits that start with the calling code the library reads from abroad; a shared code may name a neighbour.
        if (number?.isValid() !== true || number.country !== country || !digits.endsWith(number.nationalNumber))
          continue;
        valid += 1;
        expect(judgeNational(digits, [country]), `${country}, ${digits.length} digits`).toBe('valid');
      }
    }
    expect(valid).toBeGreaterThan(500);
  });

  it('know trunk prefixes, and when one is due', () => {
    expect(judgeNational('07712345678', ['GB'])).toBe('valid');
    expect(judgeNational('7712345678', ['GB'])).toBe('valid');
    expect(judgeNational('7712345678', ['GB'], new Set(['GB']))).toBeUndefined();
    expect(judgeNational('01115567', ['AR'])).toBeUndefined();
    expect(judgeNational('0111556781234', ['AR'])).toBe('valid');
    expect(judgeInternational('4402079460958')).toBe('valid');
    expect(judgeNational('5551234567', ['US', 'CA'])).toBe('possible');
    expect(judgeNational('12345', ['US', 'XX'])).toBeUndefined();
  });

  it('know calling codes', () => {
    expect(['14155552671', '971501234567', '4930', '0', '999'].map(callingCodeOf)).toEqual([
      '1',
      '971',
      '49',
      undefined,
      undefined,
    ]);
    expect(judgeInternational('9991234567')).toBeUndefined();
    expect(judgeInternational('1'.repeat(40))).toBeUndefined();
  });
});
