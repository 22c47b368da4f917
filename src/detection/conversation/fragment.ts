/** What of a chat bubble can be a piece of a longer value: its digits, without the words people put around them. */
import { codeAt } from '../code-units.ts';
import { numberWords } from '../number-words.ts';
import { firstDigit, hasNumber, isDigitCode, isPlain } from './numerals.ts';

export interface Fragment {
  /** UTF-16 indices of the piece in its text. */
  readonly start: number;
  readonly end: number;
  /** Decimal digits, and letters where letters may belong to the value. */
  readonly characters: number;
  /** Nothing but the piece and filler words stand in the text. */
  readonly pure: boolean;
  /** So few words before or behind that a number could go on across them. */
  readonly opensEarly: boolean;
  readonly endsLate: boolean;
}

/** Units of words in front of or behind digits across which a number may still go on: "then 1111". */
const WORDS_MAX = 24;
/** Longest run of capitals that can be a group of an IBAN: bank codes have four to six letters. */
const CAPITALS_MAX = 6;

/** Words that only keep a dictated number going. */
const fillers = new Set(
  (
    'a and the then next is are its it that thats ok okay k yes yeah yep so here heres now with rest of last first second third fourth final ' +
    'finally part digits digit numbers number no nr more plus continued cont followed by wait sorry got im sending still thanks thx ty please pls one sec ' +
    'done end all um uh hmm er to be continuing continue go goes after start starts begin begins beginning ends ' +
    'y luego despues ahora aqui esta va los ultimos siguientes siguiente vale listo gracias ' +
    'et puis ensuite voici apres alors suite fin les derniers merci voila ' +
    'und dann jetzt weiter hier die letzten rest danke noch so ende ' +
    'e poi ora ecco gli ultimi grazie depois agora aqui os ultimos obrigado fim'
  ).split(' '),
);

const numberWord = new Set([...numberWords, 'oh', 'double', 'triple', 'nought']);
const anyNumberWord = new RegExp(`\\b(?:${[...numberWord].join('|')})\\b`, 'i');
/** Letters that have no accents to lose. */
const ascii = /^[A-Za-z0-9_]*$/;
const firstWord = /[\p{L}\p{M}\p{N}_]+/u;
const word = /[\p{L}\p{M}\p{N}_]+/gu;
/** The same in ASCII, and those with a digit in them. */
const asciiWord = /\w+/g;
const asciiDigits = /\b[A-Za-z_]*[0-9]\w*/g;
/** "2nd", "3rd", "1º": the order of a piece, not a part of it. */
const ordinal = /^\d(?:st|nd|rd|th|º|ª|er|ème|e)$/iu;
/** Words behind which a single digit counts pieces: "part 2", "next 4". */
const counting = new Set([
  'part',
  'next',
  'last',
  'first',
  'parte',
  'teil',
  'partie',
  'final',
  'step',
  'letzten',
  'ultimos',
  'derniers',
]);

interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** A whole date with its year, in the order of any country: an answer of its own, never a piece of a number. */
const wholeDate = /(?:\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d{2}|(?:19|20)\d{2}[/.-]\d{1,2}[/.-]\d{1,2})\D*$/y;

/** Undefined when the text holds no piece. `letters`: an IBAN may be going on, so capitals count too. */
export function fragmentOf(text: string, letters: boolean): Fragment | undefined {
  // Most bubbles hold no digit in any writing, and are done here.
  if (!letters && !hasNumber(text) && (isTalk(text) || !anyNumberWord.test(text))) return undefined;
  if (isWholeDate(text)) return undefined;
  return !letters && isPlain(text) ? plainFragment(text) : anyFragment(text, letters);
}

function anyFragment(text: string, letters: boolean): Fragment | undefined {
  const words = matchesOf(word, text);
  const carries = words.map((one, index) => isCarrier(words, one, index, letters));
  const spelled = carries.includes(true) ? undefined : spelledWords(words);
  const carriers = spelled ?? carries;
  const first = carriers.indexOf(true);
  const last = carriers.lastIndexOf(true);
  const head = words[first];
  const tail = words[last];
  if (head === undefined || tail === undefined) return undefined;
  const start = gluedStart(head);
  return {
    start,
    end: tail.end,
    characters: countCharacters(text.slice(start, tail.end), spelled !== undefined, letters),
    pure: words.every(({ text: one }, index) => carriers[index] === true || isFiller(one)),
    opensEarly: lettersIn(text.slice(0, start)) <= WORDS_MAX,
    endsLate: lettersIn(text.slice(tail.end)) <= WORDS_MAX,
  };
}

/** Whether nothing but the date has digits. */
function isWholeDate(text: string): boolean {
  wholeDate.lastIndex = firstDigit(text);
  return wholeDate.lastIndex < text.length && wholeDate.test(text);
}

/** The same for ASCII in which only digits count: no word is looked at that need not be. */
function plainFragment(text: string): Fragment | undefined {
  const digits = matchesOf(asciiDigits, text);
  const carriers = digits.filter((one, index) => carriesDigits(text, one, digits, index));
  const head = carriers[0];
  const tail = carriers.at(-1);
  if (head === undefined || tail === undefined) return anyFragment(text, false);
  const start = gluedStart(head);
  return {
    start,
    end: tail.end,
    characters: text.slice(start, tail.end).match(/[0-9]/g)?.length ?? 0,
    pure: onlyFillers(text, carriers),
    opensEarly: lettersIn(text.slice(0, start)) <= WORDS_MAX,
    endsLate: lettersIn(text.slice(tail.end)) <= WORDS_MAX,
  };
}

function carriesDigits(text: string, one: Word, digits: readonly Word[], index: number): boolean {
  if (ordinal.test(one.text)) return false;
  if (!/^\d$/.test(one.text)) return true;
  return (
    !counting.has(plain(wordBefore(text, one.start))) ||
    !digits.slice(index + 1).some((later) => /\d{2}/.test(later.text))
  );
}

/** The word in front of `at`, or ''. */
function wordBefore(text: string, at: number): string {
  let end = at;
  while (end > 0 && !isWordCode(codeAt(text, end - 1))) end -= 1;
  let start = end;
  while (start > 0 && isWordCode(codeAt(text, start - 1))) start -= 1;
  return text.slice(start, end);
}

function isWordCode(code: number): boolean {
  const lower = code | 32;
  return (lower >= 97 && lower <= 122) || isDigitCode(code) || code === 95;
}

function onlyFillers(text: string, carriers: readonly Word[]): boolean {
  let next = 0;
  asciiWord.lastIndex = 0;
  for (let match = asciiWord.exec(text); match !== null; match = asciiWord.exec(text)) {
    if (match.index === carriers[next]?.start) next += 1;
    else if (!isFiller(match[0])) return false;
  }
  return true;
}

function matchesOf(pattern: RegExp, text: string): Word[] {
  const words: Word[] = [];
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text))
    words.push({ text: match[0], start: match.index, end: pattern.lastIndex });
  return words;
}

const lastDigit = /[0-9](?=[^0-9]*$)/;

/**
 * Whether so much stands behind the last digit that no number goes on from there, whatever the digits are. False
 * where only a full look can tell: past ASCII, and where numbers may be words.
 */
export function endsEarly(text: string): boolean {
  const last = text.search(lastDigit);
  if (last < 0 || !isPlain(text)) return false;
  asciiWord.lastIndex = last;
  asciiWord.test(text);
  return lettersIn(text.slice(asciiWord.lastIndex)) > WORDS_MAX;
}

/** Whether a text without digits begins with a word that nobody dictating a number says. */
function isTalk(text: string): boolean {
  const first = firstWord.exec(text)?.[0];
  return first !== undefined && !numberWord.has(first.toLowerCase()) && !fillers.has(plain(first));
}

function isCarrier(words: readonly Word[], { text }: Word, index: number, letters: boolean): boolean {
  if (hasNumber(text)) {
    if (ordinal.test(text)) return false;
    const counts = /^\d$/.test(text) && counting.has(plain(words[index - 1]?.text ?? ''));
    return !(counts && words.slice(index + 1).some((later) => /\p{N}{2}/u.test(later.text)));
  }
  return letters && text.length >= 2 && text.length <= CAPITALS_MAX && /^[A-Z]+$/.test(text);
}

/** Marks the number words when the bubble is a dictated piece: "four one one one", not "one sec". */
function spelledWords(words: readonly Word[]): boolean[] | undefined {
  const marks = words.map(({ text }) => numberWord.has(text.toLowerCase()));
  const count = marks.filter(Boolean).length;
  const talk = words.some(({ text }, index) => marks[index] !== true && !fillers.has(plain(text)));
  return count >= 2 && !talk ? marks : undefined;
}

function isFiller(text: string): boolean {
  return fillers.has(plain(text)) || ordinal.test(text) || /^\d$/.test(text);
}

/** "card4111" begins at the digits; "DE89" begins at the letters. */
function gluedStart({ text, start }: Word): number {
  const glued = /^[\p{L}\p{M}_]{3,}(?=\p{N})/u.exec(text)?.[0];
  return glued === undefined || /^[A-Z]{4}$/.test(glued) ? start : start + glued.length;
}

function countCharacters(piece: string, spelled: boolean, letters: boolean): number {
  if (spelled) return piece.match(word)?.length ?? 0;
  return piece.match(letters ? /[A-Z\p{N}]/gu : /\p{N}/gu)?.length ?? 0;
}

function lettersIn(text: string): number {
  return text.trim().length;
}

/** Lower case without accents and apostrophes, as the fillers are listed. */
function plain(text: string): string {
  if (ascii.test(text)) return text.toLowerCase();
  return text
    .normalize('NFD')
    .replace(/[\p{M}'’]/gu, '')
    .toLowerCase();
}
