/** Keeps label values bounded: words of a known spelling, and only so many of them. */

/** Different values one label may take in one process. Detectors, operator patterns and reasons stay far below. */
const distinctMax = 256;

/** Stands for every value that is misspelt or one too many. */
export const otherLabel = 'other';

/**
 * Makes a filter that lets through words of `spelling`, at most `distinctMax` different ones.
 * Traffic is not expected to reach a label at all; this bounds the damage of a mistake.
 *
 * @example
 * const kind = boundedLabel(/^[A-Z_]+$/);
 * kind('PAYMENT_CARD'); // "PAYMENT_CARD"
 * kind('4111');         // "other"
 */
export function boundedLabel(spelling: RegExp): (word: string) => string {
  const seen = new Set<string>();
  return (word) => {
    if (seen.has(word)) return word;
    if (seen.size >= distinctMax || !spelling.test(word)) return otherLabel;
    seen.add(word);
    return word;
  };
}

export const kindSpelling = /^[A-Z][A-Z0-9_]{0,39}$/;
/** Letters first and no digits in a row, so that no number of a visitor passes as a word. */
export const reasonSpelling = /^[a-z](?:[a-z_-]|\d(?!\d{2})){0,39}$|^CV_[A-Z_]{1,40}$/;
export const siteSpelling = /^[a-z0-9][a-z0-9-]{0,39}$/;
