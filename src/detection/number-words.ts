/** Number words of many languages, and how each of them says a number digit by digit or in pairs. */
import { foldText } from './fold.ts';

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
  nl: 'nul een twee drie vier vijf zes zeven acht negen',
  pl: 'zero jeden/jedna/jedno dwa/dwie trzy cztery piec szesc siedem osiem dziewiec',
  sv: 'noll/nolla ett/en/etta tva/tvaa tre fyra fem sex sju atta/aatta nio',
  tr: 'sıfır/sifir bir iki uc dort bes altı/alti yedi sekiz dokuz',
  id: 'nol/kosong satu dua tiga empat lima enam tujuh delapan sembilan',
  ro: 'zero unu/una doi/doua trei patru cinci sase sapte opt noua',
  cs: 'nula jedna/jeden dva/dve tri ctyri pet sest sedm osm devet',
  ru: 'ноль/нуль один/одна/раз два/две три четыре пять шесть семь восемь девять',
  uk: "нуль один два три чотири п'ять/пять шість сім вісім дев'ять/девять",
  el: 'μηδέν ένα/ένας/μία δύο/δυο τρία τέσσερα πέντε έξι επτά/εφτά οκτώ/οχτώ εννέα/εννιά',
  ar: 'صفر/زيرو واحد/واحدة اثنان/اثنين/إثنان/تنين ثلاثة/تلاتة/ثلاث أربعة/أربع خمسة/خمس ستة/ست سبعة/سبع ثمانية/تمانية/ثماني تسعة/تسع',
  fa: 'صفر یک دو سه چهار پنج شش/شیش هفت هشت نه',
  hi: 'शून्य/जीरो/ज़ीरो एक दो तीन चार पांच/पाँच छह/छः/छे/छ: सात आठ नौ',
} as const;

/** Words of other languages that are common in a second one (`en`, `un`): they do not wake the reader by themselves. */
const quiet: ReadonlySet<string> = new Set(['en', 'raz']);

/** 10 to 19. */
const teens = {
  en: 'ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen',
  de: 'zehn elf zwolf/zwoelf dreizehn vierzehn funfzehn/fuenfzehn sechzehn siebzehn achtzehn neunzehn',
  es: 'diez once doce trece catorce quince dieciseis diecisiete dieciocho diecinueve',
  fr: 'dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf',
  it: 'dieci undici dodici tredici quattordici quindici sedici diciassette diciotto diciannove',
  pt: 'dez onze doze treze quatorze/catorze quinze dezesseis/dezasseis dezessete/dezassete dezoito dezenove/dezanove',
  nl: 'tien elf twaalf dertien veertien vijftien zestien zeventien achttien negentien',
  pl: 'dziesiec jedenascie dwanascie trzynascie czternascie pietnascie szesnascie siedemnascie osiemnascie dziewietnascie',
  sv: 'tio elva tolv tretton fjorton femton sexton sjutton arton nitton',
  ru: 'десять одиннадцать двенадцать тринадцать четырнадцать пятнадцать шестнадцать семнадцать восемнадцать девятнадцать',
} as const;

/** 20 to 90. */
const tens = {
  en: 'twenty thirty forty/fourty fifty sixty seventy eighty ninety',
  de: 'zwanzig dreissig/dreißig vierzig funfzig/fuenfzig sechzig siebzig achtzig neunzig',
  es: 'veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa',
  fr: 'vingt trente quarante cinquante soixante septante huitante/octante/quatre-vingt/quatre-vingts nonante',
  it: 'venti trenta quaranta cinquanta sessanta settanta ottanta novanta',
  pt: 'vinte trinta quarenta cinquenta sessenta setenta oitenta noventa',
  nl: 'twintig dertig veertig vijftig zestig zeventig tachtig negentig',
  pl: 'dwadziescia trzydziesci czterdziesci piecdziesiat szescdziesiat siedemdziesiat osiemdziesiat dziewiecdziesiat',
  sv: 'tjugo trettio fyrtio femtio sextio sjuttio attio nittio',
  tr: 'yirmi otuz kırk elli altmıs yetmis seksen doksan',
  ru: 'двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто',
} as const;

const times = {
  en: 'double triple/treble quadruple',
  de: 'doppel/doppelt/zweimal dreifach/dreimal viermal',
  es: 'doble triple cuadruple',
  fr: 'double triple quadruple',
  it: 'doppio triplo quadruplo',
  pt: 'duplo/dobro triplo quadruplo',
  nl: 'dubbel/dubbele driemaal viermaal',
  pl: 'podwojne/podwojny potrojne',
  sv: 'dubbel/dubbla trippel',
  ru: 'дважды трижды',
  hi: 'डबल ट्रिपल',
} as const;

const joins = { en: '', de: '', es: 'y', fr: 'et', it: 'e', pt: 'e' } as const;

type Code = keyof typeof units;
const codes = Object.keys(units) as readonly Code[];

/** The list of a language in one of the tables above; many languages say digits one by one only. */
function listOf(table: Readonly<Partial<Record<Code, string>>>, code: Code): string[] {
  return table[code]?.split(' ') ?? [];
}

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
  ...new Set(
    numberLanguages.flatMap(({ words }) => [...words.keys()].filter((word) => !word.includes('-') && !quiet.has(word))),
  ),
];

function languageOf(code: Code): NumberLanguage {
  const words = new Map<string, string>();
  const put = (list: readonly string[], digitsOf: (index: number) => string): void => {
    // As the folded text has them: without marks, and in Hindi without most vowels.
    for (const [index, spellings] of list.entries())
      for (const word of spellings.split('/')) words.set(foldText(word).text, digitsOf(index));
  };
  put(listOf(units, code), String);
  put(listOf(teens, code), (index) => `1${index}`);
  put(listOf(tens, code), (index) => `${index + 2}0`);
  for (const [word, digits] of compounds(code)) words.set(word, digits);
  const repeats = new Map<string, number>();
  for (const [index, spellings] of listOf(times, code).entries())
    for (const word of spellings.split('/')) repeats.set(foldText(word).text, index + 2);
  return {
    words,
    times: repeats,
    joins: new Set(listOf(joins, code).filter(Boolean)),
    sums: code === 'fr' ? frenchSums : none,
  };
}

/** Tens and units in one word: einundzwanzig, veintiuno, ventuno, soixante-douze. */
function compounds(code: Code): [string, string][] {
  const pairs: [string, string][] = [];
  const unitList = listOf(units, code).map((spellings) => spellings.split('/'));
  const tenList = listOf(tens, code).map((spellings) => spellings.split('/'));
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
    case 'nl':
      return `${unitWord}en${ten}`;
    case 'sv':
      return unitWord === 'en' ? undefined : `${ten}${unitWord}`;
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
