/** The nearest run of digits is the nearest, on either side and inside. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DigitRuns, NOWHERE } from '../../src/detection/digit-runs.ts';

describe('runs of digits', () => {
  it('are nowhere until one is noted, and gone when cleared', () => {
    const runs = new DigitRuns();
    expect(runs.awayFrom(5, 9)).toBe(NOWHERE);
    runs.note(20, 24);
    expect(runs.awayFrom(5, 9)).toBe(11);
    runs.clear();
    expect(runs.awayFrom(5, 9)).toBe(NOWHERE);
  });

  it('say from where on, and up to where, there are digits', () => {
    const runs = new DigitRuns();
    expect([runs.from(5), runs.upTo(5)]).toEqual([NOWHERE, -NOWHERE]);
    runs.note(20, 24);
    expect([runs.from(5), runs.from(22), runs.from(24)]).toEqual([20, 22, NOWHERE]);
    expect([runs.upTo(20), runs.upTo(22), runs.upTo(40)]).toEqual([-NOWHERE, 22, 24]);
  });

  it('answers the least distance of any of them', () => {
    const gaps = fc.array(fc.tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 9 })), {
      maxLength: 200,
    });
    fc.assert(
      fc.property(gaps, fc.nat(2000), fc.integer({ min: 1, max: 12 }), (sizes, start, size) => {
        const runs = new DigitRuns();
        let at = 0;
        let least = NOWHERE;
        for (const [gap, length] of sizes) {
          const from = at + gap;
          at = from + length;
          runs.note(from, at);
          least = Math.min(least, Math.max(0, at <= start ? start - at : from - start - size));
        }
        return runs.awayFrom(start, start + size) === least;
      }),
    );
  });
});
