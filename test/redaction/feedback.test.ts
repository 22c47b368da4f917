/** Traces hold no value, hashes see through spelling, and suppressions end to the millisecond. */
import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Detection } from '../../src/detection/detection.ts';
import { createPolicy, suppressedRule } from '../../src/policy/decide.ts';
import { hashOf, keyIdOf, shapeOf, suppressing, traceOf } from '../../src/redaction/feedback.ts';

const hash = (text: string) => createHmac('sha256', 'key of this test').update(text).digest();

/** Finds every run of digits as a card. */
const digits: Detection = {
  find: ({ text }) =>
    [...text.matchAll(/\d[\d -]*\d/g)].map((match) => ({
      detector: 'digits',
      kind: 'PAYMENT_CARD',
      start: match.index,
      end: match.index + match[0].length,
      confidence: 0.9,
      evidence: [],
    })),
  clean: (bytes) => !/\d/.test(bytes.toString()),
  openFrom: (text) => text.length,
};

const span = (text: string) => ({ text, bytes: Buffer.from(text) });

describe('traceOf', () => {
  it('keeps kind, hash, shape and what stands around, and nothing that can be read', () => {
    const text = 'Hello Maria, order Q7 is 4929 1234 5678 since May';
    const trace = traceOf(hash, 'PAYMENT_CARD', text, { start: 25, end: 39 });
    expect(trace).toMatchObject({
      kind: 'PAYMENT_CARD',
      shape: '9{4} 9{4} 9{4}',
      hash: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
    expect(trace.before.map(({ made }) => made)).toEqual(['word', 'mixed', 'word']);
    expect(trace.after.map(({ made }) => made)).toEqual(['word', 'word']);
    expect(trace.before[0]?.id).toBe(traceOf(hash, 'X', 'IS 12345', { start: 3, end: 8 }).before[0]?.id);
    for (const part of ['4929', 'Maria', 'order', 'May']) expect(JSON.stringify(trace)).not.toContain(part);
  });

  it('never holds a longer piece of the value than a sign of it', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[b-zB-Z]{2,12}$/), (value) => {
        const { shape } = traceOf(hash, 'PERSON', value, { start: 0, end: value.length });
        expect(shape).toMatch(/^(?:[aA](?:\{\d+\})?)+…?$|^…$/);
      }),
    );
  });
});

describe('hashOf', () => {
  it('sees one value behind its spellings, and two behind two kinds or keys', () => {
    const one = hashOf(hash, 'PAYMENT_CARD', '4929 1234 5678');
    for (const other of ['492912345678', '4929-1234-5678', '４９２９ 1234 5678'])
      expect(hashOf(hash, 'PAYMENT_CARD', other)).toBe(one);
    expect(hashOf(hash, 'PHONE', '4929 1234 5678')).not.toBe(one);
    expect(hashOf((text) => hash(`other ${text}`), 'PAYMENT_CARD', '492912345678')).not.toBe(one);
    expect(keyIdOf(hash)).toMatch(/^[0-9a-f]{8}$/);
  });

  it('hashes nothing that may not be kept or could be tried out', () => {
    for (const kind of ['CARD_CVV', 'CARD_TRACK', 'PIN']) expect(hashOf(hash, kind, '4929 1234 5678')).toBeNull();
    expect(hashOf(hash, 'OTP', '1 2 3')).toBeNull();
  });
});

describe('shapeOf', () => {
  it.each([
    ['Ab-12', 'Aa-9{2}'],
    ['4111 1111', '9{4} 9{4}'],
    ['é😀١', 'a?9'],
    ['a1'.repeat(20), `${'a9'.repeat(8)}…`],
  ])('of %s', (value, shape) => expect(shapeOf(value)).toBe(shape));
});

describe('suppressing', () => {
  const value = hashOf(hash, 'PAYMENT_CARD', '492912345678') ?? '';
  const expires = 1_000_000;
  const at = (now: number, text: string) =>
    suppressing(digits, [{ kind: 'PAYMENT_CARD', hash: value, expires }], hash, { now: () => now })
      .find(span(text))
      .map(({ suppressed }) => suppressed === true);

  it('marks that very value and no other, until the moment it expires', () => {
    expect(at(expires - 1, '4929 1234 5678 and 4929 1234 5679')).toEqual([true, false]);
    expect(at(expires - 1, '492912345678')).toEqual([true]);
    expect(at(expires, '4929 1234 5678')).toEqual([false]);
    expect(at(expires + 1, '4929 1234 5678')).toEqual([false]);
  });

  it('takes the later of two ends, and leaves everything else of the detection alone', () => {
    const twice = [expires, 5].map((end) => ({ kind: 'PAYMENT_CARD', hash: value, expires: end }));
    const detection = suppressing(digits, twice, hash, { now: () => 6 });
    expect(detection.find(span('4929 1234 5678'))[0]?.suppressed).toBe(true);
    expect(detection.clean(Buffer.from('1'))).toBe(false);
    expect(detection.openFrom('abc')).toBe(3);
    expect(suppressing(digits, [], hash, { now: () => 0 })).toBe(digits);
  });

  it('makes the policy pass it, under a rule of that name', () => {
    const policy = createPolicy({ id: 'p', title: 'P', version: '1', rules: [{ id: 'all', action: 'block' }] });
    const scene = { site: 's', direction: 'to-upstream' as const, path: '' };
    const decide = (now: number) =>
      suppressing(digits, [{ kind: 'PAYMENT_CARD', hash: value, expires }], hash, { now: () => now })
        .find(span('4929 1234 5678'))
        .map((finding) => policy.decide(finding, scene))[0];
    expect(decide(0)).toEqual({ action: 'pass', rule: suppressedRule, restore: 'never', notice: undefined });
    expect(decide(expires)).toMatchObject({ action: 'block', rule: 'all' });
  });
});
