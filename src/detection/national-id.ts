/** One shape, one check, some words: makes a detector for an identifier that a registry issues. */

import { type Candidate, type Detector, defineDetector, type Examples, type Hit, type View } from './detector.ts';
import { alone, bordered, groupSets, mayStart, type Written } from './identifier-form.ts';
import { excluded, sentenceEnd, splitWords, wordsPattern } from './identifier-words.ts';
import { misspellings } from './misspelled.ts';
import { CONTEXT_LIST } from './shared-terms.ts';
import { hasDigits } from './signs.ts';

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
/** The same where only the nearest value counts; those are short. */
const REACH_NEAREST = 36;
/** No identifier has fewer digits. */
const DIGITS_MIN = 2;
/** A value is not looked for further from its word than this. */
const AHEAD = 80;
const BEHIND = 36;
/** What joins the values of a list, in the languages of the chats. */
const listed = /^(?:, ?|(?:,? (?:and|or|und|oder|y|et|e|en|i|ve|och|og|ja|&) ?))(?=[A-Za-z0-9])/;
const GAP_MAX = 8;
/** No longer list is looked through. */
const LISTED_MAX = 8;
/** How far in front of a written form a word for some other number still counts. */
const EXCLUDE_BEFORE = 24;

/**
 * Builds the detector. Words wake it up, so that its cost follows them and not the digits of a text;
 * only a written form that speaks for itself is also looked for around runs of digits.
 */
export function nationalId(spec: NationalIdSpec): Detector {
  const finder = new Finder(spec);
  const written = spec.written ?? [];
  const counts = written.map(({ groups }) => groups.reduce((sum, size) => sum + Math.abs(size), 0));
  return defineDetector({
    id: spec.id,
    kinds: [{ kind: spec.kind, title: spec.title, word: spec.word, visible: 'nothing' }],
    title: spec.title,
    authority: spec.authority,
    regulations: spec.regulations ?? ['GDPR Art. 87', 'CCPA 1798.140(ae)(1)(A)'],
    takes: written.length > 0 ? ['digits', 'term'] : ['term'],
    reach: REACH,
    digitsWithin: Math.max(spec.ahead ?? AHEAD, spec.behind ?? BEHIND) + REACH,
    ...(written.length > 0
      ? {
          digitsMin: Math.min(...counts),
          digitGroups: groupSets(written),
          digitsGlued: written.every(({ tight }) => tight === true),
        }
      : {}),
    terms: { [CONTEXT_LIST]: [...splitWords(spec.context), ...splitWords(spec.slippery ?? []).flatMap(misspellings)] },
    examples: spec.examples,
    confirm: (view, candidate) =>
      candidate.takes === 'term' ? finder.around(view, candidate) : finder.inRun(view, candidate),
  });
}

/** Looks for the values of one identifier. */
class Finder {
  readonly #spec: NationalIdSpec;
  readonly #shape: RegExp;
  /** The shape, right where the search begins. */
  readonly #here: RegExp;
  readonly #digitsMin: number;
  readonly #forms: readonly Written[];
  readonly #starts: readonly RegExp[];
  readonly #other: RegExp;
  readonly #otherBeforeWord: RegExp;
  readonly #ahead: number;
  readonly #behind: number;

  constructor(spec: NationalIdSpec) {
    this.#spec = spec;
    this.#shape = patternOf(spec.shape, spec.cased === true ? 'g' : 'gi');
    this.#here = patternOf(spec.shape, spec.cased === true ? 'y' : 'iy');
    this.#digitsMin = fewestDigits(spec.shape);
    this.#forms = spec.written ?? [];
    this.#starts = this.#forms.map(startOf);
    this.#other = wordsPattern([...excluded, ...(spec.exclude ?? [])]);
    this.#otherBeforeWord = new RegExp(`${this.#other.source}[ _-]$`, 'i');
    this.#ahead = spec.ahead ?? AHEAD;
    this.#behind = spec.behind ?? BEHIND;
  }

  /** Values behind a context word, and in front of it. */
  around(view: View, word: Candidate): readonly Hit[] {
    const nearest = this.#spec.nearest === true;
    const size = nearest ? REACH_NEAREST : REACH;
    const first = Math.max(0, word.start - this.#behind - size);
    const last = word.end + this.#ahead + size;
    if (!hasDigits(view.text, this.#digitsMin, first, last)) return [];
    // Windows of their own keep the search from running on through the rest of the text.
    const [floor, ceiling] = view.between(word.start, word.end);
    const low = Math.max(first, floor);
    const high = Math.min(last, ceiling);
    const hits: Hit[] = [];
    if (hasDigits(view.text, this.#digitsMin, word.end, high))
      this.#take(view.text, view.text.slice(low, high), low, word, true, hits);
    if (nearest && hits.length > 0) return this.#saysOther(view.text, word) ? [] : this.#more(view.text, hits);
    if (hasDigits(view.text, this.#digitsMin, low, word.start))
      this.#take(view.text, view.text.slice(low, word.end), low, word, false, hits);
    if (hits.length === 0 || this.#saysOther(view.text, word)) return [];
    return nearest ? hits.slice(-1) : hits;
  }

  /** "AB1234567 and XY9876543": more values that the same word announces. */
  #more(text: string, hits: Hit[]): Hit[] {
    for (let last = hits.at(-1); last !== undefined && hits.length < LISTED_MAX; ) {
      const gap = listed.exec(text.slice(last.end, last.end + GAP_MAX))?.[0].length ?? 0;
      const start = last.end + gap;
      const size = gap === 0 ? 0 : this.#listedAt(text, start, text.slice(last.start, last.end));
      if (size === 0) break;
      last = { ...last, start, end: start + size };
      hits.push(last);
    }
    return hits;
  }

  /** Length of the value at `start`: written as the one before, or of letters and digits; 0 when there is none. */
  #listedAt(text: string, start: number, before: string): number {
    this.#here.lastIndex = 0;
    const found = this.#here.exec(text.slice(start, start + REACH_NEAREST))?.[0] ?? '';
    const shaped = /[A-Z]/i.test(found) && /\d/.test(found) ? found : '';
    for (const value of [text.slice(start, start + before.length), shaped]) {
      const alike = value === shaped || writingOf(value) === writingOf(before);
      if (value !== '' && alike && bordered(text, start, start + value.length) && this.#isValid(value))
        return value.length;
    }
    return 0;
  }

  /** Written forms in a run of digits. */
  inRun(view: View, { run }: Candidate): readonly Hit[] | undefined {
    let hits: Hit[] | undefined;
    for (let group = 0; group < run.groups; group += 1) {
      for (let i = 0; i < this.#forms.length; i += 1) {
        const form = this.#forms[i] as Written;
        if (!mayStart(form, view.text, run, group)) continue;
        const first = run.at[run.groupAt[group] as number] as number;
        const low = Math.max(0, first - (form.lead ?? 0));
        if (!(this.#starts[i] as RegExp).test(view.text.slice(low, first + REACH))) continue;
        const hit = this.#writtenAt(view.text, form, first);
        if (hit === undefined) continue;
        hits ??= [];
        hits.push(hit);
      }
    }
    return hits;
  }

  #take(whole: string, text: string, low: number, word: Candidate, isBehind: boolean, hits: Hit[]): void {
    const from = isBehind ? word.end - low : 0;
    const { kind, nearest } = this.#spec;
    // A number with a check digit, or a stricter shape, is the better guess where both fit.
    const unsure = nearest === true ? 0.08 : 0;
    const shape = this.#shape;
    shape.lastIndex = from;
    for (let found = shape.exec(text); found !== null; found = shape.exec(text)) {
      const [start, end] = [found.index + low, found.index + low + found[0].length];
      if (isBehind && start > word.end + this.#ahead) return;
      if (!bordered(text, start - low, end - low) || !this.#isValid(found[0])) {
        shape.lastIndex = found.index + 1;
        continue;
      }
      if (!this.#belongs(whole, word, start, end)) continue;
      const distance = isBehind ? start - word.end : word.start - end;
      hits.push(hitOf(kind, start, end, (distance <= 40 ? 0.98 : 0.93) - unsure, 'context', word.start));
      if (nearest === true && isBehind) return;
    }
  }

  #isValid(text: string): boolean {
    const { reject, check } = this.#spec;
    return reject?.test(text) !== true && check(text.replace(separators, '').toUpperCase());
  }

  /** Whether the words between let the value at [start, end) belong to the context word. */
  #belongs(text: string, word: Candidate, start: number, end: number): boolean {
    if (start >= word.end) {
      // Two letters and a dash are the head of some code: `TZ-79709788`.
      if (word.end - word.start <= 2 && start === word.end + 1 && text[word.end] === '-') return false;
      // A full stop right behind the word shortens it.
      const between = text.slice(word.end, start).replace(/^\./, '');
      const ended = this.#spec.sameSentence === true && sentenceEnd.test(between);
      return between.length <= this.#ahead && !ended && !this.#other.test(text.slice(word.end, end));
    }
    const between = text.slice(end, word.start);
    if (end > word.start || between.length > this.#behind || sentenceEnd.test(between)) return false;
    return !this.#other.test(between) && !this.#otherJustBefore(text, start);
  }

  /** Whether the context word is part of the name of some other number: `order id`, `licence plate`. */
  #saysOther(text: string, { start, end }: Candidate): boolean {
    return (
      this.#otherBeforeWord.test(text.slice(Math.max(0, start - 16), start)) || this.#other.test(text.slice(start, end))
    );
  }

  #writtenAt(text: string, form: Written, first: number): Hit | undefined {
    const low = Math.max(0, first - (form.lead ?? 0));
    const found = form.pattern.exec(text.slice(low, first + REACH));
    if (found === null || low + found.index > first) return undefined;
    const start = low + found.index;
    const end = start + found[0].length;
    if (!alone(text, start, end) || !this.#isValid(found[0]) || this.#otherJustBefore(text, start)) return undefined;
    if (form.check?.(found[0].toUpperCase()) === false) return undefined;
    return hitOf(this.#spec.kind, start, end, form.confidence, 'written', start);
  }

  #otherJustBefore(text: string, start: number): boolean {
    return this.#other.test(text.slice(Math.max(0, start - EXCLUDE_BEFORE), start));
  }
}

/** Fewest `#` of any alternative of the shape, optional parts left out. */
function fewestDigits(shape: string): number {
  const alternatives = shape.replace(/\(\?:[^()]*\)\?/g, '').split('|');
  return Math.max(DIGITS_MIN, Math.min(...alternatives.map((part) => part.split('#').length - 1)));
}

function hitOf(kind: string, start: number, end: number, confidence: number, rule: string, at: number): Hit {
  return {
    kind,
    start,
    end,
    confidence,
    evidence: [
      { rule: 'valid', at: start },
      { rule, at },
    ],
  };
}

/** Which signs are letters and which are digits: two plates of a kind are written alike. */
function writingOf(value: string): string {
  return value.replace(/[A-Z]/g, 'A').replace(/[a-z]/g, 'a').replace(/\d/g, '9');
}

/** Matches where the form begins no further in than its lead: turns most places away without a search behind them. */
function startOf({ pattern, lead = 0 }: Written): RegExp {
  return new RegExp(`^[^]{0,${lead}}?(?:${pattern.source})`, pattern.flags);
}

const separators = /[^A-Za-z0-9]/g;
/** The shape with separators spelled out; bounded in all its parts, so that matching is linear. */
function patternOf(shape: string, flags: string): RegExp {
  const spelled = shape
    .replace(/#(?=#)/g, '\\d~')
    .replaceAll('#', '\\d')
    .replaceAll('~', separator);
  return new RegExp(spelled, flags);
}
