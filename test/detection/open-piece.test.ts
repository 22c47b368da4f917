/** From where a text has to wait for what comes next. */
import { expect, it } from 'vitest';
import { holdFrom, holdFromEnd } from '../../src/detection/open-piece.ts';

const waits = (text: string) => text.slice(holdFrom(text, []));
const waitsAtEnd = (text: string) => text.slice(holdFromEnd(text, []));

it.each([
  ['', ''],
  ['hello ', ''],
  ['hello the', 'the'],
  ['my card is 4111 1111', '4111 1111'],
  ['my card is 4111 1111 ', '4111 1111 '],
  ['to DE89 NWBK 60', 'DE89 NWBK 60'],
  ['say four one one', 'four one one'],
  ['it lies at 12 Main', '12 Main'],
  ['in 2024 we grew by a lot, and then by a lot more than that ', ''],
  ['write to jane@exa', 'jane@exa'],
])('%j waits from %j', (text, expected) => {
  expect(waits(text)).toBe(expected);
});

it('keeps a finding whole, and lets it go when enough has followed', () => {
  const finding = { detector: 'd', kind: 'K', start: 4, end: 20, confidence: 1, evidence: [] };
  expect(holdFrom('abc a b c d e f g h i', [finding])).toBe(4);
  expect(holdFrom(`abc a b c d e f g h i ${'word '.repeat(12)}`, [finding])).toBeGreaterThan(60);
});

it('looks back a bounded way', () => {
  expect(holdFrom('1'.repeat(5000), [])).toBeGreaterThan(3000);
});

it.each([
  ['hello the', ''],
  ['see you at 5', ''],
  ['order 12345.', ''],
  ['my card is 4111 11', '4111 11'],
  ['write to jane@exa', 'jane@exa'],
])('of a doubtful text %j only %j waits', (text, expected) => {
  expect(waitsAtEnd(text)).toBe(expected);
});
