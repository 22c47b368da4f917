/** Numerals of East Asian writing → digits: `四一一一`, `肆壹壹壹`, `사일일일`, `よん いち`; only in runs as long as a value. */
import { type Folded, foldText, type OffsetMap } from './fold.ts';
import { chainMaps, Edits } from './fold-edits.ts';

/** Spellings of 0 to 9: everyday, on cheques, as said aloud in series (幺), in Korean (Sino-Korean), in Japanese kana. */
const spellings = [
  '〇 零 洞 공 영 제로 ゼロ れい まる ぜろ レイ',
  '一 壹 壱 弌 幺 일 いち イチ',
  '二 贰 貳 弐 两 兩 이 に ニ',
  '三 叁 參 叄 参 삼 さん サン',
  '四 肆 사 よん し ヨン',
  '五 伍 오 ご ゴ',
  '六 陆 陸 육 륙 ろく ロク',
  '七 柒 漆 칠 なな しち ナナ',
  '八 捌 팔 はち ハチ',
  '九 玖 구 きゅう く キュウ キュー',
];

const digitOf = new Map<string, string>();
for (const [digit, list] of spellings.entries())
  for (const one of list.split(' ')) digitOf.set(foldText(one).text, String(digit));
// The longer spelling first: `し` begins `しち`.
const numeral = [...digitOf.keys()].sort((a, b) => b.length - a.length).join('|');
const raw = [...new Set(spellings.flatMap((list) => list.split(' ')))].sort((a, b) => b.length - a.length).join('|');

/** Fewest digits of a value: nine of an SSN. */
const run = new RegExp(`(?:(?:${numeral}|\\d)[ \\t\\r\\n,.~_-]{0,3}){9,}`, 'g');
const each = new RegExp(numeral, 'g');
/** Enough of them in a row to look closer; fewer are dates and prices. */
const few = new RegExp(`(?:${raw})(?:[ \\t\\r\\n,.、・-]{0,3}(?:${raw}|\\d)){5}`);

/** Whether the original text holds a row of numerals. */
export function hasNumerals(text: string): boolean {
  return few.test(text);
}

/** The folded text with the numerals of long rows as digits; undefined when there are none. */
export function foldNumerals(text: string, map: OffsetMap | undefined): Folded | undefined {
  const edits = new Edits(text);
  for (const { 0: row, index } of text.matchAll(run))
    for (const match of row.matchAll(each)) {
      const at = index + match.index;
      edits.replace(at, at + match[0].length, digitOf.get(match[0]) ?? match[0]);
    }
  const folded = edits.done();
  return folded === undefined ? undefined : { text: folded.text, map: chainMaps(folded.map, map) };
}
