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
