/** International bank account numbers: country, check digits and account, in one piece or in groups. */

import { type IbanJudgement, ibanLengthAt, judgeIban } from '../src/detection/checks-bank.ts';
import { codeAt } from '../src/detection/code-units.ts';
import { defineDetector, type Hit } from '../src/detection/detector.ts';

const head = /(?<![A-Za-z0-9])(?:iban)?([A-Za-z]{2}) ?\d ?\d/g;
/** Signs between the groups. */
const gap = /[\s.\-_/|,*`]/;
const GAP_MAX = 3;

export default defineDetector({
  id: 'iban',
  kinds: [{ kind: 'IBAN', title: 'International bank account number', word: 'iban', visible: 'nothing' }],
  title: 'International bank account numbers (IBAN)',
  authority: 'ISO 13616-1 and the SWIFT IBAN Registry (lengths, alphabets, account check digits), ISO 7064 MOD 97-10',
  regulations: ['GDPR Art. 4(1)', 'CCPA 1798.140(ae)(1)(B)', 'GLBA 16 CFR 314', 'HIPAA 164.514(b)(2)(i)(J)'],
  takes: ['token', 'digits'],
  digitsMin: 12,
  reach: 34 * 3,
  examples: {
    hits: [
      'pay to ‹DE89 3704 0044 0532 0130 00› please',
      'iban:‹GB29NWBK60161331926819›',
      '‹nl91abna0417164300›',
      '‹FR14 2004 1010 0505 0001 3M02 606›',
      '‹DE 89 3704 0044 0532 0130 00›',
    ],
    misses: ['DE89 3704 0044 0532 0130 01', 'order DE12345678', 'GB29 NWBK', 'ISO27001:2013', 'XX89370400440532013000'],
  },
  confirm({ text }, { takes, start, end }) {
    if (takes === 'digits' && !countryBefore(text, start)) return undefined;
    const hits: Hit[] = [];
    const from = takes === 'digits' ? Math.max(0, start - 3) : start;
    const to = takes === 'digits' ? start + 3 : end;
    head.lastIndex = 0;
    for (const match of text.slice(from, to).matchAll(head)) {
      const at = from + match.index + (/^iban/i.test(match[0]) && match[0].length > 5 ? 4 : 0);
      const found = ibanAt(text, at);
      if (found !== undefined) hits.push(hitOf(at, found.end, found.judged));
    }
    return hits;
  },
});

/** Whether the code of a country with such numbers stands right in front of `digits`, or a blank away. */
function countryBefore(text: string, digits: number): boolean {
  return ibanLengthAt(text, codeAt(text, digits - 1) === 32 ? digits - 3 : digits - 2) > 0;
}

function hitOf(start: number, end: number, judged: IbanJudgement): Hit {
  const evidence = [{ rule: 'mod-97', at: start }];
  if (judged === 'valid') evidence.push({ rule: 'account', at: start });
  return { kind: 'IBAN', start, end, confidence: judged === 'valid' ? 0.99 : 0.98, evidence };
}

/** The number that starts at `at`, and what the registry says to it. */
function ibanAt(text: string, at: number): { readonly end: number; readonly judged: IbanJudgement } | undefined {
  const size = ibanLengthAt(text, at);
  if (size === 0) return undefined;
  let iban = '';
  let gaps = 0;
  let i = at;
  for (; i < text.length && iban.length < size; i += 1) {
    const sign = text[i] as string;
    if (/[A-Za-z0-9]/.test(sign)) {
      iban += sign;
      gaps = 0;
    } else if (gap.test(sign) && gaps < GAP_MAX) gaps += 1;
    else return undefined;
  }
  if (/[A-Za-z0-9]/.test(text[i] ?? '')) return undefined;
  const judged = judgeIban(iban.toUpperCase());
  return judged === undefined ? undefined : { end: i, judged };
}
