/** Content-Type, Content-Encoding, and decoding within limits. */
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { defaultLimits } from '../../src/domain/limits.ts';
import { beginningOf, decodeBody, encodeBody, hasNotes, readCoding, readMediaType } from '../../src/proxy/content.ts';
import { coderOf, isOpened } from '../../src/proxy/modern-codings.ts';

test('codings are read or not understood', () => {
  expect(readCoding(undefined)).toBe('identity');
  expect(readCoding(' X-Gzip ')).toBe('gzip');
  expect(readCoding('none')).toBe('identity');
  const unsound = (coding: 'br' | 'zstd') => isOpened(coding, '20.20.2');
  for (const bad of ['br', 'gzip, gzip', 'gzip,', 'zstd']) expect(readCoding(bad, unsound)).toBeUndefined();
  expect(readCoding('BR', (coding) => isOpened(coding, '24.22.1'))).toBe('br');
});

test('media types are read in any spelling', () => {
  expect(readMediaType('Text/HTML ; Charset="UTF-8"')).toEqual({
    mediaType: 'text/html',
    charset: 'utf-8',
    boundary: undefined,
  });
  expect(readMediaType('multipart/form-data; boundary="a b"').boundary).toBe('a b');
  expect(readMediaType('').mediaType).toBeUndefined();
});

test('parameters are read one after the other; what stands twice is nothing', () => {
  expect(readMediaType('text/plain; x="; charset=utf-16le"').charset).toBeUndefined();
  expect(readMediaType('text/plain; x="a\\"; charset=b"; charset=c').charset).toBe('c');
  expect(readMediaType('text/plain; charset=a; charset=b').charset).toBe('repeated');
  expect(readMediaType('multipart/x; boundary=a; boundary=b').boundary).toBeUndefined();
  expect(readMediaType('multipart/x; charset=utf-8 ;boundary=----a=b').boundary).toBe('----a=b');
});

test('gzip with a name, a comment or extra bytes in a head has notes', () => {
  const member = gzipSync('hello');
  expect([hasNotes(member, 'gzip'), hasNotes(member, 'deflate')]).toEqual([false, false]);
  const named = Buffer.from(member);
  named[3] = 8;
  expect(hasNotes(Buffer.concat([member, named]), 'gzip')).toBe(true);
});

test('what is encoded is decoded again', async () => {
  for (const coding of ['identity', 'gzip', 'deflate', 'br'] as const) {
    const bytes = Buffer.from('hello '.repeat(50));
    expect(await decodeBody(await encodeBody(bytes, coding), coding, defaultLimits)).toEqual(bytes);
  }
});

test('expansion is capped by ratio and by size', async () => {
  const bomb = gzipSync(Buffer.alloc(2_000_000));
  await expect(decodeBody(bomb, 'gzip', { ...defaultLimits, inflateRatioMax: 10 })).rejects.toMatchObject({
    code: 'CV_INFLATE_RATIO',
  });
  await expect(decodeBody(bomb, 'gzip', { ...defaultLimits, bodyBytesMax: 1000 })).rejects.toMatchObject({
    code: 'CV_BODY_TOO_LARGE',
  });
});

test('brotli is capped, and neither cut short nor followed by anything', async () => {
  const bomb = brotliCompressSync(Buffer.alloc(2_000_000));
  await expect(decodeBody(bomb, 'br', defaultLimits)).rejects.toMatchObject({ code: 'CV_INFLATE_RATIO' });
  const whole = brotliCompressSync(Buffer.from('hello '.repeat(50)));
  for (const bad of [whole.subarray(0, -1), Buffer.concat([whole, Buffer.from('4111')]), Buffer.from('no brotli')]) {
    await expect(decodeBody(bad, 'br', defaultLimits)).rejects.toMatchObject({ code: 'CV_CODING_BROKEN' });
  }
});

test('zstd is there where the runtime has it', async () => {
  if (!isOpened('zstd', '24.22.1')) {
    expect(() => coderOf('zstd')).toThrow(/lacks/);
    return;
  }
  const bytes = Buffer.from('hello '.repeat(50));
  const coded = await encodeBody(bytes, 'zstd');
  expect(await decodeBody(coded, 'zstd', defaultLimits)).toEqual(bytes);
  const longer = Buffer.concat([coded, Buffer.from('4111')]);
  await expect(decodeBody(longer, 'zstd', defaultLimits)).rejects.toMatchObject({ code: 'CV_CODING_BROKEN' });
});

test('the beginning of a coded body tells what it is, also when the rest has not come', () => {
  const body = Buffer.from(`/**/cb([${'{"text":"hello"},'.repeat(500)}1]);`);
  for (const [coding, coded] of [
    ['gzip', gzipSync(body)],
    ['deflate', deflateSync(body)],
    ['deflate', deflateRawSync(body)],
    ['identity', body],
    ['br', brotliCompressSync(body)],
  ] as const) {
    expect(beginningOf(coded.subarray(0, 60), coding).toString('latin1', 0, 8)).toBe('/**/cb([');
  }
  expect(beginningOf(gzipSync(body).subarray(0, 10), 'gzip').length).toBe(0);
  expect(beginningOf(Buffer.from('no gzip'), 'gzip').length).toBe(0);
  expect(beginningOf(Buffer.from('no brotli'), 'br').length).toBe(0);
});
