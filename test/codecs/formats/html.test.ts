/** HTML: what people read and what attributes hold is found; tags, scripts and styles stay as they are. */
import { expect, it } from 'vitest';
import { htmlCodec } from '../../../src/codecs/formats/html.ts';
import { defaultLimits } from '../../../src/domain/limits.ts';
import { cpuMillis, opened, openHead } from '../law-suite.ts';

const open = (text: string) => opened(htmlCodec, Buffer.from(text));
const shown = (text: string) => open(text).spans.map((span) => [span.path, span.text]);

it('finds texts, attribute values and comments by element', () => {
  expect(
    shown('<!DOCTYPE html>\r\n<p title="a &amp; b">4111&nbsp;1111<br>\r\n é</p><!-- c --><A HREF=x>l</A>'),
  ).toEqual([
    ['/p/@title', 'a & b'],
    ['/p', '4111\u00a01111'],
    ['/br', '\r\n é'],
    ['/:comment', ' c '],
    ['/a/@HREF', 'x'],
    ['/a', 'l'],
  ]);
});

it('leaves scripts and styles, reads titles and text areas', () => {
  const page = '<title>a</title><script>if (a<b) "4111"</script><style>p{4111}</style><textarea><b>4111</textarea>x';
  expect(shown(page).map(([, text]) => text)).toEqual(['a', '<b>4111', 'x']);
});

it('reads attributes that parsers drop, and a tag that never ends', () => {
  expect(shown('<p a="1" a="2"></p b="3"><i c="4111').map(([, text]) => text)).toEqual(['1', '2', '3', '<i c="4111']);
});

it('reads text that a tree would move', () => {
  expect(shown('<table>4111<tr>1111</table>').map(([, text]) => text)).toEqual(['4111', '1111']);
});

it('edits in place, escaped', () => {
  const page = '<!doctype HTML>\r\n<P Title=4111 x>é &#52;111 &eacute;</P>\r\n';
  const document = open(page);
  const edits = document.spans.map((span, number) => {
    const start = span.text.indexOf('4111');
    return { span: number, start, end: start + 4, insert: '[<"• x]' };
  });
  expect(document.rewrite(edits).toString()).toBe(
    '<!doctype HTML>\r\n<P Title=&#91;&#60;&#34;•&#32;x&#93; x>é [&lt;&quot;• x] &eacute;</P>\r\n',
  );
});

it('refuses what is not UTF-8 and too many texts', () => {
  expect(htmlCodec.open(Buffer.from([0x3c, 0xff]), openHead())).toMatchObject({ reason: 'CV_TEXT_NOT_UTF8' });
  const limits = { ...defaultLimits, spansMax: 2 };
  expect(htmlCodec.open(Buffer.from('<p>a<p>b<p>c'), openHead({ limits }))).toEqual({
    ok: false,
    reason: 'CV_TOO_MANY_SPANS',
  });
});

it.each(['<', '&', '<p>', '<!--', '<a b="', '&#52', '<p ', "<a b='"])(
  'takes linear time for a megabyte of %s',
  (unit) => {
    const bytes = Buffer.from(unit.repeat(1_000_000 / unit.length));
    const started = process.cpuUsage();
    const answer = htmlCodec.open(bytes, openHead());
    if (answer.ok) for (const span of answer.document.spans) expect(span.text.length).toBeGreaterThan(0);
    expect(cpuMillis(started)).toBeLessThan(2_500);
  },
);
