/** Messages of known protocols are told by their looks, escapes undone; what people type stays what they typed. */
import { describe, expect, it } from 'vitest';
import { carriedCodec, scriptCodec, typedTextCodec } from '../../src/codecs/carried.ts';
import { passing } from '../../src/codecs/sniff.ts';
import { openHead } from './law-suite.ts';
import { reasonOf, textsOf, wireLaws } from './wire-laws.ts';

/** A text that only shows when the escapes of JSON, and those of the protocol around it, have been undone. */
const HIDDEN = '\\u0034\\u0031\\u0031\\u0031';
const twice = HIDDEN.replaceAll('\\', '\\\\');

describe('a message of a protocol', () => {
  const messages: [string, string][] = [
    ['Socket.IO', `42["say","${HIDDEN}"]`],
    ['Socket.IO with namespace and id', `42/chat,7["say",{"t":"${HIDDEN}"}]`],
    ['Socket.IO with attachments', `451-["say","${HIDDEN}",{"_placeholder":true,"num":0}]`],
    ['a namespace alone', '40/admin?token=4111,'],
    ['Engine.IO open', `0{"sid":"${HIDDEN}"}`],
    ['a polling body', `40{"sid":"x"}\u001e42["say","${HIDDEN}"]\u001e2`],
    ['a polling body of protocol 3', `2:4016:42["\\u0034111"]`],
    ['SignalR', `{"arguments":["${HIDDEN}"]}\u001e{"type":6}\u001e`],
    ['SockJS from the server', `a["{\\"t\\":\\"${twice}\\"}"]`],
    ['SockJS with a line feed', `a["${HIDDEN}"]\n`],
    ['Socket.IO inside SockJS from the client', `["42[\\"say\\",\\"${twice}\\"]"]`],
    ['STOMP inside SockJS', `["SEND\\nx:y\\n\\n{\\"t\\":\\"${twice}\\"}\\u0000"]`],
    ['STOMP', `SEND\ndestination:/a\n\n{"t":"${HIDDEN}"}\0`],
    ['a stanza', "<message to='a@b'><body>&#52;111</body></message>"],
    ['JSONP', `/**/cb([{"t":"${HIDDEN}"}]);`],
    ['a command', `MESG{"t":"${HIDDEN}"}`],
  ];

  it.each(messages)('%s', (_, message) => {
    for (const codec of [carriedCodec, typedTextCodec]) {
      const texts = textsOf(codec, message);
      expect(texts.filter((text) => text.includes('4111')).length).toBe(1);
    }
  });

  wireLaws({
    format: carriedCodec,
    samples: ['42["say","hello"]', 'a["hello","you"]', 'MESG{"text":"hello"}', '42/a,["x"]\u001e2'],
    alike: (text) => text.replace(/[\p{Cc}\s]/gu, ' '),
  });
});

describe('a text', () => {
  it.each([
    '4',
    '42',
    '4111 1111 1111 1111',
    '4111111111111111',
    '42 is the answer',
    '2',
    '3',
    '16:30',
    '2:40 pm',
    'o',
    'h',
    'hhh',
    'a [1,2] b',
    'hello [4111,1111,1111,1111]',
    '4111111111111111[]',
    'SEND me a card',
    'SEND\nme',
    'a < b and <b>',
    '<3 you',
    'call(me)',
    'f(x) = {y}',
    'note{not json}',
    '4\u001e1\u001e1\u001e1',
    '[4111,1111,1111,1111]x',
    'c[1]',
    '0{no}',
  ])('%j stays one text', (text) => {
    expect(textsOf(carriedCodec, text)).toEqual([text]);
    expect(textsOf(typedTextCodec, text)).toEqual([text]);
  });

  it('stays under a limit of documents in documents', () => {
    let message = '"x"';
    for (let depth = 0; depth < 9; depth++) message = JSON.stringify(`a[${message}]`);
    expect(reasonOf(carriedCodec, `a[${message}]`)).toBe('opened');
  });
});

describe('a script', () => {
  const script = scriptCodec(passing('asset-script'));

  it('is read where it holds JSON, and passes where it is one', () => {
    expect(textsOf(script, 'cb({"t":"4111"})')).toEqual(['t', '4111']);
    for (const text of ['define(["a"],function(){})', 'var a=1', 'jQuery("x").show()', 'h=1', 'a["b"]=4111']) {
      expect(textsOf(script, text)).toEqual([]);
    }
  });
});

describe('an attachment in a poll of its own', () => {
  const picture = Buffer.from(`\x89PNG\r\n\x1a\n${'\0\x01\xff'.repeat(20)}`, 'latin1').toString('base64');

  it('is read where it is text', () => {
    const text = 'my card is 4111 1111 1111 1111';
    expect(textsOf(typedTextCodec, `b${Buffer.from(text).toString('base64')}`)).toEqual([text]);
  });

  it('is a binary part, not a word', () => {
    const opened = typedTextCodec.open(Buffer.from(`b${picture}`), openHead());
    expect(opened.ok && opened.document.spans).toEqual([]);
    expect(opened.ok && opened.document.uninspected.map(({ reason }) => reason)).toEqual(['binary']);
  });

  it.each([
    picture,
    `b${picture.slice(1)}`,
    `b ${picture}`,
    'bananas',
    'b4111111111111111',
    'broccoliAndCauliflowerAndPeas',
  ])('%j is not one', (text) => {
    const opened = typedTextCodec.open(Buffer.from(text), openHead());
    expect(opened.ok && opened.document.uninspected).toEqual([]);
    expect(opened.ok && opened.document.spans.length).toBe(1);
  });
});
