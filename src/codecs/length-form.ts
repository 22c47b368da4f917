/** The ways in which protocols spell the length of what follows: decimal, fixed binary, seven bits a byte. */
import type { LengthForm } from '../domain/codec-step.ts';

export interface LengthCodec {
  /** Where the payload begins and ends when a record begins at `at`; undefined when no whole record is there. */
  read(
    raw: Buffer,
    at: number,
  ): { readonly headerEnd: number; readonly start: number; readonly end: number } | undefined;
  spell(content: Buffer): Buffer | undefined;
}

/** Digits of a decimal length; more than any message within limits needs. */
const DECIMAL_DIGITS_MAX = 9;

const decimalColon: LengthCodec = {
  read(raw, at) {
    let colon = at;
    while (colon < raw.length && isDigit(raw[colon])) colon++;
    if (colon === at || colon - at > DECIMAL_DIGITS_MAX || raw[colon] !== 0x3a) return undefined;
    const units = Number(raw.toString('latin1', at, colon));
    const end = afterUnits(raw, colon + 1, units);
    return end < 0 ? undefined : { headerEnd: colon, start: colon + 1, end };
  },
  spell: (content) => Buffer.from(String(content.toString('utf8').length), 'latin1'),
};

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

/** Offset after `units` UTF-16 units of UTF-8 text; -1 when the text ends before or a character is cut. */
export function afterUnits(raw: Buffer, from: number, units: number): number {
  let at = from;
  let left = units;
  while (left > 0 && at < raw.length) {
    const byte = raw[at] as number;
    const size = byte < 0x80 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
    left -= size === 4 ? 2 : 1;
    at += size;
  }
  return left === 0 && at <= raw.length ? at : -1;
}

function fixed(bytes: 1 | 2 | 4, bigEndian: boolean): LengthCodec {
  const most = 2 ** (8 * bytes) - 1;
  return {
    read(raw, at) {
      const start = at + bytes;
      if (start > raw.length) return undefined;
      const end = start + (bigEndian ? raw.readUIntBE(at, bytes) : raw.readUIntLE(at, bytes));
      return end > raw.length ? undefined : { headerEnd: start, start, end };
    },
    spell(content) {
      if (content.length > most) return undefined;
      const header = Buffer.alloc(bytes);
      if (bigEndian) header.writeUIntBE(content.length, 0, bytes);
      else header.writeUIntLE(content.length, 0, bytes);
      return header;
    },
  };
}

/** Bytes of a variable length; five hold 32 bits. */
export const VARINT_BYTES_MAX = 5;

const varint: LengthCodec = {
  read(raw, at) {
    const length = readVarint(raw, at, VARINT_BYTES_MAX);
    if (length === undefined) return undefined;
    const end = length.end + length.value;
    return end > raw.length ? undefined : { headerEnd: length.end, start: length.end, end };
  },
  spell: (content) => spellVarint(content.length),
};

/** Least significant seven bits first (protobuf "Base 128 varints", MQTT 3.1.1 section 2.2.3). */
export function readVarint(
  raw: Buffer,
  at: number,
  bytesMax: number,
): { readonly value: number; readonly end: number } | undefined {
  let value = 0;
  for (let index = 0; index < bytesMax; index++) {
    const byte = raw[at + index];
    if (byte === undefined) return undefined;
    value += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return { value, end: at + index + 1 };
  }
  return undefined;
}

export function spellVarint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  do {
    const low = rest % 128;
    rest = Math.floor(rest / 128);
    bytes.push(rest > 0 ? low | 0x80 : low);
  } while (rest > 0);
  return Buffer.from(bytes);
}

export const lengthCodecs: Readonly<Record<LengthForm, LengthCodec>> = {
  'decimal-colon': decimalColon,
  u8: fixed(1, true),
  u16be: fixed(2, true),
  u16le: fixed(2, false),
  u32be: fixed(4, true),
  u32le: fixed(4, false),
  varint,
};
