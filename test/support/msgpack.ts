/** A small MessagePack writer for tests, after the specification; it shares nothing with the reader under test. */

export function packed(value: unknown): Buffer {
  if (value === null) return Buffer.from([0xc0]);
  if (typeof value === 'boolean') return Buffer.from([value ? 0xc3 : 0xc2]);
  if (typeof value === 'string') return sized(Buffer.from(value), [0xa0, 0xd9, 0xda, 0xdb], 32);
  if (Buffer.isBuffer(value)) return sized(value, [-1, 0xc4, 0xc5, 0xc6], 0);
  if (typeof value === 'bigint') return wide(0xcf, (bytes) => bytes.writeBigUInt64BE(value, 1));
  if (typeof value === 'number') return packedNumber(value);
  if (Array.isArray(value)) return Buffer.concat([Buffer.from([0x90 | value.length]), ...value.map(packed)]);
  const entries = Object.entries(value as object);
  return Buffer.concat([Buffer.from([0x80 | entries.length]), ...entries.flat().map(packed)]);
}

function packedNumber(value: number): Buffer {
  if (Number.isInteger(value) && value >= 0 && value < 128) return Buffer.from([value]);
  return wide(0xcb, (bytes) => bytes.writeDoubleBE(value, 1));
}

function wide(type: number, write: (bytes: Buffer) => void): Buffer {
  const bytes = Buffer.alloc(9);
  bytes[0] = type;
  write(bytes);
  return bytes;
}

function sized(content: Buffer, [fixed, one, two, four]: readonly number[], fixedMax: number): Buffer {
  const { length } = content;
  if (length < fixedMax) return Buffer.concat([Buffer.from([fixed! | length]), content]);
  if (length < 256) return Buffer.concat([Buffer.from([one!, length]), content]);
  if (length < 65536) return Buffer.concat([Buffer.from([two!, length >> 8, length & 255]), content]);
  const header = Buffer.alloc(5);
  header[0] = four!;
  header.writeUInt32BE(length, 1);
  return Buffer.concat([header, content]);
}
