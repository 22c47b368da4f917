/** Packets that are opened with rests in between are what they are in one go, edits included; and opening them rests. */
import { deflateSync } from 'node:zlib';
import { encode } from '@msgpack/msgpack';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Format, NestOpened } from '../../../src/codecs/assembly.ts';
import { buildCodec } from '../../../src/codecs/compose.ts';
import { lengthCodecs, spellVarint } from '../../../src/codecs/length-form.ts';
import { messageText } from '../../../src/codecs/recognised.ts';
import { graphql } from '../../../src/codecs/wires/graphql.ts';
import { grpcWeb } from '../../../src/codecs/wires/grpc-web.ts';
import type { CodecStep } from '../../../src/domain/codec-step.ts';
import { atOnce, type Work } from '../../../src/domain/work.ts';
import { wireHead } from '../wire-laws.ts';

type Body = (texts: readonly string[]) => Buffer | string;

const json = (texts: readonly string[]) => JSON.stringify(texts.map((text) => ({ text })));
const framed = (form: keyof typeof lengthCodecs, bytes: Buffer | string) => {
  const content = Buffer.from(bytes);
  const mark = form === 'decimal-colon' ? ':' : '';
  return Buffer.concat([lengthCodecs[form].spell(content) ?? Buffer.alloc(0), Buffer.from(mark), content]);
};
const packed = (value: unknown) => Buffer.from(encode(value));
const field = (number: number, content: Buffer) =>
  Buffer.concat([spellVarint(number * 8 + 2), spellVarint(content.length), content]);
const published = (payload: string) => {
  const rest = Buffer.concat([framed('u16be', 'a/b'), Buffer.from(payload)]);
  return Buffer.concat([Buffer.from([0x30]), spellVarint(rest.length), rest]);
};
const each = (texts: readonly string[], spell: (text: string) => Buffer | string) =>
  Buffer.concat(texts.map((text) => Buffer.from(spell(text))));
const oldPacket = (text: string) => {
  const digits = [...String(text.length + 1)].map(Number);
  return Buffer.concat([Buffer.from([0, ...digits, 0xff]), Buffer.from(`4${text}`)]);
};
const tunnelled = (payload: string) => {
  const header = JSON.stringify({ payload_size: Buffer.byteLength(payload) });
  return `TWILSOCK V3.0 ${header.length}\r\n${header}\r\n${payload}`;
};

const wires: readonly (readonly [name: string, codec: readonly CodecStep[], body: Body])[] = [
  ['STOMP fields', ['stomp'], (texts) => `SEND\n${texts.map((text, at) => `f${at}:${text}\n`).join('')}\nhi\0`],
  ['STOMP frames', ['stomp'], (texts) => each(texts, (text) => `SEND\na:b\n\n${text}\0\n`)],
  [
    'a long STOMP body',
    ['stomp'],
    (texts) => `SEND\ncontent-length:${Buffer.byteLength(json(texts))}\n\n${json(texts)}\0`,
  ],
  ['counted packets', ['engineio'], (texts) => each(texts, (text) => framed('decimal-colon', `4${text}`))],
  ['joined packets', ['engineio'], (texts) => texts.map((text) => `4${text}`).join('\u001e')],
  ['packets of bytes', ['engineio'], (texts) => each(texts, oldPacket)],
  ['a long packet', ['socketio'], (texts) => `42/chat,7${json(texts)}`],
  ['base64 in a packet', ['engineio'], (texts) => `b${Buffer.from(json(texts)).toString('base64')}`],
  ['SockJS', ['sockjs', 'text'], (texts) => `a${JSON.stringify(texts)}\n`],
  ['SockJS lines', ['sockjs', 'text'], (texts) => texts.map((text) => `a${JSON.stringify([text])}\n`).join('')],
  ['records', ['signalr'], (texts) => texts.map((text) => `${JSON.stringify({ text })}\u001e`).join('')],
  [
    'records of MessagePack',
    ['signalr-msgpack'],
    (texts) => each(texts, (text) => framed('varint', packed([1, text]))),
  ],
  ['MessagePack', ['msgpack'], (texts) => packed({ texts, long: json(texts), n: texts.length })],
  [
    'protobuf',
    ['protobuf'],
    (texts) => Buffer.concat(texts.map((text) => field(1, field(2, Buffer.from(`${text}  `))))),
  ],
  ['a long protobuf message', ['protobuf'], (texts) => field(1, field(2, field(3, Buffer.from(json(texts)))))],
  [
    'gRPC',
    ['grpc-web'],
    (texts) => each(texts, (text) => Buffer.concat([Buffer.from([0]), framed('u32be', field(1, Buffer.from(text)))])),
  ],
  ['MQTT', ['mqtt', 'text'], (texts) => each(texts, published)],
  ['a long MQTT payload', ['mqtt'], (texts) => published(json(texts))],
  ['frames behind a length', [{ lengths: 'u16be' }, 'text'], (texts) => each(texts, (text) => framed('u16be', text))],
  ['compressed', [{ inflate: 'auto' }, 'json'], (texts) => deflateSync(json(texts))],
  ['a stripped head', [{ strip: '[A-Z]{4}' }], (texts) => `MESG${json(texts)}`],
  ['percent-encoded', ['percent', 'json'], (texts) => encodeURIComponent(json(texts))],
  ['lines', [{ split: '\n' }, 'text'], (texts) => texts.join('\n')],
  ['events', ['event-stream', 'text'], (texts) => texts.map((text) => `id: 7\ndata: ${text}\ndata: more\n\n`).join('')],
  ['Twilsock', ['twilsock'], (texts) => tunnelled(json(texts))],
  ['JSONP', ['jsonp'], (texts) => `callback(${json(texts)});`],
  [
    'GraphQL',
    ['graphql'],
    (texts) => JSON.stringify({ query: `{ ${texts.map((text) => `a(b: ${JSON.stringify(text)})`).join(' ')} }` }),
  ],
  [
    'XMPP',
    ['xmpp'],
    (texts) => `<message to="a@b" type="chat">${texts.map((text) => `<body>${text}</body>`).join('')}</message>`,
  ],
];

const heads = wireHead();

function counted(work: Work<NestOpened>): { result: NestOpened; rests: number } {
  for (let rests = 0; ; rests += 1) {
    const step = work.next();
    if (step.done === true) return { result: step.value, rests };
  }
}

function same(format: Format, bytes: Buffer): number {
  if (format.steps === undefined) throw new Error('does not rest');
  const { result, rests } = counted(format.steps(bytes, heads));
  const plain = format.open(bytes, heads);
  if (!plain.ok || !result.ok) {
    expect(result).toEqual(plain);
    return rests;
  }
  const before = plain.document;
  const { document } = result;
  const seen = ({ path, role, text }: (typeof before.spans)[number]) => [path, role, text];
  expect(document.spans.map(seen)).toEqual(before.spans.map(seen));
  expect(document.uninspected).toEqual(before.uninspected);
  expect(document.records ?? []).toEqual(before.records ?? []);
  const values = before.spans.flatMap(({ role }, span) => (role === 'value' ? [span] : []));
  const edits = [values[0], values.at(-2)].flatMap((span) =>
    span === undefined ? [] : [{ span, start: 0, end: 1, insert: 'Xy' }],
  );
  expect(document.rewrite(edits)).toEqual(before.rewrite(edits));
  return rests;
}

/** Characters that no wire above has to escape, and some that it must. */
const word = fc.string({ unit: fc.constantFrom(...'abc XYZ019.-é😀'), minLength: 2, maxLength: 12 });

describe.each(wires)('%s', (_, steps, body) => {
  const format = buildCodec(steps);

  test('rests, and reads the same', () => {
    const texts = Array.from({ length: 1500 }, (_, index) => `hello ${index} there`);
    expect(same(format, Buffer.from(body(texts)))).toBeGreaterThan(3);
  });

  test('whatever it holds, and wherever it ends', () => {
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 300 }), fc.nat(40), (texts, cut) => {
        const bytes = Buffer.from(body(texts));
        same(format, bytes);
        same(format, bytes.subarray(0, Math.max(1, bytes.length - cut)));
      }),
      { numRuns: 25 },
    );
  });
});

test.each([
  ['joined packets', `${'42["hello"]\u001e'.repeat(5000)}2`],
  ['counted packets', '11:42["hello"]'.repeat(5000)],
  ['a SockJS frame', `a${JSON.stringify(Array.from({ length: 5000 }, (_, index) => `hello ${index}`))}`],
  ['a Socket.IO packet', `42${JSON.stringify(Array.from({ length: 5000 }, (_, index) => `hello ${index}`))}`],
  ['a word before JSON', `MESG${JSON.stringify({ a: Array.from({ length: 5000 }, (_, index) => `hello ${index}`) })}`],
])('%s that nobody announced rest as well', (_, body) => {
  expect(same(messageText, Buffer.from(body))).toBeGreaterThan(10);
});

test('too many records are refused as in one go', () => {
  const format = buildCodec(['engineio']);
  const bytes = Buffer.from('4a\u001e'.repeat(10_001));
  expect(atOnce(format.steps?.(bytes, heads) ?? never())).toEqual({ ok: false, reason: 'CV_TOO_MANY_RECORDS' });
});

function never(): never {
  throw new Error('does not rest');
}

test('what gRPC-Web refuses and what GraphQL uploads hold is the same in steps', () => {
  const message = framed('u32be', field(1, Buffer.from('hello there')));
  const frames = Buffer.concat(Array.from({ length: 2000 }, () => Buffer.concat([Buffer.from([0]), message])));
  const coded = Buffer.concat([frames, Buffer.from([1]), message]);
  expect(grpcWeb.open(coded, heads)).toEqual({ ok: false, reason: 'CV_CODING_UNSUPPORTED' });
  expect(same(grpcWeb, coded)).toBeGreaterThan(3);
  const operations = JSON.stringify({ query: `{ ${'a(b: "hello there") '.repeat(2000)} }` });
  const upload = `--b\r\nContent-Disposition: form-data; name="operations"\r\n\r\n${operations}\r\n--b--\r\n`;
  const head = { ...heads, mediaType: 'multipart/form-data', boundary: 'b' };
  const opened = graphql.open(Buffer.from(upload), head);
  const rested = counted(graphql.steps?.(Buffer.from(upload), head) ?? never());
  expect(opened.ok && opened.document.spans.filter(({ path }) => path.endsWith('/:literal'))).toHaveLength(2000);
  expect(rested.result.ok && rested.result.document.spans).toHaveLength(opened.ok ? opened.document.spans.length : 0);
  expect(rested.rests).toBeGreaterThan(3);
});
