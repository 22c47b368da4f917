/** Telephone numbers: international form, North American form, and national groupings that words or a trunk zero vouch for. */
import { numberAt } from '../src/detection/checks.ts';
import { type DigitRun, defineDetector, type Hit, type View } from '../src/detection/detector.ts';
import { callingCodeOf } from './data/calling-codes.ts';
import { notPhoneWords, phoneWords } from './data/number-words.ts';

/** What stands between the groups of one number: blanks, hyphen, dot, slash, brackets. */
const sign = /^[ \t]?[-./()\u2011 ]{0,2}[ \t]?$/;

export default defineDetector({
  id: 'phone',
  kinds: [{ kind: 'PHONE', title: 'Telephone number', word: 'phone', visible: 'nothing' }],
  title: 'Telephone numbers',
  authority: 'ITU-T E.164 and E.123; NANPA numbering rules; national numbering plans',
  regulations: ['GDPR Art. 4(1)', 'CCPA 1798.140(v)', 'HIPAA 164.514(b)(2)(i)(D)', 'HIPAA 164.514(b)(2)(i)(E)'],
  takes: ['digits'],
  digitsMin: 7,
  reach: 40,
  words: {
    phone: {
      terms: phoneWords,
      before: 50,
      after: 24,
    },
    other: {
      terms: notPhoneWords,
      before: 24,
      after: 0,
    },
  },
  examples: {
    hits: [
      'call ‹+1 415 555 2671› now',
      'it is ‹(415) 555-2671›',
      '‹+44 20 7946 0958›',
      'my mobile: ‹07700 900123›',
      'ring me on ‹4155552671›',
      '‹415-555-2671›',
      'tel ‹01 42 68 53 00›',
    ],
    misses: [
      'order 4155552671',
      'on 2026-03-04 12:30',
      'at 192.168.100.200',
      'total 1,234,567.00',
      '1700000000',
      'v10.20.30.4000',
      '12/12/2026 10:30',
      'pi is 3.14159265',
    ],
  },
  confirm(view, { run }) {
    const hits: Hit[] = [];
    let group = 0;
    while (group < run.groups) {
      const hit = international(view, run, group) ?? national(view, run, group);
      if (hit === undefined) {
        group += 1;
        continue;
      }
      hits.push(hit);
      while (group < run.groups && (run.at[run.groupAt[group] as number] as number) < hit.end) group += 1;
    }
    return hits;
  },
});

/** `+` and a calling code; groups are taken while the number may still grow. */
function international(view: View, run: DigitRun, group: number): Hit | undefined {
  const from = run.groupAt[group] as number;
  const first = run.at[from] as number;
  const lead = /(?:\+ ?\(?|\(\+ ?)$/.exec(view.text.slice(Math.max(0, first - 3), first));
  if (lead === null) return undefined;
  const code = callingCodeOf(run.slice(from, Math.min(from + 3, run.count)));
  if (code === undefined) return undefined;
  const size = code.code.length;
  // E.123 allows a bracketed trunk zero behind the code: +44 (0)20 ...
  const to = groupsUpTo(run, group, size + code.most + 1, size + code.fewest);
  return to === undefined ? undefined : hitOf(view, run, to, first - lead[0].length, 0.95, 'e164');
}

function national(view: View, run: DigitRun, group: number): Hit | undefined {
  const from = run.groupAt[group] as number;
  const start = run.at[from] as number;
  // Nobody writes a telephone number digit by digit; hostile texts do.
  if (run.groupAt[group + 2] === from + 2) return undefined;
  const said = view.near('phone', start, start + 12);
  const other = view.near('other', start, start);
  if (other >= 0 && said <= other) return undefined;
  const to = groupsUpTo(run, group, 13, 7);
  if (to === undefined) return undefined;
  const length = to - from;
  const grouped = (run.groupAt[group + 1] as number) < to;
  if (isNanp(run, from, to)) {
    const printed = grouped && nanpCut(run, group, to);
    if (printed || said >= 0) return hitOf(view, run, to, start, said >= 0 ? 0.95 : 0.8, 'nanp');
  }
  const trunk = run.digits[from] === 0 && run.digits[from + 1] !== 0 && length >= 9 && length <= 12;
  if (trunk && (said >= 0 || (grouped && run.gap(group).trim() !== '/' && length >= 10)))
    return hitOf(view, run, to, start, said >= 0 ? 0.9 : 0.65, 'trunk-zero');
  if (said < 0 || length > 12) return undefined;
  return hitOf(view, run, to, start, 0.75, 'said');
}

/** End of the longest series of groups with phone-like signs between them that has `fewest` to `most` digits. */
function groupsUpTo(run: DigitRun, group: number, most: number, fewest: number): number | undefined {
  const from = run.groupAt[group] as number;
  let to: number | undefined;
  for (let last = group; last < run.groups; last += 1) {
    const end = run.groupAt[last + 1] as number;
    if (end - from > most) break;
    if (end - from >= fewest) to = end;
    if (last + 1 < run.groups && !sign.test(run.gap(last))) break;
  }
  return to;
}

/** NPA-NXX-XXXX with an optional 1: area and exchange start with 2 to 9, neither is N11. */
function isNanp(run: DigitRun, from: number, to: number): boolean {
  const area = to - from === 11 && run.digits[from] === 1 ? from + 1 : from;
  if (to - area !== 10) return false;
  const npa = numberAt(run, area, area + 3);
  const nxx = numberAt(run, area + 3, area + 6);
  return npa >= 200 && npa % 100 !== 11 && nxx >= 200 && nxx % 100 !== 11;
}

function nanpCut(run: DigitRun, group: number, to: number): boolean {
  const sizes: number[] = [];
  for (let i = group; i < run.groups && (run.groupAt[i] as number) < to; i += 1)
    sizes.push((run.groupAt[i + 1] as number) - (run.groupAt[i] as number));
  return /^(1-)?3-3-4$|^3-7$/.test(sizes.join('-'));
}

function hitOf(view: View, run: DigitRun, to: number, open: number, confidence: number, rule: string): Hit | undefined {
  const { text } = view;
  const last = (run.at[to - 1] as number) + 1;
  let start = open;
  if (text[start - 1] === '(' && text.slice(start, last).includes(')')) start -= 1;
  const before = text.slice(Math.max(0, start - 2), start);
  const after = text.slice(last, last + 2);
  if (/[A-Za-z0-9_]$|\d[.,:/-]$|[$€£#]\s?$/.test(before) || /^[A-Za-z0-9_]|^[.,:/-]\d/.test(after)) return undefined;
  if (looksLikeDate(text.slice(start, last))) return undefined;
  return { kind: 'PHONE', start, end: last, confidence, evidence: [{ rule, at: start }] };
}

/** Dates, times and addresses of the internet are digits with signs too. */
function looksLikeDate(text: string): boolean {
  return (
    /^(19|20)\d\d[-./ ](0?[1-9]|1[0-2])[-./ ]/.test(text) ||
    /^\d{1,2}[-./]\d{1,2}[-./](19|20)\d\d/.test(text) ||
    /^\d{1,3}(\.\d{1,3}){3}$/.test(text) ||
    /^\d{1,2}\.\d{5,}$/.test(text) ||
    /^\d{1,3}(?:[.,]\d{3})+(?:[.,]\d{2})?$/.test(text)
  );
}
