/** References, attributes and inserts that HTML and XML share. */
import { describe, expect, it } from 'vitest';
import { attributePlace, attributeValues, remarkPlace, textPlace } from '../../src/codecs/markup.ts';
import { applySplices } from '../../src/codecs/splice.ts';

const all = (raw: Buffer) => ({ start: 0, end: raw.length });

function edit(text: string, start: number, end: number, insert: string): string {
  const raw = Buffer.from(text);
  return applySplices(
    raw,
    textPlace(raw, all(raw), '').splices([{ start, end, bytes: Buffer.from(insert) }]),
  ).toString();
}

describe('text', () => {
  it.each([
    ['4111&nbsp;1111', '4111\u00a01111'],
    ['&#52;&#x31;&#x31&#49', '4111'],
    ['&amp;amp; &lt;b&gt; &quot;&apos;', '&amp; <b> "\''],
    ['&unknown; &amp &; &#; &#x; &', '&unknown; &amp &; &#; &#x; &'],
    ['&#0;&#xD800;&#x110000;', '\ufffd\ufffd\ufffd'],
    ['a < b', 'a < b'],
  ])('%s', (text, shown) => {
    const raw = Buffer.from(text);
    expect(textPlace(raw, all(raw), '').text).toBe(shown);
  });

  it('escapes inserts and replaces references whole', () => {
    expect(edit('x &#52;111 &eacute;', 2, 6, '<"&\'>')).toBe('x &lt;&quot;&amp;&#39;&gt; &eacute;');
  });

  it('does not let a stray beginning and an insert become a reference or a tag', () => {
    expect(edit('&am', 3, 3, 'p;')).toBe('&amp;amp;');
    expect(edit('&#52', 1, 1, '3')).toBe('43');
    expect(edit('a <x', 3, 4, 'b')).toBe('a &lt;b');
    expect(edit('a </x', 4, 5, 'b')).toBe('a &lt;/b');
  });
});

describe('attributes', () => {
  const raw = Buffer.from(` a="1" b = '2' c=3 d A="4" e="" é="\u00a05">`);
  const values = [...attributeValues(raw, { start: 0, end: raw.length - 1 })];

  it('are all read, the repeated and the unquoted too', () => {
    const shown = values.map((value) => [value.name, raw.toString('utf8', value.start, value.end), value.quoted]);
    expect(shown.slice(0, 4)).toEqual([
      ['a', '1', true],
      ['b', '2', true],
      ['c', '3', false],
      ['A', '4', true],
    ]);
    expect(shown.at(-1)?.[1]).toBe('\u00a05');
  });

  it('keep inserts inside, quoted or not', () => {
    const rewrite = (index: number) =>
      applySplices(
        raw,
        attributePlace(raw, values[index]!, '').splices([{ start: 0, end: 1, bytes: Buffer.from(`" x='>`) }]),
      ).toString();
    expect(rewrite(0)).toContain(`a="&quot; x=&#39;&gt;" b`);
    expect(rewrite(2)).toContain('c=&#34;&#32;x&#61;&#39;&#62; d');
  });
});

it('remarks cannot be ended by an insert', () => {
  const raw = Buffer.from('<!--4111-->');
  const place = remarkPlace(raw, { start: 4, end: 8 }, '');
  const [splice] = place.splices([{ start: 0, end: 4, bytes: Buffer.from('a-->b]]>c?>') }]);
  expect(splice?.bytes.toString()).toBe('a   b   c  ');
});
