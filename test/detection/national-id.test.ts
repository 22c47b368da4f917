/** The maker of identifier detectors: words and their distance, borders, separators, other numbers, written forms. */
import { describe, expect, it } from 'vitest';
import { luhnDigits } from '../../src/detection/checks-weighted.ts';
import { createDetection } from '../../src/detection/engine.ts';
import { splitWords } from '../../src/detection/identifier-words.ts';
import { nationalId } from '../../src/detection/national-id.ts';

const detection = createDetection({
  detectors: [
    nationalId({
      id: 'club',
      kind: 'CLUB',
      title: 'Club number',
      word: 'club',
      authority: 'a test',
      shape: '########',
      check: luhnDigits,
      context: ['club no, club number', 'membre'],
      exclude: ['locker'],
      written: [{ groups: [4, 4], pattern: /\d{4}=\d{4}/, confidence: 0.8 }],
      examples: { hits: ['club no ‹12345674›'], misses: ['club no 12345675'] },
    }),
  ],
});

function found(text: string): string[] {
  return detection.find({ text, bytes: Buffer.from(text) }).map(({ start, end }) => text.slice(start, end));
}

const permits = createDetection({
  detectors: [
    nationalId({
      id: 'permit',
      kind: 'PERMIT',
      title: 'Permit number',
      word: 'permit',
      authority: 'a test',
      shape: '[A-Z]{1,2}\\d{3,5}',
      cased: true,
      check: (value) => value.length >= 5,
      context: ['permit, permits'],
      nearest: true,
      examples: { hits: ['permit ‹AB123›'], misses: ['AB123'] },
    }),
  ],
});

describe('a list behind one word', () => {
  it.each([
    ['permits AB123 and CD456', ['AB123', 'CD456']],
    ['permits AB123, CD456 und E7890', ['AB123', 'CD456', 'E7890']],
    ['permit AB123 and CD4567 too', ['AB123', 'CD4567']],
    ['permit AB123 and I paid 45678', ['AB123']],
    ['permit AB123, order CD456', ['AB123']],
    ['permit AB123 CD456', ['AB123']],
    ['permit AB123 and CD45678901', ['AB123']],
  ])('%s', (text, expected) => {
    expect(permits.find({ text, bytes: Buffer.from(text) }).map(({ start, end }) => text.slice(start, end))).toEqual(
      expected,
    );
  });

  it('ends after eight values, however long it is', () => {
    const text = `permits ${Array.from({ length: 5000 }, (_, i) => `AB${100 + (i % 900)}`).join(', ')}`;
    expect(permits.find({ text, bytes: Buffer.from(text) })).toHaveLength(8);
  });
});

describe('an identifier', () => {
  it('is found behind and in front of its word, with separators or glued to it', () => {
    expect(found('club number 12345674')).toEqual(['12345674']);
    expect(found('1234 5674 is my club no')).toEqual(['1234 5674']);
    expect(found('Membre12.345.674!')).toEqual(['12.345.674']);
    expect(found('club no 1234-5674 and 1234 5674')).toEqual(['1234-5674', '1234 5674']);
    expect(found('club no １２３４５６７４')).toEqual(['１２３４５６７４']);
  });

  it('needs its word, near, and a right check digit', () => {
    expect(found('12345674')).toEqual([]);
    expect(found('club no 12345675')).toEqual([]);
    expect(found(`club no ${'so '.repeat(40)}12345674`)).toEqual([]);
    expect(found('12345674. And my club no?')).toEqual([]);
  });

  it('is not cut out of a longer number, code, price or telephone number', () => {
    for (const value of [
      '123456740',
      '912345674',
      'a1b12345674',
      '12345674.50',
      '+12345674',
      '$12345674',
      '12345674a9',
    ])
      expect(found(`club no ${value}`)).toEqual([]);
    expect(found('club no 99 1234 5674')).toEqual([]);
  });

  it('is not another number that a word between them names', () => {
    expect(found('club no pending, order 12345674')).toEqual([]);
    expect(found('club no: see locker 12345674')).toEqual([]);
    expect(found('order club no 12345674')).toEqual([]);
    expect(found('club no for the order: 12345674')).toEqual(['12345674']);
  });

  it('speaks for itself in its written form only', () => {
    expect(found('1234=5674')).toEqual(['1234=5674']);
    expect(found('1234=5675')).toEqual([]);
    expect(found('order 1234=5674')).toEqual([]);
    expect(found('x1234=5674')).toEqual([]);
  });

  it('costs no more than the text is long', () => {
    const hostile = ['club no 1', 'membre 12345675 ', '1234=', '1 '].map((part) => part.repeat(4000));
    const started = performance.now();
    for (const text of hostile) expect(found(text)).toEqual([]);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe('word lists', () => {
  it('are split at commas', () => {
    expect(splitWords(['a b, c', 'd'])).toEqual(['a b', 'c', 'd']);
  });
});
