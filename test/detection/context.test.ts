import { describe, expect, it } from 'vitest';
import { DetectorView, WordHits } from '../../src/detection/context.ts';
import { defineDetector, NEAR_MAX } from '../../src/detection/detector.ts';
import { TERM } from '../../src/detection/scanner.ts';

const detector = defineDetector({
  id: 'x',
  kinds: [],
  title: '',
  authority: '',
  regulations: [],
  takes: [],
  reach: 1,
  words: { hot: { terms: ['a'], before: 10, after: 5 } },
  examples: { hits: [], misses: [] },
  confirm: () => undefined,
});

/** Every term has the number 0. */
const table = { contextCount: 2, idsOf: (list: readonly string[]) => new Int32Array(list.length) };

/** Hits of term 0 at the given places, one unit long. */
function viewOf(...places: number[]): DetectorView {
  const hits = new WordHits();
  hits.load(Int32Array.from(places.flatMap((at) => [TERM, at, at + 1])), places.length);
  return new DetectorView(detector, hits, table);
}

describe('near', () => {
  it('finds the nearest word within reach on either side', () => {
    expect(viewOf(80, 95, 108).near('hot', 100, 105)).toBe(108);
    expect(viewOf(80, 97, 109).near('hot', 100, 105)).toBe(97);
    expect(viewOf(80, 89).near('hot', 100, 105)).toBe(-1);
    expect(viewOf(111).near('hot', 100, 105)).toBe(-1);
    expect(viewOf().near('hot', 100, 105)).toBe(-1);
  });

  it('reads ten thousand hits as readily as one', () => {
    const places = Array.from({ length: 10_000 }, (_, i) => i * 20);
    expect(viewOf(...places).near('hot', 100_003, 100_004)).toBe(100_000);
  });

  it('refuses a list that is not there or reaches too far', () => {
    expect(() => viewOf().near('cold', 1, 2)).toThrow(RangeError);
    const far = { ...detector, words: { hot: { terms: ['a'], before: NEAR_MAX + 1, after: 0 } } };
    expect(() => new DetectorView(far, new WordHits(), table)).toThrow(RangeError);
  });
});
