/** Every wire keeps the laws on messages as its own protocol writes them. */
import { gzipSync } from 'node:zlib';

import { describe, expect, it } from 'vitest';
import { wires } from '../../src/codecs/wire-list.ts';
import { packed } from '../support/msgpack.ts';
import { reasonOf, wireLaws } from './wire-laws.ts';

const u32 = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};
/** Field 2 holds a message with a number and a text in field 3. */
const proto = Buffer.concat([Buffer.from([0x08, 0x05, 0x12, 9, 0x08, 0x01, 0x1a, 5]), Buffer.from('hello')]);
const json = '{"text":"hello","n":1}';

const samples: Record<keyof typeof wires, readonly (Buffer | string)[]> = {
  engineio: ['4hello', '0{"sid":"abc"}', '4one\u001e4two\u001e2probe', '6:4hello2:4é', `b${btoa('text in a file')}`],
  socketio: [
    '42["say","hello"]',
    '42/chat,12["say",{"text":"hello"}]',
    '451-["file",{"_placeholder":true,"num":0}]',
    '40{"token":"secret"}',
    '44{"message":"no"}',
    '40/admin?name=bob,',
    '14:42["say","hé"]2:40',
    '42["a","one"]\u001e42["b","two"]\u001e2',
  ],
  'socketio-msgpack': [packed({ type: 2, nsp: '/', data: ['say', 'hello'] }), '0{"sid":"abc"}'],
  bayeux: ['[{"channel":"/meta/handshake"}]', '{"channel":"/c","data":{"text":"hi"}}', 'cb([{"data":"hi"}]);'],
  actioncable: ['{"identifier":"{\\"channel\\":\\"Room\\"}","message":{"data":{"content":"hi"}}}'],
  phoenix: ['["1","2","room:1","shout",{"body":"hi"}]', '{"topic":"t","event":"e","payload":{"body":"hi"},"ref":null}'],
  sockjs: [
    'a["{\\"text\\":\\"hi\\"}","plain"]',
    '["hi"]',
    'c[3000,"Go away!"]',
    'm"one"',
    'o',
    'h',
    'a["x"]\na["y"]\n',
  ],
  'sockjs-htmlfile': ['<p>Do not hang</p>\n', '<script>\np("a[\\"hi\\"]");\n</script>\n'],
  signalr: ['{"type":1,"target":"say","arguments":["hi"]}\u001e{"type":6}\u001e', '{"connectionId":"x"}'],
  'signalr-msgpack': [
    Buffer.concat([Buffer.from([0x09]), packed([1, 'sayhi', 1])]),
    '{"protocol":"messagepack","version":1}\u001e',
  ],
  ddp: [
    '{"msg":"changed","fields":{"args":[{"msg":"hi"}]}}',
    'a["{\\"msg\\":\\"connect\\"}"]',
    '["{\\"msg\\":\\"pong\\"}"]',
  ],
  pusher: ['{"event":"say","channel":"c","data":"{\\"text\\":\\"hi\\"}"}', '{"event":"say","data":"plain"}'],
  stomp: [
    'SEND\ndestination:/app/say\ncontent-length:5\n\nhello\0',
    'MESSAGE\nsubscription:0\nx:a\\cb\\nc\n\n{"text":"hi"}\0\n',
    'CONNECT\nlogin:bob\nhost:x\n\n\0',
  ],
  nats: [
    'PUB room 5\r\nhello\r\n',
    'HPUB room.a inbox 18 23\r\nNATS/1.0\r\nA: b\r\n\r\nhello\r\nPING\r\n',
    `MSG room 9 22\r\n${json}\r\n`,
    'CONNECT {"verbose":false,"name":"bob"}\r\nSUB room 1\r\n',
    "-ERR 'no such thing'\r\n",
  ],
  xmpp: ['<message to=\'a@b\' type="chat"><body>hello &amp; bye</body></message>', '<open xmlns="urn:x" to="b"/>'],
  jsonp: ['/**/cb({"text":"hi"});', 'a.b["c"]("hi")', 'typeof cb === \'function\' && cb(["hi"]);'],
  graphql: ['{"query":"mutation { say(text: \\"hi\\") }","variables":{"v":"x"}}', '{ say(text: """block""") }'],
  delimited: ['1700\n\n4\n3\nd\n{"path":["root"],"value":{"msg$string":"hi"}}\nnull'],
  prefix: ['MESG{"message":"hi","req_id":1}'],
  twilsock: [twilsockFrame('{"body":"hi"}')],
  mqtt: [
    Buffer.concat([Buffer.from([0x30, 9, 0, 3]), Buffer.from('a/bhell')]),
    Buffer.concat([Buffer.from([0x32, 12, 0, 1, 0x61, 0, 7, 0]), Buffer.from('hello!')]),
    Buffer.from([0xc0, 0]),
    // A session with a last will and a user: 3.1.1 and 5.
    Buffer.concat([
      Buffer.from([0x10, 29, 0, 4]),
      Buffer.from('MQTT\x04\xc6\0\x3c\0\x01c\0\x01t\0\x02by\0\x03bob\0\x02pw', 'latin1'),
    ]),
    Buffer.concat([Buffer.from([0x10, 18, 0, 4]), Buffer.from('MQTT\x05\x02\0\x3c\x03\x21\0\x09\0\x02cl', 'latin1')]),
    Buffer.concat([Buffer.from([0x82, 8, 0, 1, 0, 3]), Buffer.from('a/b\x01', 'latin1')]),
    Buffer.concat([Buffer.from([0x82, 9, 0, 1, 0, 0, 3]), Buffer.from('a/b\x01', 'latin1')]),
  ],
  msgpack: [packed({ text: 'hello', list: ['a', 'b', { deep: 'é' }], n: 5 })],
  protobuf: [proto],
  'grpc-web': [
    Buffer.concat([Buffer.from([0]), u32(proto.length), proto, Buffer.from([0x80]), u32(4), Buffer.from('a: b')]),
  ],
};

function twilsockFrame(payload: string): string {
  const header = JSON.stringify({ method: 'message', id: 'TM1', payload_size: payload.length });
  return `TWILSOCK V3.0 ${header.length}\r\n${header}\r\n${payload}`;
}

/** Escapes and delimiters that a protocol has no spelling for become blanks; both sides are looked at alike. */
const alike = (text: string) => text.replace(/[\s\p{Cc}'"<>*_]/gu, ' ');

describe.each(Object.keys(wires) as (keyof typeof wires)[])('%s', (name) => {
  wireLaws({ format: wires[name].format, samples: samples[name], alike });

  it('says no to what is nothing of its own', () => {
    const foreign = gzipSync(Buffer.from(json.repeat(9)));
    expect(reasonOf(wires[name].format, foreign)).toMatch(/^CV_/);
  });
});
