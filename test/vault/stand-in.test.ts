/** Tokens as addresses: written, found again in any text, and never made of anything else. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asAddress, findAddresses, isStandIn, maskedAddress, mayHoldAddress } from '../../src/vault/stand-in.ts';
import { findTokens, mayHoldToken, printToken } from '../../src/vault/token.ts';

const bytes = (length: number) =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((raw) => Buffer.from(raw));

describe('addresses', () => {
  it('come back from any text around them, in any case', () => {
    fc.assert(
      fc.property(
        bytes(16),
        bytes(5),
        fc.constantFrom('', 'mailto:', '<', ' ', '"'),
        fc.boolean(),
        (id, mac, before, loud) => {
          const address = asAddress(printToken('email', id, mac));
          const text = `${before}${loud ? address.toUpperCase() : address}>`;
          const [found] = findTokens(text);
          expect(found).toMatchObject({ start: before.length, end: before.length + address.length, address: true });
          expect(found?.parsed.id.equals(id) && found.parsed.mac.equals(mac)).toBe(true);
          expect(mayHoldToken(Buffer.from(text))).toBe(true);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('are refused with a letter changed, and where they are part of something else', () => {
    const address = asAddress(printToken('email', Buffer.alloc(16, 1), Buffer.alloc(5, 2)));
    const other = address.replace(/_(.)/, (_, letter: string) => `_${letter === 'b' ? 'c' : 'b'}`);
    for (const text of [other, `x${address}`, `${address}ity`, address.replace('.invalid', '.example')]) {
      expect(findAddresses(text), text).toEqual([]);
    }
  });

  it('cannot be made of something that is no token', () => {
    expect(asAddress('[email #nonsense]' as never)).toBe(maskedAddress);
  });
});

it('knows its own, and no other address or number', () => {
  expect(['a@redacted.invalid', 'A@REDACTED.INVALID', '+99900000000'].map(isStandIn)).toEqual([true, true, true]);
  expect(['a@redacted.example', 'redacted.invalid@x.example', '+4915123456789'].map(isStandIn)).toEqual([
    false,
    false,
    false,
  ]);
  expect(mayHoldAddress(Buffer.from('nothing of the kind'))).toBe(false);
});
