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

const listsOf = Object.fromEntries(
  Object.entries(countriesOf).map(([language, list]) => [language, list.split(' ')]),
) as unknown as Readonly<Record<Language, readonly string[]>>;

/** Countries of the whole table, for numbers of which nothing but a word like "phone" is known. */
export const everywhere: readonly string[] = [...new Set(Object.values(listsOf).flat())];

/** Countries in which a number is never written without its trunk zero: bare digits are no number of theirs. */
export const trunkDue: ReadonlySet<string> = new Set(
  'GB IE FR BE CH DE AT NL SE FI JP KR AU NZ ZA TH TW RO IL UA BG RS MA DZ VN AE SA EG IR MY RE GP MQ'.split(' '),
);

/** First and last UTF-16 unit of a script, and what is written in it. */
const scripts: readonly (readonly [number, number, Language])[] = [
  [0x3040, 0x30ff, 'japanese'],
  [0xac00, 0xd7af, 'korean'],
  [0x4e00, 0x9fff, 'chinese'],
  [0x0600, 0x06ff, 'arabic'],
  [0x0590, 0x05ff, 'hebrew'],
  [0x0900, 0x0dff, 'indic'],
  [0x0e00, 0x0e7f, 'thai'],
  [0x0370, 0x03ff, 'greek'],
  [0x0400, 0x04ff, 'cyrillic'],
];
/** Letters of the Arabic script that Arabic has not: Persian and Urdu. */
const persian = /[پچژگکیہے]/;

/** Small words and words for telephones; a word that several languages share counts for all of them. */
const small: Readonly<Partial<Record<Language, string>>> = {
  english: 'the my is me call cell phone mobile number please at you text contact or and whatsapp hp ring landline',
  spanish:
    'mi el es y los una por favor teléfono telefono móvil movil celular cel celu fono fijo número numero llámame llamame llamar llamarme llamen llaman llame márcame marcame contacto',
  french:
    'je mon ma est le au les et portable téléphone telephone numéro numero appelez appelle appeler joignable joindre rappelez rappeler gsm',
  german:
    'mein meine ist unter ich und bitte handy handynummer rufen ruf anrufen festnetz nummer telefon telefonnummer mobil natel der die erreichen erreichbar',
  portuguese:
    'meu minha é o para no celular telemóvel telemovel telefone zap whats ligue liga ligar número numero fone contato contacto',
  italian: 'il mio mia è al cellulare telefono chiamami chiamare chiami numero cell recapito',
  dutch: 'mijn is bel bellen op het mobiel telefoon telefoonnummer nummer gsm bereikbaar',
  nordic:
    'mig meg min mitt mit på er är ring mobil mobilen tlf telefon nummer nummeret soita numeroni puhelin puhelinnumeroni puh on mobilnummer',
  polish: 'mój moj numer to jest telefon telefonu zadzwoń zadzwon dzwonić tel kom komórka komorka',
  czech: 'můj muj je mobil telefon zavolejte volejte číslo cislo na',
  romanian: 'sunați sunati suna mă la meu numărul numarul telefon mobil',
  turkish: 'cep numaram telefonum telefon arayın arayin ara beni bana gsm',
  malay: 'saya no nomor hp wa telepon hubungi nombor tolong bisa',
  filipino: 'ko po ang sa text tawag number',
  vietnamese: 'số điện thoại gọi sđt sdt tôi em mình',
  indic: 'mera meri hai mobile nambar par karo',
};

const languagesOf = new Map<string, Language[]>();
for (const [language, list] of Object.entries(small) as [Language, string][])
  for (const word of list.split(' ')) languagesOf.set(word, [...(languagesOf.get(word) ?? []), language]);

/** How much of the text around a number is asked for its language, in UTF-16 units. */
const BEFORE = 80;
const AFTER = 40;

/** Countries of all languages that the text around [start, end) can be of, the surest first; none when it says nothing. */
export function regionsAround(text: string, start: number, end: number): readonly string[] {
  const around = `${text.slice(Math.max(0, start - BEFORE), start)} ${text.slice(end, end + AFTER)}`.toLowerCase();
  const told = new Set<Language>();
  for (let i = around.search(beyondLatin); i >= 0 && i < around.length; i += 1) {
    const unit = around.charCodeAt(i);
    if (unit < 0x370) continue;
    for (const [first, last, language] of scripts) if (unit >= first && unit <= last) told.add(language);
  }
  if (told.has('arabic') && persian.test(around)) told.add('persian');
  for (const word of around.match(latinWord) ?? [])
    for (const language of languagesOf.get(word) ?? []) told.add(language);
  const countries = new Set<string>();
  for (const language of told) for (const country of listsOf[language]) countries.add(country);
  return [...countries];
}

const beyondLatin = /[\u0370-\uffff]/;
const latinWord = /[a-z\u00df-\u024f\u1e00-\u1eff]+/g;
