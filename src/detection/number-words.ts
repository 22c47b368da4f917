/** Number words of six languages, and how each of them says a number digit by digit or in pairs. */

export interface NumberLanguage {
  /** Word (lower case, no accents) → one or two digits. A ten ends in `0` and may take a unit behind it. */
  readonly words: ReadonlyMap<string, string>;
  /** `double`, `triple`: how often the next digit counts. */
  readonly times: ReadonlyMap<string, number>;
  /** Between a ten and its unit: `y`, `et`. */
  readonly joins: ReadonlySet<string>;
  /** What two neighbours mean together: soixante dix is 70, quatre vingt is 80. */
  readonly sums: ReadonlyMap<string, string>;
}

/** Digit words 0 to 9; a slash parts spellings. */
const units = {
  en: 'zero/nought/naught one two three four/fower five six seven eight nine/niner',
  de: 'null eins/ein/eine zwei/zwo drei vier funf/fuenf sechs sieben acht neun',
  es: 'cero uno/un/una dos tres cuatro cinco seis siete ocho nueve',
  fr: 'zero un/une deux trois quatre cinq six sept huit neuf',
  it: 'zero uno/un/una due tre quattro cinque sei sette otto nove',
  pt: 'zero um/uma dois/duas tres quatro cinco seis/meia sete oito nove',
} as const;

/** 10 to 19. */
const teens = {
  en: 'ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen',
  de: 'zehn elf zwolf/zwoelf dreizehn vierzehn funfzehn/fuenfzehn sechzehn siebzehn achtzehn neunzehn',
  es: 'diez once doce trece catorce quince dieciseis diecisiete dieciocho diecinueve',
  fr: 'dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf',
  it: 'dieci undici dodici tredici quattordici quindici sedici diciassette diciotto diciannove',
  pt: 'dez onze doze treze quatorze/catorze quinze dezesseis/dezasseis dezessete/dezassete dezoito dezenove/dezanove',
} as const;

/** 20 to 90. */
const tens = {
  en: 'twenty thirty forty/fourty fifty sixty seventy eighty ninety',
  de: 'zwanzig dreissig/dreißig vierzig funfzig/fuenfzig sechzig siebzig achtzig neunzig',
  es: 'veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa',
  fr: 'vingt trente quarante cinquante soixante septante huitante/octante/quatre-vingt/quatre-vingts nonante',
  it: 'venti trenta quaranta cinquanta sessanta settanta ottanta novanta',
  pt: 'vinte trinta quarenta cinquenta sessenta setenta oitenta noventa',
} as const;

const times = {
  en: 'double triple/treble quadruple',
  de: 'doppel/doppelt/zweimal dreifach/dreimal viermal',
  es: 'doble triple cuadruple',
  fr: 'double triple quadruple',
  it: 'doppio triplo quadruplo',
  pt: 'duplo/dobro triplo quadruplo',
} as const;

const joins = { en: '', de: '', es: 'y', fr: 'et', it: 'e', pt: 'e' } as const;

type Code = keyof typeof units;
const codes: readonly Code[] = ['en', 'de', 'es', 'fr', 'it', 'pt'];

const none: ReadonlyMap<string, string> = new Map();
const frenchSums: ReadonlyMap<string, string> = new Map([
  ['4 20', '80'],
  ...Array.from({ length: 10 }, (_, unit): [string, string] => [`60 1${unit}`, `7${unit}`]),
  ...Array.from({ length: 10 }, (_, unit): [string, string] => [`80 1${unit}`, `9${unit}`]),
]);

/** English first: it wins a tie. */
export const numberLanguages: readonly NumberLanguage[] = codes.map(languageOf);

/** Words by which the scanner tells that a text may hold a spoken number. */
export const numberWords: readonly string[] = [
  ...new Set(numberLanguages.flatMap(({ words }) => [...words.keys()].filter((word) => !word.includes('-')))),
];

function languageOf(code: Code): NumberLanguage {
  const words = new Map<string, string>();
  const put = (list: string, digitsOf: (index: number) => string): void => {
    for (const [index, spellings] of list.split(' ').entries())
      for (const word of spellings.split('/')) words.set(word, digitsOf(index));
  };
  put(units[code], String);
  put(teens[code], (index) => `1${index}`);
  put(tens[code], (index) => `${index + 2}0`);
  for (const [word, digits] of compounds(code)) words.set(word, digits);
  const repeats = new Map<string, number>();
  for (const [index, spellings] of times[code].split(' ').entries())
    for (const word of spellings.split('/')) repeats.set(word, index + 2);
  return {
    words,
    times: repeats,
    joins: new Set(joins[code].split(' ').filter(Boolean)),
    sums: code === 'fr' ? frenchSums : none,
  };
}

/** Tens and units in one word: einundzwanzig, veintiuno, ventuno, soixante-douze. */
function compounds(code: Code): [string, string][] {
  const pairs: [string, string][] = [];
  const unitList = units[code].split(' ').map((spellings) => spellings.split('/'));
  const tenList = tens[code].split(' ').map((spellings) => spellings.split('/'));
  for (let ten = 0; ten < tenList.length; ten += 1)
    for (const tenWord of tenList[ten] ?? [])
      for (let unit = 1; unit <= 9; unit += 1)
        for (const unitWord of unitList[unit] ?? []) {
          const word = compound(code, tenWord, unitWord, unit);
          if (word !== undefined) pairs.push([word, `${ten + 2}${unit}`]);
        }
  if (code === 'fr') {
    for (const [index, spellings] of teens.fr.split(' ').entries()) {
      pairs.push([`soixante-${spellings}`, `7${index}`], [`quatre-vingt-${spellings}`, `9${index}`]);
    }
    pairs.push(['soixante-et-onze', '71']);
  }
  return pairs;
}

function compound(code: Code, ten: string, unitWord: string, unit: number): string | undefined {
  switch (code) {
    case 'de':
      return unitWord === 'eins' || unitWord === 'eine' ? undefined : `${unitWord}und${ten}`;
    case 'es':
      return ten === 'veinte' ? `veinti${unitWord}` : undefined;
    case 'it':
      // venti + uno, venti + otto lose the vowel
      return unit === 1 || unit === 8 ? `${ten.slice(0, -1)}${unitWord}` : `${ten}${unitWord}`;
    case 'fr':
      return unit === 1 && !ten.startsWith('quatre') ? `${ten}-et-${unitWord}` : `${ten}-${unitWord}`;
    default:
      return undefined;
  }
}
