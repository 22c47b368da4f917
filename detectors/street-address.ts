/** Postal addresses: a street with a number, with unit, town and postal code as far as they follow, or a PO box. */

import { codeAt } from '../src/detection/code-units.ts';
import { defineDetector, type Hit, type View } from '../src/detection/detector.ts';
import { phrases } from '../src/detection/said.ts';
import { hasDigits, isAscii, isLetterAt } from '../src/detection/signs.ts';
import { easternPlace } from './data/eastern-addresses.ts';

const name = "[\\p{L}][\\p{L}'.-]{0,24}";
const number = '\\d{1,5}(?:[ -]?[a-h](?![a-z])|[/-]\\d{1,4})?';
/** What follows in one line: unit, town, region, postal code. */
const unit =
  '(?:,? ?(?:#|apt\\.?|apartment|unit|suite|ste\\.?|floor|flat|fl\\.?|piso|apto\\.?|bajo|int\\.?|depto\\.?) ?#?[\\w-]{1,6})';
const town = `(?:,? (?:(?:[A-Z]{1,2}-?)?\\d{4,6}(?:-\\d{3,4})?|\\d{4} ?[A-Z]{2}|[A-Z]{1,2}\\d[A-Z\\d]? ?\\d[A-Z]{2}),?(?: \\p{Lu}[\\p{L}'.-]+){1,2}|,? ${name}(?: ${name}){0,2},? (?:[A-Z]{2},? )?(?:\\d{5}(?:-\\d{4})?|[A-Z]{1,2}\\d[A-Z\\d]? ?\\d[A-Z]{2})(?!\\d)|, \\p{Lu}[\\p{L}'.-]+(?: \\p{Lu}[\\p{L}'.-]+)?(?:,? [A-Z]{2}\\b)?)`;
const rest = new RegExp(`^\\.?(?:${unit})?(?:${town})?`, 'iu');
const strictTown = new RegExp(`^\\.?(?:${unit})?(?:${town})?`, 'u');

/** "12 Oak" in front of "Street". */
const english = new RegExp(
  `(?<![\\p{L}\\p{N}./:#$€£-]|\\d,)(?:(?:flat|apt|unit) \\w{1,4},? )?${number} (?:(?:n|s|e|w|ne|nw|se|sw|north|south|east|west)\\.? )?(?:${name} |\\d{1,3}(?:st|nd|rd|th) ){1,3}$`,
  'iu',
);
const roman = new RegExp(
  `^\\.? (?:(?:de|del|de la|de los|de las|do|da|dos|das|des|du|della|delle|dei|di|des|la|le|les|l'|d')\\s?){0,3}${name}(?: (?:de|del|da|do|di|la|le|des|du|y|e) ${name}| ${name}){0,3}?,? (?:n[o.º°]{0,2} ?|num(?:ero)?\\.? ?)?${number}(?![\\p{N}]|[.,:/-]\\d| ?(?:km|m|min|eur|€|h)\\b)`,
  'iu',
);
const french = /(?<![\p{L}\p{N}.,/-])\d{1,4}(?: ?(?:bis|ter|quater))?,? $/iu;
const frenchName = new RegExp(
  `^(?: (?:de|du|des|la|le|les|l'|d'|aux?|saint|sainte))*(?: |')?${name}(?:[ -]${name}){0,3}?(?=,|\\.|$|\\n| \\d{5}| (?:a|in|at|et|and)\\b)`,
  'iu',
);
const german = new RegExp(
  `(?<![\\p{L}])\\p{L}[\\p{L}-]{2,24}(?:stra(?:ß|ss)e|str\\.?|weg|gasse|platz|allee|damm|ring|ufer|straat|laan|gracht|plein|gatan|vagen|gade|vej|veien|gata)\\s${number}(?![\\p{N}%]|[.:/-]\\d)`,
  'iu',
);
const germanWord = new RegExp(`^\\.? ${number}(?![\\p{N}%]|[.:/-]\\d)`, 'iu');
/** A number with one letter at most behind it: `BP3Al` is the middle of an id. */
const box = /^[\s.:]*(?:no\.? |number |#)?#? ?\d{1,6}(?!\d|\p{L}{2})/iu;

/** `via` is Latin for a way to send things, too. */
const channel =
  /^\s(?:e-?mail|mail|sms|text|app|web|website|phone|chat|whatsapp|paypal|dhl|ups|fedex|post|link|api|vpn|card|zoom|ticket|the|your|our|my)\b/i;
const talk =
  /\b(?:minutes?|mins?|hours?|days?|weeks?|months?|years?|miles?|km|items?|orders?|people|of|the|this|on|in|is|was|to|and|my|your|a|an|for|at|from|with|more|times|percent|units?|steps?|left|per|stars?|percent|good|big|small|new|right|after|before|down|up)\s(?:\S+\s)*$/i;

export default defineDetector({
  id: 'street-address',
  kinds: [{ kind: 'STREET_ADDRESS', title: 'Street address', word: 'address', visible: 'nothing' }],
  title: 'Street addresses and PO boxes',
  authority: 'UPU S42 address elements; USPS Publication 28 (suffixes, secondary units, PO boxes)',
  regulations: ['HIPAA 164.514(b)(2)(i)(B)', 'GDPR Art. 4(1)', 'CCPA 1798.140(v)'],
  takes: ['term'],
  reach: 180,
  digitsWithin: 100,
  terms: {
    suffix: phrases(
      'street|st|avenue|ave|av|boulevard|blvd|road|rd|lane|ln|drive|dr|court|ct|circle|cir|place|pl|terrace|ter|way|parkway|pkwy|highway|hwy|square|sq|trail|trl|close|crescent|cres|gardens|grove|mews|row|hill|walk|alley|loop|plaza|broadway|turnpike|pike|run|path|parade|pde|rise|quay|wharf|esplanade|promenade|heights|ridge|crossing|circus|vale|mount|causeway|boulevarde|street e|street w|street n|street s',
    ),
    before: phrases(
      'calle|avenida|avda|paseo|plaza|carrera|calz|calzada|camino|ronda|carretera|rua|travessa|praca|alameda|estrada|via|viale|corso|piazza|piazzale|vicolo|largo|strada|ulica|ul|aleja|rambla|passeig|travesia|travessia|urbanizacion|colonia|avda|cl|autopista|rodovia|largo do|beco|contrada|localita|lungomare|al|os|osiedle|plac|bulevardul|strada',
    ),
    french: phrases('rue|avenue|boulevard|bd|place|allee|chemin|impasse|quai|route|cours|passage|square'),
    german: phrases(
      'address|adresse|anschrift|lieferadresse|rechnungsadresse|wohne|wohnt|wohnen|wohnhaft|gezogen|umgezogen|adres|woon|adress|bor|bo|liefern|lieferung|schicken|senden|versand|in der|an der|auf der|nach|zur|zum|der|hauptstrasse|hauptstraße|bahnhofstrasse|bahnhofstraße|schulstrasse|schulstraße|gartenstrasse|gartenstraße|dorfstrasse|dorfstraße|bergstrasse|bergstraße|lindenstrasse|lindenstraße|kirchstrasse|kirchstraße|waldstrasse|waldstraße|ringstrasse|ringstraße|goethestrasse|goethestraße|schillerstrasse|schillerstraße|friedrichstrasse|friedrichstraße|mozartstrasse|mozartstraße|berliner strasse|berliner straße|kirchweg|mühlenweg|feldstrasse|feldstraße|jahnstrasse|jahnstraße',
    ),
    eastern: phrases(
      '住所|送り先|届け先|お届け先|住まい|配送先|丁目|番地|路|街|大道|巷|胡同|弄|号楼|地址|住在|주소|주소는|주소가|배송지|배송지는|배송지가|사는 곳|집은|집 주소는|पता|मेरा पता|घर का पता|मकान नं|मकान नंबर|मकान संख्या|फ्लैट नं|फ्लैट नंबर|प्लॉट नं|गली नं|गली नंबर|شارع|عنواني|العنوان|عنوان|caddesi|caddesı|cad|sokak|sokağı|sokagi|sk|mahallesi|mah|bulvarı|bulvari',
    ),
    word: phrases('straße|strasse|weg|platz|allee|gasse|damm|chaussee'),
    box: phrases(
      'po box|p o box|pobox|post office box|postfach|apartado|apartado postal|apartado de correos|boite postale|bp|caixa postal|casella postale|postbus|box number',
    ),
  },
  examples: {
    hits: [
      'send it to ‹742 Evergreen Terrace, Springfield, OR 97475› please',
      '‹PO Box 4421›',
      'vivo en ‹calle Alcalá 45, 28014 Madrid›',
      '‹12 rue de Rivoli, 75004 Paris›',
      'Adresse: ‹Lindenweg 7, 50667 Köln›',
    ],
    misses: [
      '2 days on the way',
      'take the second street',
      '5 star drive',
      'open the 3rd drive',
      'rue the day',
      'via email 5 times',
      'ticket vq25bp8k',
    ],
  },
  confirm(view, { list, start, end }) {
    const found = placeOf(view, list, start, end);
    if (found === undefined || ofBusiness(view.text, found)) return undefined;
    return { kind: 'STREET_ADDRESS', ...found, confidence: 0.85, evidence: [{ rule: `street:${list}`, at: start }] };
  },
});

/** How far in front of a word and behind it a place may reach. */
const LEAD_MAX = 72;
const AHEAD_MAX = 100;
/** A message is seldom longer. */
const WRITING_REACH = 512;
/** Blanks from the number of a house to the end of its street: `12 b North Martin Luther King `. */
const BLANKS_MAX = 6;

function placeOf(view: View, list: string, start: number, end: number): Pick<Hit, 'start' | 'end'> | undefined {
  const { text } = view;
  if (list === 'german') return germanPlace(view, start) ?? preposedPlace(view, start);
  const ahead = text.slice(end, end + AHEAD_MAX);
  if (list === 'box') {
    // Digits in front of it make it the middle of an id: vq25bp8k.
    if (/\p{N}/u.test(text.charAt(start - 1))) return undefined;
    const match = box.exec(ahead);
    return match === null ? undefined : { start, end: withTown(text, end + match[0].length) };
  }
  if (list === 'before') return romanPlace(text, start, end);
  if (list === 'eastern') return easternPlace(text, start, end);
  if (list === 'word') {
    const lead = /(?:\p{Lu}[\p{L}-]{2,20} ){1,3}$/u.exec(text.slice(Math.max(0, start - 60), start));
    const match = germanWord.exec(ahead);
    if (lead === null || match === null) return undefined;
    return { start: start - lead[0].length, end: withTown(text, end + match[0].length) };
  }
  const here = frenchPlace(text, start, end) ?? englishPlace(view, start, end);
  if (here !== undefined || (end - start !== 2 && end - start !== 5)) return here;
  return /^(?:av|plaza)$/i.test(text.slice(start, end)) ? romanPlace(text, start, end) : undefined;
}

function romanPlace(text: string, start: number, end: number): Pick<Hit, 'start' | 'end'> | undefined {
  const ahead = text.slice(end, end + AHEAD_MAX);
  const match = channel.test(ahead) ? null : roman.exec(ahead);
  return match === null || talk.test(`${match[0]} `.replace(/\d.*$/, '').slice(-14))
    ? undefined
    : { start, end: withTown(text, end + match[0].length) };
}

/** German streets named by where they lie, with the postal code that tells them from dates and places to meet. */
const preposed =
  /(?<!\p{L})(?:Am|Im|An den|An der|Auf dem|Auf der|Unter den|Hinter der|In den|In der|Zum|Zur|Alte[r]?|Neue[r]?) \p{Lu}[\p{L}-]{2,24}(?: \p{Lu}[\p{L}-]{2,24})? \d{1,4}(?: ?[a-h])?,? \d{5} \p{Lu}[\p{L}-]+/u;

/** How far behind the word that leads to it such a street may end, and the digits of its house and postal code. */
const PREPOSED_MAX = 96;
const PREPOSED_DIGITS = 6;

function preposedPlace(view: View, start: number): Pick<Hit, 'start' | 'end'> | undefined {
  const { text } = view;
  if (!hasDigits(text, PREPOSED_DIGITS, view.digitFrom(start), start + PREPOSED_MAX)) return undefined;
  const match = preposed.exec(text.slice(start, start + PREPOSED_MAX));
  if (match === null) return undefined;
  const at = start + match.index;
  return { start: at, end: at + match[0].length };
}

/** A shop, a branch, an office of somebody: public, unless it is where the speaker lives or wants something sent. */
const business =
  /\b(?:branch|stores?|shop|showroom|office|location|restaurant|cafe|outlet|warehouse|hotel|pharmacy|clinic|museum|station|atm|depot|locker|headquarters|hq|pick ?-?up point|point relais|relais colis|collection point|parcel shop|sucursal|tienda|oficina|filiale|agence|magasin|boutique|negozio|loja|agencia|kantoor|winkel|sklep|geschaft|laden|kaufhaus|punto de recogida)\b[^.!?\n]{0,20}$/i;
const businessBehind = /^,? (?:branch|store|shop|office|location|outlet|filiale|sucursal|agence|showroom|clinic)\b/i;
const own =
  /\b(?:my|our|mi|mein\w*|mon|ma|meu|minha|mio|mia|live|living|home|deliver\w*|ship|send|sent|moved|wohne|vivo|habite|moro|abito)\b/i;

function ofBusiness(text: string, { start, end }: Pick<Hit, 'start' | 'end'>): boolean {
  const lead = text.slice(Math.max(0, start - 48), start);
  return (business.test(lead) && !own.test(lead)) || businessBehind.test(text.slice(end, end + 16));
}

function englishPlace(view: View, start: number, end: number): Pick<Hit, 'start' | 'end'> | undefined {
  const { text } = view;
  if (start - view.digitUpTo(start) > LEAD_MAX || !hasNumberBefore(text, start)) return undefined;
  const from = Math.max(0, start - LEAD_MAX);
  const lead = english.exec(text.slice(from, start));
  if (lead === null || /^[\p{L}\p{N}_]/u.test(text.slice(end, end + 1)) || talk.test(lead[0].replace(/^\d+\S*\s/, '')))
    return undefined;
  // Short suffixes are as well saints, doctors and courts of their own: "2 good dr".
  return { start: from + lead.index, end: withTown(text, end) };
}

function frenchPlace(text: string, start: number, end: number): Pick<Hit, 'start' | 'end'> | undefined {
  if (!mayEndHouse(text, start)) return undefined;
  const from = Math.max(0, start - 16);
  const lead = french.exec(text.slice(from, start));
  const match = lead === null ? null : frenchName.exec(text.slice(end, end + 64));
  if (lead === null || match === null) return undefined;
  return { start: from + lead.index, end: withTown(text, end + match[0].length) };
}

/** Whether a blank behind a digit, a comma, `bis`, `ter` or `quater` stands in front of `start`. */
function mayEndHouse(text: string, start: number): boolean {
  if (codeAt(text, start - 1) !== 32) return false;
  const code = codeAt(text, start - 2);
  return (code >= 48 && code <= 57) || code === 44 || (code | 32) === 115 || (code | 32) === 114;
}

/** Whether a digit stands in front of the few words that a street has in front of `start`, and nothing else between. */
function hasNumberBefore(text: string, start: number): boolean {
  if (codeAt(text, start - 1) !== 32) return false;
  const stop = Math.max(0, start - LEAD_MAX);
  let blanks = 0;
  for (let i = start - 1; i >= stop && blanks <= BLANKS_MAX; i -= 1) {
    const code = codeAt(text, i);
    if (code >= 48 && code <= 57) return true;
    if (code === 32) blanks += 1;
    else if (code < 128 && !isLetterAt(text, i) && code !== 39 && code !== 45 && code !== 46) return false;
  }
  return false;
}

/** Last three letters of the words for a street that `german` knows, and of `str`. */
const streetEnds = new Set(
  'str strasse weg gasse platz allee damm ring ufer straat laan gracht plein gatan vagen gade vej veien gata'
    .split(' ')
    .map((word) => word.slice(-3)),
);

/** Whether there is a digit in [from, to) behind a blank behind the end of a word for a street. */
function hasNumberBehindStreet(text: string, from: number, to: number): boolean {
  const end = Math.min(to, text.length);
  for (let i = from; i < end; i += 1) {
    const code = codeAt(text, i);
    if (code < 48 || code > 57 || codeAt(text, i - 1) > 32) continue;
    const sign = codeAt(text, i - 2);
    if (sign === 46) return true;
    const word = text.slice(Math.max(0, i - 4), i - 1);
    if (!isAscii(word, 0, word.length) || streetEnds.has(word.toLowerCase())) return true;
  }
  return false;
}

/** A street name in one word with its number, close behind a word that leads to one. */
function germanPlace(view: View, start: number): Pick<Hit, 'start' | 'end'> | undefined {
  const { text } = view;
  if (!hasNumberBehindStreet(text, Math.max(start + 2, view.digitFrom(start)), start + 64)) return undefined;
  const match = german.exec(text.slice(start, start + 64));
  if (match === null) return undefined;
  const at = start + match.index;
  return { start: at, end: withTown(text, at + match[0].length) };
}

/** Whether the writer uses capitals, judged around the place: a look at all of a long text for each street is too much. */
function hasCapital(text: string, at: number): boolean {
  return /\p{Lu}/u.test(text.slice(Math.max(0, at - WRITING_REACH), at + WRITING_REACH));
}

/** The end of unit and town behind `end`; in lower-case texts only with a postal code. */
function withTown(text: string, end: number): number {
  const ahead = text.slice(end, end + 80);
  const strict = strictTown.exec(ahead)?.[0] ?? '';
  const loose = hasCapital(text, end) ? strict : (rest.exec(ahead)?.[0] ?? '');
  const best = /\d/.test(loose) && loose.length > strict.length ? loose : strict;
  return end + best.replace(/[.,\s]+$/, '').length;
}
