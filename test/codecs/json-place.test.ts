/** Strings and numbers of JSON as places: decoded, named, and spliced back in JSON's spelling, also in steps. */
import { expect, test } from 'vitest';
import { JsonPlace } from '../../src/codecs/json-place.ts';
import { JsonNode } from '../../src/codecs/json-reader.ts';
import { applySplices } from '../../src/codecs/splice.ts';
import { atOnce } from '../../src/domain/work.ts';
import { wireHead } from './wire-laws.ts';

const raw = Buffer.from('{"k":"a\\u0041b","n":4111}');
const node = new JsonNode(undefined, true);

test('an escaped string is decoded, and a change of it is spelled in the raw bytes', () => {
  node.keyStart = raw.indexOf('k');
  node.keyEnd = node.keyStart + 1;
  const start = raw.indexOf('a');
  const place = new JsonPlace(raw, {}, node, start, raw.indexOf('",'));
  place.escaped = true;
  expect([place.text, place.path, place.role]).toEqual(['aAb', '/k', 'value']);
  expect(place.splices([{ start: 1, end: 2, bytes: Buffer.from('"') }])).toEqual([
    { start: start + 1, end: start + 7, bytes: Buffer.from('\\"') },
  ]);
});

test('a number is replaced whole, and keeps the name that it was read under', () => {
  const start = raw.indexOf('4');
  const key = raw.indexOf('n');
  const place = new JsonPlace(raw, { base: () => '/outer' }, node, start, start + 4, key, key + 1);
  place.role = 'number';
  place.digits = '4111';
  node.keyStart = -1;
  expect([place.text, place.path]).toEqual(['4111', '/outer/n']);
  expect(place.splices([{ start: 1, end: 2, bytes: Buffer.from('x') }])).toEqual([
    { start, end: start + 4, bytes: Buffer.from('"4x11"') },
  ]);
});

function placeOf(text: string) {
  const raw = Buffer.from(`["${text}"]`);
  const place = new JsonPlace(raw, wireHead(), undefined, 2, raw.length - 2);
  place.escaped = text.includes('\\');
  return { raw, place };
}

test('changes are the same in steps, whether the text has escapes or none', () => {
  for (const text of ['a b c d '.repeat(30), 'a\\n\\u0062 \\ud83d\\ude00 '.repeat(30)]) {
    const { raw, place } = placeOf(text);
    const changes = Array.from({ length: 40 }, (_, index) => ({
      start: index * 3,
      end: index * 3 + 1,
      bytes: Buffer.from(index % 2 === 0 ? '"' : 'x'),
    }));
    const work = place.splicesInSteps(changes);
    let rests = 0;
    let step = work.next();
    for (; step.done !== true; step = work.next()) rests += 1;
    expect(rests).toBe(2);
    expect(step.value).toEqual(place.splices(changes));
    const edited = applySplices(raw, place.splices(changes)).toString();
    expect(JSON.parse(edited)[0].slice(0, 3)).toBe(`"${JSON.parse(raw.toString())[0].slice(1, 3)}`);
  }
});

test('a number becomes a string', () => {
  const raw = Buffer.from('[4111111111111111]');
  const place = new JsonPlace(raw, wireHead(), undefined, 1, raw.length - 1);
  place.role = 'number';
  place.digits = '4111111111111111';
  const changes = [{ start: 0, end: 12, bytes: Buffer.from('•') }];
  expect(applySplices(raw, atOnce(place.splicesInSteps(changes))).toString()).toBe('["•1111"]');
  expect(place.ready()).toBeUndefined();
});
