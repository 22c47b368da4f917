/** One shape, one check, some words: makes a detector for an identifier that a registry issues. */
import { type Candidate, type Detector, defineDetector, type Examples, type Hit, type View } from './detector.ts';
import { misspellings } from './misspelled.ts';
import { CONTEXT_LIST } from './shared-terms.ts';

/** A written form that speaks for itself, looked for around a run of digits. */
export interface Written {
  /** Sizes of neighbouring digit groups that every such form has: `[3, 3, 3, 2]`. A quick test before the pattern. */
  readonly groups: readonly number[];
  /** The form to the letter, without borders; no `g` or `y` flag. */
  readonly pattern: RegExp;
  /** How many characters of the form stand in front of the first of these groups at most. */
  readonly lead?: number;
  readonly confidence: number;
  /** Stricter than the one of the identifier, where a word would make up for it. */
  readonly check?: (value: string) => boolean;
}

export interface NationalIdSpec {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  /** Stands in tokens and masks. */
  readonly word: string;
  readonly authority: string;
  /** Default: the two that hold for every national number. */
  readonly regulations?: readonly string[];
  /**
   * A pattern in which `#` is a digit, `~` an optional separator; a separator may also stand between two `#`.
   * Letters match in either case.
   */
  readonly shape: string;
  /** Judges the value without separators, in upper case. */
  readonly check: (value: string) => boolean;
  /** Words of which one must be near: lists with `, ` between the words. */
  readonly context: readonly string[];
  /** Words of `context` that also count with a slip of the hand in them. */
  readonly slippery?: readonly string[];
  /** Words that, between the context word and the value, speak of some other number; beside the shared ones. */
  readonly exclude?: readonly string[];
  readonly written?: readonly Written[];
  /** How far behind the context word the value may start, in UTF-16 units. */
  readonly ahead?: number;
  /** How far in front of the context word the value may end. */
  readonly behind?: number;
  /** Case counts in `shape`, for forms whose letters could be words. */
  readonly cased?: boolean;
  /** What has the shape and is something else: a date, a price. Tried on the value as it is written. */
  readonly reject?: RegExp;
  /** Only the nearest value on each side of a word counts: nothing but the word tells it from other numbers. */
  readonly nearest?: boolean;
  /** No check digit stands behind the shape: the sentence must not end between word and value. */
  readonly sameSentence?: boolean;
  readonly examples: Examples;
}

/** Between two characters of a value: up to three blanks, dashes, dots, slashes, quotes, brackets or mark-up. */
const separator = '[-\\s._/,()\\[\\]\'"*`|~:]{0,3}';
/** Longest value with its separators. */
const REACH = 80;
/** A value is not looked for further from its word than this. */
const AHEAD = 80;
const BEHIND = 36;
/** How far in front of a written form a word for some other number still counts. */
const EXCLUDE_BEFORE = 24;

/** Nouns for numbers that are nobody's identity, in the languages of the chats. */
const excluded = [
  'order(?! to), orders, tracking, parcel, shipment, invoice, ticket, sku, isbn, ean, imei, serial, model, version',
  '(?:case|part|lot|po|batch|item|file ref)(?: ?#| no| number| id| nr), build, phone, telephone, tel, mobile, cell, fax',
  'whatsapp, zip, postcode, coordinates, timestamp, transaction, booking, reservation, confirmation, voucher, coupon',
  'promo, (?<!for |for your )reference, ref, iban, factura, fatura, seguimiento, suivi, telefono, telefon, telefone',
  'pedido, commande, facture, bestellung, bestellnummer, rechnung, rechnungsnummer, sendungsnummer, ordine, fattura',
  'handy, movil, celular, portable, cellulare, zamowienie, zamowienia, faktura, bestilling, ordrenummer, ordernummer',
  'bestelling, factuur, tilaus, siparis, telefoon, 订单号?, 注文, 電話, 电话, 手机, 주문',
];

/**
 * Builds the detector. Words wake it up, so that its cost follows them and not the digits of a text;
 * only a written form that speaks for itself is also looked for around runs of digits.
 */
export function nationalId(spec: NationalIdSpec): Detector {
  const finder = finderOf(spec);
  const written = spec.written ?? [];
  const counts = written.map(({ groups }) => groups.reduce((sum, size) => sum + size, 0));
  return defineDetector({
    id: spec.id,
    kinds: [{ kind: spec.kind, title: spec.title, word: spec.word, visible: 'nothing' }],
    title: spec.title,
    authority: spec.authority,
    regulations: spec.regulations ?? ['GDPR Art. 87', 'CCPA 1798.140(ae)(1)(A)'],
    takes: written.length > 0 ? ['digits', 'term'] : ['term'],
    reach: REACH,
    ...(written.length > 0 ? { digitsMin: Math.min(...counts) } : {}),
    terms: { [CONTEXT_LIST]: [...splitWords(spec.context), ...splitWords(spec.slippery ?? []).flatMap(misspellings)] },
    examples: spec.examples,
    confirm: (view, candidate) =>
      candidate.takes === 'term' ? finder.around(view, candidate) : finder.inRun(view, candidate),
  });
}

/** The words of several lists. */
export function splitWords(lists: readonly string[]): string[] {
  return lists.flatMap((list) => list.split(', '));
}

interface Finder {
  around(view: View, word: Candidate): readonly Hit[];
  inRun(view: View, candidate: Candidate): readonly Hit[];
}

function finderOf(spec: NationalIdSpec): Finder {
  const shape = patternOf(spec.shape, spec.cased === true ? 'g' : 'gi');
  const other = wordsPattern([...excluded, ...(spec.exclude ?? [])]);
  const beforeWord = new RegExp(`${other.source}[ _-]$`, 'i');
  const { kind, check, reject, ahead = AHEAD, behind = BEHIND, sameSentence = false, nearest = false } = spec;
  // A number with a check digit, or a stricter shape, is the better guess where both fit.
  const unsure = nearest ? 0.08 : 0;
  const valid = (text: string): boolean =>
    reject?.test(text) !== true && check(text.replace(separators, '').toUpperCase());

  function* matches(text: string, from: number): Generator<readonly [number, number]> {
    shape.lastIndex = from;
    for (let found = shape.exec(text); found !== null; found = shape.exec(text)) {
      const start = found.index;
      const end = start + found[0].length;
      if (bordered(text, start, end) && valid(found[0])) yield [start, end];
      else shape.lastIndex = start + 1;
    }
  }

  /** Whether words let the value at [start, end) belong to the context word. */
  function belongs(text: string, word: Candidate, start: number, end: number): boolean {
    if (start >= word.end) {
      // A full stop right behind the word shortens it.
      const between = text.slice(word.end, start).replace(/^\./, '');
      return (
        between.length <= ahead &&
        !other.test(text.slice(word.end, end)) &&
        !(sameSentence && sentenceEnd.test(between))
      );
    }
    const between = text.slice(end, word.start);
    if (end > word.start || between.length > behind) return false;
    return !other.test(between) && !sentenceEnd.test(between) && !otherJustBefore(text, start);
  }

  return {
    around(view, word) {
      const { start: wordStart, end: wordEnd } = word;
      const said = view.text.slice(Math.max(0, wordStart - 16), wordStart);
      if (beforeWord.test(said) || other.test(view.text.slice(wordStart, wordEnd))) return [];
      const hits: Hit[] = [];
      const low = Math.max(0, wordStart - behind - REACH);
      const take = (text: string, from: number): void => {
        for (const [at, till] of matches(text, from)) {
          const [start, end] = [at + low, till + low];
          if (!belongs(view.text, word, start, end)) continue;
          const distance = start >= wordEnd ? start - wordEnd : wordStart - end;
          hits.push(hitOf(kind, start, end, (distance <= 40 ? 0.98 : 0.93) - unsure, 'context', wordStart));
          if (nearest && start >= wordEnd) return;
        }
      };
      // Windows of their own keep the search from running on through the rest of the text.
      take(view.text.slice(low, wordEnd + ahead + REACH), wordEnd - low);
      if (nearest && hits.length > 0) return hits;
      take(view.text.slice(low, wordEnd), 0);
      return nearest ? hits.slice(-1) : hits;
    },

    inRun(view, { run }) {
      const hits: Hit[] = [];
      for (const form of spec.written ?? []) {
        for (let group = 0; group + form.groups.length <= run.groups; group += 1) {
          if (!sizesMatch(run.groupAt, group, form.groups)) continue;
          const first = run.at[run.groupAt[group] as number] as number;
          const low = Math.max(0, first - (form.lead ?? 0));
          const found = form.pattern.exec(view.text.slice(low, first + REACH));
          if (found === null || low + found.index > first) continue;
          const start = low + found.index;
          const end = start + found[0].length;
          if (!alone(view.text, start, end) || !valid(found[0]) || otherJustBefore(view.text, start)) continue;
          if (form.check?.(found[0].toUpperCase()) === false) continue;
          hits.push(hitOf(kind, start, end, form.confidence, 'written', start));
        }
      }
      return hits;
    },
  };

  function otherJustBefore(text: string, start: number): boolean {
    return other.test(text.slice(Math.max(0, start - EXCLUDE_BEFORE), start));
  }
}

function hitOf(kind: string, start: number, end: number, confidence: number, rule: string, at: number): Hit {
  return {
    kind,
    start,
    end,
    confidence,
    evidence: [
      { rule: 'check-digit', at: start },
      { rule, at },
    ],
  };
}

const separators = /[^A-Za-z0-9]/g;
/** A full stop ends no sentence behind an abbreviation: `no. `, `nr. `, `reg. `. */
const sentenceEnd = /(?<!\b(?:no|nr|nro|num|n|id|reg|lic))[.!?;]\s|[。！？]|\n\s*\n/i;

const purpose =
  '\\b(?:for|on|para|per|pour|fur|na|en|com|con|op|voor|till|do) (?:the |my |this |la |die |das |a |mi |de |l )?';

/** The shape with separators spelled out; bounded in all its parts, so that matching is linear. */
function patternOf(shape: string, flags: string): RegExp {
  const spelled = shape
    .replace(/#(?=#)/g, '\\d~')
    .replaceAll('#', '\\d')
    .replaceAll('~', separator);
  return new RegExp(spelled, flags);
}

/** Not behind `for the` and the like: "the number for the invoice is" speaks of no invoice number. */
function wordsPattern(lists: readonly string[]): RegExp {
  return new RegExp(`(?<![a-z])(?<!${purpose})(?:${splitWords(lists).join('|')})(?![a-z])`, 'i');
}

function sizesMatch(groupAt: Int32Array, group: number, sizes: readonly number[]): boolean {
  for (let i = 0; i < sizes.length; i += 1) {
    const size = (groupAt[group + i + 1] as number) - (groupAt[group + i] as number);
    if (size !== sizes[i]) return false;
  }
  return true;
}

/**
 * Whether a value is whole: not the middle of a longer number or code. A word may be glued to its digits,
 * as chat has it, but not to its letters.
 */
function bordered(text: string, start: number, end: number): boolean {
  const before = text.slice(Math.max(0, start - 10), start);
  const after = text.slice(end, end + 8);
  const value = text.slice(start, end);
  const startsDigit = isDigit(value.charCodeAt(0));
  const endsDigit = isDigit(value.charCodeAt(value.length - 1));
  if (startsDigit ? /\d[A-Za-z]{0,9}$|\d[-.,/:_*]$|[+$€£@]\(?$/.test(before) : /[A-Za-z0-9_]$|\d-$/.test(before))
    return false;
  if (endsDigit ? /^[A-Za-z]{0,4}\d|^[-.,/:_*@]\d|^ ?%/.test(after) : /^[A-Za-z0-9_]|^-\d/.test(after)) return false;
  // Groups in the same writing on either side belong to it: a longer number.
  if (!/\d \d/.test(value)) return true;
  return !/\d $/.test(before) && !/^ \d{2,5}(?![-./:\d])/.test(after);
}

/** Stricter, where no word vouches for it: nothing that a longer code is made of on either side. */
function alone(text: string, start: number, end: number): boolean {
  const before = text.slice(Math.max(0, start - 2), start);
  return (
    !/[A-Za-z0-9_+@#$=/]$|\d[-.:_ ]$|[A-Za-z][-_]$/.test(before) &&
    !/^[A-Za-z0-9_@]|^[-./:_=][A-Za-z0-9]/.test(text.slice(end, end + 2))
  );
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** Dates, times and sums of money, which have the shape of a bare code. */
export const codeRejected: RegExp =
  /^(?:19|20)\d\d[-./ ](?:0?[1-9]|1[0-2])[-./ ]\d{1,2}$|^\d{1,2}[-./ ]\d{1,2}[-./ ](?:\d\d|(?:19|20)\d\d)$|^(?:19|20)\d\d[-/ ](?:19|20)?\d\d$|^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}[- ]?\d|^(?:no|nr|is|id|my|in|on|at|for|the|and|es|ist|est)[- ]?\d|^[A-Za-z]+-?19$|^(.)\1+$/i;
