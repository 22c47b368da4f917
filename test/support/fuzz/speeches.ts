/** Numbers said in words, in many languages, digit by digit or in pairs, mixed with written digits and with filler words. */
import type { Chance } from './chance.ts';
import { englishPair, fillers, germanPair, kana, numerals, spoken } from './digit-words.ts';
import type { Spelling } from './spellings.ts';

const rule = /^folded:(spelled|leet|numerals)$/;
const wordOf = (list: readonly string[], digit: string, chance: Chance): string =>
  chance.pick((list[Number(digit)] ?? digit).split('/'));

const inWords = (language: string, words: string): Spelling => {
  const list = words.split(' ');
  return {
    name: `words, ${language}`,
    digitsOnly: true,
    rule,
    wear: (groups, chance) => {
      const [inner, outer] = chance.pick([
        [' ', ' '],
        [' ', ', '],
        ['-', ' '],
        [' ', ' - '],
        [', ', ', '],
        [' ', '\n'],
      ] as const);
      const shape = chance.pick([
        (word: string) => word,
        (word: string) => word,
        (word: string) => word.toUpperCase(),
        (word: string) => word.charAt(0).toUpperCase() + word.slice(1),
      ]);
      // Capitals of Turkish lose or gain a dot that no reader misses.
      const cased = language === 'tr' ? (word: string) => word : shape;
      return groups
        .map((group) => [...group].map((digit) => cased(wordOf(list, digit, chance))).join(inner))
        .join(outer);
    },
  };
};

const inNumerals = (name: string, set: string): Spelling => ({
  name: `numerals, ${name}`,
  digitsOnly: true,
  rule,
  wear: (groups, chance) => {
    const all = [...set];
    const text = groups
      .map((group) => [...group].map((digit) => all[Number(digit)]).join(''))
      .join(chance.pick(['', ' ', '、', '-']));
    return chance.often(0.2) ? [...text.replace(/[ 、-]/g, '')].join(' ') : text;
  },
});

const mixedWith = (language: string): Spelling => ({
  name: `words among digits, ${language}`,
  digitsOnly: true,
  rule,
  wear: (groups, chance) => {
    const list = (spoken[language] ?? '').split(' ');
    // At least one word, so that something has to be undone
    const text = [...groups.join('')].map((digit, index) =>
      index === 4 || chance.often(0.4) ? wordOf(list, digit, chance) : digit,
    );
    return text.join(' ');
  },
});

const withFillers = (language: string): Spelling => ({
  name: `fillers between, ${language}`,
  wear: (groups, chance) =>
    groups.reduce((text, group) => `${text} ${chance.pick(fillers[language] ?? ['-'])} ${group}`),
});

const wordsWithFillers = (language: string): Spelling => ({
  name: `words with fillers, ${language}`,
  digitsOnly: true,
  rule,
  wear: (groups, chance) => {
    const list = (spoken[language] ?? '').split(' ');
    return groups
      .map((group) => [...group].map((digit) => wordOf(list, digit, chance)).join(' '))
      .reduce((text, group) => `${text} ${chance.pick(fillers[language] ?? ['-'])} ${group}`);
  },
});

const ordinals = ['1st', '2nd', '3rd', '4th', '5th', '6th', '7th', '8th'];
const said = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth'];

const labelled: readonly Spelling[] = [
  {
    name: 'counting labels',
    wear: (groups, chance) => {
      const [label, gap] = chance.pick<readonly [(index: number) => string, string]>([
        [(index) => `${ordinals[index]} group `, ', '],
        [(index) => `${said[index]} four `, ', '],
        [(index) => `${said[index]}: `, '\n'],
        [(index) => `${index + 1}) `, '\n'],
        [(index) => `${index + 1}. `, '\n'],
        [(index) => `part ${index + 1}: `, ', '],
        [(index) => `#${index + 1} `, '\n'],
      ]);
      return groups.reduce((text, group, index) => `${text}${gap}${label(index)}${group}`);
    },
  },
];

const repeats = ['', '', 'double', 'triple'];

const doubled: Spelling = {
  name: 'double and triple',
  digitsOnly: true,
  rule,
  wear: (groups, chance) => {
    const list = (spoken['en'] ?? '').split(' ');
    return groups
      .map((group) =>
        group
          .replace(
            /(\d)\1{0,2}/g,
            (run: string) =>
              `${run.length > 1 ? `${repeats[run.length]} ` : ''}${wordOf(list, run.charAt(0), chance)} `,
          )
          .trim(),
      )
      .join(' ');
  },
};

const pairs = (name: string, say: (pair: string) => string): Spelling => ({
  name: `pairs, ${name}`,
  digitsOnly: true,
  rule,
  wear: (groups) => groups.map((group) => (group.match(/..?/g) ?? []).map(say).join(' ')).join(' '),
});

export const speeches: readonly Spelling[] = [
  ...Object.entries(spoken).map(([language, words]) => inWords(language, words)),
  ...Object.entries(numerals).map(([name, set]) => inNumerals(name, set)),
  inWords('ja, kana', kana),
  ...['en', 'es', 'de', 'fr', 'pt', 'it', 'nl', 'ru'].map(mixedWith),
  ...Object.keys(fillers).map(withFillers),
  ...['en', 'es', 'de', 'fr', 'it', 'pt'].map(wordsWithFillers),
  ...labelled,
  doubled,
  pairs('en', (pair) => englishPair(pair, '-')),
  pairs('en without hyphens', (pair) => englishPair(pair, ' ')),
  pairs('de', germanPair),
];
