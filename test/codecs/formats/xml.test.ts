/** XML: texts by a lexer; what could define entities is refused. */
import { expect, it } from 'vitest';
import { xmlCodec } from '../../../src/codecs/formats/xml.ts';
import { defaultLimits } from '../../../src/domain/limits.ts';
import { opened, openHead } from '../law-suite.ts';

const open = (text: string) => opened(xmlCodec, Buffer.from(text));

it('finds text, attributes, CDATA and comments', () => {
  const stanza = `<?xml version='1.0'?><message to='a&amp;b' x="4>1"><body>4111 &#49;111</body><![CDATA[<4111>]]><!--c--></message>`;
  expect(open(stanza).spans.map((span) => [span.path, span.text])).toEqual([
    ['/:instruction', "xml version='1.0'"],
    ['/message/@to', 'a&b'],
    ['/message/@x', '4>1'],
    ['/body', '4111 1111'],
    ['/:cdata', '<4111>'],
    ['/:comment', 'c'],
  ]);
});

it('edits in place and keeps the quotes', () => {
  const document = open(`<m to='4111'>4111<![CDATA[4111]]></m>`);
  const edits = [0, 1, 2].map((span) => ({ span, start: 0, end: 4, insert: `<'"]]>` }));
  expect(document.rewrite(edits).toString()).toBe(
    `<m to='&lt;&#39;&quot;]]&gt;'>&lt;&#39;&quot;]]&gt;<![CDATA[<'"   ]]></m>`,
  );
});

it.each([
  '<!DOCTYPE a [<!ENTITY e "4111">]><a>&e;</a>',
  '<a',
  '<a b="c',
  '<!-- x',
  '<![CDATA[ x',
  '<? x',
  '< a>',
  '<a <b>',
  '<>',
])('refuses %s', (text) => {
  expect(xmlCodec.open(Buffer.from(text), openHead())).toEqual({ ok: false, reason: 'CV_CONTENT_UNKNOWN' });
});

it('refuses what is not UTF-8 and too many texts', () => {
  expect(xmlCodec.open(Buffer.from([0x3c, 0xff]), openHead())).toMatchObject({ reason: 'CV_TEXT_NOT_UTF8' });
  const limits = { ...defaultLimits, spansMax: 2 };
  expect(xmlCodec.open(Buffer.from('<p>a</p><p>b</p><p>c</p>'), openHead({ limits }))).toMatchObject({
    reason: 'CV_TOO_MANY_SPANS',
  });
});
