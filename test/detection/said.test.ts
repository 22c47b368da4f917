/** Values behind and in front of the word that announces them. */
import { describe, expect, it } from 'vitest';
import { saidAfter, saidBefore, skipLink } from '../../src/detection/said.ts';

const digits = /\d{3,6}/;

describe('saidAfter', () => {
  it('takes the first value of the same sentence', () => {
    expect(saidAfter('pin of my card is 4821', 3, digits)?.value).toBe('4821');
    expect(saidAfter('pin? room 4821', 3, digits)).toBeUndefined();
    expect(saidAfter('pin for order 4821', 3, digits)).toBeUndefined();
    expect(saidAfter(`pin${' x'.repeat(30)} 4821`, 3, digits)).toBeUndefined();
  });
});

describe('saidBefore', () => {
  it('takes a value that connecting words join to what follows', () => {
    expect(saidBefore('4821 is my pin', 11, /\d{4}$/)).toEqual({ start: 0, end: 4, value: '4821' });
    expect(saidBefore('order 4821, pin', 12, /\d{4}$/)).toBeUndefined();
  });
});

describe('skipLink', () => {
  it('passes signs and connecting words only', () => {
    expect(skipLink('key is: abc', 3)).toBe(8);
    expect(skipLink('key issue', 3)).toBe(4);
  });
});
