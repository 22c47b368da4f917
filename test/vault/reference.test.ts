/** The reference's spelling: exact both ways, and nothing else passes for one. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  alphabet,
  idBytes,
  macBytes,
  printReference,
  readReference,
  referenceLetters,
} from '../../src/vault/reference.ts';

const bytes = (size: number) => fc.uint8Array({ minLength: size, maxLength: size }).map((array) => Buffer.from(array));

describe('a reference', () => {
  it('reads as what was printed', () => {
    fc.assert(
      fc.property(bytes(idBytes), bytes(macBytes), (id, mac) => {
        const letters = printReference(id, mac);
        expect(letters).toMatch(new RegExp(`^[${alphabet}]{${referenceLetters}}$`));
        expect(readReference(letters)).toEqual({ letters, id, mac });
      }),
      { numRuns: 500 },
    );
  });

  it('spells the extremes', () => {
    for (const fill of [0x00, 0xff]) {
      const id = Buffer.alloc(idBytes, fill);
      const mac = Buffer.alloc(macBytes, fill);
      expect(readReference(printReference(id, mac))).toMatchObject({ id, mac });
    }
  });

  it('is broken by every change of one letter and every swap of neighbours that differ', () => {
    const letters = printReference(Buffer.alloc(idBytes, 0x5a), Buffer.from('0102030405', 'hex'));
    let tried = 0;
    for (let at = 0; at < letters.length; at++) {
      for (const other of alphabet) {
        if (other === letters[at]) continue;
        tried++;
        expect(readReference(letters.slice(0, at) + other + letters.slice(at + 1))).toBeUndefined();
      }
      const swapped = letters.slice(0, at) + (letters[at + 1] ?? '') + letters[at] + letters.slice(at + 2);
      if (swapped !== letters) expect(readReference(swapped)).toBeUndefined();
    }
    expect(tried).toBe(referenceLetters * (alphabet.length - 1));
  });

  it('is never met by chance in 100,000 strings of its own alphabet', () => {
    let seed = 12345;
    const letter = (): string => {
      seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
      return alphabet.charAt((seed >>> 16) % alphabet.length);
    };
    let valid = 0;
    for (let count = 0; count < 100_000; count++) {
      let letters = '';
      for (let at = 0; at < referenceLetters; at++) letters += letter();
      if (readReference(letters) !== undefined) valid++;
    }
    expect(valid).toBe(0);
  });
});
