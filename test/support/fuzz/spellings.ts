/** Ways to write a valid number past a filter, by class; each keeps the value readable to a person or a decoder. */
import type { Chance } from './chance.ts';
import { encodings } from './encodings.ts';
import { speeches } from './speeches.ts';

export interface Spelling {
  readonly name: string;
  /** Whether only digits can be written so: no IBAN. */
  readonly digitsOnly?: boolean;
  /** The name of the trick in the evidence, as a pattern; left out when nothing needs to be normalised. */
  readonly rule?: RegExp;
  /** Starts and ends with the value. */
  wear(groups: readonly string[], chance: Chance): string;
}

const points = (...ranges: readonly (number | readonly [number, number])[]): string[] =>
  ranges.flatMap((one) => {
    const [from, to] = typeof one === 'number' ? [one, one] : one;
    return Array.from({ length: to - from + 1 }, (_, index) => String.fromCodePoint(from + index));
  });

const blanks = points(0xa0, [0x2000, 0x200a], 0x202f, 0x205f, 0x3000);
const dashes = points([0x2010, 0x2015], 0x2212, 0x2043, 0xfe58, 0xfe63, 0xff0d);
const dots = points(0xb7, 0x2022, 0x2027, 0x22c5, 0x30fb, 0xff0e, 0x2024);
const hidden = points(
  [0x200b, 0x200f],
  [0x202a, 0x202e],
  [0x2060, 0x2064],
  [0x2066, 0x2069],
  0xfeff,
  0xad,
  0x61c,
  0x180e,
);
const combining = points([0x300, 0x30f], 0x332, [0x334, 0x338], 0x20d0, 0x20dd, 0x20e0);
const selectors = points([0xfe00, 0xfe0f], [0xe0100, 0xe0103]);
const tags = points([0xe0030, 0xe0039], [0xe0061, 0xe007a]);
const emoji = ['😀', '👉', '💳', '🔥', '👍🏽', '👨‍👩‍👧', '🇩🇪', '➡️', '✨'];
const zeros = points(
  ...[0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6, 0xe50, 0xed0, 0xf20],
  ...[0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50, 0x1bb0, 0x1c40, 0x1c50, 0xa620, 0xa8d0],
  ...[0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0x104a0, 0x11066, 0x110f0, 0x11136, 0x111d0, 0x112f0, 0x11450, 0x114d0],
);
const mathZeros = points(0x1d7ce, 0x1d7d8, 0x1d7e2, 0x1d7ec, 0x1d7f6);
/** Digits 0 to 9 of each circled, bracketed or pointed kind. */
const enclosed = [
  '⓪①②③④⑤⑥⑦⑧⑨',
  '⓿❶❷❸❹❺❻❼❽❾',
  '🄋➀➁➂➃➄➅➆➇➈',
  '🄌➊➋➌➍➎➏➐➑➒',
  '⓪⓵⓶⓷⓸⓹⓺⓻⓼⓽',
  '0⑴⑵⑶⑷⑸⑹⑺⑻⑼',
  '🄀⒈⒉⒊⒋⒌⒍⒎⒏⒐',
  '🄁🄂🄃🄄🄅🄆🄇🄈🄉🄊',
];

/** Letters that pass for a digit at a glance. */
const strongLetters = ['OoQØОο', 'lI|!iІ', 'Z', 'З', 'Ч', 'S$Ѕ', 'б', '', 'BВ', ''];
const weakLetters = ['D', '', 'z', 'E', 'A', 's', 'Gb', 'T', '', 'gq'];

const joined = (name: string, seps: readonly string[], rule?: RegExp): Spelling => ({
  name,
  ...(rule && { rule }),
  wear: (groups, chance) => {
    const sep = chance.pick(seps);
    return groups.length > 1 ? groups.join(sep) : cutAnywhere(groups[0] ?? '', chance).join(sep);
  },
});

/** A number written without groups is cut into fours. */
function cutAnywhere(number: string, chance: Chance): string[] {
  const size = chance.pick([3, 4, 5]);
  return number.match(new RegExp(`.{1,${size}}`, 'g')) ?? [number];
}

/** Changes each digit of the printed form; `last` tells the last one, behind which nothing may be added. */
const perDigit = (
  name: string,
  rule: RegExp,
  of: (digit: string, chance: Chance, last: boolean, first: boolean) => string,
  sep: string | readonly string[] = ['', ' ', '-'],
): Spelling => ({
  name,
  rule,
  wear: (groups, chance) => {
    const text = groups.join(typeof sep === 'string' ? sep : chance.pick(sep));
    return text.replace(/\d/g, (digit, at: number) => of(digit, chance, at === text.length - 1, at === 0));
  },
});

const inScript = (name: string, all: readonly string[]): Spelling => ({
  name,
  rule: /^folded$/,
  wear: (groups, chance) => {
    const zero = chance.pick(all).codePointAt(0) ?? 0;
    return groups.join(chance.pick(['', ' '])).replace(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit)));
  },
});

const from = (name: string, sets: readonly string[], sep: string | readonly string[] = ['', ' ', '-']): Spelling => ({
  name,
  rule: /^folded/,
  wear: (groups, chance) => {
    const set = [...chance.pick(sets)];
    return groups
      .join(typeof sep === 'string' ? sep : chance.pick(sep))
      .replace(/\d/g, (digit) => set[Number(digit)] ?? digit);
  },
});

const leet = (name: string, letters: readonly string[], share: number): Spelling => {
  const { rule, wear } = perDigit(name, /^folded:leet$/, (digit, chance) => {
    const all = [...(letters[Number(digit)] ?? '')];
    return all.length > 0 && chance.often(share) ? chance.pick(all) : digit;
  });
  // At the end of a group an exclamation mark is no digit to anyone.
  return { name, ...(rule && { rule }), wear: (groups, chance) => wear(groups, chance).replace(/!(?![^ -])/g, '1') };
};

const marked: readonly (readonly [string, string])[] = [
  ['**', '**'],
  ['*', '*'],
  ['`', '`'],
  ['~~', '~~'],
  ['__', '__'],
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
  ['"', '"'],
  ["'", "'"],
  ['«', '»'],
  ['„', '“'],
  ['<', '>'],
  ['【', '】'],
  ['||', '||'],
];

const shapes: readonly Spelling[] = [
  joined('plain separators', [' ', '-', '.', '/', '_', ',', '|', '  ', ' - ', ' / ', ', ', '; ', ':', ' | ', '--']),
  joined('line breaks and tabs', ['\n', '\r\n', '\t', '\n\n', ' \n', '\v', '\f', '\u0085', '\u2028']),
  joined('space kinds', blanks, /^folded/),
  joined('dash kinds', dashes, /^folded/),
  joined('dot kinds', dots, /^folded/),
  joined('emoji between', [...emoji, ...emoji.map((one) => ` ${one} `)], /^folded/),
  joined('arrows and symbols between', ['→', ' → ', '✓', '§', '¦', '•', '*', '~', '+', '=', '>', '#', '…']),
  {
    name: 'marked up groups',
    wear: (groups, chance) => {
      const [open, close] = chance.pick(marked);
      return groups.join(`${close} ${open}`);
    },
  },
  {
    name: 'each digit apart',
    wear: (groups, chance) => [...groups.join('')].join(chance.pick([' ', '-', '.', ', ', '*', '_'])),
  },
  perDigit('zero-width and bidi', /^folded/, (digit, chance, last) =>
    last ? digit : `${digit}${chance.pick(hidden)}`,
  ),
  perDigit('combining marks', /^folded/, (digit, chance) => `${digit}${chance.pick(combining)}`),
  perDigit('variation selectors', /^folded/, (digit, chance) => `${digit}${chance.pick(selectors)}`),
  perDigit('tag characters', /^folded/, (digit, chance, last) => (last ? digit : `${digit}${chance.pick(tags)}`)),
  perDigit('keycap', /^folded/, (digit, chance) => `${digit}${chance.pick(['\ufe0f\u20e3', '\u20e3'])}`),
  inScript('digits of all scripts', zeros),
  inScript('full width', ['０']),
  inScript('mathematical', mathZeros),
  inScript('segmented', [String.fromCodePoint(0x1fbf0)]),
  from('super- and subscript', ['⁰¹²³⁴⁵⁶⁷⁸⁹', '₀₁₂₃₄₅₆₇₈₉']),
  from('enclosed', enclosed),
  leet('look-alikes, half of them', strongLetters, 0.5),
  leet('look-alikes, all', strongLetters, 1),
  leet('weak look-alikes, a third', weakLetters, 0.34),
  leet('weak look-alikes, all', weakLetters, 1),
];

export const spellings: readonly Spelling[] = [...shapes, ...encodings, ...speeches];

/** Ways that still leave digits, so that two of them can be worn at once. */
export function mixed(groups: readonly string[], chance: Chance): string {
  const digit = (one: string): string => {
    switch (chance.below(8)) {
      case 0:
        return String.fromCodePoint((chance.pick([...zeros, '０', ...mathZeros]).codePointAt(0) ?? 0) + Number(one));
      case 1:
        return [...chance.pick(enclosed)][Number(one)] ?? one;
      case 2:
        return `${one}${chance.pick(combining)}`;
      case 3:
        return chance.pick([...(strongLetters[Number(one)] || one)]);
      default:
        return one;
    }
  };
  const gap = (): string =>
    chance.pick([...blanks, ...dashes, ...dots, ' ', '-', '.', '** **', '\n', '_']) +
    (chance.often(0.3) ? chance.pick(hidden) : '');
  return groups
    .map((group) => [...group].map((one) => (/\d/.test(one) ? digit(one) : one)).join(''))
    .reduce((text, group) => text + gap() + group);
}
