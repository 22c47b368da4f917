/** Two places meet when they share a unit of the same text. */
import { expect, test } from 'vitest';
import { TakenPlaces } from '../../src/redaction/taken-places.ts';

test.each([
  [{ span: 1, start: 0, end: 3 }, false],
  [{ span: 1, start: 0, end: 4 }, true],
  [{ span: 1, start: 5, end: 6 }, true],
  [{ span: 1, start: 8, end: 9 }, false],
  [{ span: 2, start: 5, end: 6 }, false],
])('%o beside 3 to 8 of text 1: %s', (place, meets) => {
  const taken = new TakenPlaces();
  taken.add({ span: 1, start: 30, end: 40 });
  taken.add({ span: 1, start: 3, end: 8 });
  expect(taken.meets(place)).toBe(meets);
});
