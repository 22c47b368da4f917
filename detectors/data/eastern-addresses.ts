/** Postal addresses of Japan, China, Korea, India, Turkey and the Arab countries, around a word that tells of one. */
import { foldText } from '../../src/detection/fold.ts';

export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** The engine's canonical text has no vowel signs and no voicing marks, so the patterns must not have them either. */
const folded = (source: string, flags = 'u'): RegExp => new RegExp(foldText(source).text, flags);

const east = '[\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}ヶ]';
/** From the largest area down to block and house, as JIS X 0401 codes name them. */
const japanese = folded(
  `(?:${east}{2,3}[都道府県])?${east}{1,6}?[市区郡町村]${east}{0,14}?\\d{1,4}(?:丁目|番地|番|-|の)\\s?\\d{1,4}(?:(?:番地|番|号|-|の)\\s?\\d{0,4}){0,3}号?(?:\\s?${east}{0,12}\\d{2,4}号?室?)?`,
);
/** GB/T 23705: district, road, number, building, unit, room. */
const chinese = folded(
  '(?:\\p{sc=Han}{2,8}?[省市区縣县])?(?:\\p{sc=Han}{1,5}[区區县縣镇鎮])?\\p{sc=Han}{1,8}?(?:路|街|大道|巷|弄|胡同)\\s?\\d{1,5}(?:弄\\d{1,4})?[号號](?:院)?(?:\\s?\\d{1,4}(?:号楼|栋|棟|幢|座|单元|單元|楼|樓|层|層|室|号)?){0,4}',
);
/** Road Name Address Act: city, district, road (로, 길), number. */
const korean =
  /(?:[\uac00-\ud7a3]{1,7}(?:시|도|구|군|동|읍|면)\s?){0,4}[\uac00-\ud7a3\d]{1,12}(?:로|길)\s?\d{1,4}(?:-\d{1,4})?(?:번길\s?\d{1,4})?(?:,?\s\d{1,4}(?:동|호|층)){0,3}/u;
const indian = folded(
  '(?:(?:मकान|फ्लैट|घर|प्लॉट|दुकान|गली)\\s?(?:नं|नंबर|संख्या)\\.?\\s?:?\\s?)?\\d{1,5}(?:[-/]\\w{1,4})?(?:,? (?:गली|सेक्टर|ब्लॉक|वार्ड|मंजिल)\\s?(?:नं|नंबर)?\\.?\\s?\\w{1,4}|,\\s?\\p{sc=Devanagari}{2,15}(?: \\p{sc=Devanagari}{2,15}){0,2}){1,4}(?:[ ,-]+\\d{6})?',
);
const arabic = folded(
  '(?:(?:عمارة|شقة|مبنى|فيلا|بيت)\\s(?:رقم\\s)?\\d{1,5},?\\s)?(?:\\d{1,5}\\s)?شارع(?:\\s\\p{sc=Arabic}{2,14}){1,4}?,?\\s(?:رقم\\s)?\\d{1,5}|\\d{1,5},?\\sشارع(?:\\s\\p{sc=Arabic}{2,14}){1,3}',
);
const turkish =
  /(?:\p{Lu}[\p{L}.]{1,20} (?:Mah|Mahallesi)\.?,? )?\p{Lu}[\p{L}.]{1,20}(?: \p{Lu}[\p{L}.]{1,20}){0,3} (?:Cad|Caddesi|Sok|Sk|Sokak|Sokağı|Sokagi|Bulvarı|Bulvari)\.?,? ?(?:No\s?[:.]?\s?)?\d{1,4}(?:\/\d{1,4})?(?: (?:D|Daire|Kat)[:.]? ?\d{1,3}){0,2}/u;

const BEFORE = 32;
const AHEAD = 80;

/** The address around the word at [start, end); undefined when there is none. */
export function easternPlace(text: string, start: number, end: number): Stretch | undefined {
  const word = text.slice(start, end);
  const from = Math.max(0, start - BEFORE);
  const around = text.slice(from, end + AHEAD);
  for (const pattern of patternsFor(word)) {
    const match = pattern.exec(around);
    if (match === null) continue;
    const lead = cue.exec(match[0])?.[0].length ?? 0;
    const size = match[0].replace(/[\s,.]+$/, '').length;
    return { start: from + match.index + lead, end: from + match.index + size };
  }
  return undefined;
}

/** Words in front of an address that the areas' names swallow. */
const cue = folded(
  '^(?:.*?(?:住所|送り先|届け先|配送先|住まい)(?:は|を|が|:)?\\s?|.*?(?:地址)(?:改成|改为|是|为|:)?|.*?(?:住在|寄到|送到|寄往|搬到|改成|改为)|(?:주소는|주소가|주소|배송지는|배송지가|배송지|집은)\\s?)',
);

function patternsFor(word: string): readonly RegExp[] {
  if (/\p{sc=Han}|\p{sc=Hiragana}/u.test(word)) return [japanese, chinese];
  if (/\p{sc=Hangul}/u.test(word)) return [korean];
  if (/\p{sc=Devanagari}/u.test(word)) return [indian];
  return /\p{sc=Arabic}/u.test(word) ? [arabic] : [turkish];
}
