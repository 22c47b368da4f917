/** What begins like a font, an image or a film is one; what begins like words is not. */
import { expect, it } from 'vitest';
import { assetHead } from '../../src/codecs/asset-head.ts';

it.each([
  ['wOF2\0\x01\0\0', 'asset-font'],
  ['\0\x01\0\0\0\x12', 'asset-font'],
  ['\0asm\x01\0\0\0', 'asset-wasm'],
  ['\x89PNG\r\n\x1a\n\0', 'asset-image'],
  ['\xff\xd8\xff\xe0', 'asset-image'],
  ['RIFF\x01\x02\x03\x04WEBPVP8 ', 'asset-image'],
  ['\0\0\0\x18ftypisom', 'asset-media'],
])('%j', (bytes, reason) => {
  expect(assetHead(Buffer.from(bytes, 'latin1'))).toBe(reason);
});

it.each(['', 'w', 'wOF', 'PK\x03\x04', '%PDF-1.7', '{"a":1}', 'hello', '\x1f\x8b\x08', '\x89PNG', '\0\0\0\0'])(
  '%j is none',
  (bytes) => {
    expect(assetHead(Buffer.from(bytes, 'latin1'))).toBeUndefined();
  },
);
