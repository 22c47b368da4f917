/** Numbers in the escapes of markup, addresses, source code and mail, and in base64 and hexadecimal. */
import type { Chance } from './chance.ts';
import type { Spelling } from './spellings.ts';

const escapeRule = /^folded:escape$/;
const code = (digit: string): number => digit.charCodeAt(0);
const hexOf = (digit: string): string => code(digit).toString(16);

const perDigit = (
  name: string,
  of: (digit: string, chance: Chance) => string,
  seps: readonly string[] = ['', ' ', '-'],
): Spelling => ({
  name,
  rule: escapeRule,
  wear: (groups, chance) =>
    groups.map((group) => group.replace(/\d/g, (digit) => of(digit, chance))).join(chance.pick(seps)),
});

const whole = (name: string, rule: RegExp, of: (text: string, chance: Chance) => string): Spelling => ({
  name,
  rule,
  wear: (groups, chance) => of(groups.join(chance.pick(['', ' ', '-'])), chance),
});

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const hex = (text: string): string => Buffer.from(text).toString('hex');
/** Quoted-printable: a soft line break may stand anywhere. */
const quoted = (text: string): string => [...text].map((one) => `=${code(one).toString(16).toUpperCase()}`).join('');

export const encodings: readonly Spelling[] = [
  perDigit('decimal entities', (digit) => `&#${code(digit)};`),
  perDigit('padded decimal entities', (digit) => `&#00${code(digit)};`),
  perDigit('hex entities', (digit, chance) => `&#${chance.pick(['x', 'X'])}${hexOf(digit)};`),
  // Behind an entity without its semicolon a written digit would belong to it.
  {
    name: 'entities without semicolon',
    rule: escapeRule,
    wear: (groups) => groups.join(' ').replace(/\d/g, (digit) => `&#${code(digit)}`),
  },
  {
    name: 'named entities between',
    rule: escapeRule,
    wear: (groups, chance) =>
      groups.join(
        chance.pick([
          '&nbsp;',
          '&ensp;',
          '&ndash;',
          '&hyphen;',
          '&period;',
          '&thinsp;',
          '&zwj;',
          '&middot;',
          '&shy;',
          '&sol;',
          '&lowbar;',
          '&#8203;',
          '&ZeroWidthSpace;',
          '&NoBreak;',
          '&nbsp',
          '&shy',
        ]),
      ),
  },
  {
    name: 'tags between',
    rule: escapeRule,
    wear: (groups, chance) =>
      groups.join(chance.pick(['<br>', '<b></b>', '</span><span>', '<wbr>', '<!-- x -->', '</td><td class="n">'])),
  },
  perDigit('some entities', (digit, chance) => (chance.often(0.4) ? `&#${code(digit)};` : digit)),
  perDigit('entities of entities', (digit) => `&amp;#${code(digit)};`),
  perDigit('percent', (digit) => `%${hexOf(digit)}`, ['', '%20', '-', '+']),
  perDigit('percent twice', (digit) => `%25${hexOf(digit)}`, ['', '%2520', '-']),
  perDigit('some percent', (digit, chance) => (chance.often(0.4) ? `%${hexOf(digit)}` : digit), ['', '%20', '-']),
  perDigit('percent, full width', (digit) => encodeURIComponent(String.fromCodePoint(0xff10 + Number(digit)))),
  perDigit('backslash u', (digit) => `\\u00${hexOf(digit)}`),
  perDigit('backslash u, twice', (digit) => `\\\\u00${hexOf(digit)}`),
  perDigit('backslash u, braces', (digit) => `\\u{${hexOf(digit)}}`),
  perDigit('backslash u, full width', (digit) => `\\uff1${digit}`),
  perDigit('backslash x', (digit) => `\\x${hexOf(digit)}`),
  perDigit('backslash octal', (digit) => `\\0${code(digit).toString(8)}`),
  perDigit('style sheet escapes', (digit) => `\\0000${hexOf(digit)}`),
  perDigit('mixed escapes', (digit, chance) =>
    chance.pick([digit, `&#${code(digit)};`, `%${hexOf(digit)}`, `\\u00${hexOf(digit)}`]),
  ),
  perDigit('U+ notation', (digit) => `U+00${hexOf(digit)}`, ['', ' ']),
  whole('quoted-printable', /^folded:(escape|quoted-printable)$/, quoted),
  {
    name: 'quoted-printable digits',
    rule: /^folded:(escape|quoted-printable)$/,
    wear: (groups, chance) =>
      groups.map((group) => group.replace(/\d/g, (digit) => `=${hexOf(digit)}`)).join(chance.pick([' ', '-', '=20'])),
  },
  { name: 'quoted-printable soft breaks', wear: (groups) => groups.join('=\r\n') },
  whole('base64', /^folded:base64$/, base64),
  whole('base64 without padding', /^folded:base64$/, (text) => base64(text).replace(/=+$/, '')),
  whole('base64 of base64', /^folded:base64$/, (text) => base64(base64(text))),
  whole('base64 three times', /^folded:base64$/, (text) => base64(base64(base64(text)))),
  whole(
    'base64 in lines',
    /^folded:base64$/,
    (text) =>
      base64(text)
        .match(/.{1,16}/g)
        ?.join('\r\n') ?? '',
  ),
  whole('base64 of words', /^folded:base64$/, (text) => base64(`my number is ${text}.`)),
  whole('hex', /^folded:hex$/, hex),
  whole('hex in capitals with 0x', /^folded:hex$/, (text) => `0x${hex(text).toUpperCase()}`),
  whole('hex in pairs', /^folded:hex$/, (text, chance) =>
    (hex(text).match(/../g) ?? []).join(chance.pick([' ', ':', '-', ', '])),
  ),
  whole('hex in pairs with 0x', /^folded:hex$/, (text) =>
    (hex(text).match(/../g) ?? []).map((two) => `0x${two}`).join(' '),
  ),
  whole('hex of base64', /^folded:hex$/, (text) => hex(base64(text))),
  whole('base64 of hex', /^folded:base64$/, (text) => base64(hex(text))),
  whole('character codes', /^folded:(codes|hex)$/, (text, chance) =>
    [...text].map((one) => code(one)).join(chance.pick([' ', ', ', ','])),
  ),
  whole('binary', /^folded:codes$/, (text) => [...text].map((one) => code(one).toString(2).padStart(8, '0')).join(' ')),
];
