/** An operator's list becomes a detector that finds its terms, or is refused with a reason. */
import { describe, expect, it } from 'vitest';
import { createDetection } from '../../src/detection/engine.ts';
import { compileVocabulary, type VocabularyDef } from '../../src/detection/vocabulary.ts';

const def = (change: Partial<VocabularyDef> = {}): VocabularyDef => ({
  name: 'projects',
  kind: 'PROJECT',
  terms: ['Blue Heron', 'café noir', 'zanzibar'],
  examples: { hits: ['about ‹blue heron› now'], misses: ['a heron'] },
  ...change,
});

function find(change: Partial<VocabularyDef>, text: string): string[] {
  const made = compileVocabulary(def(change));
  if (!made.ok) throw new Error(JSON.stringify(made.problems));
  const detection = createDetection({ detectors: [made.detector] });
  return detection.find({ text, bytes: Buffer.from(text) }).map(({ start, end }) => text.slice(start, end));
}
function problems(change: Partial<VocabularyDef>): string[] {
  const made = compileVocabulary(def(change));
  return made.ok ? [] : made.problems.map(({ at, message }) => `${at}: ${message}`);
}

describe('compileVocabulary', () => {
  it('finds terms whatever their case, accents and gaps', () => {
    expect(find({}, 'The BLUE-HERON deal, Cafe Noir and ZANZIBAR')).toEqual(['BLUE-HERON', 'Cafe Noir', 'ZANZIBAR']);
    expect(find({}, 'zanzibar2 and 7zanzibar and zanzibars')).toEqual([]);
  });

  it('can ask for a word nearby', () => {
    const near = {
      context: { words: ['project'], distance: 3 },
      examples: { hits: ['project zanzibar'], misses: ['zanzibar'] },
    };
    expect(find(near, 'we go to zanzibar; the project zanzibar is late')).toEqual(['zanzibar']);
  });

  it.each([
    ['an empty list', { terms: [] }, 'terms: the list is empty'],
    ['a term of signs', { terms: ['zanzibar', '--'] }, 'terms.1: the term has neither letters nor digits'],
    [
      'a number',
      { terms: ['12345'] },
      'terms.0: a term must begin with a letter; numbers need a pattern or an exact list',
    ],
    ['a word without end', { terms: ['x'.repeat(65)] }, 'terms.0: a word of the term has more than 64 letters'],
    ['context from afar', { context: { words: ['a'], distance: 121 } }, 'context.distance: expected at most 120'],
    [
      'an example it does not find',
      { examples: { hits: ['heron'], misses: ['x'] } },
      'examples.hits.0: the list does not find this example',
    ],
  ])('refuses %s', (_what, change, message) => expect(problems(change)).toEqual([message]));

  it('refuses everyday words, with the message that shows it', () => {
    expect(problems({ terms: ['blue heron', 'refund'] })).toEqual([
      expect.stringMatching(/^terms: too wide: it also finds "refund" in the harmless message "the customer before me/),
    ]);
    expect(problems({ terms: ['blue heron', 'refund'], allowWide: true })).toEqual([]);
  });

  it('tells how many of many terms are unusable', () => {
    expect(problems({ terms: Array.from({ length: 9 }, (_, index) => String(index)) }).at(-1)).toMatch(
      /^terms: 9 terms/,
    );
  });

  it('takes 100,000 terms, and finds the last as well as the first', () => {
    const terms = Array.from(
      { length: 100_000 },
      (_, index) =>
        `${Array.from(index.toString(26), (sign) => String.fromCharCode(97 + Number.parseInt(sign, 26))).join('')}xq`,
    );
    const made = compileVocabulary(def({ terms, examples: { hits: ['the bbbxq file'], misses: ['none'] } }));
    if (!made.ok) throw new Error(JSON.stringify(made.problems));
    const detection = createDetection({ detectors: [made.detector] });
    for (const term of [terms[0], terms.at(-1)]) {
      const text = `the ${term} file`;
      expect(detection.find({ text, bytes: Buffer.from(text) })).toMatchObject([{ start: 4 }]);
    }
  });
});
