/** What is told of places in which nothing was found: positions, counts and words by place, never a value. */
import { describe, expect, it } from 'vitest';
import { createDetection } from '../../src/detection/engine.ts';
import { loadDetectors } from '../../src/settings/catalog.ts';

const detection = createDetection({ detectors: await loadDetectors() });
const explain = (text: string) => {
  const told = detection.explain?.({ text, bytes: Buffer.from(text) });
  if (told === undefined) throw new Error('this detection explains itself');
  return told;
};

describe('explain', () => {
  it('finds the same, and leaves no trace behind', () => {
    const text = 'pay with 4111 1111 1111 1111, not with 4111 1111 1111 1112';
    const span = { text, bytes: Buffer.from(text) };
    const before = detection.find(span);
    const told = explain(text);
    expect(told.findings).toEqual(before);
    expect(detection.find(span)).toEqual(before);
    expect(told.rejected).toMatchObject([{ start: 39, end: 58, takes: 'digits', digits: 16, luhn: false }]);
  });

  it('names the word that spoke against it, by position', () => {
    const [place] = explain('order number 4111111111111111').rejected;
    expect(place).toMatchObject({ start: 13, end: 29, luhn: true });
    expect(place?.opinions).toContainEqual({ detector: 'payment-card', words: [{ rule: 'other', at: 0 }] });
  });

  it('tells places of the text as it came, not as it was read', () => {
    const [place] = explain('order number ４１１１１１１１１１１１１１１２').rejected;
    expect(place).toMatchObject({ start: 13, end: 29, digits: 16 });
  });

  it('tells what was too unsure, and nothing of words that led to a finding', () => {
    const { rejected } = explain('there is no cancer here');
    expect(rejected[0]?.opinions[0]?.confidence).toBeLessThan(0.5);
    expect(explain('card 4111 1111 1111 1111 exp 04/27').rejected).toEqual([]);
  });

  it('is bounded, and holds no part of the text', () => {
    const text = Array.from({ length: 500 }, (_, at) => `9${String(at).padStart(9, '0')}`).join(', then ');
    const { rejected } = explain(text);
    expect(rejected.length).toBeLessThanOrEqual(100);
    expect(rejected.length).toBeGreaterThan(10);
    expect(JSON.stringify(rejected)).not.toContain('900000');
  });
});
