/** Where a national telephone number is probably dialled, told by the script and the small words of its message. */

/** Countries whose people write in a language, largest first; the language of a chat says no more than that. */
const countriesOf = {
  english: 'US CA GB IE AU NZ IN SG HK ZA NG KE PH MY PK AE IL GH JM TT',
  spanish: 'ES MX AR CO CL PE EC VE UY BO CR GT PA DO PY SV HN NI PR US',
  french: 'FR BE CH CA LU MA SN CI TN DZ RE GP MQ',
  german: 'DE AT CH LU LI',
  portuguese: 'BR PT AO MZ',
  italian: 'IT CH SM',
  dutch: 'NL BE SR',
  nordic: 'SE NO DK FI IS',
  polish: 'PL',
  czech: 'CZ SK',
  romanian: 'RO MD',
  turkish: 'TR CY',
  malay: 'ID MY SG',
  filipino: 'PH',
  vietnamese: 'VN',
  japanese: 'JP',
  korean: 'KR',
  chinese: 'CN TW HK MO SG',
  arabic: 'SA EG AE MA DZ IQ JO KW QA LB TN OM BH LY SD YE',
  persian: 'IR PK AF',
  hebrew: 'IL',
  indic: 'IN NP BD LK PK',
  thai: 'TH',
  greek: 'GR CY',
  cyrillic: 'RU UA KZ BY BG RS KG',
} as const;

type Language = keyof typeof countriesOf;

const listOf = (language: Language): readonly string[] => countriesOf[language].split(' ');

/** Countries of the whole table, for numbers of which nothing but a word like "phone" is known. */
export const everywhere: readonly string[] = [
  ...new Set((Object.keys(countriesOf) as Language[]).flatMap((language) => listOf(language))),
];

/** Countries in which a number is never written without its trunk zero: bare digits are no number of theirs. */
export const trunkDue: ReadonlySet<string> = new Set(
  'GB IE FR BE CH DE AT NL SE FI JP KR AU NZ ZA TH TW RO IL UA BG RS MA DZ VN AE SA EG IR MY RE GP MQ'.split(' '),
);

const scripts: readonly (readonly [RegExp, Language])[] = [
  [/[\u3040-\u30ff]/, 'japanese'],
  [/[\uac00-\ud7af]/, 'korean'],
  [/[\u4e00-\u9fff]/, 'chinese'],
  [/[\u0600-\u06ff]/, 'arabic'],
  [/[پچژگکیہے]/, 'persian'],
  [/[\u0590-\u05ff]/, 'hebrew'],
  [/[\u0900-\u0dff]/, 'indic'],
  [/[\u0e00-\u0e7f]/, 'thai'],
  [/[\u0370-\u03ff]/, 'greek'],
  [/[\u0400-\u04ff]/, 'cyrillic'],
];

const words = (list: string): RegExp => new RegExp(`(?<!\\p{L})(?:${list})(?!\\p{L})`, 'iu');

/** Small words and words for telephones; a word that two languages share counts for both. */
const languages: readonly (readonly [RegExp, Language])[] = [
  [
    words('the|my|is|me|call|cell|phone|mobile|number|please|at|you|text|contact|or|and|whatsapp|hp|ring|landline'),
    'english',
  ],
  [
    words(
      'mi|el|es|y|los|una|por|favor|tel[eé]fono|m[oó]vil|celular|cel|celu|fono|fijo|n[uú]mero|ll[aá]m\\p{L}*|m[aá]rc\\p{L}*',
    ),
    'spanish',
  ],
  [
    words('je|mon|ma|est|le|au|les|et|portable|t[eé]l[eé]phone|num[eé]ro|appel\\p{L}*|joignable|rappel\\p{L}*|gsm'),
    'french',
  ],
  [
    words(
      'mein|meine|ist|unter|ich|und|bitte|handy\\p{L}*|rufen|ruf|festnetz|nummer|telefon\\p{L}*|mobil|natel|der|die',
    ),
    'german',
  ],
  [
    words('meu|minha|é|o|para|no|celular|telem[oó]vel|telefone|zap|whats|ligue|liga|ligar|n[uú]mero|fone|contato'),
    'portuguese',
  ],
  [words('il|mio|mia|è|al|cellulare|telefono|chiam\\p{L}*|numero|cell|recapito'), 'italian'],
  [words('mijn|is|bel|op|het|mobiel|telefoon\\p{L}*|nummer|gsm|bereikbaar'), 'dutch'],
  [
    words('mig|min|mitt|mit|på|er|är|ring|mobil\\p{L}*|tlf|telefon\\p{L}*|nummer|soita|numeroni|puhelin\\p{L}*|puh|on'),
    'nordic',
  ],
  [words('mój|numer|to|jest|telefon\\p{L}*|zadzwoń|zadzwon\\p{L}*|tel|kom|komórk\\p{L}*'), 'polish'],
  [words('můj|je|mobil|telefon|zavolejte|číslo|na|volejte'), 'czech'],
  [words('sunați|sunati|mă|la|meu|numărul|numarul|telefon|mobil'), 'romanian'],
  [words('cep|numaram|telefonum|telefon|arayın|arayin|beni|bana|gsm'), 'turkish'],
  [words('saya|no|nomor|hp|wa|telepon|hubungi|nombor|tolong|bisa'), 'malay'],
  [words('ko|po|ang|sa|text|tawag|number'), 'filipino'],
  [words('số|điện|thoại|gọi|sđt|sdt|tôi|em|mình'), 'vietnamese'],
  [words('mera|meri|hai|mobile|nambar|par|karo'), 'indic'],
];

/** How much of the text around a number is asked for its language, in UTF-16 units. */
const BEFORE = 80;
const AFTER = 40;

/** Countries of all languages that the text around [start, end) can be of, the surest first; none when it says nothing. */
export function regionsAround(text: string, start: number, end: number): readonly string[] {
  const around = `${text.slice(Math.max(0, start - BEFORE), start)} ${text.slice(end, end + AFTER)}`;
  const told = new Set<string>();
  for (const table of [scripts, languages]) {
    for (const [sign, language] of table)
      if (sign.test(around)) for (const country of listOf(language)) told.add(country);
  }
  return [...told];
}
