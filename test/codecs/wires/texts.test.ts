/** Known answers of the wires that are text: what is opened, what an edit becomes, what is refused. */
import { describe, expect, it } from 'vitest';
import type { Format } from '../../../src/codecs/assembly.ts';
import { jsonCodec } from '../../../src/codecs/formats/json.ts';
import { plainCodec } from '../../../src/codecs/formats/plain.ts';
import { delimited } from '../../../src/codecs/wires/delimited.ts';
import { engineio, isCounted } from '../../../src/codecs/wires/engineio.ts';
import { jsonp, looksLikeJsonp } from '../../../src/codecs/wires/jsonp.ts';
import { prefix } from '../../../src/codecs/wires/prefix.ts';
import { socketio } from '../../../src/codecs/wires/socketio.ts';
import { socketioMsgpack } from '../../../src/codecs/wires/socketio-msgpack.ts';
import { sockjs } from '../../../src/codecs/wires/sockjs.ts';
import { stomp } from '../../../src/codecs/wires/stomp.ts';
import { xmpp } from '../../../src/codecs/wires/xmpp.ts';
import { packed } from '../../support/msgpack.ts';
import { openWire, reasonOf, replaced } from '../wire-laws.ts';

const edited: [string, Format, string, string][] = [
  ['an event with its id', socketio, '42/chat,7["say",{"a":"hi"}]', '42/chat,7["say",{"a":"*é\\""}]'],
  ['an escape', socketio, '42["say","\\u0068i"]', '42["say","*é\\""]'],
  ['protocol 3', socketio, '12:42["a","hi"]', '14:42["a","*é\\""]'],
  [
    'a text in base64',
    socketio,
    `42["a"]\u001eb${btoa('hi')}`,
    `42["a"]\u001eb${Buffer.from('*é"').toString('base64')}`,
  ],
  ['jsonp polling', engineio(jsonCodec), '___eio[0]("4[\\"hi\\"]");', '___eio[0]("4[\\"*é\\\\\\"\\"]");'],
  ['a message in SockJS', sockjs(plainCodec), 'a["hi"]\n', 'a["*é\\""]\n'],
  ['jsonp_send', sockjs(plainCodec), 'd=%5B%22hi%22%5D', 'd=%5B%22*%C3%A9%5C%22%22%5D'],
  ['a STOMP header', stomp(plainCodec), 'SEND\nx:a\\chi\n\nb\0', 'SEND\nx:a\\c*é"\n\nb\0'],
  ['a STOMP body', stomp(plainCodec), 'SEND\ncontent-length:2\n\nhi\0', 'SEND\ncontent-length:4\n\n*é"\0'],
  [
    'a STOMP length in UTF-16',
    stomp(plainCodec),
    'SEND\ncontent-length:4\n\n👍hi\0',
    'SEND\ncontent-length:5\n\n👍*é"\0',
  ],
  ['the name of a STOMP header', stomp(plainCodec), 'SEND\n4444hi:x\n\nb\0', 'SEND\n4444*é":x\n\nb\0'],
  [
    'a stanza',
    xmpp,
    "<message to='hi@x'><body>hi</body></message>",
    "<message to='hi@x'><body>*é&quot;</body></message>",
  ],
  ['a call', jsonp(), 'cb({"a":"hi"});', 'cb({"a":"*é\\""});'],
  ['a command', prefix(), 'MESG{"a":"hi"}', 'MESG{"a":"*é\\""}'],
  ['lines', delimited(), '17\n4\n{"a":"hi"}', '17\n4\n{"a":"*é\\""}'],
];

describe('an edit', () => {
  it.each(edited)('of %s', (_, format, message, wanted) => {
    expect(replaced(format, message, ['hi', '*é"']).toString()).toBe(wanted);
  });

  it('of a packet in MessagePack keeps its shape', () => {
    const packet = (text: string) => packed({ type: 2, nsp: '/', data: ['say', text] });
    expect(replaced(socketioMsgpack, packet('hi'), ['hi', 'é'.repeat(99)])).toEqual(packet('é'.repeat(99)));
  });
});

describe('refused', () => {
  it.each<[string, Format, string]>([
    ['a type that does not exist', socketio, '47["x"]'],
    ['a packet without its JSON end', socketio, '42["x"'],
    ['attachments without a count', socketio, '45["x"]'],
    ['an id of many digits', socketio, '4212345678901["x"]'],
    ['a sentence', socketio, 'hello'],
    ['a heart-beat with words', socketio, '6hello'],
    ['a count that is wrong', socketio, '11:42["a","hi"]'],
    ['a frame with a tail', sockjs(plainCodec), 'o4111'],
    ['an array with a tail', sockjs(plainCodec), 'a["x"]y'],
    ['a STOMP frame without NUL', stomp(plainCodec), 'SEND\n\nhi'],
    ['a STOMP length beyond the frame', stomp(plainCodec), 'SEND\ncontent-length:9\n\nhi\0'],
    ['a STOMP header without a colon', stomp(plainCodec), 'SEND\nx\n\nhi\0'],
    ['a document type', xmpp, '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'],
    ['a call with code in it', jsonp(), 'cb(function(){})'],
  ])('is %s', (_, format, message) => {
    expect(reasonOf(format, message)).toMatch(/^CV_(?:WIRE|JSON|CONTENT)_/);
  });
});

it('tells counted packets and calls from sentences', () => {
  expect(['5:2:hi', '2:401:2', '16:30', '1:2', '3:4é!'].map((text) => isCounted(Buffer.from(text)))).toEqual([
    false,
    true,
    false,
    true,
    true,
  ]);
  expect(['cb([1])', '/**/a.b({})', 'call(me)', 'if (x)'].map((text) => looksLikeJsonp(Buffer.from(text)))).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

it('leaves an attachment that is no text to the rule of the route', () => {
  const image = Buffer.from([0x89, 0, 1, 2]).toString('base64');
  expect(openWire(socketio, `b${image}`).uninspected).toEqual([{ reason: 'binary', bytes: 4 }]);
  expect(openWire(socketio, `b4${image}`).uninspected).toEqual([{ reason: 'binary', bytes: 4 }]);
});
