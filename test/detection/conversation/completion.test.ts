/** What a number that is still being typed may become, with and without knowing beforehand what no issuer begins with. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { issuedBy } from '../../../detectors/data/card-issuers.ts';
import { unfinishedAt } from '../../../src/detection/conversation/completion.ts';
import type { Detection } from '../../../src/detection/detection.ts';
import type { Detector } from '../../../src/detection/detector.ts';
import { createDetection } from '../../../src/detection/engine.ts';
import { loadDetectors } from '../../../src/settings/catalog.ts';

let detectors: readonly Detector[];
let knowing: Detection;
let trying: Detection;
/** How many texts the detectors were shown. */
let shown = 0;

function counting(detection: Detection): Detection {
  return {
    find(span) {
      shown += 1;
      return detection.find(span);
    },
    clean: (bytes) => detection.clean(bytes),
    openFrom: (text) => detection.openFrom(text),
  };
}

beforeAll(async () => {
  detectors = await loadDetectors();
  const detection = createDetection({ detectors });
  trying = counting(detection);
  knowing = { ...counting(detection), mayBegin: (kind, digits) => detection.mayBegin?.(kind, digits) ?? true };
});

const group = fc.stringMatching(/^[0-9]{1,6}$/);
const sign = fc.constantFrom(' ', '-', '', '.', ' - ', '/', ', ');
const lead = fc.constantFrom('', 'my card is ', 'ssn ', 'order ', 'no. ', '$', '(', 'x', '+', '|', 'visa: ');

describe('unfinishedAt', () => {
  it('answers the same, whether beginnings are known or tried', () => {
    fc.assert(
      fc.property(lead, fc.array(fc.tuple(group, sign), { minLength: 1, maxLength: 6 }), (words, groups) => {
        const text = words + groups.flat().join('');
        for (const context of ['', 'what is your card number?\n'])
          expect(unfinishedAt(knowing, text, context)).toEqual(unfinishedAt(trying, text, context));
      }),
      { numRuns: 120 },
    );
  });

  it('answers the same for cards of all brands, cut anywhere', () => {
    const prefix = fc.constantFrom(
      '411111',
      '550000',
      '340000',
      '622126',
      '352800',
      '601100',
      '300000',
      '222100',
      '900000',
    );
    const tail = fc.stringMatching(/^[0-9]{2,12}$/);
    fc.assert(
      fc.property(lead, prefix, tail, fc.nat(18), (words, begin, end, cut) => {
        const text = words + (begin + end).slice(0, cut + 1);
        expect(unfinishedAt(knowing, text, '')).toEqual(unfinishedAt(trying, text, ''));
      }),
      { numRuns: 120 },
    );
  });

  it('shows the detectors no number that nobody issues', () => {
    shown = 0;
    expect(unfinishedAt(knowing, '8999 12 34 8', '')).toBeUndefined();
    const few = shown;
    expect(unfinishedAt(trying, '8999 12 34 8', '')).toBeUndefined();
    expect(shown).toBeGreaterThan(few + 10);
  });

  it.each([
    ['my card is 4111 1111 11', 'PAYMENT_CARD', 11],
    ['DE89 3704 0044', 'IBAN', 0],
    ['my ssn is 536-22-1', 'US_SSN', 10],
  ])('%s', (text, kind, start) => {
    expect(unfinishedAt(knowing, text, '')).toMatchObject({ kind, start });
  });
});

describe('mayBegin', () => {
  it('knows every card that the issuers of cards begin', () => {
    const begins = detectors.find(({ id }) => id === 'payment-card')?.mayBegin ?? (() => false);
    for (let prefix = 0; prefix <= 999_999; prefix += 37) {
      const issued = [12, 13, 14, 15, 16, 17, 18, 19].some((length) => issuedBy(prefix, length) !== undefined);
      expect(begins(String(prefix).padStart(6, '0'))).toBe(issued);
    }
  });

  it('says yes for detectors and patterns that cannot tell, and no where there are none', () => {
    const email = detectors.filter(({ id }) => id === 'email');
    const bare = createDetection({ detectors: email });
    expect(bare.mayBegin?.('EMAIL', '123456')).toBe(true);
    expect(bare.mayBegin?.('PAYMENT_CARD', '411111')).toBe(false);
    const kinds = [{ kind: 'PAYMENT_CARD', title: 'Card', word: 'card', visible: 'nothing' }] as const;
    const patterns = { kinds, find: () => [], mayMatch: () => false };
    expect(createDetection({ detectors: email, patterns }).mayBegin?.('PAYMENT_CARD', '000000')).toBe(true);
  });
});
