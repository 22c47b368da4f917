/** Documents of the other formats for the codec laws: forms, event streams, lines, multipart, HTML, XML. */
import fc from 'fast-check';
import { jsonValue, nastyText } from './arbitraries.ts';

const percent = (byte: number, upper: boolean) => {
  const hex = byte.toString(16).padStart(2, '0');
  return `%${upper ? hex.toUpperCase() : hex}`;
};

/** Text as a form spells it, each byte plain or escaped; with stray percent signs at times. */
const formText: fc.Arbitrary<string> = fc
  .tuple(fc.oneof(nastyText, jsonValue(2)), fc.array(fc.nat(2), { minLength: 1, maxLength: 9 }))
  .map(([text, ways]) =>
    [...Buffer.from(text)]
      .map((byte, index) => {
        const plain = /[\w.*-]/.test(String.fromCharCode(byte)) && byte < 0x80;
        const way = ways[index % ways.length]!;
        if (plain && way > 0) return String.fromCharCode(byte);
        return byte === 0x20 && way === 1 ? '+' : percent(byte, way === 2);
      })
      .join(''),
  );

const strayText = fc
  .array(fc.constantFrom('%', '%4', '4', '1', '%zz', '+', '%E2%82%AC', 'é', '😀'), { maxLength: 8 })
  .map((parts) => parts.join(''));

export const formDocument: fc.Arbitrary<Buffer> = fc
  .array(fc.tuple(fc.oneof(formText, strayText), fc.constantFrom('=', '=', '='), fc.oneof(formText, strayText)), {
    minLength: 1,
    maxLength: 5,
  })
  .map((pairs) => Buffer.from(`a=1&${pairs.map((pair) => pair.join('')).join('&')}`));

const lineEnd = fc.constantFrom('\n', '\r\n', '\r');
const oneLine = nastyText.map((text) => text.replace(/[\r\n]/g, ''));
const compactJson = jsonValue(2).map((text) => text.replace(/[\r\n]/g, ' '));

const eventLine = fc.oneof(
  fc.tuple(fc.constantFrom('data:', 'data: ', 'data:  '), fc.oneof(oneLine, compactJson)),
  fc.tuple(fc.constantFrom('event: ', 'event:', 'id: ', 'retry: ', ':', ': '), oneLine),
  fc.constantFrom(['data', ''], ['data', ':'], ['event', ''], ['4111', ': 1'], ['foo 4111', '']),
);

/** Events in every spelling of line ends, with BOM, comments, unknown fields and data over several lines. */
export const eventDocument: fc.Arbitrary<Buffer> = fc
  .tuple(
    fc.constantFrom('', '', '\ufeff'),
    fc.array(fc.tuple(fc.array(fc.tuple(eventLine, lineEnd), { minLength: 1, maxLength: 5 }), lineEnd), {
      minLength: 1,
      maxLength: 3,
    }),
  )
  .map(([bom, events]) => {
    const text = events.map(([lines, end]) => lines.map(([line, ending]) => line.join('') + ending).join('') + end);
    return Buffer.from(bom + text.join(''));
  });

/** Lines of JSON, some blank, some with the record separator of RFC 7464. */
export const linesDocument: fc.Arbitrary<Buffer> = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: fc.tuple(fc.constantFrom('', '', '\u001e'), compactJson, fc.constantFrom('\n', '\r\n')) },
      { weight: 1, arbitrary: fc.constantFrom(['', '', '\n'], [' ', '', '\r\n']) },
    ),
    { minLength: 1, maxLength: 5 },
  )
  .map((lines) => Buffer.from(`{"k":"v"}\n${lines.map((line) => line.join('')).join('')}`));

const header = fc
  .tuple(fc.constantFrom('name', 'a', 'message', 'é', ''), fc.constantFrom('', '; filename="a 4111.txt"'))
  .map(([name, file]) => `Content-Disposition: form-data; name="${name}"${file}`);

/** A part that begins like UTF-16 is refused: nobody declared it. */
const wide = /^(?:\0[^\0]\0[^\0]|[^\0]\0[^\0]\0)/;
const partText = oneLine.filter((text) => !wide.test(text));

const part = fc.oneof(
  fc.tuple(header, fc.constantFrom('', '\r\nContent-Type: text/plain'), partText),
  fc.tuple(header, fc.constant('\r\nContent-Type: application/json; charset=utf-8'), jsonValue(2)),
  fc.tuple(header, fc.constantFrom('\r\nX-Note: 4111 1111', '\r\nx-empty:'), fc.constantFrom('', 'x\r\ny', '--b')),
  fc.tuple(header, fc.constant('\r\ncontent-type:application/x-www-form-urlencoded'), formText),
);

/** Bodies whose boundary is `b7`, with or without preamble, padding and epilogue. */
export const multipartDocument: fc.Arbitrary<Buffer> = fc
  .tuple(
    fc.constantFrom('', '', 'see 4111\r\n'),
    fc.array(part, { minLength: 1, maxLength: 4 }),
    fc.constantFrom('', '\r\n', ' bye'),
  )
  .map(([before, parts, after]) => {
    const bodies = parts.map(([disposition, more, content]) => `${disposition}${more}\r\n\r\n${content}\r\n`);
    return Buffer.from(`${before}--b7\r\n${bodies.join('--b7 \r\n')}--b7--${after}`);
  });

const reference = fc.constantFrom(
  '&amp;',
  '&#52;',
  '&#x34;',
  '&#52',
  '&nbsp;',
  '&ndash;',
  '&',
  '&#',
  '&am',
  '&#x110000;',
);

/** Text as markup may spell it: escaped, with references, with stray ampersands. */
const markupText = fc
  .array(
    fc.oneof(
      nastyText.map((text) => text.replace(/[<>"'&]/g, '')),
      reference,
    ),
    { minLength: 1, maxLength: 4 },
  )
  .map((parts) => parts.join(''));

const bareText = fc.constantFrom('4111', 'a&#52;b', 'x/y');

const tagged = fc.oneof(
  fc.tuple(markupText, markupText).map(([title, text]) => `<p title="${title}">${text}</p>`),
  fc.tuple(markupText, bareText).map(([value, bare]) => `<A HREF='${value}' data-n=${bare} >link</A>`),
  fc.constantFrom('<br/>', '<input value="4111 1111" value="5500">', '<em><b>4111</b> 1111</em>', '<!-- 4111 -->'),
  markupText,
);

export const xmlDocument: fc.Arbitrary<Buffer> = fc
  .array(fc.oneof(tagged, fc.constantFrom('<![CDATA[4111 &amp; 1]]>', '<?xml version="1.0"?>')), {
    minLength: 1,
    maxLength: 5,
  })
  .map((parts) => Buffer.from(`<r a="b">4${parts.join('')}</r>`));

export const htmlDocument: fc.Arbitrary<Buffer> = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: tagged },
      {
        weight: 1,
        arbitrary: fc.constantFrom(
          '<script>if (a<b) 4111</script>',
          '<style>p{}</style>',
          '<textarea>4111 &#52;</textarea>',
          '<table>x<tr>y</table>',
          '<title>a</title>',
        ),
      },
    ),
    { minLength: 1, maxLength: 5 },
  )
  .map((parts) => Buffer.from(`<!DOCTYPE html><body>hello${parts.join('')}`));
