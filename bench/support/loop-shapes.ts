/** Messages that take long to read: many texts, long texts, and texts that make detectors work. */
import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';

export interface Shape {
  readonly name: string;
  readonly body: Buffer;
  /** Media type of a request; a WebSocket message without it. */
  readonly type?: string;
  readonly coding?: string;
}

const KIB = 1024;
const MIB = 1024 * KIB;
const words = 'the parcel from monday has come and we would like to know about the other one soon'.split(' ');

function talk(bytes: number): string {
  let text = '';
  for (let at = 0; text.length < bytes; at += 1) text += `${words[(at * 7 + (at >> 4)) % words.length]} `;
  return text.slice(0, bytes);
}

const repeated = (piece: string, bytes: number) => piece.repeat(Math.floor(bytes / Buffer.byteLength(piece)));
const list = <Item>(count: number, item: (index: number) => Item) => Array.from({ length: count }, (_, at) => item(at));
const frame = (name: string, value: unknown): Shape => ({ name, body: Buffer.from(JSON.stringify(value)) });
const post = (name: string, type: string, text: string): Shape => ({ name, type, body: Buffer.from(text) });
const card = ['4111', '1111', '1111', '1111'].join(' ');

function deep(): string {
  let text = JSON.stringify(list(5000, (at) => ({ text: `hello ${at}` })));
  for (let level = 0; level < 2; level += 1) text = JSON.stringify({ payload: text });
  return text;
}

const escaped = (text: string) =>
  [...text].map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');

/** Values in a text of which every line end and quote is an escape. */
function mails(): string {
  const text = list(4900, (at) => `user${at}@example.com\n${repeated('a "b" \n', 700)}`).join(' ');
  return JSON.stringify({ text });
}

const part = (at: number) => `--b\r\nContent-Disposition: form-data; name="f${at}"\r\n\r\nhello ${at}\r\n`;

/** About a second of work altogether. */
export function loopShapes(): Shape[] {
  const texts = list(49_000, (at) => `hello ${at}`);
  const json = 'application/json';
  return [
    frame('49,000 texts', texts),
    frame(
      '20,000 texts of JSON',
      list(20_000, (at) => JSON.stringify({ text: `hello ${at}` })),
    ),
    frame(
      '4,000 cards',
      list(4000, (at) => `number ${at} is ${card}`),
    ),
    frame('JSON in strings', deep()),
    frame('1 MiB of talk', { text: talk(MIB - 100) }),
    ...['4 ', '+1 ', '(415) 555-2671 ', 'http://a:b@', '#', 'pasword 123456782 accuont '].map((piece) =>
      frame(`256 KiB of "${piece}"`, { text: repeated(piece, 256 * KIB) }),
    ),
    frame('256 KiB of base64', { text: randomBytes(192 * KIB).toString('base64') }),
    frame('256 KiB of hexadecimal', { text: randomBytes(128 * KIB).toString('hex') }),
    frame('16 KiB of "(415) 555-2671 "', { text: repeated('(415) 555-2671 ', 16 * KIB - 40) }),
    post('8 MiB of messages', json, JSON.stringify(list(11_000, (at) => ({ id: at, text: talk(680) })))),
    post('8 MiB in one text', json, JSON.stringify({ text: talk(8 * MIB - 100) })),
    post('8 MiB of numbers', json, `[${repeated('1234567,', 8 * MIB - 100)}1]`),
    post(
      'form of 24,000 fields',
      'application/x-www-form-urlencoded',
      list(24_000, (at) => `f${at}=hello+${at}`).join('&'),
    ),
    post('5,000 parts', 'multipart/form-data; boundary=b', `${list(5000, part).join('')}--b--\r\n`),
    post(
      'XML of 30,000 elements',
      'application/xml',
      `<a>${list(30_000, (at) => `<b c="d">hello ${at}</b>`).join('')}</a>`,
    ),
    post(
      'HTML of 20,000 paragraphs',
      'text/html',
      list(20_000, (at) => `<p class="x">${at} ${talk(80)}</p>`).join('\n'),
    ),
    post(
      '256 KiB of lines with numbers',
      'application/x-ndjson',
      list(9000, (at) => JSON.stringify({ n: `a ${at} 12 34` })).join('\n'),
    ),
    {
      name: '900 KiB of STOMP fields',
      body: Buffer.from(`SEND\n${repeated('note:hello 12 there\n', 900 * KIB)}\nhi\0`),
    },
    { name: '1 MiB of counted packets', body: Buffer.from(repeated('12:4hello there', MIB - 100)) },
    frame('900 KiB of keys', { text: list(20_000, () => `sk_${randomBytes(16).toString('hex')} `).join('') }),
    frame('900 KiB of one letter', { text: 'a'.repeat(900 * KIB) }),
    { name: '170 KiB of joined packets', body: Buffer.from(repeated('42["hello there"]\u001e', 170 * KIB)) },
    frame(
      'texts of a SockJS client',
      list(20_000, (at) => JSON.stringify({ text: `hello ${at}` })),
    ),
    post('8 MiB of escapes', json, `{"text":"${escaped(talk(1.3 * MIB))}"}`),
    post('8 MiB of escapes and a card', json, `{"text":"${escaped(talk(1.3 * MIB) + card)}"}`),
    post('8 MiB past ASCII', json, JSON.stringify({ text: repeated('привет как дела ', 8 * MIB - 100) })),
    post('form of 8 MiB of escapes', 'application/x-www-form-urlencoded', `text=${repeated('%61', 8 * MIB - 100)}`),
    post('4,900 values in a text of escapes', json, mails()),
    post(
      'one tag of 49,000 attributes',
      'application/xml',
      `<a ${list(49_000, (at) => `a${at}="hello there"`).join(' ')}>x</a>`,
    ),
    post('20 MiB of text', 'text/plain', talk(20 * MIB)),
    post('12 MiB of cards', 'text/plain', repeated(`${card} `, 12 * MIB)),
    {
      name: '4 MiB of UTF-16',
      type: 'application/json; charset=utf-16le',
      body: Buffer.from(JSON.stringify({ text: talk(2 * MIB) }), 'utf16le'),
    },
    { name: '49,000 texts, gzip', type: json, coding: 'gzip', body: gzipSync(JSON.stringify(texts)) },
  ];
}
