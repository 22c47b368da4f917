/** What stands for a hidden value in a field that the vendor checks: addresses of a domain that cannot exist, a number of no country. */
import { type Reference, readReference, referenceLetters } from './reference.ts';
import type { Token } from './vault.ts';

/** RFC 2606: nothing under `.invalid` is ever registered. */
const DOMAIN = '@redacted.invalid';
const domainBytes = Buffer.from(DOMAIN);

/** An address for a value that was hidden for good. */
export const maskedAddress = `masked${DOMAIN}`;
/** E.164 in form; the country code 999 is reserved and reaches nobody (ITU-T E.164, list of assigned codes). */
export const maskedPhone = '+99900000000';

const addressToken = new RegExp(`(?<![\\w.+-])tok_([a-z]{${referenceLetters}})@redacted\\.invalid(?![\\w-])`, 'gi');

export interface FoundAddress {
  readonly start: number;
  readonly end: number;
  readonly reference: Reference;
}

/**
 * The token as an address, for fields that take nothing else; 64 characters at most before the `@` (RFC 5321).
 *
 * @example
 * asAddress('[email #bcdf…]'); // 'tok_bcdf…@redacted.invalid'
 */
export function asAddress(token: Token): string {
  const letters = token.slice(token.lastIndexOf('#') + 1, -1);
  return readReference(letters) === undefined ? maskedAddress : `tok_${letters}${DOMAIN}`;
}

/** Whether a search for addresses is worth while. */
export function mayHoldAddress(bytes: Buffer): boolean {
  return bytes.includes(0x40) && bytes.toString('latin1').toLowerCase().includes(domainBytes.toString());
}

export function findAddresses(text: string): readonly FoundAddress[] {
  const found: FoundAddress[] = [];
  for (const match of text.matchAll(addressToken)) {
    const reference = readReference((match[1] ?? '').toLowerCase());
    if (reference !== undefined) found.push({ start: match.index, end: match.index + match[0].length, reference });
  }
  return found;
}

/** Whether a found value is one of ours, and so nobody's. */
export function isStandIn(value: string): boolean {
  return value === maskedPhone || value.toLowerCase().endsWith(DOMAIN);
}
