/** The unfinished number in words, letters or escapes at the end of a text: what a stream must hold back besides digits. */
import { isFiller } from './fold-fillers.ts';
import { beginsNumberWord, isNumberWord } from './spelled.ts';

/** Units at the end that are looked at: sixteen words with fillers between. */
const REACH = 512;
/** Fewer digits in words or letters give nothing away. */
const DIGITS_MIN = 4;
/** Letters that pass for digits, with digits and the signs of escapes. */
const disguised = /^[\dOoQDlI|!iZzESsAGbTtBgqhae$&#;x%\\u{}=.,:/_*~+'"()[\]-]+$/;
const escapes = /&#x?[0-9a-f]+;?|%[0-9a-f]{2}|\\u\{?[0-9a-f]{2,6}\}?|\\x[0-9a-f]{2}|=3\d/gi;

/** Index in the folded text from which a number in disguise may still go on; its length when there is none. */
export function openDisguise(text: string): number {
  const from = Math.max(0, text.length - REACH);
  const tokens = [...text.slice(from).matchAll(/\S+/g)];
  let open = text.length;
  let digits = 0;
  for (let index = tokens.length - 1; index >= 0; index -= 1) {
    const token = tokens[index] as RegExpExecArray;
    const last = index === tokens.length - 1 && token.index + token[0].length === text.length - from;
    const said = digitsOf(token[0], last);
    if (said === undefined) break;
    if (said > 0 || last) open = from + token.index;
    digits += said;
  }
  return digits >= DIGITS_MIN ? open : text.length;
}

/** How many digits a piece between blanks says; 0 for what may stand in a number, undefined for anything else. */
function digitsOf(token: string, last: boolean): number | undefined {
  const word = token.toLowerCase().replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
  if (word === '') return token.includes('@') ? undefined : 0;
  const parts = word.split('-');
  if (parts.every(isNumberWord)) return parts.length;
  if (isFiller(word) || (last && beginsNumberWord(word))) return 0;
  if (!/\d/.test(token))
    return /[A-Z|$]/.test(token) && token.length > 2 && disguised.test(token) ? token.length : undefined;
  return disguised.test(token) ? token.replace(escapes, '0').replace(/[^\p{L}\p{N}]/gu, '').length : undefined;
}
