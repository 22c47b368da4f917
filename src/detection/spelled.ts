/** Numbers in words → digits, with a map back; entered only when a text has several number words. */
import type { Folded, OffsetMap } from './fold.ts';
import { chainMaps, Edits } from './fold-edits.ts';
import { type NumberLanguage, numberLanguages } from './number-words.ts';

/** Fewer number words in a row are ordinary talk, unless digits stand among them. */
const NUMBER_WORDS_MIN = 4;
/** Fewest digits that a value has; a word counts as two of them at most. */
const VALUE_MIN = 9;

/** Whether so many number words beside numbers, and so many digits, can make up a value. */
export function speaksNumbers(words: number, digits: number): boolean {
  return words >= NUMBER_WORDS_MIN || (words > 0 && digits >= 4 && words * 2 + digits >= VALUE_MIN);
}

/** A word with its hyphens, or a run of written digits. */
const piece = /\p{L}+(?:-\p{L}+)*|\d+/gu;
/** Between two pieces of one group. */
const joinGap = /^[ \t-]{1,3}$/;
/** Between two pieces of one number, for those who mix words and digits. */
const looseGap = /^[\s,.;:/_*|-]{1,4}$/;

/** Between a number and an `oh` that is a zero. */
const ohGap = /^(?:[\s,.;:/_*|-]{1,4}|[\s,]{1,2}(?:then|and|next|dash|hyphen|space|and then)[\s,]{1,2})$/i;

/** A piece that says digits. */
interface Said {
  readonly start: number;
  readonly end: number;
  readonly digits: string;
  readonly written: boolean;
}

/**
 * `four one double one` → `4111`. Blanks between two spoken digits go, so that they read as one group;
 * everything else stays as it is.
 */
export function spellOut(text: string, map: OffsetMap | undefined): Folded {
  const said = saidIn(text, languageOf(text));
  const edits = new Edits(text);
  let last: Said | undefined;
  for (const one of said) {
    if (!one.written) {
      const beside = last !== undefined && !last.written && joinGap.test(text.slice(last.end, one.start));
      edits.replace(one.start, one.end, one.digits, beside && last !== undefined ? last.end : one.start);
    }
    last = one;
  }
  return finish(edits, text, map);
}

/** Words and written digits in a row as one group: `4111 one one 11 …`; undefined when none are mixed. */
export function joinSpoken(text: string, map: OffsetMap | undefined): Folded | undefined {
  const said = saidIn(text, languageOf(text));
  const edits = new Edits(text);
  let mixed = false;
  let from = 0;
  while (from < said.length) {
    let to = from + 1;
    while (to < said.length && looseGap.test(text.slice(said[to - 1]?.end, said[to]?.start))) to += 1;
    const run = said.slice(from, to);
    if (run.some(({ written }) => written) && run.some(({ written }) => !written)) {
      mixed = true;
      for (const [index, one] of run.entries())
        edits.replace(one.start, one.end, one.digits, run[index - 1]?.end ?? one.start);
    }
    from = to;
  }
  return mixed ? finish(edits, text, map) : undefined;
}

function finish(edits: Edits, text: string, map: OffsetMap | undefined): Folded {
  const done = edits.done();
  if (done === undefined) return { text, map: map ?? { startOf: (index) => index, endOf: (index) => index } };
  return { text: done.text, map: chainMaps(done.map, map) };
}

/** Which languages have a word. */
const speakersOf = new Map<string, number[]>();
for (const [index, { words }] of numberLanguages.entries())
  for (const word of words.keys()) speakersOf.set(word, [...(speakersOf.get(word) ?? []), index]);

/** Whether a word, in small letters and folded, says digits in some language. */
export function isNumberWord(word: string): boolean {
  return speakersOf.has(word);
}

/** Whether a word that is still being typed may become one. */
export function beginsNumberWord(start: string): boolean {
  for (const word of speakersOf.keys()) if (word.startsWith(start)) return true;
  return false;
}

/** The language with the most number words in the text: `once` is eleven only to those who say `dos`. */
function languageOf(text: string): NumberLanguage | undefined {
  const counts = numberLanguages.map(() => 0);
  const note = (word: string): boolean => {
    const speakers = speakersOf.get(word);
    if (speakers !== undefined) for (const index of speakers) counts[index] = (counts[index] ?? 0) + 1;
    return speakers !== undefined;
  };
  for (const [whole] of text.matchAll(piece)) {
    const lower = whole.toLowerCase();
    if (!note(lower) && lower.includes('-')) for (const word of lower.split('-')) note(word);
  }
  return numberLanguages[counts.indexOf(Math.max(...counts))];
}

/** What is said and written in digits, by place; a word with hyphens that is no number itself is read word by word. */
function saidIn(text: string, language: NumberLanguage | undefined): Said[] {
  const said: Said[] = [];
  if (language === undefined) return said;
  const reader = new Reader(text, language, said);
  for (const match of text.matchAll(piece)) {
    const [word] = match;
    const at = match.index;
    if (/^\d/.test(word)) reader.written(at, word);
    else if (!word.includes('-') || language.words.has(word.toLowerCase())) reader.word(at, word);
    else {
      let from = at;
      for (const part of word.split('-')) {
        reader.word(from, part);
        from += part.length + 1;
      }
    }
  }
  reader.written(text.length, '');
  return said;
}

/** Reads pieces in order: repeats, tens that wait for their unit, `oh` beside a digit. */
class Reader {
  readonly #text: string;
  readonly #language: NumberLanguage;
  readonly #said: Said[];
  /** `double` that waits for its digit. */
  #times: { readonly start: number; readonly end: number; readonly count: number } | undefined;
  /** Where a joining word ended that follows a ten. */
  #joinEnd = -1;

  constructor(text: string, language: NumberLanguage, said: Said[]) {
    this.#text = text;
    this.#language = language;
    this.#said = said;
  }

  written(start: number, digits: string): void {
    if (digits.length === 1 && this.#repeat(start, start + 1, digits)) return;
    this.#times = undefined;
    this.#joinEnd = -1;
    if (digits !== '') this.#said.push({ start, end: start + digits.length, digits, written: true });
  }

  word(start: number, spelling: string): void {
    const word = spelling.toLowerCase();
    const end = start + spelling.length;
    const last = this.#said.at(-1);
    const count = this.#language.times.get(word);
    if (count !== undefined) {
      this.#times = { start, end, count };
      return;
    }
    if (this.#language.joins.has(word) && last !== undefined && this.#near(last.end, start)) {
      this.#joinEnd = end;
      return;
    }
    const digits = this.#language.words.get(word) ?? this.#oh(word, start, last);
    if (digits === undefined) this.#times = undefined;
    else if (!this.#sum(start, end, digits, last) && !(digits.length === 1 && this.#single(start, end, digits, last)))
      this.#said.push({ start, end, digits, written: false });
    this.#joinEnd = -1;
  }

  #oh(word: string, start: number, last: Said | undefined): string | undefined {
    if (word !== 'oh' && word !== 'o') return undefined;
    const before = this.#times?.end ?? last?.end;
    return before !== undefined && ohGap.test(this.#text.slice(before, start)) ? '0' : undefined;
  }

  #single(start: number, end: number, digit: string, last: Said | undefined): boolean {
    return this.#repeat(start, end, digit) || this.#unit(start, end, digit, last);
  }

  /** Two words that mean one number together. */
  #sum(start: number, end: number, digits: string, last: Said | undefined): boolean {
    const sum = last === undefined || last.written ? undefined : this.#language.sums.get(`${last.digits} ${digits}`);
    if (sum === undefined || last === undefined) return false;
    if (!this.#near(Math.max(this.#joinEnd, last.end), start)) return false;
    this.#said[this.#said.length - 1] = { start: last.start, end, digits: sum, written: false };
    return true;
  }

  #repeat(start: number, end: number, digit: string): boolean {
    const times = this.#times;
    this.#times = undefined;
    if (times === undefined || !this.#near(times.end, start)) return false;
    this.#said.push({ start: times.start, end, digits: digit.repeat(times.count), written: false });
    return true;
  }

  /** A unit right behind its ten: `forty one`, `treinta y uno`. */
  #unit(start: number, end: number, digit: string, last: Said | undefined): boolean {
    if (last === undefined || last.written || digit === '0' || !/^[2-9]0$/.test(last.digits)) return false;
    if (!this.#near(Math.max(this.#joinEnd, last.end), start)) return false;
    // `double zero` and `cinco cero` are no tens.
    if (!isTen(this.#text.slice(last.start, last.end), this.#language)) return false;
    this.#said[this.#said.length - 1] = { start: last.start, end, digits: `${last.digits[0]}${digit}`, written: false };
    return true;
  }

  #near(end: number, start: number): boolean {
    return joinGap.test(this.#text.slice(end, start));
  }
}

function isTen(word: string, { words }: NumberLanguage): boolean {
  return /^[2-9]0$/.test(words.get(word.toLowerCase().replace(/\s+/g, '-')) ?? '');
}
