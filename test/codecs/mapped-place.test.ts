/** Edits of decoded text become splices of whole escapes, and stray beginnings of escapes are spelled anew. */
import { expect, it } from 'vitest';
import { Decoding, MappedPlace } from '../../src/codecs/mapped-place.ts';
import { OffsetMap } from '../../src/codecs/offset-map.ts';
import { decodePercent, encodePercent, strayPercent } from '../../src/codecs/percent.ts';
import { applySplices } from '../../src/codecs/splice.ts';

function place(raw: Buffer, start: number) {
  return new MappedPlace({
    path: '/p',
    origin: start,
    read: (map) => decodePercent(raw, start, raw.length, map),
    respell: encodePercent,
    dangling: (at) => strayPercent(raw, start, at),
  });
}

const change = (start: number, end: number, text: string) => ({ start, end, bytes: Buffer.from(text) });

it('replaces escapes whole', () => {
  const raw = Buffer.from('k=%34%31+%311');
  const text = place(raw, 2);
  expect([text.text, text.path, text.role]).toEqual(['41 11', '/p', 'value']);
  expect(applySplices(raw, text.splices([change(1, 2, 'X'), change(3, 4, 'Y Z')])).toString()).toBe('k=%34X+Y+Z1');
});

it('spells a stray beginning anew when something is put behind it', () => {
  const raw = Buffer.from('k=%4x1');
  expect(applySplices(raw, place(raw, 2).splices([change(2, 3, '')])).toString()).toBe('k=%2541');
  expect(applySplices(raw, place(raw, 2).splices([change(0, 2, 'A'), change(2, 3, '')])).toString()).toBe('k=A1');
});

it('collects decoded bytes with their atoms', () => {
  const map = new OffsetMap(0);
  const decoding = new Decoding(4, map);
  decoding.plain(0x61);
  decoding.atom(Buffer.from('é'), 1, 7);
  decoding.plain(0x62);
  expect(decoding.bytes().toString()).toBe('aéb');
  expect([map.rawStart(1), map.rawEnd(3), map.rawStart(3)]).toEqual([1, 7, 7]);
});
