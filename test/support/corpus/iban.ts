/** IBANs of a few countries with right check digits (ISO 13616, ISO 7064 mod 97-10) around random accounts. */
import type { Chance } from './random.ts';

/** Patterns of the account part from the SWIFT IBAN registry. */
const accounts: Readonly<Record<string, string>> = {
  DE: '#{18}',
  FR: '#{10}[A-Z0-9]{11}##',
  GB: '[A-Z]{4}#{14}',
  ES: '#{20}',
  IT: '[A-Z]#{10}[A-Z0-9]{12}',
  NL: '[A-Z]{4}#{10}',
  PT: '#{21}',
  CH: '#{5}[A-Z0-9]{12}',
  AE: '#{19}',
  BR: '#{23}[A-Z][A-Z0-9]',
};

export function ibanBuild(country: string, chance: Chance): string {
  const pattern = accounts[country];
  if (pattern === undefined) throw new Error(`no account pattern for ${country}`);
  const account = chance.string(pattern);
  const digits = [...`${account}${country}00`].map((letter) => Number.parseInt(letter, 36)).join('');
  const check = 98n - (BigInt(digits) % 97n);
  return `${country}${String(check).padStart(2, '0')}${account}`;
}
