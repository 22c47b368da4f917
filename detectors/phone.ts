/** Telephone numbers: found by their form and the words around them, judged by the numbering plans of the world. */
import { numberAt } from '../src/detection/checks.ts';
import { type DigitRun, defineDetector, type Hit, type View } from '../src/detection/detector.ts';
import { isOtherForm, leadsOn, unitBefore, unitBehind } from '../src/detection/number-form.ts';
import {
  callingCodeOf,
  E164_MAX,
  type Judgement,
  judgeInternational,
  judgeNational,
} from '../src/detection/phone-number.ts';
import { notPhoneWords, phoneWords } from './data/number-words.ts';
import { everywhere, regionsAround, trunkDue } from './data/phone-regions.ts';

/** What stands between the groups of one number: blanks, hyphen, dot, slash, brackets. */
const sign = /^[ \t]?[-./()\u2011 ]{0,2}[ \t]?$/;
/** A direct-dial extension behind the number. */
const extension =
  /^(?:,? ?(?:ext(?:ension|n)?|extn|anexo|ramal|poste|durchwahl|interno|доб)[.:]? ?#?|,? ?(?:x|#)(?=\d))\d{1,6}(?![\dA-Za-z])/i;
const FEWEST = 7;
/** Digits of a national number with its trunk zero, and without. */
const NATIONAL_MOST = 13;
const NATIONAL_BARE_MOST = 11;
const northAmerica = ['US', 'CA'];

/** What is known of the place where a national number may start. */
interface Place {
  readonly from: number;
  readonly start: number;
  /** Position of the nearest word for a telephone, or -1. */
  readonly said: number;
  readonly group: number;
}

export default defineDetector({
  id: 'phone',
  kinds: [{ kind: 'PHONE', title: 'Telephone number', word: 'phone', visible: 'nothing' }],
  title: 'Telephone numbers',
  authority: 'ITU-T E.164 and E.123; national numbering plans as gathered by libphonenumber',
  regulations: ['GDPR Art. 4(1)', 'CCPA 1798.140(v)', 'HIPAA 164.514(b)(2)(i)(D)', 'HIPAA 164.514(b)(2)(i)(E)'],
  takes: ['digits'],
  digitsMin: FEWEST,
  reach: 48,
  words: {
    phone: {
      terms: phoneWords,
      before: 50,
      after: 24,
    },
    other: {
      terms: notPhoneWords,
      before: 28,
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
      'mi móvil es ‹612 345 678›',
      '手机 ‹13812345678›',
      'or ‹0049 160 97223344›',
      'call ‹212-736-5000 ext. 44›',
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
      'call center, 4000 5000 people',
      'numéro de dossier 0612345678',
    ],
  },
  confirm(view, { run }) {
    const hits: Hit[] = [];
    let group = 0;
    while (group < run.groups) {
      const hit = international(view, run, group) ?? national(view, run, group, hits.at(-1)?.end ?? -1);
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
  if (lead === null || callingCodeOf(run.slice(from, Math.min(from + 3, run.count))) === undefined) return undefined;
  return bestOf(view, run, group, E164_MAX + 1, (to) => {
    const judged = judgeInternational(run.slice(from, to));
    if (judged === undefined) return undefined;
    return {
      open: first - lead[0].length,
      confidence: judged === 'valid' ? 0.97 : 0.8,
      rules: ['e164', `plan:${judged}`],
    };
  });
}

function national(view: View, run: DigitRun, group: number, done: number): Hit | undefined {
  const from = run.groupAt[group] as number;
  const start = run.at[from] as number;
  // Nobody writes a telephone number digit by digit; hostile texts do.
  if (run.groupAt[group + 2] === from + 2) return undefined;
  const said = view.near('phone', start, start + 12);
  const other = view.near('other', start, start);
  // The name nearest to a number is its own; a word for a phone behind the number comes too late.
  if (other >= 0 && (said < 0 || said > start || said <= other)) {
    if (said < 0 || leadsOn(view.text.slice(other, start).replace(/^[\p{L}\p{M}]+/u, ''))) return undefined;
  }
  const isFresh = group === 0 || done === endOf(run, group - 1) || !sign.test(run.gap(group - 1));
  if (!isFresh && !isNanp(run, from, from + 10)) return undefined;
  const place: Place = { from, start, said, group };
  let regions: readonly string[] | undefined;
  return bestOf(view, run, group, NATIONAL_MOST + 3, (to, last) => {
    const printed = printedNanp(run, place, to);
    if (printed !== undefined || !isFresh || goesOn(run, last + 1)) return printed;
    if (said < 0 && run.digits[from] !== 0 && view.text[start - 1] !== '(') return undefined;
    regions ??= regionsAround(view.text, start, (run.at[to - 1] as number) + 1);
    return said < 0 ? unsaid(view, run, place, to, regions) : spoken(view, run, place, to, regions);
  });
}

/** A reading of the digits up to some group: where it opens, how sure it is, and why. */
interface Reading {
  readonly open: number;
  readonly confidence: number;
  readonly rules: readonly string[];
}

/** The surest of all ends at which a number with 7 to `most` digits may stop; the longest of those equally sure. */
function bestOf(
  view: View,
  run: DigitRun,
  group: number,
  most: number,
  read: (to: number, last: number) => Reading | undefined,
): Hit | undefined {
  const from = run.groupAt[group] as number;
  let best: Hit | undefined;
  for (let last = group; last < run.groups; last += 1) {
    const to = run.groupAt[last + 1] as number;
    if (to - from > most) break;
    if (to - from >= FEWEST) {
      const reading = read(to, last);
      if (reading !== undefined && reading.confidence >= (best?.confidence ?? 0))
        best = hitOf(view, run, to, reading) ?? best;
    }
    if (last + 1 < run.groups && !sign.test(run.gap(last))) break;
  }
  return best;
}

/** The form of North America, which needs no word: 3-3-4 with an optional 1 in front. */
function printedNanp(run: DigitRun, { from, start, said, group }: Place, to: number): Reading | undefined {
  if (!isNanp(run, from, to) || !/^(?:1-)?3-3-4$|^3-7$/.test(cutOf(run, group, to))) return undefined;
  const judged = judgeNational(run.slice(from, to), northAmerica);
  const confidence = said >= 0 ? 0.95 : judged === 'valid' ? 0.8 : 0.7;
  return { open: start, confidence, rules: ['nanp', `plan:${judged ?? 'shape'}`] };
}

/** No word for a phone: a trunk zero or an area code in brackets, in groups, and a plan that has assigned the number. */
function unsaid(
  view: View,
  run: DigitRun,
  { from, start, group }: Place,
  to: number,
  regions: readonly string[],
): Reading | undefined {
  if ((run.groupAt[group + 1] as number) >= to) return undefined;
  const digits = run.slice(from, to);
  if (digits.startsWith('00'))
    return judgeInternational(digits.slice(2)) === 'valid' && to - from >= 11
      ? plan(start, 0.8, 'idd', 'valid')
      : undefined;
  const bracketed = view.text[start - 1] === '(' && run.gap(group).startsWith(')');
  const zero = digits.startsWith('0') && (bracketed || (run.gap(group).trim() !== '/' && to - from >= 10));
  if (!zero && !bracketed) return undefined;
  if (judgeNational(digits, regions, trunkDue) === 'valid') return plan(start, 0.75, 'national', 'valid');
  return zero && judgeNational(digits, everywhere, trunkDue) === 'valid'
    ? plan(start, 0.65, 'national', 'valid')
    : undefined;
}

/** Behind a word for a phone: what the plans of the language take; anywhere on earth when the word speaks of nothing else. */
function spoken(
  view: View,
  run: DigitRun,
  { from, start, said, group }: Place,
  to: number,
  regions: readonly string[],
): Reading | undefined {
  const size = to - from;
  const digits = run.slice(from, to);
  const fits = size <= (digits.startsWith('0') ? NATIONAL_MOST : NATIONAL_BARE_MOST);
  const here = fits ? judgeNational(digits, regions, trunkDue) : undefined;
  const direct = isDirect(view.text, said, start, (run.at[to - 1] as number) + 1);
  if (here === 'valid' && (direct ? size >= 8 : size >= 9)) return plan(start, direct ? 0.92 : 0.8, 'said', here);
  const abroad = /^(?:00|011)(?=[1-9])/.exec(digits)?.[0].length ?? 0;
  if (size - abroad >= 10 && judgeInternational(digits.slice(abroad)) === 'valid')
    return plan(start, 0.85, 'said', 'valid');
  if (!fits) return undefined;
  const anywhere = judgeNational(digits, everywhere, trunkDue);
  if (digits.startsWith('0') && anywhere === 'valid' && size >= 9) return plan(start, 0.78, 'said', 'valid');
  if (!direct) return undefined;
  if (anywhere === 'valid' && size >= 8) return plan(start, 0.75, 'said', 'valid');
  if (here === 'possible' && size >= 9) return plan(start, 0.6, 'said', 'possible');
  return cutOf(run, group, to) === '3-4' ? plan(start, 0.6, 'said', 'possible') : undefined;
}

function plan(open: number, confidence: number, rule: string, judged: Judgement): Reading {
  return { open, confidence, rules: [rule, `plan:${judged}`] };
}

/** Whether the word for a phone, in front of the number or behind it, leads straight to it. */
function isDirect(text: string, said: number, start: number, end: number): boolean {
  if (said > start) return leadsOn(text.slice(end, said));
  const word = /^[\p{L}\p{M}.'-]+/u.exec(text.slice(said, start))?.[0].length ?? 0;
  return (
    leadsOn(text.slice(said + word, start)) ||
    leadsOn(text.slice(Math.max(said, start - 12), start).replace(/^\S*/, ''))
  );
}

/** NPA-NXX-XXXX with an optional 1: area and exchange start with 2 to 9, neither is N11. */
function isNanp(run: DigitRun, from: number, to: number): boolean {
  if (to > run.count) return false;
  const area = to - from === 11 && run.digits[from] === 1 ? from + 1 : from;
  if (to - area !== 10) return false;
  const npa = numberAt(run, area, area + 3);
  const nxx = numberAt(run, area + 3, area + 6);
  return npa >= 200 && npa % 100 !== 11 && nxx >= 200 && nxx % 100 !== 11;
}

/** Sizes of the groups from `group` to digit `to`: `3-3-4`. */
function cutOf(run: DigitRun, group: number, to: number): string {
  const sizes: number[] = [];
  for (let i = group; i < run.groups && (run.groupAt[i] as number) < to; i += 1)
    sizes.push((run.groupAt[i + 1] as number) - (run.groupAt[i] as number));
  return sizes.join('-');
}

/** Whether four or more digits follow from `group` on as groups of the same number; a zero or a year begins something else. */
function goesOn(run: DigitRun, group: number): boolean {
  if (group >= run.groups || !sign.test(run.gap(group - 1))) return false;
  const to = run.groupAt[group] as number;
  if (run.digits[to] === 0) return false;
  let last = group;
  while (last + 1 < run.groups && last < group + 4 && sign.test(run.gap(last))) last += 1;
  return (
    (run.groupAt[last + 1] as number) - to >= 4 && !/^(?:19|20)\d\d$/.test(run.slice(to, Math.min(run.count, to + 4)))
  );
}

function endOf(run: DigitRun, group: number): number {
  return (run.at[(run.groupAt[group + 1] as number) - 1] as number) + 1;
}

function hitOf(view: View, run: DigitRun, to: number, { open, confidence, rules }: Reading): Hit | undefined {
  const { text } = view;
  const last = (run.at[to - 1] as number) + 1;
  let start = open;
  if (text[start - 1] === '(' && text.slice(start, last).includes(')')) start -= 1;
  const added = extension.exec(text.slice(last, last + 20))?.[0].length ?? 0;
  const after = text.slice(last + added, last + added + 12);
  if (unitBefore.test(text.slice(Math.max(0, start - 6), start)) || unitBehind.test(after)) return undefined;
  if (added === 0 && /^[A-Za-z0-9_]|^[.,:/-]\d|^-[A-Za-z0-9]/.test(after)) return undefined;
  if (isOtherForm(text.slice(start, last))) return undefined;
  return { kind: 'PHONE', start, end: last + added, confidence, evidence: rules.map((rule) => ({ rule, at: start })) };
}
