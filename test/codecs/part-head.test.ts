/** Headers of multipart parts: what they declare and which texts they hold. */
import { expect, it } from 'vitest';
import { readPartHead } from '../../src/codecs/part-head.ts';
import { applySplices } from '../../src/codecs/splice.ts';

function head(...lines: string[]) {
  const raw = Buffer.from(lines.join('\r\n'));
  return { raw, part: readPartHead(raw, 0, raw.length, '/base') };
}

it('reads names, types and codings', () => {
  const { part } = head(
    'content-DISPOSITION: form-data; name="a/b"; filename="x 4111.txt"',
    'Content-Type: Text/Plain; charset=UTF-8; boundary="q q"',
    'Content-Transfer-Encoding: 8BIT',
  );
  expect(part).toMatchObject({
    path: '/base/a~1b',
    isFile: true,
    mediaType: 'text/plain',
    charset: 'utf-8',
    boundary: 'q q',
    transferCoding: '8bit',
  });
  expect(part?.places.map((place) => [place.path, place.text])).toEqual([
    ['/base/a~1b', 'a/b'],
    ['/base/a~1b/:filename', 'x 4111.txt'],
  ]);
});

it('decodes extended names and reads unknown headers', () => {
  const { part } = head(
    "Content-Disposition: attachment; filename*=UTF-8''caf%C3%A9%204111",
    'X-Note: 4111 é',
    'X-Empty:',
  );
  expect(part?.places.map((place) => place.text)).toEqual(['café 4111', '4111 é']);
  expect(part).toMatchObject({ path: '/base', isFile: true, mediaType: undefined });
});

it.each([
  [
    'Content-Disposition: form-data; name="4111"',
    'a"b\r\nc\\',
    'Content-Disposition: form-data; name="a%22b%0D%0Ac%5C"',
  ],
  ['Content-Disposition: form-data; name=4111', 'a b;c', 'Content-Disposition: form-data; name=a%20b%3Bc'],
  [
    "Content-Disposition: form-data; filename*=UTF-8''4111",
    "é *'",
    "Content-Disposition: form-data; filename*=UTF-8''%C3%A9%20%2A%27",
  ],
  ['X-Note: 4111', 'a\r\nB: c', 'X-Note: a B: c'],
])('an insert cannot leave its place: %s', (line, insert, expected) => {
  const { raw, part } = head(line);
  const place = part?.places.find((each) => each.text === '4111');
  const splices = place?.splices([{ start: 0, end: 4, bytes: Buffer.from(insert) }]) ?? [];
  expect(applySplices(raw, splices).toString()).toBe(expected);
});

it('refuses lines that are no headers, and technical headers that come twice', () => {
  expect(head('no header').part).toBeUndefined();
  expect(head(' folded: x').part).toBeUndefined();
  expect(head('Content-Type: text/plain', 'content-type: image/png').part).toBeUndefined();
});
