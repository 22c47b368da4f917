/** Chains of one word: only the inner ones are passed over. */
import { describe, expect, it, test } from 'vitest';
import { Echoes, isAmidSame } from '../../src/detection/chain.ts';

const chain = Int32Array.of(16, 0, 4, 16, 5, 9, 16, 10, 14);

test('the word between two of its kind is amid, the first and the last are not', () => {
  expect([0, 3, 6].map((index) => isAmidSame(chain, index, 9))).toEqual([false, true, false]);
});

test('another word or a longer gap ends a chain', () => {
  expect(isAmidSame(Int32Array.of(16, 0, 4, 16, 5, 9, 17, 10, 14), 3, 9)).toBe(false);
  expect(isAmidSame(Int32Array.of(16, 0, 4, 16, 5, 9, 16, 13, 17), 3, 9)).toBe(false);
});

describe('echoes', () => {
  const piece = 'a word and its number 12, ';
  const at = (text: string, from: number): number => text.indexOf('word', from);

  it('know a place whose surroundings led to nothing before', () => {
    const text = piece.repeat(200);
    const echoes = new Echoes();
    echoes.load(text);
    const first = at(text, 1000);
    const later = at(text, 2000);
    expect(echoes.has(20, first, first + 4)).toBe(false);
    echoes.miss(20, first, first + 4);
    expect(echoes.has(20, later, later + 4)).toBe(true);
    expect(echoes.has(21, later, later + 4)).toBe(false);
    echoes.load(text);
    expect(echoes.has(20, later, later + 4)).toBe(false);
  });

  it('do not take a place for one where a single sign differs', () => {
    const text = `${piece.repeat(100)}!${piece.repeat(100)}`;
    const echoes = new Echoes();
    echoes.load(text);
    const first = at(text, 1000);
    const beside = at(text, piece.length * 100 - 400);
    echoes.miss(20, first, first + 4);
    expect(echoes.has(20, beside, beside + 4)).toBe(false);
  });

  it('leave short texts and the ends of long ones alone', () => {
    const text = piece.repeat(200);
    const echoes = new Echoes();
    echoes.load(text);
    echoes.miss(20, 2, 6);
    const later = at(text, 2000);
    expect(echoes.has(20, later, later + 4)).toBe(false);
  });
});
