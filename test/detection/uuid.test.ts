/** Parts of UUIDs are left alone, whole ones and all-digit look-alikes are not. */
import { expect, it } from 'vitest';
import { dropInsideUuids } from '../../src/detection/uuid.ts';
import type { Finding } from '../../src/domain/finding.ts';

const id = '7f0dca47-3157-42ab-b90c-90ce8ef3c923';
const at = (start: number, end: number): Finding => ({
  detector: 'x',
  kind: 'DRIVER_LICENSE',
  start,
  end,
  confidence: 0.9,
  evidence: [],
});
const left = (text: string, ...found: Finding[]) => {
  dropInsideUuids(found, text);
  return found.length;
};

it('drops what lies inside', () => {
  expect(left(`dl_${id}`, at(27, 39), at(4, 11))).toBe(0);
});

it('keeps what is a whole one, or reaches over it, or lies elsewhere', () => {
  expect(left(`key ${id}`, at(4, 40))).toBe(1);
  expect(left(`key ${id} 12`, at(0, 43))).toBe(1);
  expect(left(`12345678 ${id}`, at(0, 8))).toBe(1);
});

it('keeps what looks like one and is digits alone, or is part of something longer', () => {
  expect(left('41111111-1111-1111-0000-000000000000', at(0, 18))).toBe(1);
  expect(left(`${id}-1`, at(0, 8))).toBe(1);
});
