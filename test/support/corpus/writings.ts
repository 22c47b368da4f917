/** Ways in which people, keyboards and copying change how a value looks. */

type Writing = (value: string) => string;

const groupsOf = (value: string): number[] => {
  if (/^\d{9}$/.test(value)) return [3, 2, 4];
  if (/^\d{15}$/.test(value)) return [4, 6, 5];
  if (/^\d{14}$/.test(value)) return [4, 6, 4];
  return Array.from({ length: Math.ceil(value.length / 4) }, () => 4);
};

const grouped =
  (separator: string, sizes?: readonly number[]): Writing =>
  (value) => {
    const parts: string[] = [];
    let from = 0;
    for (const size of sizes ?? groupsOf(value)) {
      parts.push(value.slice(from, from + size));
      from += size;
    }
    return [...parts, value.slice(from)].filter((part) => part !== '').join(separator);
  };

const eachDigit =
  (write: (digit: number) => string): Writing =>
  (value) =>
    value.replace(/\d/g, (digit) => write(Number(digit)));

const digitWords: Readonly<Record<string, string>> = {
  en: 'zero one two three four five six seven eight nine',
  es: 'cero uno dos tres cuatro cinco seis siete ocho nueve',
  de: 'null eins zwei drei vier fünf sechs sieben acht neun',
  fr: 'zéro un deux trois quatre cinq six sept huit neuf',
  pt: 'zero um dois três quatro cinco seis sete oito nove',
  it: 'zero uno due tre quattro cinque sei sette otto nove',
};

const spelled =
  (language: string, separator = ' '): Writing =>
  (value) => {
    const words = digitWords[language]?.split(' ') ?? [];
    return [...value].map((digit) => words[Number(digit)] ?? digit).join(separator);
  };

export const writings: Readonly<Record<string, Writing>> = {
  space: grouped(' '),
  dash: grouped('-'),
  dot: grouped('.'),
  slash: grouped('/'),
  nbsp: grouped('\u00a0'),
  newline: grouped('\n'),
  thin: grouped('\u2009'),
  triple: grouped(' ', [3, 3, 3, 3, 3, 3]),
  each: (value) => [...value].join(' '),
  zwsp: (value) => [...value].join('\u200b'),
  stars: (value) => grouped('** **')(value),
  fullwidth: eachDigit((digit) => String.fromCodePoint(0xff10 + digit)),
  arabic: eachDigit((digit) => String.fromCodePoint(0x660 + digit)),
  devanagari: eachDigit((digit) => String.fromCodePoint(0x966 + digit)),
  mathbold: eachDigit((digit) => String.fromCodePoint(0x1d7ce + digit)),
  keycap: eachDigit((digit) => `${digit}\ufe0f\u20e3`),
  entities: eachDigit((digit) => `&#${48 + digit};`),
  percent: eachDigit((digit) => `%3${digit}`),
  leet: (value) => value.replaceAll('0', 'O').replaceAll('1', 'l'),
  lower: (value) => value.toLowerCase(),
  cpf: (value) => value.replace(/^(...)(...)(...)(..)$/, '$1.$2.$3-$4'),
  ahv: (value) => value.replace(/^(...)(....)(....)(..)$/, '$1.$2.$3.$4'),
  cuit: (value) => value.replace(/^(..)(.{8})(.)$/, '$1-$2-$3'),
  nhs: grouped(' ', [3, 3, 4]),
  nino: grouped(' ', [2, 2, 2, 2, 1]),
  nir: grouped(' ', [1, 2, 2, 2, 3, 3, 2]),
  three: grouped(' ', [3, 3, 3]),
  ...Object.fromEntries(Object.keys(digitWords).map((language) => [`spelled-${language}`, spelled(language)])),
  'mixed-en': (value) => [...value].map((digit, index) => (index % 3 === 1 ? spelled('en')(digit) : digit)).join(' '),
};

/** The tag of a writing, in the words of the public taxonomy. */
export function tagsOf(writing: string): readonly string[] {
  if (writing.startsWith('spelled-')) return ['obfuscated', 'digits_spelled'];
  if (writing === 'mixed-en') return ['obfuscated', 'digits_mixed_spelled'];
  if (writing === 'entities' || writing === 'percent') return ['obfuscated', 'encoded'];
  if (/^(fullwidth|arabic|devanagari|mathbold|keycap|leet)$/.test(writing)) return ['obfuscated', `digits_${writing}`];
  if (writing === 'zwsp') return ['obfuscated', 'sep_zero_width'];
  return [`sep_${writing}`];
}
