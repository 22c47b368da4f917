/** Dates of birth: a full date, in any of the usual writings, that is said to be somebody's birth. */
import { defineDetector, type Hit, type View } from '../src/detection/detector.ts';
import { foldText } from '../src/detection/fold.ts';
import { phrases, saidAfter, saidBefore, saidHit } from '../src/detection/said.ts';

/** The canonical text has neither accents nor vowel signs, so the names of months must not have them either. */
const month = foldText(
  '(?:jan(?:uary|uar|vier|eiro|uari)?|feb(?:ruary|ruar|rero|braio|ruari)?|fev(?:rier|ereiro)?|mar(?:ch|zo|s|co|ca)?|maart|marz|mrz|apr(?:il|ile)?|abr(?:il)?|avr(?:il)?|may|mayo|mai|maio|maggio|mag|maj|mei|jun(?:e|i|io|ho)?|juin|giugno|giu|jul(?:y|i|io|ho)?|juil(?:let)?|luglio|lug|aug(?:ust|ustus|usti)?|ago(?:sto)?|aout|sept?(?:ember|iembre|embre)?|set(?:iembre|embro|embre|tembre)?|o[ck]t(?:ober|obre)?|ott(?:obre)?|out(?:ubro)?|nov(?:ember|iembre|embre|embro)?|de[cz](?:ember|embre|embro)?|dic(?:iembre|embre)?|stycznia|lutego|marca|kwietnia|maja|czerwca|lipca|sierpnia|wrzesnia|pazdziernika|listopada|grudnia|जनवरी|फरवरी|يناير|فبراير|مارس|ابريل|مايو|يونيو|يوليو|اغسطس|سبتمبر|اكتوبر|نوفمبر|ديسمبر|ocak|subat|mart|nisan|mayis|haziran|temmuz|agustos|eylul|ekim|kasim|aralik|января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря|मार्च|अप्रैल|मई|जून|जुलाई|अगस्त|सितंबर|सितम्बर|अक्टूबर|नवंबर|नवम्बर|दिसंबर|दिसम्बर|جانفي|كانون الثاني|شباط|اذار|نيسان|ايار|حزيران|تموز|اب|ايلول|تشرين الاول|كانون الاول)',
).text;
const day = '(?:0?[1-9]|[12]\\d|3[01])';
const year = '(?:(?:19|20)\\d\\d)';
const anyYear = "(?:(?:19|20)\\d\\d|'?\\d\\d)";
const date = [
  `${year}\\s?[-/.]\\s?(?:0?[1-9]|1[0-2])\\s?[-/.]\\s?${day}`,
  `${day}\\s?[-/.]\\s?${day}\\s?[-/.]\\s?${anyYear}`,
  `${day} ${day} ${year}`,
  `(?:令和|平成|昭和|大正)\\s?(?:\\d{1,2}|元)\\s?年\\s?(?:0?[1-9]|1[0-2])\\s?月\\s?${day}\\s?日?`,
  `${year}\\s?[年년]\\s?(?:0?[1-9]|1[0-2])\\s?[月월]\\s?${day}\\s?[日일]?`,
  `${day}(?:st|nd|rd|th|er|\\.|º|o)?[ -]?(?:of |de |di |d')?${month}\\.?,?[ -]?(?:of |de |del |di )?${anyYear}`,
  `${month}\\.? ?${day}(?:(?:st|nd|rd|th)?,? |,)${anyYear}`,
  `(?:19|20)\\d\\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])`,
  `(?:0[1-9]|[12]\\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)?\\d\\d`,
].join('|');
/** Not inside a longer number or word; languages without blanks write a date right behind one. */
const border = '(?<![\\p{N}/.-]|[^\\P{L}\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Hangul}])';
const value = new RegExp(`${border}(?:${date})(?![\\p{N}]|[/-]\\d)`, 'iu');
const valueAtEnd = new RegExp(`${border}(?:${date})$`, 'iu');

/** Things have birthdays in figures of speech only. */
const thing =
  /\b(?:company|brand|app|site|website|project|product|band|store|shop|business|startup|idea|puppy|pup|kitten|dog|cat|horse|city|country|party|sale|firm|festival|series|language|internet)\b[^.!?]{0,24}$/i;

export default defineDetector({
  id: 'date-of-birth',
  kinds: [{ kind: 'DATE_OF_BIRTH', title: 'Date of birth', word: 'dob', visible: 'nothing' }],
  title: 'Dates of birth',
  authority: 'HIPAA 45 CFR 164.514(b)(2)(i)(C), ISO 8601-1 and the date orders of CLDR',
  regulations: ['HIPAA 164.514(b)(2)(i)(C)', 'GDPR Art. 4(1)', 'CCPA 1798.140(v)'],
  takes: ['term'],
  reach: 40,
  terms: {
    strong: phrases(
      'dob|d o b|date of birth|dateofbirth|birth date|birthdate|birthday|bday|b day|birth day|date birth|born on|was born on|fecha de nacimiento|fecha nacimiento|f nacimiento|fec nac|fdn|cumpleanos|cumple|nacimiento|geburtsdatum|geburtstag|geb|geb datum|gebdatum|geb am|geboren am|geb dat|date de naissance|ddn|naissance|ne le|nee le|anniversaire|data de nascimento|data nascimento|dt nascimento|nascimento|aniversario|data di nascita|nascita|nato il|nata il|compleanno|geboortedatum|geboren op|verjaardag|fodelsedatum|fodd den|fodselsdato|fodt den|fodselsdag|data urodzenia|urodzony|urodzona|urodziny|data urodz|dogum tarihi|生年月日|誕生日|出生日期|生日|出生年月日|생년월일|تاريخ الميلاد|تاريخ ميلادي|مواليد|जन्म तिथि|जन्मतिथि|जन्म तारीख|जन्मदिन|дата рождения|dogum tarihim|dogum gunum|doğum tarihim|d b|date of my birth|birth dt|birthdte|date of brith|date of birht|brithday|dob is|born in the year|f de nac|fecha de nac|nac|naissance le|née en|ne en|geburtsdat|geboortedag|geb dat|gebd|data de nasc|dt nasc|dn|nata a|nato a|data nascita|fødselsdato|fødselsdag|birth of date|生日是|我的生日|出生日期是|syntymäaika|születési dátum|ημερομηνία γέννησης|생일|생년월일은|생일은|出生于|生年月日は|誕生日は|تاريخ ميلادي هو|ولدت في|من مواليد|जन्म की तारीख|जन्म दिनांक',
    ),
    weak: phrases(
      'born|was born|nacido|nacida|naci|nacido el|naci el|nacio el|nacimos|nacida el|nascida em|nascida a|nascido a|nasci a|nasci no dia|nato nel|urodzilem sie|urodzilam sie|urodzony dnia|fodd|fodd den|dogdum|dogumluyum|doğdum|urodziłem się|urodziłam się|fødd|født|født den|born the|born in|geboren|ne|nee|nascido|nascida|nasci|nasci em|nascido em|nato|nata|fodd|fodt|birth|生まれ|出生|生于|जन्म',
    ),
  },
  examples: {
    hits: [
      'dob ‹04/12/1987›',
      'her d.o.b. is ‹4 June 1976›',
      'I was born on ‹7 February 1961›',
      '‹1990-05-17› is my date of birth',
      'geboren am ‹26.02.1986›',
      'fecha de nacimiento: ‹3 de mayo de 1979›',
    ],
    misses: [
      'the birthday party is on 12 June 2027',
      'born in London',
      'delivered 04/12/2026',
      'our company was born on 4 July 1999',
      'dob?',
    ],
  },
  confirm(view, { list, start, end }) {
    return birth(view, list === 'weak', start, end);
  },
});

function birth({ text }: View, weak: boolean, start: number, end: number): Hit | undefined {
  if (thing.test(text.slice(Math.max(0, start - 60), start))) return undefined;
  // The last stop of `d.o.b.` ends no sentence.
  const behind = text[end] === '.' && text.slice(start, end).includes('.') ? end + 1 : end;
  const said = saidAfter(text, behind, value, 36) ?? saidBefore(text, start, valueAtEnd) ?? bracketed(text, start);
  // Six digits are a date only right behind the plainest words.
  const short = said !== undefined && /^\d{6}$/.test(said.value) && (weak || said.start < end || said.start - end > 6);
  if (said === undefined || short || !plausible(said.value, weak && end - start < 4)) return undefined;
  if (
    /\b(?:party|cake|gift|present|delivery|order|sale|discount|dinner|table|on)\b/i.test(text.slice(end, said.start)) &&
    recent(said.value)
  )
    return undefined;
  return saidHit('DATE_OF_BIRTH', said, weak ? 0.85 : 0.95, 'date', start);
}

/** "1990-05-17 (dob)", "1990-05-17 dob". */
function bracketed(text: string, start: number): ReturnType<typeof saidBefore> {
  const head = text.slice(Math.max(0, start - 44), start);
  const match = valueAtEnd.exec(head.replace(/[\s(,:-]{1,3}$/, ''));
  if (match === null) return undefined;
  const at = start - head.length + match.index;
  return { start: at, end: at + match[0].length, value: match[0] };
}

function recent(value: string): boolean {
  return /20(?:2[4-9]|[3-9]\d)/.test(value);
}

/** People that are alive: 1900 on, and not next year. */
function plausible(value: string, weak: boolean): boolean {
  const full = /(?:19|20)\d\d/.exec(value);
  if (/[和成昭大][正和]?\s?(?:\d|元)/.test(value) && /年/.test(value)) return true;
  return full === null ? !weak : Number(full[0]) >= 1900 && Number(full[0]) <= 2026;
}
