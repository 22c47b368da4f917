/** The sentences of `--explain`. */
import { describe, expect, it } from 'vitest';
import { whyFound, whyNotFound } from '../../src/cli/reasons.ts';

const finding = { detector: 'payment-card', kind: 'PAYMENT_CARD', start: 4, end: 23, confidence: 0.99 };

describe('whyFound', () => {
  it('says each rule once, with its place counted from one', () => {
    const evidence = [
      { rule: 'luhn', at: 4 },
      { rule: 'luhn', at: 4 },
      { rule: 'issuer:visa' },
      { rule: 'new-rule', at: 0 },
    ];
    expect(whyFound({ ...finding, evidence })).toBe(
      'payment-card: the Luhn check digit is right (at 5); a number range of visa; new rule (at 1)',
    );
  });

  it('says that a value passes because somebody let it', () => {
    expect(whyFound({ ...finding, evidence: [], suppressed: true })).toContain('let this value pass');
  });
});

describe('whyNotFound', () => {
  it('tells the nearest detectors first', () => {
    const opinions = [
      { detector: 'phone', words: [{ rule: 'phone', at: 7 }] },
      { detector: 'payment-card', words: [{ rule: 'other', at: 0 }] },
      { detector: 'us-ssn', confidence: 0.3, words: [] },
    ];
    const place = { start: 0, end: 9, takes: 'digits' as const, digits: 9, luhn: false, asked: 12, opinions };
    expect(whyNotFound(place)).toBe(
      '9 digits (Luhn does not hold), 12 detectors looked; us-ssn: too unsure (0.30); ' +
        'phone: no, a word of its list "phone" (at 8); payment-card: no, a word that speaks against it (at 1)',
    );
  });

  it('names the list of a word', () => {
    const place = { start: 0, end: 8, takes: 'term' as const, list: 'condition', asked: 1, opinions: [] };
    expect(whyNotFound(place)).toBe('a word of a list ("condition"), 1 detector looked');
  });
});
