/** Bodies in every content coding, sound and damaged, with a secret in them: what acceptance test E6 of the design asks for. */
import {
  brotliCompressSync,
  brotliDecompressSync,
  constants,
  deflateRawSync,
  deflateSync,
  gunzipSync,
  gzipSync,
  inflateRawSync,
  inflateSync,
} from 'node:zlib';
import { marker } from '../sites.ts';

export interface CodedBody {
  readonly name: string;
  readonly coding: string;
  readonly body: Buffer;
  /** Takes the coding off what arrives; absent where the body must be refused. */
  readonly decode?: (body: Buffer) => Buffer;
  /** Codes that a refusal may have in a request. */
  readonly codes: readonly string[];
}

const plain = JSON.stringify({ text: `hello ${marker}`, pad: 'x'.repeat(300) });
const [first, second] = [plain.slice(0, 14), plain.slice(14)];
const gz = gzipSync(plain);
const zlib = deflateSync(plain);
const raw = deflateRawSync(plain);

const sound = (name: string, coding: string, body: Buffer, decode: (body: Buffer) => Buffer): CodedBody => {
  return { name, coding, body, decode, codes: [] };
};
const broken = (name: string, coding: string, body: Buffer, ...codes: string[]): CodedBody => {
  return { name, coding, body, codes: codes.length === 0 ? ['CV_CODING_BROKEN'] : codes };
};
const either = (body: Buffer) => ((body[0] ?? 0) === 0x78 ? inflateSync(body) : inflateRawSync(body));
const changed = (body: Buffer, at: number, byte: number) => {
  const copy = Buffer.from(body);
  copy[at < 0 ? copy.length + at : at] = byte;
  return copy;
};

/** A gzip member with further header fields (RFC 1952 section 2.3.1). */
function withHeader(flags: number, fields: Buffer): Buffer {
  return Buffer.concat([changed(gz.subarray(0, 10), 3, flags), fields, gz.subarray(10)]);
}

const soundOnes: readonly CodedBody[] = [
  sound('gzip', 'gzip', gz, gunzipSync),
  sound('gzip without compression', 'gzip', gzipSync(plain, { level: 0 }), gunzipSync),
  sound('gzip at its best', 'gzip', gzipSync(plain, { level: 9 }), gunzipSync),
  sound('gzip with fixed codes', 'gzip', gzipSync(plain, { strategy: constants.Z_FIXED }), gunzipSync),
  sound('gzip in many blocks', 'gzip', gzipSync(plain, { memLevel: 1, windowBits: 9 }), gunzipSync),
  sound('gzip under an old name', 'x-gzip', gz, gunzipSync),
  sound('gzip in capitals', 'GZIP', gz, gunzipSync),
  sound('gzip in odd case', 'GZip', gz, gunzipSync),
  sound('gzip after blanks', ' \t gzip', gz, gunzipSync),
  sound('gzip with a file name', 'gzip', withHeader(8, Buffer.from('a.json\0')), gunzipSync),
  sound('gzip with a comment', 'gzip', withHeader(16, Buffer.from('hello\0')), gunzipSync),
  sound('gzip with extra data', 'gzip', withHeader(4, Buffer.from('\x04\0abcd')), gunzipSync),
  sound('gzip marked as text', 'gzip', withHeader(1, Buffer.alloc(0)), gunzipSync),
  sound('gzip in two members', 'gzip', Buffer.concat([gzipSync(first), gzipSync(second)]), gunzipSync),
  sound('gzip in a member a byte', 'gzip', Buffer.concat([...plain].map((one) => gzipSync(one))), gunzipSync),
  sound('gzip with an empty member first', 'gzip', Buffer.concat([gzipSync(''), gz]), gunzipSync),
  sound('gzip with an empty member last', 'gzip', Buffer.concat([gz, gzipSync('')]), gunzipSync),
  sound('gzip with the secret in its second member', 'gzip', Buffer.concat([gzipSync('{"a":1}'), gz]), gunzipSync),
  sound('deflate', 'deflate', zlib, either),
  sound('deflate in capitals', 'DEFLATE', zlib, either),
  sound('deflate without compression', 'deflate', deflateSync(plain, { level: 0 }), either),
  sound('deflate with a small window', 'deflate', deflateSync(plain, { windowBits: 9 }), inflateSync),
  sound('deflate without its head', 'deflate', raw, either),
  sound(
    'deflate without its head, fixed codes',
    'deflate',
    deflateRawSync(plain, { strategy: constants.Z_FIXED }),
    either,
  ),
  sound('identity', 'identity', Buffer.from(plain), (body) => body),
  sound('identity in capitals', 'IDENTITY', Buffer.from(plain), (body) => body),
  sound('an empty coding', '', Buffer.from(plain), (body) => body),
];

const damaged: readonly CodedBody[] = [
  ...[1, 2, 9, 10, 11, 20, gz.length - 8, gz.length - 1].map((size) =>
    broken(`gzip cut after ${size < 30 ? size : `all but ${gz.length - size}`}`, 'gzip', gz.subarray(0, size)),
  ),
  ...[1, 2, 3, 10, zlib.length - 4, zlib.length - 1].map((size) =>
    broken(
      `deflate cut after ${size < 30 ? size : `all but ${zlib.length - size}`}`,
      'deflate',
      zlib.subarray(0, size),
    ),
  ),
  broken('deflate without its head, cut', 'deflate', raw.subarray(0, raw.length - 1)),
  broken('gzip with text after it', 'gzip', Buffer.concat([gz, Buffer.from(marker)])),
  broken('gzip with a NUL after it', 'gzip', Buffer.concat([gz, Buffer.alloc(1)])),
  broken('gzip with 512 NULs after it', 'gzip', Buffer.concat([gz, Buffer.alloc(512)])),
  broken('gzip with the magic of a member after it', 'gzip', Buffer.concat([gz, gz.subarray(0, 2)])),
  broken('gzip with half a member after it', 'gzip', Buffer.concat([gz, gz.subarray(0, 30)])),
  broken('gzip with deflate after it', 'gzip', Buffer.concat([gz, zlib])),
  broken('gzip with a damaged member after it', 'gzip', Buffer.concat([gz, changed(gz, -5, 0xff)])),
  broken(
    'gzip with text between members',
    'gzip',
    Buffer.concat([gzipSync(first), Buffer.from('x'), gzipSync(second)]),
  ),
  broken('deflate with text after it', 'deflate', Buffer.concat([zlib, Buffer.from(marker)])),
  broken('deflate with deflate after it', 'deflate', Buffer.concat([zlib, zlib])),
  broken('deflate without its head, with text after it', 'deflate', Buffer.concat([raw, Buffer.from(marker)])),
  broken('gzip with a wrong checksum', 'gzip', changed(gz, -8, (gz.at(-8) ?? 0) ^ 1)),
  broken('gzip with a wrong length', 'gzip', changed(gz, -1, 9)),
  broken('gzip with a wrong magic', 'gzip', changed(gz, 0, 0x1e)),
  broken('gzip of another method', 'gzip', changed(gz, 2, 7)),
  broken('gzip with reserved flags', 'gzip', changed(gz, 3, 0xe0)),
  broken('gzip with a file name that does not end', 'gzip', changed(gz, 3, 8)),
  broken('deflate with a wrong checksum', 'deflate', changed(zlib, -1, (zlib.at(-1) ?? 0) ^ 1)),
  broken('deflate with a dictionary', 'deflate', deflateSync(plain, { dictionary: Buffer.from(plain) })),
  broken('deflate of a block type that is none', 'deflate', Buffer.from([0x07])),
  broken('gzip declared as deflate', 'deflate', gz),
  broken('deflate declared as gzip', 'gzip', zlib),
  broken('deflate without its head declared as gzip', 'gzip', raw),
  broken('text declared as gzip', 'gzip', Buffer.from(plain)),
  broken('text declared as deflate', 'deflate', Buffer.from(plain)),
];

const refused = 'CV_CODING_UNSUPPORTED';
const stacks = [
  'gzip, gzip',
  'gzip,gzip',
  'deflate, gzip',
  'gzip, deflate',
  'gzip, identity',
  'identity, gzip',
  'gzip,',
  ',gzip',
];
const strange = [
  'gzip;q=1',
  '"gzip"',
  'gzip gzip',
  'xgzip',
  'gzipx',
  'compress',
  'x-compress',
  'exi',
  'pack200-gzip',
  'aes128gcm',
];
const others: readonly CodedBody[] = [
  ...stacks.map((coding) => broken(`stacked: ${coding}`, coding, gzipSync(gz), refused)),
  ...strange.map((coding) => broken(`unknown: ${coding}`, coding, gz, refused)),
  broken('gzip declared as br', 'br', gz, refused, 'CV_CODING_BROKEN'),
  broken('gzip declared as zstd', 'zstd', gz, refused, 'CV_CODING_BROKEN'),
  // Where the runtime's decoder is sound it may be read; nothing else changes then.
  { ...sound('br', 'br', brotliCompressSync(plain), brotliDecompressSync), codes: [refused] },
  broken('br and gzip', 'br, gzip', gz, refused),
];

const megabytes = (count: number) => Buffer.alloc(count * 1024 * 1024);
const tooMuch = ['CV_INFLATE_RATIO', 'CV_BODY_TOO_LARGE'];
const bombs: readonly CodedBody[] = [
  broken('gzip bomb of 4 MB', 'gzip', gzipSync(megabytes(4)), ...tooMuch),
  broken('gzip bomb of 64 MB', 'gzip', gzipSync(megabytes(64)), ...tooMuch),
  broken(
    'gzip bomb in 300 members',
    'gzip',
    Buffer.concat(Array<Buffer>(300).fill(gzipSync(Buffer.alloc(100_000)))),
    ...tooMuch,
  ),
  broken('deflate bomb', 'deflate', deflateSync(megabytes(32)), ...tooMuch),
  broken('deflate bomb without its head', 'deflate', deflateRawSync(megabytes(32)), ...tooMuch),
];

export const codedBodies: readonly CodedBody[] = [...soundOnes, ...damaged, ...others, ...bombs];
