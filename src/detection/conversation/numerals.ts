/** Quick looks for numbers in a text: by code where it is ASCII, by the tables of Unicode only past it. */

/** Whether there is a digit or numeral of any writing. */
export function hasNumber(text: string): boolean {
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (isDigitCode(code)) return true;
    if (code > 127) return /\p{N}/u.test(text.slice(i));
  }
  return false;
}

/** Index of the first ASCII digit, or the length of the text. */
export function firstDigit(text: string): number {
  let at = 0;
  while (at < text.length && !isDigitCode(text.charCodeAt(at))) at += 1;
  return at;
}

export function isDigitCode(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** Fewest digits in a row of a number that is not remembered. */
const LONG_MIN = 3;

/** The text with a sign in place of each number of three digits and more. */
export function withoutNumbers(text: string): string {
  let run = 0;
  let long = false;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code > 127) return text.replace(/\p{N}{3,}/gu, '#');
    run = isDigitCode(code) ? run + 1 : 0;
    if (run === LONG_MIN) long = true;
  }
  return long ? text.replace(/\d{3,}/g, '#') : text;
}
