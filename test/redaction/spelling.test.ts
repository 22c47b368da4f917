/** What a vendor that checks its fields is given in place of a value. */
import { expect, it } from 'vitest';
import { holdsReference, spellMask, spellToken } from '../../src/redaction/spelling.ts';
import { findTokens, printToken } from '../../src/vault/token.ts';

const token = printToken('email', Buffer.alloc(16, 7), Buffer.alloc(5, 9));

it.each([
  [undefined, '[email]'],
  ['mask', '[email]'],
  ['email', 'masked@redacted.invalid'],
  ['phone', '+99900000000'],
  ['drop', ''],
] as const)('spells a mask as %s', (form, expected) => {
  expect(spellMask('email', form)).toBe(expected);
});

it('keeps the reference of a token in an address', () => {
  expect(spellToken(token, undefined)).toBe(token);
  const address = spellToken(token, 'email');
  expect(address).toMatch(/^[a-z_]{1,64}@redacted\.invalid$/);
  expect(findTokens(address)[0]?.parsed.letters).toBe(findTokens(token)[0]?.parsed.letters);
});

it('says which forms have room for a reference', () => {
  expect([undefined, 'email', 'phone', 'mask', 'drop'].map((form) => holdsReference(form as 'email'))).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
});
