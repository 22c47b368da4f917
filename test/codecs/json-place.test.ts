/** Strings and numbers of JSON as places: decoded, named, and spliced back in JSON's spelling. */
import { expect, test } from 'vitest';
import { JsonPlace } from '../../src/codecs/json-place.ts';
import { JsonNode } from '../../src/codecs/json-reader.ts';

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
