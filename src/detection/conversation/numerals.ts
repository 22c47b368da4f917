/** Quick looks for numbers and words in a text. Patterns are the fast way here: a loop over the units of a string costs more. */

/** Whether there is a digit or numeral of any writing. */
export function hasNumber(text: string): boolean {
  // Most texts with a number have one in ASCII, and the shorter table of it is read at half the price.
  return /[0-9]/.test(text) || (!isPlain(text) && /\p{N}/u.test(text));
}

/** Whether two letters of any writing stand side by side. */
export function hasWords(text: string): boolean {
  return /\p{L}{2}/u.test(text);
}

/** Whether all of it is ASCII. */
export function isPlain(text: string): boolean {
  // Counting bytes is a tenth of the price of any pattern.
  return Buffer.byteLength(text) === text.length;
}

/** Index of the first ASCII digit, or the length of the text. */
export function firstDigit(text: string): number {
  const at = text.search(/[0-9]/);
  return at < 0 ? text.length : at;
}

export function isDigitCode(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** The text with a sign in place of each number of three digits and more. */
export function withoutNumbers(text: string): string {
  // A counted group costs half as much again.
  return isPlain(text) ? text.replace(/[0-9][0-9][0-9]+/g, '#') : text.replace(/\p{N}{3,}/gu, '#');
}

/** Three numerals of any writing, or a low half at the beginning, which may be the end of one. */
const anyLongNumber = /[0-9]{3}|[^\0-\x7f]/;

/** Units by which the numbers of a text usually shrink. */
const NUMBERS_ROOM = 48;

/** The last `max` units of `withoutNumbers(text)`; reads no more of a long text than it has to. */
export function tailWithoutNumbers(text: string, max: number): string {
  // Most bubbles have no number near their end: nothing is to be replaced, and the two units in front part none.
  const end = text.slice(-max - 2);
  if (end.length === max + 2 && !anyLongNumber.test(end)) return end.slice(2);
  for (let window = max + NUMBERS_ROOM; window < text.length; window *= 2) {
    const tail = withoutNumbers(text.slice(-window));
    // What the cut left of a number or of a pair stands in the first two units.
    if (tail.length >= max + 2) return tail.slice(-max);
  }
  return withoutNumbers(text).slice(-max);
}
