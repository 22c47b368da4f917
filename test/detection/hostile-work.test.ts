/** Work, not time: what a message full of trigger words makes the detectors do grows with its length and no faster. */
import { beforeAll, expect, test } from 'vitest';
import { DetectorView, WordHits } from '../../src/detection/context.ts';
import type { Detector } from '../../src/detection/detector.ts';
import { createDetection } from '../../src/detection/engine.ts';
import { TERM } from '../../src/detection/scanner.ts';
import { loadDetectors } from '../../src/settings/catalog.ts';

let asked = 0;
let detectors: readonly Detector[] = [];
let work: (text: string) => number;

beforeAll(async () => {
  detectors = await loadDetectors();
  const detection = createDetection({
    detectors: detectors.map((detector) => ({
      ...detector,
      confirm(view, candidate) {
        asked += 1;
        return detector.confirm(view, candidate);
      },
    })),
  });
  work = (text) => {
    asked = 0;
    detection.find({ text, bytes: Buffer.from(text) });
    return asked;
  };
});

/** The first words of every list of every detector. */
function triggers(): string[] {
  const lists = detectors.flatMap(({ words, terms }) => [
    ...Object.values(words ?? {}).map((list) => list.terms),
    ...Object.values(terms ?? {}),
  ]);
  return [...new Set(lists.flatMap((list) => list.slice(0, 1)))];
}

test('twice the trigger words with numbers between are twice the questions', () => {
  const steep = triggers().filter((word) => {
    const once = work(`${word} 123456782 `.repeat(50));
    return work(`${word} 123456782 `.repeat(100)) > once * 2.1 + 40;
  });
  expect(steep).toEqual([]);
});

test.each(['password ', 'tax id ', 'member id ', 'my name is ', 'abandon '])(
  'a chain of %s is asked about at its ends',
  (word) => {
    expect(work(word.repeat(2000))).toBeLessThanOrEqual(work(word.repeat(3)) + 4);
  },
);

test('the window of a word ends at the next word of its detector', () => {
  const hits = new WordHits();
  hits.text = 'nif 1 nif 2 nif';
  hits.load(Int32Array.of(TERM, 0, 3, TERM, 6, 9, TERM, 12, 15), 3);
  const [first] = detectors;
  if (first === undefined) throw new Error('no detectors');
  const table = { contextCount: 1, idsOf: () => Int32Array.of(0) };
  const view = new DetectorView({ ...first, words: {} }, hits, table);
  expect([view.between(0, 3), view.between(6, 9), view.between(12, 15)]).toEqual([
    [0, 6],
    [3, 12],
    [9, 15],
  ]);
});
