/** Tags of emphasis between digits. */
import { expect, test } from 'vitest';
import { createDetection } from '../../src/detection/engine.ts';
import { foldInline } from '../../src/detection/fold-inline.ts';
import { loadDetectors } from '../../src/settings/catalog.ts';

const detection = createDetection({ detectors: await loadDetectors() });
const found = (text: string) =>
  detection.find({ text, bytes: Buffer.from(text) }).map(({ kind, start, end }) => `${kind} ${text.slice(start, end)}`);

test.each([
  '4532<b>0151</b>1283<i>0366',
  '45<b>32</b>015<u class="x">11</u>28<!-- a -->303<sup>6</sup>6',
  '4<b>532 01</b>51 12<em>8</em>3 0366',
])('%s is one number', (number) => {
  expect(found(`<p>${number}</p> thanks`)).toEqual([`PAYMENT_CARD ${number}`]);
});

test('cells, paragraphs and footnotes part numbers', () => {
  expect(foldInline('45<td>32</td><br>01', undefined)).toBeUndefined();
  expect(foldInline('a <b>45</b> c', undefined)).toBeUndefined();
  for (const text of ['12<sup>2</sup>, 4<sup>th</sup> of 2026<sup>1</sup>', 'call 415<b>5</b>', 'x<b>4</b>y<b>5</b>z'])
    expect(found(text)).toEqual([]);
});

test('the way back leads around the tags', () => {
  const text = 'a 45<b>32';
  const folded = foldInline(text, undefined);
  expect(folded?.text).toBe('a 4532');
  expect([folded?.map.startOf(2), folded?.map.endOf(6)]).toEqual([2, text.length]);
});
