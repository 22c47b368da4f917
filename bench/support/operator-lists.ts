/** What an operator adds to detection: a dictionary of 100,000 terms and as many exact values, to be measured. */
import { createHmac } from 'node:crypto';
import type { Detection } from '../../src/detection/detection.ts';
import type { Detector } from '../../src/detection/detector.ts';
import { createDetection } from '../../src/detection/engine.ts';
import { compileExact } from '../../src/detection/exact.ts';
import { compileVocabulary } from '../../src/detection/vocabulary.ts';

const SIZE = 100_000;

/** Two made-up words a term, all of them different. */
export const madeTerms: readonly string[] = Array.from(
  { length: SIZE },
  (_, i) => `term ${i.toString(26).replace(/\d/g, (digit) => String.fromCharCode(113 + Number(digit)))}`,
);

/** All detectors with the operator's dictionary beside them, built from its terms. */
export function withDictionary(detectors: readonly Detector[]): Detection {
  const compiled = compileVocabulary({
    name: 'made',
    kind: 'MADE_TERM',
    terms: madeTerms,
    examples: { hits: [`a ‹${madeTerms[SIZE - 1]}› here`], misses: ['nothing of it'] },
  });
  if (!compiled.ok) throw new Error(`the dictionary was refused: ${compiled.problems[0]?.message}`);
  return createDetection({ detectors: [...detectors, compiled.detector] });
}

/** All detectors with a list of customer numbers, kept as keyed hashes. */
export function withExactData(detectors: readonly Detector[]): Detection {
  const values = Array.from({ length: SIZE }, (_, i) => `CU-${1_000_000 + i * 7}-${(i * 31) % 97}`);
  const hash = (text: string): Buffer => createHmac('sha256', 'bench').update(text).digest();
  const compiled = compileExact({ name: 'made', kind: 'CUSTOMER', normalise: 'upper' }, values, hash);
  if (!compiled.ok) throw new Error(`the list was refused: ${compiled.problems[0]?.message}`);
  return createDetection({ detectors, patterns: compiled.patterns });
}
