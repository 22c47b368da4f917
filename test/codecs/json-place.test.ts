/** A string or number of a JSON document, and what an edit of it is in the bytes. */
import { expect, test } from 'vitest';
import { JsonPlace } from '../../src/codecs/json-place.ts';
import { applySplices } from '../../src/codecs/splice.ts';
import { atOnce } from '../../src/domain/work.ts';
import { wireHead } from './wire-laws.ts';

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
