import { describe, expect, it } from 'vitest';
import { decodedRuns, foldEncoded } from '../../src/detection/fold-encoded.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const hex = (text: string): string => Buffer.from(text).toString('hex');
const value = '4111 1111 1111 1111';

describe('foldEncoded', () => {
  it.each([
    ['base64', base64(value)],
    ['base64', base64(base64(value))],
    ['base64', base64(hex(value))],
    ['base64', base64(value).replace(/.{16}/, '$&\r\n')],
    ['hex', hex(value)],
    ['hex', hex(base64(value))],
    ['codes', [...value].map((one) => one.charCodeAt(0)).join(', ')],
    ['codes', [...value].map((one) => one.charCodeAt(0).toString(2).padStart(8, '0')).join(' ')],
  ])('undoes %s of %s', (name, run) => {
    const text = `card ${run} ok`;
    const read = foldEncoded(text, undefined).find((one) => one.name === name);
    expect(read?.text).toBe(`card ${value} ok`);
    expect(text.slice(read?.map.startOf(5), read?.map.endOf(5 + value.length))).toBe(run);
  });

  it('leaves hashes, keys and words alone', () => {
    expect(decodedRuns('9f86d081884c7d659a2feaa0c55ad015 JBSWY3DPEHPK3PXP internationalisation 11011010')).toEqual([]);
  });

  it('reads past a file of megabytes in letters', () => {
    expect(decodedRuns(`${'aB1+'.repeat(2_000_000)} ${base64(value)}`).map(({ text }) => text)).toEqual([value]);
  });

  it('does not take the next line for a part of it', () => {
    expect(decodedRuns(`${base64('4111 1111 1112')}\nbye`).map(({ text }) => text)).toEqual(['4111 1111 1112']);
  });
});
