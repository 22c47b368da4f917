/** Reads the tables of test/fixtures/conformance: one vector a line, its bytes written so that a person can read them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

export interface Vector {
  readonly name: string;
  /** What must happen, in the words of the table's own header. */
  readonly expect: string;
  readonly bytes: Buffer;
  /** Further columns. */
  readonly more: readonly string[];
}

const folder = join(import.meta.dirname, '../../fixtures/conformance');

/** Rows of a table: tab-separated, `#` begins a remark; the columns are as the file says at its top. */
export function readRows(file: string): readonly (readonly string[])[] {
  return readFileSync(join(folder, file), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split('\t'));
}

/** Vectors of a table with the columns name, expectation, bytes and perhaps more. Two of one name are a mistake. */
export function readVectors(file: string): readonly Vector[] {
  const vectors = readRows(file).map(([name = '', expect = '', bytes = '', ...more]) => {
    return { name, expect, bytes: readBytes(bytes), more };
  });
  const names = new Set(vectors.map(({ name }) => name));
  if (names.size !== vectors.length || vectors.some(({ bytes, expect }) => bytes.length === 0 || expect === '')) {
    throw new Error(`${file}: a name stands twice, or a column is missing`);
  }
  return vectors;
}

const macros: Readonly<Record<string, string>> = {
  '{G}': 'GET / HTTP/1.1⏎Host: shop.test⏎',
  '{P}': 'POST /m HTTP/1.1⏎Host: shop.test⏎Content-Type: application/json⏎',
  '{H}': 'Host: shop.test⏎',
  '{J}': 'Content-Type: application/json⏎',
  '{C}': 'Transfer-Encoding: chunked⏎',
  '{W}': 'GET /s HTTP/1.1⏎Host: shop.test⏎Connection: Upgrade⏎Upgrade: websocket⏎{V}{K}',
  '{O}': 'GET /s HTTP/1.1⏎Host: guarded.test⏎Connection: Upgrade⏎Upgrade: websocket⏎{V}{K}',
  '{V}': 'Sec-WebSocket-Version: 13⏎',
  '{K}': 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==⏎',
  '{OK}': 'HTTP/1.1 200 OK⏎Content-Type: application/json⏎',
};

/**
 * Bytes of a column: `⏎` is CR LF, `\r \n \t \0 \\ \xHH` as in C, `{text*N}` repeats, `{G}` and the like are heads
 * that many vectors share, `«text»` is that text in gzip, `\uHHHH` is that character in UTF-8; everything else stands for its Latin-1 byte.
 */
export function readBytes(column: string): Buffer {
  const whole = column
    .replace(/\{[WO]\}/g, (name) => macros[name] ?? name)
    .replace(/\{(?:G|P|H|J|C|OK|V|K)\}/g, (name) => macros[name] ?? name)
    .replace(/\{([^{}]+)\*(\d+)\}/g, (_, text: string, count: string) => text.repeat(Number(count)))
    .replace(/«([^»]+)»/g, (_, text: string) => escaped(gzipSync(text)))
    .replaceAll('⏎', '\r\n');
  const plain = whole.replace(/\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|([rnt0\\]))/g, (_, hex, point, letter) => {
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    if (point !== undefined) return Buffer.from(String.fromCharCode(Number.parseInt(point, 16))).toString('latin1');
    return short[letter as keyof typeof short];
  });
  return Buffer.from(plain, 'latin1');
}

const short = { r: '\r', n: '\n', t: '\t', 0: '\0', '\\': '\\' };

function escaped(bytes: Buffer): string {
  return [...bytes].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
}
