/** Forty ways to write a number or an address past a filter; seeded by the caller, each one keeps the value readable. */

/** A disguise of a value that was written in groups of digits; the answer starts and ends with the value. */
export interface Disguise {
  readonly name: string;
  readonly rule: string;
  wear(groups: readonly string[]): string;
}

const digits = (text: string, of: (digit: string, index: number) => string): string => {
  let index = 0;
  return text.replace(/\d/g, (digit) => of(digit, index++));
};
const perDigit = (name: string, rule: string, of: (digit: string, index: number) => string, sep = ' '): Disguise => ({
  name,
  rule,
  wear: (groups) => digits(groups.join(sep), of),
});
const inScript = (name: string, zero: number): Disguise =>
  perDigit(name, 'folded', (digit) => String.fromCodePoint(zero + Number(digit)));
const joined = (name: string, sep: string, rule = ''): Disguise => ({ name, rule, wear: (groups) => groups.join(sep) });
const inWords = (name: string, words: string, sep = ' '): Disguise => {
  const list = words.split(' ');
  return {
    name,
    rule: 'folded:spelled',
    wear: (groups) => [...groups.join('')].map((digit) => list[Number(digit)]).join(sep),
  };
};
const whole = (name: string, rule: string, of: (text: string) => string): Disguise => ({
  name,
  rule,
  wear: (groups) => of(groups.join('-')),
});
const code = (digit: string): number => digit.charCodeAt(0);
const hex = (text: string): string => Buffer.from(text).toString('hex');

export const numberDisguises: readonly Disguise[] = [
  inScript('Arabic-Indic', 0x660),
  inScript('Devanagari', 0x966),
  inScript('Thai', 0xe50),
  inScript('full-width', 0xff10),
  inScript('mathematical bold', 0x1d7ce),
  perDigit('superscript', 'folded', (digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)] ?? ''),
  perDigit('circled', 'folded', (digit) => '⓪①②③④⑤⑥⑦⑧⑨'[Number(digit)] ?? ''),
  perDigit('keycap', 'folded', (digit) => `${digit}\ufe0f\u20e3`),
  perDigit('zero-width', 'folded', (digit, index) => (index === 0 ? digit : `\u200b${digit}`)),
  perDigit('bidi', 'folded', (digit, index) => (index === 0 ? digit : `\u200e${digit}`)),
  perDigit('struck through', 'folded', (digit) => `${digit}\u0336`),
  joined('no-break blanks', '\u00a0', 'folded'),
  joined('dots', '.'),
  joined('slashes', '/'),
  { name: 'bold and italics', rule: '', wear: (groups) => `${groups.join('** _')}` },
  joined('back-ticks', '` `'),
  joined('escaped dashes', '\\-'),
  joined('line breaks', '\r\n'),
  joined('HTML blanks', '&nbsp;', 'folded:escape'),
  joined('HTML tags', '</b> <b>', 'folded:escape'),
  joined('HTML breaks', '<br/>', 'folded:escape'),
  perDigit('decimal entities', 'folded:escape', (digit) => `&#${code(digit)};`),
  perDigit('hex entities', 'folded:escape', (digit) => `&#x${code(digit).toString(16)};`),
  perDigit('some entities', 'folded:escape', (digit, index) => (index % 3 === 1 ? `&#0${code(digit)};` : digit)),
  perDigit('entities of entities', 'folded:escape', (digit) => `&amp;#${code(digit)};`),
  perDigit('full-width entities', 'folded:escape', (digit) => `&#${0xff10 + Number(digit)};`),
  perDigit('percent', 'folded:escape', (digit) => `%${code(digit).toString(16)}`, '%20'),
  perDigit('percent, full-width', 'folded:escape', (digit) =>
    encodeURIComponent(String.fromCodePoint(0xff10 + Number(digit))),
  ),
  perDigit('backslash u', 'folded:escape', (digit) => `\\u00${code(digit).toString(16)}`),
  perDigit('backslash u, braces', 'folded:escape', (digit) => `\\u{${code(digit).toString(16)}}`),
  perDigit('backslash x', 'folded:escape', (digit) => `\\x${code(digit).toString(16)}`),
  perDigit('backslash octal', 'folded:escape', (digit) => `\\0${code(digit).toString(8)}`),
  inWords('English', 'zero one two three four five six seven eight nine'),
  inWords('English with oh and dashes', 'oh one two three four five six seven eight nine', '-'),
  inWords('German', 'null eins zwei drei vier fünf sechs sieben acht neun'),
  inWords('Spanish', 'cero uno dos tres cuatro cinco seis siete ocho nueve'),
  inWords('French', 'zéro un deux trois quatre cinq six sept huit neuf'),
  inWords('Italian', 'zero uno due tre quattro cinque sei sette otto nove'),
  inWords('Portuguese', 'zero um dois três quatro cinco seis sete oito nove'),
  {
    name: 'words among digits',
    rule: 'folded:spelled',
    wear: (groups) => {
      const words = 'zero one two three four five six seven eight nine'.split(' ');
      return [...groups.join('')].map((digit, index) => (index % 3 === 1 ? words[Number(digit)] : digit)).join(' ');
    },
  },
  whole('base64', 'folded:base64', (text) => Buffer.from(text).toString('base64')),
  whole('hex', 'folded:hex', hex),
  whole('hex in pairs', 'folded:hex', (text) => (hex(text).match(/../g) ?? []).join(' ')),
];

/** These change only some digits, so a value may come out as it was. */
export const lookalikeDisguises: readonly Disguise[] = [
  perDigit('O and l', 'folded:leet', (digit) => ({ 0: 'O', 1: 'l' })[digit] ?? digit),
  perDigit('o and I', 'folded:leet', (digit) => ({ 0: 'o', 1: 'I' })[digit] ?? digit),
  perDigit('S, B and Z', 'folded:leet', (digit) => ({ 5: 'S', 8: 'B', 2: 'Z' })[digit] ?? digit),
  perDigit('Cyrillic', 'folded:leet', (digit) => ({ 0: 'О', 3: 'З', 8: 'В' })[digit] ?? digit),
  perDigit('all of them', 'folded:leet', (digit) => ({ 0: 'O', 1: 'l', 5: 'S', 8: 'B' })[digit] ?? digit),
];

export const addressDisguises: readonly ((local: string, labels: readonly string[]) => string)[] = [
  (local, labels) => `${local} [at] ${labels.join(' [dot] ')}`,
  (local, labels) => `${local}(at)${labels.join('(dot)')}`,
  (local, labels) => `${local} at ${labels.join(' dot ')}`,
  (local, labels) => `${local} AT ${labels.join(' DOT ')}`,
  (local, labels) => `${local}{at}${labels.join('.')}`,
  (local, labels) => `${local} arroba ${labels.join(' punto ')}`,
  (local, labels) => `${local} chiocciola ${labels.join(' punto ')}`,
  (local, labels) => `${local} arobase ${labels.join(' point ')}`,
  (local, labels) => `${local} [ät] ${labels.join(' [punkt] ')}`,
  (local, labels) => `${local}&#64;${labels.join('.')}`,
  (local, labels) => `${local}%40${labels.join('%2E')}`,
  (local, labels) => `${local}＠${labels.join('．')}`,
  (local, labels) => `${local} @ ${labels.join(' . ')}`,
];
