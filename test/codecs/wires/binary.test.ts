/** Known answers of the wires that are binary: lengths after an edit, versions told apart, packets in pieces refused. */
import { describe, expect, it } from 'vitest';
import { msgpackCodec } from '../../../src/codecs/formats/msgpack.ts';
import { plainCodec } from '../../../src/codecs/formats/plain.ts';
import { protobufCodec } from '../../../src/codecs/formats/protobuf.ts';
import { mqtt } from '../../../src/codecs/wires/mqtt.ts';
import { twilsock } from '../../../src/codecs/wires/twilsock.ts';
import { packed } from '../../support/msgpack.ts';
import { openWire, reasonOf, replaced, textsOf } from '../wire-laws.ts';

const bytes = (...parts: (string | number)[]) =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from([part]))));
const signed = (code: string) => expect.objectContaining({ code });

describe('mqtt', () => {
  const format = mqtt(plainCodec);

  it('mends the remaining length over its border of one byte', () => {
    const long = 'x'.repeat(200);
    expect(replaced(format, bytes(0x30, 6, 0, 2, 'a/hi'), ['hi', long])).toEqual(
      bytes(0x30, 0xcc, 1, 0, 2, 'a/', long),
    );
  });

  it('reads the properties of version 5, and takes what only resembles them for payload', () => {
    const properties = bytes(0x26, 0, 1, 'k', 0, 2, 'hi');
    const message = bytes(
      0x30,
      3 + 1 + properties.length + 3,
      0,
      1,
      't',
      properties.length,
      properties.toString(),
      'you',
    );
    expect(textsOf(format, message)).toEqual(['t', 'k', 'hi', 'you']);
    const after = replaced(format, message, ['hi', 'hello']);
    expect(after[1]).toBe((message[1] as number) + 3);
    expect(textsOf(format, after)).toEqual(['t', 'k', 'hello', 'you']);
    expect(textsOf(format, bytes(0x30, 6, 0, 1, 't', '{}!'))).toEqual(['t', '{}!']);
  });

  it('reads names, topics and the last will of a session, and leaves its password', () => {
    const body = bytes(0, 4, 'MQTT', 4, 0xc6, 0, 60, 0, 1, 'c', 0, 1, 't', 0, 2, 'by', 0, 3, 'bob', 0, 2, 'pw');
    const document = openWire(format, Buffer.concat([bytes(0x10, body.length), body]));
    expect(document.spans.map(({ text }) => text)).toEqual(['c', 't', 'by', 'bob']);
    expect(document.uninspected).toEqual([{ reason: 'protocol', bytes: 2 }]);
    const after = replaced(format, bytes(0x82, 8, 0, 1, 0, 3, 'a/b', 1), ['a/b', 'a']);
    expect(after).toEqual(bytes(0x82, 6, 0, 1, 0, 1, 'a', 1));
    expect(textsOf(format, bytes(0xa2, 8, 0, 1, 0, 0, 3, 'a/b'))).toEqual(['a/b']);
    for (const packet of [
      bytes(0x10, 4, 0, 4, 'MQ'),
      bytes(0x82, 6, 0, 1, 0, 9, 'a', 1),
      Buffer.concat([bytes(0x10, body.length - 2), body.subarray(0, -2)]),
    ]) {
      expect(reasonOf(format, packet)).toBe('CV_WIRE_MALFORMED');
    }
  });

  it('refuses a packet in pieces, and counts the packets of the session', () => {
    const whole = bytes(0x30, 6, 0, 2, 'a/hi');
    for (let end = 1; end < whole.length; end++)
      expect(reasonOf(format, whole.subarray(0, end))).toBe('CV_WIRE_MALFORMED');
    expect(openWire(format, bytes(0x20, 10, '0123456789')).uninspected).toEqual([{ reason: 'protocol', bytes: 10 }]);
  });
});

describe('twilsock', () => {
  const frame = (header: object, payload: string) => {
    const text = JSON.stringify({ ...header, payload_size: Buffer.byteLength(payload) });
    return `TWILSOCK V3.0 ${Buffer.byteLength(text)}\r\n${text}\r\n${payload}`;
  };

  it('mends both lengths for edits of the payload, of the header and of both', () => {
    const format = twilsock(plainCodec);
    expect(String(replaced(format, frame({ id: 'x' }, 'hi'), ['hi', 'é'.repeat(80)]))).toBe(
      frame({ id: 'x' }, 'é'.repeat(80)),
    );
    expect(String(replaced(format, frame({ id: 'hi' }, 'hi'), ['hi', 'hello you']))).toBe(
      frame({ id: 'hello you' }, 'hello you'),
    );
    expect(reasonOf(format, `${frame({}, 'hi')}4111`)).toBe('CV_WIRE_MALFORMED');
  });
});

describe('msgpack', () => {
  it('names fields, reads long integers, and lets blobs be', () => {
    const message = packed({ a: { b: ['x', 4111111111111111n] }, f: 4111111111111111, blob: Buffer.from([0, 1, 2]) });
    const document = openWire(msgpackCodec, message);
    expect(document.spans.filter(({ role }) => role !== 'key').map(({ path, text }) => [path, text])).toEqual([
      ['/a/b/0', 'x'],
      ['/a/b/1', '4111111111111111'],
      ['/f', '4111111111111111'],
    ]);
    expect(document.uninspected).toEqual([{ reason: 'binary', bytes: 3 }]);
    expect(replaced(msgpackCodec, packed([4111111111111111n]), ['4111111111111111', 'no'])).toEqual(packed(['no']));
  });

  it('refuses broken values and great depth', () => {
    expect(reasonOf(msgpackCodec, bytes(0xc1))).toBe('CV_WIRE_MALFORMED');
    expect(reasonOf(msgpackCodec, bytes(0x92, 0x01))).toBe('CV_WIRE_MALFORMED');
    expect(reasonOf(msgpackCodec, bytes(0xa2, 0xff, 0xff))).toBe('CV_TEXT_NOT_UTF8');
    expect(reasonOf(msgpackCodec, Buffer.concat([Buffer.alloc(5000, 0x91), bytes(1)]))).toBe('CV_JSON_TOO_DEEP');
  });
});

describe('protobuf', () => {
  it('mends lengths from the text up to the root', () => {
    const inner = (text: string) => bytes(0x08, 1, 0x1a, text.length, text);
    const outer = (text: string) => bytes(0x12, inner(text).length, inner(text).toString(), 0x18, 5);
    expect(replaced(protobufCodec, outer('hi'), ['hi', 'hello'])).toEqual(outer('hello'));
    expect(openWire(protobufCodec, outer('hi')).spans[0]?.path).toBe('/2/3');
  });

  it('scans what is ambiguous, and refuses to edit it or an integer', () => {
    const ambiguous = bytes(0x0a, 34, '\n ', 'y'.repeat(32));
    expect(textsOf(protobufCodec, ambiguous)).toEqual([`\n ${'y'.repeat(32)}`]);
    expect(() => replaced(protobufCodec, ambiguous, ['y', 'x'])).toThrow(signed('CV_CONTENT_UNKNOWN'));
    const integer = bytes(0x08, 0xc7, 0xe3, 0x99, 0x90, 0xe3, 0xbb, 0xa6, 0x07);
    expect(textsOf(protobufCodec, integer)[0]).toMatch(/^\d{15,}$/);
    expect(() => replaced(protobufCodec, integer, ['1', 'x'])).toThrow(signed('CV_CONTENT_UNKNOWN'));
  });
});
