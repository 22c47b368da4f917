import { describe, expect, it } from 'vitest';
import { foldFillers, isFiller } from '../../src/detection/fold-fillers.ts';

describe('foldFillers', () => {
  it.each([
    ['4111 then 1111 dash 1111 and then 1111', '4111 1111 1111 1111'],
    ['536 guion 22 y luego 1234', '536 22 1234'],
    ['4111\nsecond: 1111\nthird: 1111', '4111 1111 1111'],
    ['4111, 2nd group 1111, 3rd group 1111', '4111 1111 1111'],
    ['4111\n2) 1111\n3) 1111', '4111 1111 1111'],
    ['4111, part 2: 1111, part 3: 1111', '4111 1111 1111'],
    ['4111 und dann 1111 Strich 1111', '4111 1111 1111'],
  ])('reads %j', (text, read) => {
    expect(foldFillers(text, undefined)?.text).toBe(read);
  });

  it.each([
    '4111 1111 1111 1111',
    'rooms 101 or 102 or 103',
    '12 chairs, 14 tables and 3 lamps',
    'on 2026-08-17 at 12:38 for 4',
  ])('leaves %s alone', (text) => {
    expect(foldFillers(text, undefined)).toBeUndefined();
  });

  it('maps what stands around a filler to where it was', () => {
    const text = 'no 4111 then 1111 then 1112';
    const read = foldFillers(text, undefined);
    expect(text.slice(read?.map.startOf(3), read?.map.endOf(17))).toBe('4111 then 1111 then 1112');
  });

  it('knows its words', () => {
    expect(['then', 'dash', 'luego', 'second', 'group'].every(isFiller)).toBe(true);
    expect(isFiller('table')).toBe(false);
  });
});

describe('long texts', () => {
  it('are not read: they are no talk', () => {
    expect(foldFillers('1111 then 1111 then 1111. '.repeat(2000), undefined)).toBeUndefined();
  });
});
