import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openIndex } from '../../src/detection/open.ts';

const open = (text: string): string => text.slice(openIndex(text));

describe('openIndex', () => {
  it('opens at the first digit of a run that may go on', () => {
    expect(open('my card is 4111')).toBe('4111');
    expect(open('my card is 4111 1111-')).toBe('4111 1111-');
    expect(open('ssn 536-22')).toBe('536-22');
    expect(open('karte ４１１１ １')).toBe('４１１１ １');
  });

  it('stays shut behind a word, and for a few lone digits', () => {
    expect(open('4111 1111 is part of it')).toBe('');
    expect(open('I have 2')).toBe('');
    expect(open('room 123 ')).toBe('');
    expect(open('')).toBe('');
  });

  it('opens at an address that is not finished', () => {
    expect(open('write to jane.doe@')).toBe('jane.doe@');
    expect(open('write to jane.doe@exam')).toBe('jane.doe@exam');
    expect(open('jane@example.com is it')).toBe('');
  });

  it('stays in bounds for every text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const index = openIndex(text);
        return index >= 0 && index <= text.length;
      }),
    );
    expect(openIndex('4'.repeat(1_000_000))).toBeLessThan(1_000_000);
  });
});
