/** Fonts, images, WebAssembly and media told by how they begin, for servers that do not know their types. */

type Head = readonly [reason: string, at: number, bytes: Buffer];

const head = (reason: string, bytes: string, at = 0): Head => [reason, at, Buffer.from(bytes, 'latin1')];

/** First bytes by the formats' own specifications, as the WHATWG MIME sniffing standard lists them; the long ones only. */
const heads: readonly Head[] = [
  head('asset-font', 'wOFF'),
  head('asset-font', 'wOF2'),
  head('asset-font', 'OTTO\0'),
  head('asset-font', '\0\x01\0\0\0'),
  head('asset-wasm', '\0asm'),
  head('asset-image', '\x89PNG\r\n\x1a\n'),
  head('asset-image', 'GIF87a'),
  head('asset-image', 'GIF89a'),
  head('asset-image', '\xff\xd8\xff'),
  head('asset-image', '\0\0\x01\0'),
  head('asset-image', 'WEBPVP', 8),
  head('asset-media', 'OggS\0'),
  head('asset-media', 'ID3'),
  head('asset-media', 'fLaC'),
  head('asset-media', 'WAVEfmt ', 8),
  head('asset-media', 'ftyp', 4),
];

/**
 * Why these bytes pass to a browser as an asset would, or undefined. Only for content whose declared type says
 * nothing: one that lies is not believed because of its first bytes.
 *
 * @example
 * assetHead(Buffer.from('wOF2\0\x01')); // 'asset-font'
 */
export function assetHead(first: Buffer): string | undefined {
  return heads.find(([, at, bytes]) => bytes.equals(first.subarray(at, at + bytes.length)))?.[0];
}
