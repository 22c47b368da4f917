/** Which neighbouring fields may be one number: their places, sizes and company. */
import { expect, test } from 'vitest';
import { Utf8Span } from '../../src/domain/text.ts';
import { candidatesIn } from '../../src/redaction/field-pieces.ts';

const card = ['4532', '0151', '1283', '0366'];

function candidates(paths: readonly string[], texts: readonly string[], role: 'value' | 'number' = 'value') {
  const spans = paths.map((path, index) => new Utf8Span(path, Buffer.from(texts[index] ?? ''), role));
  return [...candidatesIn(spans)].filter((one) => one !== undefined);
}

test('elements, counted names, repeated names and members of one object belong together', () => {
  for (const paths of [
    ['/0', '/1', '/2', '/3'],
    ['/n1', '/n2', '/n3', '/n4'],
    ['/n', '/n', '/n', '/n'],
    ['/0/d', '/1/d', '/2/d', '/3/d'],
    ['/a', '/b', '/c', '/d'],
  ])
    expect(candidates(paths, card), paths.join()).toMatchObject([{ from: 0, to: 4, number: '4532 0151 1283 0366' }]);
});

test('fields that only follow one another do not', () => {
  for (const paths of [
    ['/0', '/1', '/3', '/4'],
    ['/a/n', '/b/n', '/c/n', '/d/n'],
    ['/a/0', '/b', '/c', '/d'],
    ['/0/0', '/0/1', '/1/0', '/1/1'],
  ])
    expect(candidates(paths, card), paths.join()).toEqual([]);
});

test('the sign of the pieces is kept, and the name of the fields is told', () => {
  expect(candidates(['/cardNumber/0', '/cardNumber/1'], ['4532-0151', '1283-0366'])).toMatchObject([
    { label: 'card number ', number: '4532-0151-1283-0366', kind: 'PAYMENT_CARD', needsWords: false },
  ]);
});

test('odd groups and bare digits are left to words', () => {
  expect(candidates(['/0', '/1'], ['45320151', '12830366'])).toMatchObject([{ needsWords: true }]);
  expect(candidates(['/0', '/1', '/2'], ['536', '22', '1234'], 'number')).toMatchObject([{ needsWords: true }]);
  const singles = [...card.join('')];
  const paths = singles.map((_, index) => `/${index}`);
  expect(candidates(paths, singles, 'number')).toMatchObject([{ needsWords: true }]);
  expect(candidates(paths, singles)).toMatchObject([{ needsWords: false }]);
});

test('longer lists of the same are lists', () => {
  expect(candidates(['/0', '/1', '/2', '/3', '/4'], [...card, '4532'])).toEqual([]);
  expect(candidates(['/0', '/1', '/2', '/3', '/4'], ['1111', ...card])).toEqual([]);
  expect(candidates(['/0', '/1', '/2', '/3', '/4', '/5'], [...card, '12', '123'])).toMatchObject([{ to: 4 }]);
});
