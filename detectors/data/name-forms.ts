/** Forms of names: in scripts without capitals, and where a name stands by its place in the message. */
import { foldText } from '../../src/detection/fold.ts';
import { chineseSurname, givenNames } from './given-names.ts';

const folded = (source: string, flags: string): RegExp => new RegExp(foldText(source).text, flags);

const east = '\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}';
/** What ends a name: marks, particles, words for the next entry of a form. */
const stop = `(?=$|[,.;:!?\\s()/\\d]|です|と|て|の|ですか|でございます|様)`;
const japanese = folded(`^[:\\s]*(?!(?:お|ご|何|誰))(?:[${east}]{1,4} [${east}]{1,5}?|[${east}]{2,6}?)${stop}`, 'u');
/** Family and given name with a blank between them. */
const eastPair = folded(`^([${east}]{1,4} [${east}]{1,4})(?=$|[,.;:!?\\s()\\d])`, 'u');
const chinese = new RegExp(
  `^[:\\s是叫]*(${foldText(chineseSurname).text}\\p{sc=Han}{1,2}?)(?=$|[,.;:!?\\s()\\d]|[想要的我在想，电住生来手身])`,
  'u',
);
const chineseOpen = new RegExp(`^[:\\s是叫]*(${foldText(chineseSurname).text}\\p{sc=Han}{2})`, 'u');
const indic = folded(
  '^[:\\s]*(?:है |श्री |श्रीमती |डॉ\\.? )?(\\p{sc=Devanagari}{1,15}(?: (?!है|हैं|और|मोबाइल|फोन|पता|आधार|जन्म|गलत)\\p{sc=Devanagari}{1,15}){1,2})(?= (?:है|हैं|और|मोबाइल|फोन|पता|आधार|जन्म)(?!\\p{L})|\\s*(?:$|[,.;\\n|\\d]))',
  'u',
);
const arabic = folded(
  '^[:\\s]*(?:هو |السيد |السيدة |الدكتور )?((?!ليس|غير|خطأ|مكتوب)\\p{sc=Arabic}{2,12} (?!رقم|من|في|على|غير|خطأ|هو)(?:(?:بن|بنت|عبد|ابو|آل) )?\\p{sc=Arabic}{2,14}(?: (?!رقم|من|في|على|وأ|وا|هاتف|تاريخ|عندي|أريد|واريد|جوال|هوية)\\p{sc=Arabic}{2,14}(?=\\s*(?:$|[,.;\\n\\d])))?)',
  'u',
);
const korean = /^[:\s]*(?:은|는)?\s?([\uac00-\ud7a3]{2,4}?)(?=입니다|이에요|예요|이고|이라고|라고|이며|님|,|\.|\s|$)/u;
const cyrillicEnd = /^[:\s]*(\p{Lu}\p{L}+ \p{Lu}\p{L}+)/u;
/** Ordinary words of these scripts where a name could stand. */
const noName = folded(
  '^[:\\s]*(?:写|填|没|有|错|改|要|输|怎|都|和|必|已|の|が|गलत|सही|क्या|लिख|客|客户|顾客|会员|會員|学生|老师|在|个|一|你|您|谁|什么|不|错|誤|間違|日本|会社|ユーザー|회원|고객|학생|그냥|지금|이미|여기)',
  'u',
);

/** The name in `rest`, with what stands in front of it, behind a word of another script; undefined when there is none. */
export function foreignName(word: string, rest: string): string | undefined {
  if (noName.test(rest)) return undefined;
  if (/\p{sc=Han}|\p{sc=Hiragana}|\p{sc=Katakana}/u.test(word))
    return (
      eastPair.exec(rest)?.[1] ?? whole(chinese, rest) ?? japanese.exec(rest)?.[0].trim() ?? whole(chineseOpen, rest)
    );
  if (/\p{sc=Devanagari}/u.test(word)) return whole(indic, rest);
  if (/\p{sc=Arabic}/u.test(word)) return whole(arabic, rest);
  if (/\p{sc=Hangul}/u.test(word)) return whole(korean, rest);
  return /\p{sc=Cyrillic}/u.test(word) ? whole(cyrillicEnd, rest) : undefined;
}

/** Only a name right at the beginning can be answered: the caller places it there. */
function whole(pattern: RegExp, rest: string): string | undefined {
  const match = pattern.exec(rest);
  return match?.[1] === undefined || match[0].length !== match[1].length ? undefined : match[1];
}

export interface Named {
  readonly start: number;
  readonly value: string;
}

const cased =
  "\\p{Lu}[\\p{L}'’-]{1,20}(?: \\p{Lu}\\.?)?(?: (?:van|von|der|den|de|del|della|di|da|dos|la|le|el|al|bin|ter|ten)){0,2} \\p{Lu}[\\p{L}'’-]{1,20}(?: \\p{Lu}[\\p{L}'’-]{1,20})?";
const greeting =
  "(?:^|[\\n.;!?:]\\s*)(?:(?:hi|hello|hey|hiya|hallo|hola|bonjour|salut|ciao|buongiorno|oi|ola|bom dia|buenas|buenos dias|guten tag|guten morgen|moin|hej|czesc|dzien dobry|good (?:morning|afternoon|evening)|dear (?:team|support|sirs?)|merhaba)(?: there| all| team)?[,!.]?\\s+)?(?:(?:this is|it's|its|i'm|im|i am|patient|customer|re|for)\\s+)?(?:(?:mr|mrs|ms|dr|herr|frau|mme|m|sig|sig\\.ra|sr|sra)\\.? )?";
const beforeTag = new RegExp(`(${greeting})(${cased})\\s?[,;:(-]?\\s?(?:my |mein |mi |ma |mon |o |a )?$`, 'u');
const beforeTagSmall = new RegExp(`(${greeting})(\\p{L}{2,16} \\p{L}[\\p{L}'-]{2,20})\\s?[,;:(-]?\\s?(?:my )?$`, 'iu');
const REACH = 70;

/** "Anna Lindqvist, dob …": a name at the beginning, right in front of what identifies its owner. */
export function tagged(text: string, start: number): Named | undefined {
  return nameBefore(text, start, beforeTag, beforeTagSmall);
}

const beforeHere = new RegExp(`(${greeting})(${cased}),?\\s$`, 'u');
const beforeHereSmall = new RegExp(`(${greeting})(\\p{L}{2,16} \\p{L}[\\p{L}'-]{2,20}),?\\s$`, 'iu');
const eastern = folded(
  `(?:^|[,.!?\\s]|私は|わたしは|저는|나는)([\\p{sc=Han}\\p{sc=Katakana}]{3,6}|[\\p{sc=Han}]{1,3} [\\p{sc=Han}]{1,3}|[\\uac00-\\ud7a3]{3})$`,
  'u',
);
const says = folded('^(?:と申|といい|と言|라고)', 'u');

/** "Anna Lindqvist here", and the Japanese and Korean turns for "my name is" that stand behind the name. */
export function standsAlone(text: string, start: number, end: number): Named | undefined {
  const word = text.slice(start, end);
  if (says.test(word)) {
    const match = eastern.exec(text.slice(Math.max(0, start - 16), start));
    return match?.[1] === undefined ? undefined : { start: start - match[1].length, value: match[1] };
  }
  return /^[a-z ]+$/i.test(word) ? nameBefore(text, start, beforeHere, beforeHereSmall) : undefined;
}

function nameBefore(text: string, start: number, capitals: RegExp, small: RegExp): Named | undefined {
  const from = Math.max(0, start - REACH);
  const head = text.slice(from, start);
  const match = capitals.exec(head) ?? small.exec(head);
  if (match === null) return undefined;
  const [, lead = '', value = ''] = match;
  const first = /^\p{L}+/u.exec(value)?.[0].toLowerCase() ?? '';
  // What begins in the middle of a long message is no beginning.
  if (from > 0 && match.index === 0) return undefined;
  if (!givenNames.has(first) && (!/^\p{Lu}/u.test(value) || !/[,;:(-]\s?\S*\s?$/.test(head))) return undefined;
  return { start: from + match.index + lead.length, value };
}
