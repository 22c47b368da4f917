/** The obvious way to do it: one RE2 per detector over the string, then the same checks on each match. */
import RE2 from 're2';
import { issuedBy } from '../../detectors/data/card-issuers.ts';
import { luhnText, ssnIssuable } from '../../src/detection/checks.ts';

export interface Peer {
  /** How many values a text holds. */
  count(text: string): number;
}

/** Terms of one RE2; the library refuses an alternation of all of them at once. */
const TERMS_PER_PATTERN = 4000;

export function createRe2Peer(terms: readonly string[]): Peer {
  const card = new RE2('\\b\\d(?:[ ._/-]{0,3}\\d){11,18}\\b', 'gu');
  const ssn = new RE2('\\b(\\d{3})[-. ](\\d{2})[-. ](\\d{4})\\b', 'gu');
  const email = new RE2('[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\\.[A-Za-z]{2,24}\\b', 'gu');
  const phone = new RE2('(?:\\+\\d{1,3}[ .-]?)?\\(?\\b[2-9]\\d{2}\\)?[ .-]\\d{3}[ .-]\\d{4}\\b', 'gu');
  const health: RE2[] = [];
  for (let i = 0; i < terms.length; i += TERMS_PER_PATTERN) {
    const part = terms.slice(i, i + TERMS_PER_PATTERN).map((term) => term.replace(/[^\p{L}\p{N} ]/gu, '\\$&'));
    health.push(new RE2(`\\b(?:${part.join('|')})\\b`, 'gui'));
  }
  const matches = (pattern: RE2, text: string, valid: (match: RegExpExecArray) => boolean): number => {
    let count = 0;
    pattern.lastIndex = 0;
    for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) if (valid(match)) count += 1;
    return count;
  };
  const isCard = ([text]: RegExpExecArray): boolean => {
    const digits = text.replace(/\D/g, '');
    return issuedBy(Number(digits.slice(0, 6)), digits.length) !== undefined && luhnText(digits);
  };
  return {
    count(text) {
      let count = matches(card, text, isCard);
      count += matches(ssn, text, ([, area, group, serial]) =>
        ssnIssuable(Number(area), Number(group), Number(serial)),
      );
      count += matches(email, text, () => true);
      count += matches(phone, text, () => true);
      for (const pattern of health) count += matches(pattern, text, () => true);
      return count;
    },
  };
}
