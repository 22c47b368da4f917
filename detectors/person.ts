/** Full names of people that are introduced as a party: by themselves, as a customer, holder or patient, or by a title. */
import { defineDetector, type Hit } from '../src/detection/detector.ts';
import { phrases, shouted } from '../src/detection/said.ts';

const part = "(?:\\p{Lu}[\\p{L}'’-]{1,20}|\\p{Lu}\\.?)";
const particle = '(?:(?:van|von|der|den|de|del|della|di|da|dos|das|la|le|el|bin|ibn|al|y|zu|ter|ten|st\\.?) ){0,2}';
const cased = new RegExp(`^${part}(?: ${particle}${part}){1,3}(?![\\p{L}'’])`, 'u');
const titled = new RegExp(`^\\.? ${particle}${part}(?:-${part})?(?: ${particle}${part}){0,2}(?![\\p{L}'’])`, 'u');
const lower =
  /^(?:\p{L}[\p{L}'’-]{1,20} (?:(?:van|von|de|del|di|da|dos|la|le|al) )?\p{L}[\p{L}'’-]{1,20})(?![\p{L}'’])/u;
const cjk =
  /^[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]{2,4}(?: [\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]{1,4})?(?=と|て|[,.\s]|$)/u;
const gap =
  /^(?:\s*(?:is|es|ist|est|e|sono|jest|är|er|:|=|-|on the card|on card|on account|on the account|on the order|as)(?![\p{L}])){0,3}[\s:"'(*]*(?:(?:mr|mrs|ms|miss|dr|herr|frau|sr|sra|senor|senora)\.? )?/iu;

/** Capitals that begin no name, and small words that follow "i am". */
const other =
  /(?:^| )(?:the|a|an|i|i'm|im|my|we|you|he|she|it|not|no|and|but|or|so|to|for|from|with|on|in|at|of|as|is|was|are|am|be|been|this|that|your|our|very|still|just|also|here|there|how|what|why|when|where|who|wrong|misspelled|spelled|incorrect|missing|required|field|only|really|already|never|always|please|thanks|hello|hi|dear|support|team|customer|service|sales|order|account|card|bank|inc|ltd|llc|gmbh|corp|company|street|road|avenue|city|visa|mastercard|monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|june|july|august|september|october|november|december|english|spanish|german|french|premium|pro|plus|unknown|hidden|anonymous|test|user|admin|first|last|full|name|number|details|email|phone|address|date|birth|dob|muy|nicht|noch|pas|que|por|para|con|und|der|die|das|ein|eine|et|une?|les?|des?|interested|waiting|looking|trying|calling|writing|having|getting|going|using)(?= |$)/iu;

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
      'my name is|my name s|my full name is|full name|my full name|name is|legal name|name on the card|name on card|name on my card|name on the account|name on account|name on the order|cardholder|card holder|cardholder name|card holder name|account holder|account name|account holder name|accountholder|holder|patient|patient name|policyholder|policy holder|policyholder name|beneficiary|beneficiary name|payee|recipient|passenger|passenger name|traveller|traveler|guest name|tenant|customer name|client name|contact name|contact person|contact|emergency contact|next of kin|employee name|student name|applicant|first and last name|signed|mi nombre es|mi nombre completo es|me llamo|nombre|nombre completo|nombre del titular|titular|a nombre de|soy|ich heisse|ich heiße|mein name ist|name des karteninhabers|karteninhaber|kontoinhaber|mein name|vor und nachname|je m appelle|mon nom est|nom complet|titulaire|nom du titulaire|au nom de|meu nome e|meu nome é|me chamo|chamo me|nome completo|nome|titular da conta|em nome de|mi chiamo|il mio nome e|il mio nome è|intestatario|intestato a|a nome di|mijn naam is|ik heet|naam|rekeninghouder|t n v|mitt namn ar|mitt namn är|jag heter|jeg heter|jeg hedder|mit navn er|nazywam sie|nazywam się|mam na imie|imie i nazwisko|名前は|私の名前は|氏名|お名前|我叫|我的名字是|姓名|اسمي|الاسم|मेरा नाम|नाम',
    ),
    weak: phrases(
      'this is|i am|i m|im|name|on behalf of|under the name|under the name of|in the name of|booked under|registered to|registered under|belongs to|speak to|spoke to|spoke with|speak with|talked to|my wife|my husband|my son|my daughter|my mother|my father|my mom|my dad|my brother|my sister|my partner|my boss|my doctor|my lawyer|my colleague|my manager|my landlord|my friend|regards|best regards|kind regards|sincerely|cheers|thanks|yours|best|gruss|grusse|grüße|saludos|cordialement|att|attn|c o|deliver to|ship to|send to|pay to|payable to|transfer to|ich bin|je suis|sou o|sou a|sono',
    ),
    title: phrases(
      'mr|mrs|ms|miss|mister|dr|doctor|prof|professor|sir|herr|frau|senor|senora|señor|señora|sr|sra|don|dona|doña|monsieur|madame|mme|mlle|signor|signora|sig|meneer|mevrouw|dhr|mevr',
    ),
  },
  examples: {
    hits: [
      'my name is ‹Anna Lindqvist›',
      'Cardholder: ‹JOHN Q PUBLIC›',
      'talk to Mr ‹Tanaka› please',
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
    return named(text, list, start, end);
  },
});

/** Words in small letters that may stand between the introduction and a name. */
const between = new Set(
  'is es ist est e sono jest er on as mr mrs ms miss dr herr frau sr sra senor senora'.split(' '),
);
const smallWord = /[ \t]*([a-z]+)/y;

/** Whether the sentence goes on with a word in small letters: most of them do, and no name follows. */
function goesOn(text: string, end: number): boolean {
  smallWord.lastIndex = end;
  const word = smallWord.exec(text)?.[1];
  return word !== undefined && !between.has(word);
}

function named(text: string, list: string, start: number, end: number): Hit | undefined {
  if (list === 'title') return withTitle(text, start, end);
  if (list !== 'strong' && goesOn(text, end)) return undefined;
  const lead = gap.exec(text.slice(end, end + 40))?.[0] ?? '';
  if (!/\s|[:=]/.test(lead)) return undefined;
  const at = end + lead.length;
  const rest = text.slice(at, at + 90);
  const sure = list === 'strong';
  const match = cased.exec(rest) ?? (sure ? (cjk.exec(rest) ?? uncased(text, rest, start, end)) : null);
  if (match === null) return undefined;
  if (!sure && shouted(text, start, end)) return undefined;
  if (other.test(plain(match[0]))) return trimmed(match[0], at, start, sure);
  return hitOf(at, match[0].length, sure ? 0.85 : 0.7, start);
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
    /name(?: is|'s| s)|llamo|nombre es|hei(?:ss|ß)e|name ist|appelle|nom est|nome e|chamo|chiamo|naam is|heet|heter|hedder|nazywam|cardholder|card holder|account holder|holder name|name on (?:the |my )?card/iu;
  if (!outright.test(text.slice(start, end + 4))) return null;
  const match = lower.exec(rest);
  return match !== null &&
    /^(?:$|[\s]*[,.;!?\n-]|\s+(?:and|y|und|et|e|i|my|from|born|dob|email|phone|card|the|with|on|in|,))/iu.test(
      rest.slice(match[0].length),
    )
    ? match
    : null;
}

function withTitle(text: string, start: number, end: number): Hit | undefined {
  const match = titled.exec(text.slice(end, end + 80));
  if (match === null || !/^\p{Lu}/u.test(text.slice(start, start + 2)) || shouted(text, start, end)) return undefined;
  const lead = /^\.? /.exec(match[0])?.[0].length ?? 0;
  const value = match[0].slice(lead);
  if (other.test(plain(value)) || /^(?:Martens|Pepper|Who|Oetker|Bean|Clean|Muscle|Robot)\b/.test(value))
    return undefined;
  return hitOf(end + lead, value.length, 0.75, start);
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
