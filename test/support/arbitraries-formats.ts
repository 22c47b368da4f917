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
