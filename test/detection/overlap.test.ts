import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { settleOverlaps } from '../../src/detection/overlap.ts';
import type { Finding } from '../../src/domain/finding.ts';

const finding = (detector: string, start: number, end: number, confidence: number): Finding => ({
  detector,
  kind: detector,
  start,
  end,
  confidence,
  evidence: [],
});
const covered = (findings: readonly Finding[]): number[] =>
  [...new Set(findings.flatMap(({ start, end }) => Array.from({ length: end - start }, (_, i) => start + i)))].sort(
    (a, b) => a - b,
  );

describe('settleOverlaps', () => {
  it('names the union after the most confident, then the longest, then the first', () => {
    expect(settleOverlaps([finding('a', 0, 10, 0.5), finding('b', 5, 12, 0.9)])).toEqual([finding('b', 0, 12, 0.9)]);
    expect(settleOverlaps([finding('a', 0, 3, 0.5), finding('b', 1, 9, 0.5)])[0]?.detector).toBe('b');
    expect(settleOverlaps([finding('b', 0, 3, 0.5), finding('a', 0, 3, 0.5)])[0]?.detector).toBe('a');
  });

  it('leaves neighbours apart', () => {
    expect(settleOverlaps([finding('b', 3, 6, 1), finding('a', 0, 3, 1)]).map(({ detector }) => detector)).toEqual([
      'a',
      'b',
    ]);
  });

  it('is sorted, disjoint, covers the same and does not depend on the order', () => {
    const any = fc
      .record({
        detector: fc.constantFrom('a', 'b', 'c'),
        start: fc.nat(40),
        size: fc.integer({ min: 1, max: 10 }),
        confidence: fc.constantFrom(0.5, 0.8, 0.9),
      })
      .map(({ detector, start, size, confidence }) => finding(detector, start, start + size, confidence));
    fc.assert(
      fc.property(fc.array(any, { maxLength: 12 }), (findings) => {
        const settled = settleOverlaps(findings);
        for (const [i, one] of settled.entries())
          if (i > 0) expect(one.start).toBeGreaterThanOrEqual(settled[i - 1]?.end ?? 0);
        expect(covered(settled)).toEqual(covered(findings));
        expect(settleOverlaps([...findings].reverse())).toEqual(settled);
      }),
    );
  });
});
