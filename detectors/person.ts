/** Full names of people that are introduced as a party: by themselves, as a customer, holder or patient, or by a title. */
import { codeAt } from '../src/detection/code-units.ts';
import { defineDetector, type Hit } from '../src/detection/detector.ts';
import { phrases, shouted } from '../src/detection/said.ts';
import { givenNames, mayNameFollow } from './data/given-names.ts';
import { foreignName, standsAlone, tagged } from './data/name-forms.ts';

const part = "(?:\\p{Lu}[\\p{L}'’-]{1,20}|\\p{Lu}\\.?)";
const particle = '(?:(?:van|von|der|den|de|del|della|di|da|dos|das|la|le|el|bin|ibn|al|y|zu|ter|ten|st\\.?) ){0,2}';
const cased = new RegExp(`^${part}(?: ${particle}${part}){1,3}(?![\\p{L}'’])`, 'u');
const titled = new RegExp(`^\\.? ${particle}${part}(?:-${part})?(?: ${particle}${part}){0,2}(?![\\p{L}'’])`, 'u');
const lower =
  /^(?:\p{L}[\p{L}'’-]{1,20} (?:(?:van|von|de|del|di|da|dos|la|le|al) )?\p{L}[\p{L}'’-]{1,20})(?![\p{L}'’])/u;
const gap =
  /^(?:\s*(?:is|es|ist|est|e|sono|jest|är|er|:|=|-|,|on the card|on card|on account|on the account|on the order|as)(?![\p{L}])){0,3}[\s:"'(*]*(?:(?:mr|mrs|ms|miss|dr|herr|frau|sr|sra|senor|senora)\.? )?/iu;

/** Capitals that begin no name, and small words that follow "i am". */
const other =
  /(?:^| )(?:the|a|an|i|i'm|im|my|we|you|he|she|it|not|no|and|but|or|so|to|for|from|with|on|in|at|of|as|is|was|are|am|be|been|this|that|your|our|very|still|just|also|here|there|how|what|why|when|where|who|wrong|misspelled|spelled|incorrect|missing|required|field|only|really|already|never|always|please|thanks|hello|hi|dear|support|team|customer|service|sales|hotel|restaurant|cafe|resort|villa|casa|airbnb|order|account|card|bank|inc|ltd|llc|gmbh|corp|company|street|road|avenue|city|visa|mastercard|monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|june|july|august|september|october|november|december|english|spanish|german|french|premium|pro|plus|unknown|hidden|anonymous|test|user|admin|first|last|full|name|number|details|email|phone|address|date|birth|dob|muy|nicht|noch|pas|por|para|con|und|der|die|das|ein|eine|et|une?|les?|des?|interested|waiting|looking|trying|calling|writing|having|getting|going|using)(?= |$)/iu;

export default defineDetector({
  id: 'person',
  kinds: [{ kind: 'PERSON', title: 'Name of a person', word: 'name', visible: 'nothing' }],
  title: 'Full names of people that are introduced',
  authority: 'HIPAA 45 CFR 164.514(b)(2)(i)(A); name orders and particles as CLDR person names describe them',
  regulations: ['HIPAA 164.514(b)(2)(i)(A)', 'GDPR Art. 4(1)', 'CCPA 1798.140(v)'],
  takes: ['term'],
  reach: 100,
  terms: {
    strong: phrases(
      'my name is|my name s|my full name is|full name|my full name|name is|legal name|name on the card|name on card|name on my card|name on the account|name on account|name on the order|cardholder|card holder|cardholder name|card holder name|account holder|account name|account holder name|accountholder|holder|patient|patient name|policyholder|policy holder|policyholder name|beneficiary|beneficiary name|payee|recipient|passenger|passenger name|traveller|traveler|guest name|tenant|customer name|client name|contact name|contact person|contact|emergency contact|next of kin|employee name|student name|applicant|first and last name|signed|mi nombre es|mi nombre completo es|me llamo|nombre|nombre completo|nombre del titular|titular|a nombre de|soy|ich heisse|ich heiße|mein name ist|name des karteninhabers|karteninhaber|kontoinhaber|mein name|vor und nachname|je m appelle|mon nom est|nom complet|titulaire|nom du titulaire|au nom de|meu nome e|meu nome é|me chamo|chamo me|nome completo|nome|titular da conta|em nome de|mi chiamo|il mio nome e|il mio nome è|intestatario|intestato a|a nome di|mijn naam is|ik heet|naam|rekeninghouder|t n v|mitt namn ar|mitt namn är|jag heter|jeg heter|jeg hedder|mit navn er|nazywam sie|nazywam się|mam na imie|imie i nazwisko|名前は|私の名前は|氏名|お名前|我叫|我的名字是|姓名|اسمي|الاسم|मेरा नाम|नाम|adım|benim adım|ismim|adim|меня зовут|имя|фио|мое имя|звати|мене звати|nume|numele meu este|ma numesc|nimeni on|nimi on|ten naam van|op naam van|auf den namen|nachname und vorname|vor- und zuname|ime i prezime|nombre y apellidos|nom et prenom|prenom et nom|nome e cognome|nome e sobrenome|nome do titular|intestatario della carta|titulaire de la carte|titulaire du compte|titular de la tarjeta|titular de la cuenta|titular do cartao|karteninhaberin|kontoinhaberin|versicherter|versicherte|paziente|assicurato|paciente|asegurado|segurado|assure|patientin|patiente|imie|nazwisko|my names|name s|account in the name of|policy in the name of|reservation in the name of|booking in the name of|passenger names|lead passenger|lead guest|subscriber name|insured|named insured|member name|parent name|guardian|billing name|shipping name|attention|full legal name|maiden name|お客様名|ご氏名|患者名|名義|私は|本名|收件人|联系人|持卡人|患者|客户姓名|我是|名字是|我的名字叫|叫做|اسمي هو|الاسم الكامل|انا اسمي|اسم المريض|صاحب الحساب|الاسم الثلاثي|मेरा पूरा नाम|पूरा नाम|मरीज का नाम|मरीज|खाताधारक|이름은|제 이름은|성함은|성명|이름|예금주|저는|환자명',
    ),
    behind: phrases(
      'here|speaking|hier|am apparat|aqui|al habla|a l appareil|al telefono|na linha|tutaj|と申します|といいます|と言います|라고 합니다|라고 해요',
    ),
    tagged: phrases(
      'dob|d o b|date of birth|birthdate|born|geb|geb am|geboren|geboren am|ne le|nee le|nata il|nato il|nacido el|nacida el|nascido em|nascida em|ur|ssn|social|nhs number|ni number|passport|member id|policy number|account number|mrn|patient id|customer since|fodd|dni|nif|cpf|codice fiscale|pesel|bsn|steuer id|secu',
    ),
    weak: phrases(
      'this is|i am|i m|im|name|on behalf of|under the name|under the name of|in the name of|booked under|registered to|registered under|belongs to|speak to|spoke to|spoke with|speak with|talked to|my wife|my husband|my son|my daughter|my mother|my father|my mom|my dad|my brother|my sister|my partner|my boss|my doctor|my lawyer|my colleague|my manager|my landlord|my friend|regards|best regards|kind regards|sincerely|cheers|thanks|yours|best|gruss|grusse|grüße|saludos|cordialement|att|attn|c o|deliver to|ship to|send to|pay to|payable to|transfer to|ich bin|je suis|soy el|soy la|sou o|sou a|sou|sono|hier ist|hier spricht|ik ben|spreek met|jestem|jag ar|jeg er|je m appelle|yours truly|yours sincerely|yours faithfully|warm regards|many thanks|mit freundlichen grussen|mfg|lg|viele grusse|liebe grusse|freundliche grusse|beste grusse|cordiali saluti|distinti saluti|bien cordialement|bien a vous|cdt|un saludo|saludos cordiales|atentamente|um abraco|abracos|atenciosamente|cumprimentos|met vriendelijke groet|groeten|mvg|pozdrawiam|z powazaniem|mvh|med vanliga halsningar|hilsen|saygilar|for verification|verification|booking for|reservation for|ticket for|tickets for|table for|appointment for|order for|account for|policy for|room for|account is under|booking is under|under name|is under|order under|put it under|booked under|caller|caller is|customer|client|patient is|booked by|booked for|booked for|sold to|bill to|invoice to|made out to|mrs and mr|husband|wife|son|daughter|mother|father|mum|mom|dad|brother|sister|partner|mi esposo|mi esposa|mi marido|mi mujer|mi hijo|mi hija|mi madre|mi padre|mon mari|ma femme|mon fils|ma fille|ma mere|mon pere|mein mann|meine frau|mein sohn|meine tochter|meine mutter|mein vater|meu marido|minha esposa|minha mae|meu filho|mio marito|mia moglie|mio figlio|mia figlia|mia madre|mio padre|mijn man|mijn vrouw',
    ),
    title: phrases(
      'mr|mrs|ms|miss|mister|dr|doctor|prof|professor|sir|herr|frau|senor|senora|señor|señora|sr|sra|don|dona|doña|monsieur|madame|mme|mlle|signor|signora|sig|meneer|mevrouw|dhr|mevr',
    ),
  },
  examples: {
    hits: [
      'my name is ‹Anna Lindqvist›',
      'Cardholder: ‹JOHN Q PUBLIC›',
      'talk to ‹Mr Tanaka› please',
      'me llamo ‹José García López› y',
      'my name is ‹peter murphy›',
    ],
    misses: [
      'my name is wrong on the card',
      'this is great stuff',
      'the patient is waiting',
      'dr martens boots',
      'I am very happy',
    ],
  },
  confirm({ text }, { list, start, end }) {
    if (list === 'tagged' || list === 'behind') {
      const place = list === 'tagged' ? tagged(text, start) : standsAlone(text, start, end);
      if (place === undefined || other.test(plain(place.value))) return undefined;
      return hitOf(place.start, place.value.length, 0.75, start);
    }
    return named(text, list, start, end);
  },
});

/** Words in small letters that may stand between the introduction and a name. */
const between = new Set(
  'is es ist est e sono jest er on as mr mrs ms miss dr herr frau sr sra senor senora'.split(' '),
);
const BETWEEN_MAX = Math.max(...Array.from(between, (word) => word.length));

/** Whether the sentence goes on with a word in small letters: most of them do, and no name follows. */
function goesOn(text: string, end: number): boolean {
  let from = end;
  while (codeAt(text, from) === 32 || codeAt(text, from) === 9) from += 1;
  let to = from;
  while (to - from <= BETWEEN_MAX && codeAt(text, to) >= 97 && codeAt(text, to) <= 122) to += 1;
  return to > from && (to - from > BETWEEN_MAX || !between.has(text.slice(from, to)));
}

/** `Name:` of a form. */
function isLabel(text: string, start: number, end: number): boolean {
  return /^name$/i.test(text.slice(start, end)) && /^\s?[:=]/.test(text.slice(end, end + 3));
}

function named(text: string, list: string, start: number, end: number): Hit | undefined {
  if (list === 'title') return withTitle(text, start, end);
  const sure = list === 'strong' || (end - start === 4 && isLabel(text, start, end));
  if (!sure && goesOn(text, end)) return byGivenName(text, start, end);
  const lead = gap.exec(text.slice(end, end + 40))?.[0] ?? '';
  const at = end + lead.length;
  const rest = text.slice(at, at + 90);
  if (sure) {
    const foreign = foreignName(text.slice(start, end), rest);
    if (foreign !== undefined) return hitOf(at, foreign.length, 0.85, start);
  }
  if (!/\s|[:=]/.test(lead)) return undefined;
  const titleAt = at - (/(?:mr|mrs|ms|miss|dr|herr|frau|sr|sra|senor|senora)\.? $/i.exec(lead)?.[0].length ?? 0);
  const shout = shouted(text, start, end);
  if (shout) return inCapitals(rest, at, start, sure || text.slice(start, end).toLowerCase() === 'name');
  const match = cased.exec(rest) ?? (sure ? (listed.exec(rest) ?? uncased(text, rest, start, end)) : null);
  if (match === null) return byGivenName(text, start, end);
  if (other.test(plain(match[0]))) return trimmed(match[0], at, start, sure);
  if (!sure && brand.test(match[0])) return undefined;
  if (!sure && loose.test(text.slice(start, end)) && !known(match[0]) && !ends(text, start, end, at + match[0].length))
    return undefined;
  return hitOf(titleAt, at + match[0].length - titleAt, sure ? 0.85 : 0.7, start);
}

/** Houses and labels that carry a person's name. */
const brand =
  /^(?:Tom Ford|Jean Paul|Calvin Klein|Ralph Lauren|Hugo Boss|Michael Kors|Marc Jacobs|Tommy Hilfiger|Paul Smith|Ted Baker|Kate Spade|Tory Burch|Giorgio Armani|Louis Vuitton|Yves Saint|Christian (?:Dior|Louboutin)|Coco Chanel|Elizabeth Arden|Estee Lauder|Bobbi Brown|Charlotte Tilbury|Jo Malone|Johnnie Walker|Jack Daniel|Jim Beam|Ben Sherman|Fred Perry|Harry Potter|Taylor Swift|Marie Curie|Mary Berry|Jamie Oliver|Gordon Ramsay|Laura Ashley|Cath Kidston|Karl Lagerfeld|Stella McCartney|Alexander McQueen|Vivienne Westwood|Henry Hoover)/i;

/** Words that lead to all sorts of things in capitals: only a known given name makes a person of them. */
const loose =
  /^(?:for|from|by|under|it'?s|its|ici|c.est|met|ben|thanks?( you)?|thx|ty|merci|gracias|danke|obrigad[oa]|grazie|cheers|best|sou|sono|customer|client|verification|caller|this is|ich bin|je suis|wife|husband|son|daughter|mother|father|mum|mom|dad|brother|sister|partner)$/i;
/** Surname first, as forms and tickets have it. */
const listed =
  /^(?:[A-Z]{2,20}\/[A-Z]{2,20}(?: (?:MRS?|MS|MISS|MSTR|DR))?(?![\p{L}])|\p{Lu}[\p{L}'-]{1,20}, \p{Lu}[\p{L}'-]{1,20}(?= *(?:$|[\n;])))/u;

/** Whether the speaker goes on as one who has just said a name; after thanks, only at the very end. */
function ends(text: string, start: number, end: number, stop: number): boolean {
  const after = text.slice(stop);
  const speaks =
    /^(?:this is|it'?s|its|hier ist|c.est|ici|ich bin|ben|met|sou|sono|caller|customer|client|wife|husband)$/i;
  return speaks.test(text.slice(start, end))
    ? introduced.test(after)
    : /^[\s.!]*$/.test(after) && /\n/.test(text.slice(end, stop));
}

const introduced =
  /^(?:$|[,.]\s|[.!]?$|\n|,? (?:speaking|here|calling|again|from|and i|and my|with|a l'appareil|al telefono|am apparat|my|room|account|acct|order|policy|booking|member)(?!\p{L}))/iu;

/** Whether the first of the names is a given name everybody knows. */
function known(name: string): boolean {
  return givenNames.has((/^\p{L}+/u.exec(name)?.[0] ?? '').toLowerCase());
}

/** In small letters: a given name and a word behind it that is no ordinary one. */
function byGivenName(text: string, start: number, end: number): Hit | undefined {
  if (!mayNameFollow(text, end)) return undefined;
  const match = smallName.exec(text.slice(end, end + 64));
  const value = match?.[1];
  if (match === null || value === undefined || !known(value) || other.test(value)) return undefined;
  if (!nameEnds.test(text.slice(end + match[0].length))) return undefined;
  return hitOf(end + match[0].length - value.length, value.length, 0.65, start);
}

const smallName = /^[\s,:-]{1,3}(\p{L}{2,16} (?:(?:van|von|de|del|di|da|dos|la|le|al|el) )?\p{L}[\p{L}'’-]{2,20})/u;
/** What follows a name when it is one: the end, a mark, or words that speak of the person. */
const nameEnds =
  /^(?:$|\s*[,.;!?\n(-]|\s+(?:and|y|und|et|e|i|my|from|born|dob|email|phone|card|the|with|on|in|at|room|account|acct|order|number|calling|here|speaking|ssn|tel|mobile|policy|member|booking|unit|apt|ich|mi|je|meu|mio|meine|wohnhaft|geb|need|needs|want|wants|have|has|i'?m|please|pls|can|could|was|is|again|about|\d)(?![\p{L}]))/iu;

function inCapitals(rest: string, at: number, word: number, sure: boolean): Hit | undefined {
  const ticket = listed.exec(rest)?.[0];
  const value = ticket ?? /^\p{Lu}{2,20} (?:\p{Lu}\. ?|\p{Lu} )?\p{Lu}[\p{Lu}'-]{1,20}(?![\p{L}])/u.exec(rest)?.[0];
  if (value === undefined || other.test(plain(value)) || !(known(value) || (sure && ticket !== undefined)))
    return undefined;
  return hitOf(at, value.length, sure ? 0.8 : 0.65, word);
}

/** Two capitals, then words that are none of the name: "Anna Lindqvist Order 12". */
function trimmed(value: string, at: number, word: number, sure: boolean): Hit | undefined {
  const words = value.split(' ');
  const shorter = words.slice(0, 2).join(' ');
  if (words.length < 3 || other.test(plain(shorter))) return undefined;
  return hitOf(at, shorter.length, sure ? 0.8 : 0.6, word);
}

/** In a text without capitals a name needs words that leave no doubt. */
function uncased(text: string, rest: string, start: number, end: number): RegExpExecArray | null {
  const outright =
    /name\s?[:=]|name(?: is|'s| s)|llamo|nombre es|hei(?:ss|ß)e|name ist|appelle|nom est|nome e|chamo|chiamo|naam is|heet|heter|hedder|nazywam|cardholder|card holder|account holder|holder name|name on (?:the |my )?card/iu;
  if (!outright.test(text.slice(start, end + 4))) return null;
  const match = lower.exec(rest);
  return match !== null &&
    /^(?:$|[\s]*[,.;!?\n-]|\s+(?:and|y|und|et|e|i|my|from|born|dob|email|phone|card|the|with|on|in|,))/iu.test(
      rest.slice(match[0].length),
    )
    ? match
    : null;
}

/** A member of the staff that somebody asks after: a title and a surname in a question, or in talk of who is in. */
const staff =
  /\b(?:is|was|does|did|will|can|could|when|where|hat|ist|arbeitet|kommt|wann|est|travaille|esta|trabaja|quando|lavora|works?|available|in today|off today|on holiday|on leave|back|frei|urlaub|sprechstunde|dienst|vacaciones|conge|ferie|ferias|office hours|surgery|class(?:es)?|lesson|lecture)\b/i;

/** A question without its mark, as chat has it. */
const question =
  /(?:^|[.!?\n,]\s*)(?:is|was|are|does|did|do|has|have|will|can|could|when|where|why|who|hat|ist|wann|kommt|arbeitet|est-ce|quand|ou est|esta|cuando|quando|c'e|werkt|is er|czy|kiedy) (?:[\p{L}']+ ){0,2}$/iu;
/** What staff do: they are in, off, on duty, still teaching. */
const works =
  /^\.? ?\p{L}[\p{L}'’-]+ (?:hat heute|ist heute|est-(?:il|elle)|est (?:la|absent|disponible|en conge)|sigue|esta (?:de|en)|trabaja|still|no longer|works?|teaches|is (?:in|off|away|out|on (?:leave|holiday|duty)|available|back)|e in ferie|lavora|nie ma|heeft vandaag)\b/iu;

function withTitle(text: string, start: number, end: number): Hit | undefined {
  const match = titled.exec(text.slice(end, end + 80));
  if (match === null || !/^\p{Lu}/u.test(text.slice(start, start + 2)) || shouted(text, start, end)) return undefined;
  const lead = /^\.? /.exec(match[0])?.[0].length ?? 0;
  const value = match[0].slice(lead);
  if (
    other.test(plain(value)) ||
    /^(?:Martens|Pepper|Who|Oetker|Bean|Clean|Muscle|Robot|Strange|House|Dre)\b/.test(value)
  )
    return undefined;
  const around = text.slice(Math.max(0, start - 60), end + 90);
  const asked = /[?？]/.test(around) || question.test(text.slice(Math.max(0, start - 40), start));
  if (
    !value.includes(' ') &&
    ((asked && staff.test(around)) || /\b(?:tell|ask|thank|thanks to) $/i.test(text.slice(0, start)))
  )
    return undefined;
  if (!value.includes(' ') && works.test(text.slice(end, end + 60))) return undefined;
  return hitOf(start, end + match[0].length - start, 0.75, start);
}

/** Without full stops and the particles between names, which are ordinary words elsewhere. */
function plain(value: string): string {
  return value
    .replaceAll('.', '')
    .replace(/ (?:van|von|der|den|de|del|della|di|da|dos|das|la|le|el|al|zu|ter|ten)(?= )/g, '');
}

function hitOf(start: number, size: number, confidence: number, word: number): Hit {
  return { kind: 'PERSON', start, end: start + size, confidence, evidence: [{ rule: 'introduced', at: word }] };
}
