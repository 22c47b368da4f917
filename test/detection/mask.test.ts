import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDetection } from '../../src/detection/engine.ts';
import { describeKinds, maskLabel } from '../../src/detection/mask.ts';
import { loadDetectors } from '../../src/settings/catalog.ts';

const detectors = await loadDetectors();
const kinds = describeKinds(detectors);

describe('maskLabel', () => {
  it('shows four digits of a card and nothing of anything else', () => {
    expect(maskLabel(kinds, 'PAYMENT_CARD', '4111 1111 1111 4242')).toBe('card ••4242');
    expect(maskLabel(kinds, 'PAYMENT_CARD', '４１１１ １１１１ １１１１ ４２４２')).toBe('card ••4242');
    expect(maskLabel(kinds, 'PAYMENT_CARD', '4111 11')).toBe('card');
    expect(maskLabel(kinds, 'US_SSN', '536-22-1234')).toBe('ssn');
    expect(maskLabel(kinds, 'EMAIL', 'a@b.co')).toBe('email');
    expect(maskLabel(kinds, 'SOME_KIND', 'x')).toBe('some-kind');
  });

  it('shows the digits that are read, or none: escapes and codings have digits of their own', () => {
    const number = '4532015112830366';
    const each = (spell: (digit: string, code: number) => string) =>
      [...number].map((digit) => spell(digit, digit.charCodeAt(0))).join('');
    const hidden = [
      each((_, code) => `\\u00${code.toString(16)}`),
      each((_, code) => `%${code.toString(16)}`),
      each((_, code) => `%25${code.toString(16)}`),
      each((_, code) => `&#${code};`),
      each((_, code) => `=${code.toString(16)}`),
      each((_, code) => `${code} `),
      each((_, code) => code.toString(16)),
      Buffer.from(number).toString('base64'),
      `${number.slice(0, 12)}&#48;&#51;66`,
      `${number.slice(0, 14)}G6`,
    ];
    for (const text of hidden) expect(maskLabel(kinds, 'PAYMENT_CARD', text), text).toBe('card');
    for (const text of ['4532 0151 and 1283 0366', '4532<b>0151</b>1283 0366', '4532-0151-1283-0366.'])
      expect(maskLabel(kinds, 'PAYMENT_CARD', text), text).toBe('card ••0366');
  });

  it('never makes a label that could be detected itself', () => {
    const detection = createDetection({ detectors });
    fc.assert(
      fc.property(
        fc.constantFrom(...kinds.keys()),
        fc.string({ unit: fc.constantFrom(...'0123456789 -'), maxLength: 30 }),
        (kind, text) => {
          const label = `[${maskLabel(kinds, kind, text)}]`;
          return detection.find({ text: label, bytes: Buffer.from(label) }).length === 0;
        },
      ),
    );
  });

  it('knows every kind of every detector', () => {
    expect([...kinds.keys()].sort()).toEqual(
      [...new Set(detectors.flatMap((detector) => detector.kinds.map(({ kind }) => kind)))].sort(),
    );
  });
});
