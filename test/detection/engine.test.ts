import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Detector, defineDetector, type Hit } from '../../src/detection/detector.ts';
import { createDetection } from '../../src/detection/engine.ts';
import { compilePatterns } from '../../src/detection/pattern.ts';
import { ChatveilError } from '../../src/domain/errors.ts';
import { loadDetectors } from '../../src/settings/catalog.ts';

const detection = createDetection({ detectors: await loadDetectors() });
const find = (text: string, by = detection) => by.find({ text, bytes: Buffer.from(text) });

function fake(confirm: Detector['confirm']): Detector {
  return defineDetector({
    id: 'fake',
    kinds: [{ kind: 'FAKE', title: 'fake', word: 'fake', visible: 'nothing' }],
    title: 'fake',
    authority: 'this test',
    regulations: [],
    takes: ['digits'],
    digitsMin: 3,
    reach: 9,
    examples: { hits: [], misses: [] },
    confirm,
  });
}
const hit = (change: Partial<Hit>): Hit => ({ kind: 'FAKE', start: 0, end: 3, confidence: 1, evidence: [], ...change });

describe('find', () => {
  it('answers positions in UTF-16 units of the original, evidence included', () => {
    const text = '😀 carte ４１１１ １１１１ １１１１ １１１１ ok';
    const [card] = find(text);
    expect(card && text.slice(card.start, card.end)).toBe('４１１１ １１１１ １１１１ １１１１');
    expect(card?.evidence.map(({ rule }) => rule)).toEqual(['luhn', 'issuer:visa', 'context', 'folded']);
    expect(text.slice(card?.evidence[2]?.at)).toMatch(/^carte/);
  });

  it('takes a keycap away with its digit', () => {
    const text = [...'4111111111111111'].map((digit) => `${digit}\ufe0f\u20e3`).join('');
    expect(find(text)).toMatchObject([{ start: 0, end: text.length }]);
  });

  it('finds several values of several kinds in one text', () => {
    expect(find('4111 1111 1111 1111, 536-22-1234, a@b.co and i have asthma').map(({ kind }) => kind)).toEqual([
      'PAYMENT_CARD',
      'US_SSN',
      'EMAIL',
      'HEALTH_CONDITION',
    ]);
  });

  it('never throws and stays in bounds, whatever the text', () => {
    const unit = fc.oneof(
      fc.constantFrom('4', '1', ' ', '@', '-', '.', 'a.co', 'i have asthma', '\u200b', '４', '\ud83d', '\u0000'),
      fc.string({ unit: 'binary', maxLength: 2 }),
    );
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 60 }), (parts) => {
        const text = parts.join('');
        for (const { start, end } of find(text)) expect(start >= 0 && start < end && end <= text.length).toBe(true);
      }),
    );
  });

  it('is at ease with a megabyte of anything', () => {
    for (const piece of ['4', '4 ', '@', 'a.', 'a@', '1-', '536-22-1234 ', 'i have asthma ', '\u0664']) {
      const text = piece.repeat(Math.floor(1_000_000 / piece.length));
      expect(Array.isArray(find(text))).toBe(true);
    }
  });

  it('drops what is less sure than asked for', () => {
    const unsure = fake(() => hit({ confidence: 0.4 }));
    expect(find('123', createDetection({ detectors: [unsure] }))).toEqual([]);
    expect(find('123', createDetection({ detectors: [unsure], confidenceMin: 0.4 })).length).toBe(1);
  });

  it.each([
    ['an end before the start', hit({ start: 2, end: 1 })],
    ['an end past the text', hit({ end: 99 })],
    ['a fraction', hit({ start: 0.5 })],
    ['a kind of someone else', hit({ kind: 'OTHER' })],
    ['a confidence over 1', hit({ confidence: 2 })],
  ])('fails closed on %s', (_name, bad) => {
    expect(() => find('123', createDetection({ detectors: [fake(() => bad)] }))).toThrow(ChatveilError);
  });

  it('fails closed on a detector that throws, without passing on its words', () => {
    const broken = createDetection({
      detectors: [
        fake((view) => {
          throw new Error(view.text);
        }),
      ],
    });
    try {
      find('123', broken);
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ code: 'CV_DETECTION_FAILED' });
      expect(error instanceof Error && (error.stack ?? '') + String(error.cause)).not.toContain('123');
    }
  });
});

describe('clean', () => {
  it('is true only when nothing can be found', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(
            '4111 1111 1111 1111',
            'hello',
            ' ',
            '12',
            '@',
            'a@b.co',
            'asthma',
            'é',
            '٤١١١١١١١١١١١١١١١',
            'card',
          ),
          { maxLength: 6 },
        ),
        (parts) => {
          const text = parts.join(' ');
          if (detection.clean(Buffer.from(text))) expect(find(text)).toEqual([]);
        },
      ),
    );
    expect(detection.clean(Buffer.from('hello, card 12 please'))).toBe(true);
    expect(detection.clean(Buffer.from('danke schön'))).toBe(true);
  });

  it('minds operator patterns', () => {
    const made = compilePatterns([
      { name: 'vip', kind: 'VIP', pattern: 'VIP-[A-Z]+', examples: { hits: ['VIP-A'], misses: ['vip'] } },
    ]);
    const patterns = made.ok ? made.patterns : undefined;
    expect(patterns).toBeDefined();
    if (patterns === undefined) return;
    const both = createDetection({ detectors: [], patterns });
    expect(both.clean(Buffer.from('VIP-X'))).toBe(false);
    expect(find('see VIP-X', both)).toMatchObject([{ detector: 'custom:vip', start: 4, end: 9 }]);
  });
});
