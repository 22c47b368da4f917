/** Numbers with tags of emphasis inside them, in pages and in XML: every piece is hidden, no tag is touched. */
import { expect, test } from 'vitest';
import type { Codec } from '../../src/codecs/codec.ts';
import { htmlCodec } from '../../src/codecs/formats/html.ts';
import { xmlCodec } from '../../src/codecs/formats/xml.ts';
import { createDetection } from '../../src/detection/engine.ts';
import { defaultLimits } from '../../src/domain/limits.ts';
import { atOnce } from '../../src/domain/work.ts';
import { FieldReader, type FieldValue } from '../../src/redaction/fields.ts';
import { gluedValues, mayGoOn } from '../../src/redaction/glued.ts';
import { loadDetectors } from '../../src/settings/catalog.ts';

const detection = createDetection({ detectors: await loadDetectors() });

/** The document with every piece of a value written as `x`. */
function masked(codec: Codec, body: string): string {
  const opened = codec.open(Buffer.from(body), { limits: defaultLimits, nesting: 0 });
  if (!opened.ok) throw new Error(opened.reason);
  const { document } = opened;
  const reader = new FieldReader();
  for (const [index, span] of document.spans.entries()) reader.see(span, index);
  const [value] = reader.some ? atOnce(reader.values(document.spans, detection)) : [];
  return document.rewrite((value?.places ?? []).map((place) => ({ ...place, insert: 'x' }))).toString();
}

test.each([
  ['<p>4532<b>0151</b>1283<i>0366</i></p>', '<p>x<b>x</b>x<i>x</i></p>'],
  ['<p>my card 45<b>32 0</b>151 <u class="a">1283</u> 0366 ok</p>', '<p>my card x<b>x</b>x<u class="a">x</u>x ok</p>'],
  ['<m>4<em>5</em>32<!-- -->015112830366</m>', '<m>x<em>x</em>x<!-- -->x</m>'],
  ['<p>my card <b>4532</b> <i>0151</i> 1283 <u>0366</u></p>', '<p>my card <b>x</b> <i>x</i>x<u>x</u></p>'],
  ['<m><b>4532</b>\n<b>0151</b>\n<b>1283</b>\n<b>0366</b></m>', '<m><b>x</b>\n<b>x</b>\n<b>x</b>\n<b>x</b></m>'],
])('%s', (body, hidden) => {
  for (const codec of [htmlCodec, xmlCodec]) expect(masked(codec, body)).toBe(hidden);
});

test('CDATA is text like that around it', () => {
  const section = (text: string) => `<![CDATA[${text}]]>`;
  const body = (a: string, b: string, c: string, d: string) => `<m>${section(a)}${b}${section(c)}<!--x-->${d}</m>`;
  expect(masked(xmlCodec, body('4532', ' 0151 ', '1283', ' 0366'))).toBe(body('x', 'x', 'x', 'x'));
});

test('what paragraphs, cells, breaks and words part stays as it is', () => {
  for (const body of [
    '<p>45320151</p><p>12830366</p>',
    '<p>45320151<br/>12830366</p>',
    '<p>45320151<b> and </b>12830366</p>',
    '<td>45320151</td><td>12830366</td>',
    '<p>45320151<b>12830367</b></p>',
    '<p>12<sup>2</sup> and 4<sup>3</sup></p>',
  ])
    for (const codec of [htmlCodec, xmlCodec]) expect(masked(codec, body), body).toBe(body);
});

test('only a text that begins like the rest of a number is looked at', () => {
  expect(['4', ' 4', '-4', '4 b'].map((text) => mayGoOn(Buffer.from(text)))).toEqual([true, true, true, true]);
  expect(['', ' ', 'a4', '  4', '(4'].map((text) => mayGoOn(Buffer.from(text)))).toEqual(Array(5).fill(false));
  const found: FieldValue[] = [];
  atOnce(gluedValues(found, [], [], detection));
  expect(found).toEqual([]);
});
