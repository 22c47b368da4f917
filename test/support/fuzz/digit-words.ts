/** How people of many languages say digits, one word a digit, and numbers below a hundred where that is usual. */

/** Digit words 0 to 9 as a speaker types them; a slash parts spellings that are all used. */
export const spoken: Readonly<Record<string, string>> = {
  en: 'zero/oh/nought one two three four five six seven eight nine/niner',
  es: 'cero uno dos tres cuatro cinco seis siete ocho nueve',
  fr: 'zéro/zero un deux trois quatre cinq six sept huit neuf',
  de: 'null eins zwei/zwo drei vier fünf/fuenf sechs sieben acht neun',
  it: 'zero uno due tre quattro cinque sei sette otto nove',
  pt: 'zero um dois três/tres quatro cinco seis/meia sete oito nove',
  nl: 'nul een/één twee drie vier vijf zes zeven acht negen',
  pl: 'zero jeden dwa trzy cztery pięć/piec sześć/szesc siedem osiem dziewięć/dziewiec',
  sv: 'noll ett/en två/tva tre fyra fem sex sju åtta/atta nio',
  tr: 'sıfır/sifir bir iki üç/uc dört/dort beş/bes altı/alti yedi sekiz dokuz',
  id: 'nol/kosong satu dua tiga empat lima enam tujuh delapan sembilan',
  ru: 'ноль/нуль один два три четыре пять шесть семь восемь девять',
  ar: 'صفر واحد اثنان/اثنين ثلاثة/تلاتة أربعة/اربعة خمسة ستة سبعة ثمانية تسعة',
  hi: 'शून्य एक दो तीन चार पांच/पाँच छह/छः सात आठ नौ',
};

/** Numerals that stand without blanks, one character a digit. */
export const numerals: Readonly<Record<string, string>> = {
  'ja and zh': '〇一二三四五六七八九',
  'zh with 零': '零一二三四五六七八九',
  'zh banking': '零壹贰叁肆伍陆柒捌玖',
  'zh traditional banking': '零壹貳參肆伍陸柒捌玖',
  'zh with 幺': '零幺二三四五六七八九',
  'ja daiji': '零壱弐参四五六七八九',
  ko: '공일이삼사오육칠팔구',
  'ko with 영': '영일이삼사오육칠팔구',
};

/** Kana, with blanks between. */
export const kana = 'ゼロ/れい いち に さん よん/し ご ろく なな/しち はち きゅう/く';

/** Between two groups in speech. */
export const fillers: Readonly<Record<string, readonly string[]>> = {
  en: ['then', 'dash', 'space', 'and', 'hyphen', 'and then', 'next'],
  es: ['y luego', 'guion', 'luego', 'y', 'espacio'],
  de: ['dann', 'Strich', 'und dann', 'und', 'Leerzeichen'],
  fr: ['puis', 'tiret', 'et', 'ensuite', 'espace'],
  it: ['poi', 'trattino', 'e poi', 'spazio'],
  pt: ['depois', 'traço', 'e depois', 'espaço'],
  nl: ['dan', 'streepje', 'en dan'],
  pl: ['potem', 'myślnik'],
  sv: ['sedan', 'streck'],
};

const teens = 'ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(' ');
const tens = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const units = 'zero one two three four five six seven eight nine'.split(' ');

/** `41` → forty-one, `05` → zero five. */
export function englishPair(pair: string, hyphen: string): string {
  const [ten = 0, unit = 0] = [...pair].map(Number);
  if (pair.length === 1) return units[ten] ?? '';
  if (ten === 0) return `${units[0]} ${units[unit]}`;
  if (ten === 1) return teens[unit] ?? '';
  return unit === 0 ? (tens[ten - 2] ?? '') : `${tens[ten - 2]}${hyphen}${units[unit]}`;
}

const germanTens = 'zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig'.split(' ');
const germanTeens = 'zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn'.split(' ');
const germanUnits = 'null ein zwei drei vier fünf sechs sieben acht neun'.split(' ');

/** `41` → einundvierzig. */
export function germanPair(pair: string): string {
  const [ten = 0, unit = 0] = [...pair].map(Number);
  const said = (digit: number): string => (digit === 1 ? 'eins' : (germanUnits[digit] ?? ''));
  if (pair.length === 1) return said(ten);
  if (ten === 0) return `null ${said(unit)}`;
  if (ten === 1) return germanTeens[unit] ?? '';
  return unit === 0 ? (germanTens[ten - 2] ?? '') : `${germanUnits[unit]}und${germanTens[ten - 2]}`;
}
