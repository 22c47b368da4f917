/** Decoded offsets lead back to raw ones; inside an escape they lead to its borders. */
import { expect, it } from 'vitest';
import { OffsetMap } from '../../src/codecs/offset-map.ts';
import { cpuMillis } from './law-suite.ts';

it('is a plain shift without atoms', () => {
  const map = new OffsetMap(7);
  expect([map.rawStart(0), map.rawEnd(5)]).toEqual([7, 12]);
});

it('maps around and into atoms', () => {
  // raw: ab \u20ac c \n d   decoded: ab + three bytes + c + one byte + d
  const map = new OffsetMap(10);
  map.atom(2, 5, 12, 18);
  map.atom(6, 7, 19, 21);
  const starts = [0, 1, 2, 3, 4, 5, 6, 7, 8].map((offset) => map.rawStart(offset));
  const ends = [0, 1, 2, 3, 4, 5, 6, 7, 8].map((offset) => map.rawEnd(offset));
  expect(starts).toEqual([10, 11, 12, 12, 12, 18, 19, 21, 22]);
  expect(ends).toEqual([10, 11, 12, 18, 18, 18, 19, 21, 22]);
});

it('stays quick with many atoms', () => {
  const map = new OffsetMap(0);
  for (let index = 0; index < 200_000; index++) map.atom(index, index + 1, index * 6, index * 6 + 6);
  const started = process.cpuUsage();
  let right = 0;
  for (let offset = 0; offset < 200_000; offset++) if (map.rawStart(offset) === offset * 6) right++;
  expect(right).toBe(200_000);
  expect(cpuMillis(started)).toBeLessThan(2_000);
});
