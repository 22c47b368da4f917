/** The places and readers that steps are made of, at their borders. */
import { expect, it } from 'vitest';
import { FencedPlace } from '../../src/codecs/fenced-place.ts';
import { graphqlText } from '../../src/codecs/formats/graphql-text.ts';
import { locateJson, textAt } from '../../src/codecs/json-locate.ts';
import { lengthCodecs, readVarint, spellVarint } from '../../src/codecs/length-form.ts';
import { LengthPlace } from '../../src/codecs/length-place.ts';
import { headPattern, tailPattern } from '../../src/codecs/linear-pattern.ts';
import { sizedHeader } from '../../src/codecs/msgpack-reader.ts';
import { applySplices } from '../../src/codecs/splice.ts';
import { WholePlace } from '../../src/codecs/whole-place.ts';
import { replaced, textsOf, wireLaws } from './wire-laws.ts';

const text = (body: string) => Buffer.from(body);

it('a fenced text never comes to hold its fence', () => {
  const place = new FencedPlace('', text('ab'), 2, text(','));
  expect(place.splices([{ start: 0, end: 1, bytes: text('x,y,,') }])).toEqual([
    { start: 2, end: 3, bytes: text('x y  ') },
  ]);
});

it('a length and a whole follow their content', () => {
  const raw = text('2:hi');
  const header = { start: 0, end: 1, spell: (content: Buffer) => text(String(content.length)) };
  const counted = new LengthPlace('', raw.subarray(2), 2, header);
  expect(applySplices(raw, counted.splices([{ start: 2, end: 2, bytes: text('!!') }])).toString()).toBe('4:hi!!');
  expect(counted.splices([])).toEqual([]);
  const upper = { start: 0, end: 2, spell: (content: Buffer) => text(content.toString().toUpperCase()) };
  expect(
    new WholePlace('', text('ab'), upper).splices([{ start: 1, end: 1, bytes: text('c') }])[0]?.bytes.toString(),
  ).toBe('ACB');
});

it('lengths are read as they are spelled', () => {
  for (const value of [0, 127, 128, 300, 2 ** 21, 2 ** 28])
    expect(readVarint(spellVarint(value), 0, 5)?.value).toBe(value);
  expect(readVarint(Buffer.alloc(6, 0x80), 0, 5)).toBeUndefined();
  expect(lengthCodecs.u8.spell(Buffer.alloc(256))).toBeUndefined();
  expect(lengthCodecs['decimal-colon'].spell(text('é😀'))?.toString()).toBe('3');
  expect([31, 32, 256, 70_000].map((length) => sizedHeader('str', length)[0])).toEqual([0xbf, 0xd9, 0xda, 0xdb]);
});

it('a pointer finds its last value, in whatever escapes', () => {
  const raw = text('{"a":{"b":[1,"x"]},"n":12,"n":"\\u0034","a~b":3}');
  const found = locateJson(raw, 9, ['/a/b/1', '/n', '/a~0b', '/none']);
  expect([...found].map(([pointer, at]) => [pointer, textAt(raw, at).toString()])).toEqual([
    ['/a/b/1', 'x'],
    ['/n', '4'],
    ['/a~0b', '3'],
  ]);
});

it('patterns hold to the borders', () => {
  expect(headPattern('[a-z]+:').take(text('ab:c:'))).toBe(3);
  expect(headPattern('b').take(text('ab'))).toBe(-1);
  expect(tailPattern(';').take(text('a;b;'))).toBe(1);
  expect(() => headPattern('(?<=x)')).toThrow();
});

it('literals of GraphQL are texts without their escapes', () => {
  const query = 'mutation { say(a: "\\u0034111", b: """x " y""", n: 4111111111111111, id: 7) # hi\n}';
  const texts = textsOf(graphqlText, query);
  expect(texts).toEqual(expect.arrayContaining(['4111', 'x " y', '4111111111111111']));
  expect(String(replaced(graphqlText, 'f(n: 4111111111111111)', ['4111111111111111', 'a"b']))).toBe('f(n: "a\\"b")');
});

wireLaws({
  format: graphqlText,
  samples: ['query { a(b: "hello", c: """block""") { d } }'],
  alike: (body) => body.replace(/["'\p{Cc}\\ ]/gu, ' '),
});
