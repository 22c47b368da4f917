/** Chains of one word: only the inner ones are passed over. */
import { describe, expect, it, test } from 'vitest';
import { Echoes, isAmidSame } from '../../src/detection/chain.ts';
import type { Hit } from '../../src/detection/detector.ts';

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

  it('know a place whose surroundings were seen before', () => {
    const text = piece.repeat(200);
    const echoes = new Echoes<string>();
    echoes.load(text);
    const first = at(text, 1000);
    const later = at(text, 2000);
    expect(echoes.of(20, first, first + 4)).toBeUndefined();
    echoes.note(20, first, first + 4, []);
    expect(echoes.of(20, later, later + 4)).toEqual([]);
    expect(echoes.of(21, later, later + 4)).toBeUndefined();
    echoes.load(text);
    expect(echoes.of(20, later, later + 4)).toBeUndefined();
  });

  it('do not take a place for one where a single sign differs', () => {
    const text = `${piece.repeat(100)}!${piece.repeat(100)}`;
    const echoes = new Echoes<string>();
    echoes.load(text);
    const first = at(text, 1000);
    const beside = at(text, piece.length * 100 - 400);
    echoes.note(20, first, first + 4, []);
    expect(echoes.of(20, beside, beside + 4)).toBeUndefined();
  });

  it('leave short texts and the ends of long ones alone', () => {
    const text = piece.repeat(200);
    const echoes = new Echoes<string>();
    echoes.load(text);
    echoes.note(20, 2, 6, []);
    const later = at(text, 2000);
    expect(echoes.of(20, later, later + 4)).toBeUndefined();
  });

  it('say again what was said, where it is now', () => {
    const text = piece.repeat(200);
    const echoes = new Echoes<string>();
    echoes.load(text);
    const first = at(text, 1000);
    const later = at(text, 2000);
    const hitAt = (start: number): Hit => ({
      kind: 'PIN',
      start,
      end: start + 2,
      confidence: 0.9,
      evidence: [{ rule: 'context', at: start - 9 }, { rule: 'valid' }],
    });
    echoes.note(20, first, first + 4, [{ by: 'pin', hit: hitAt(first + 20) }]);
    expect(echoes.of(20, later, later + 4)).toEqual([{ by: 'pin', hit: hitAt(later + 20) }]);
  });
});
