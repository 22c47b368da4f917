import { describe, expect, it } from 'vitest';
import { foldText } from '../../src/detection/fold.ts';
import { foldNumerals, hasNumerals } from '../../src/detection/fold-numerals.ts';

const read = (text: string): string | undefined => {
  const folded = foldText(text);
  return foldNumerals(folded.text, folded.map)?.text;
};

describe('foldNumerals', () => {
  it.each([
    ['四一一一 一一一一 一一一一', '4111 1111 1111'],
    ['肆壹壹壹贰贰贰贰叁', '411122223'],
    ['五參六貳貳壹貳參肆', '536221234'],
    ['사일일일-영공이삼-사오육칠', '4111-0023-4567'],
    ['よん いち ご ろく なな はち きゅう れい に', '4 1 5 6 7 8 9 0 2'],
    ['4一1一1一1一1', '411111111'],
  ])('reads %s', (text, digits) => {
    expect(hasNumerals(text)).toBe(true);
    expect(read(text)).toBe(digits);
  });

  it.each([
    '三月十五日、午後三時',
    '一二三四五，上山打老虎',
    '일요일에 사람이 오면',
    'いちにち',
    '4111 1111 1111 1111',
  ])('leaves %s alone', (text) => {
    expect(read(text)).toBeUndefined();
  });

  it('maps every digit to its numeral', () => {
    const text = '卡 四五六七八九一二三 ok';
    const folded = foldText(text);
    const found = foldNumerals(folded.text, folded.map);
    expect(found?.map.startOf(2)).toBe(2);
    expect(text.slice(found?.map.startOf(2), found?.map.endOf(11))).toBe('四五六七八九一二三');
  });
});
