/** Nasty documents and edits for the codec laws: duplicate keys, odd escapes, big integers, BOM, nesting. */
import fc from 'fast-check';
import type { Edit, TextSpan } from '../../src/domain/text.ts';

/** Characters that formats escape, split or confuse, beside plain ones and every plane of Unicode. */
export const nastyText: fc.Arbitrary<string> = fc.string({
  unit: fc.oneof(
    fc.constantFrom('"', '\\', '/', '\n', '\r', '\t', '&', '<', '>', '%', '+', '=', ' ', ':', '{', '[', '\u0000'),
    fc.constantFrom('é', '€', '😀', '\u2028', '\ufeff', '\u0301', '4', '1', 'a', ','),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  ),
  maxLength: 12,
});

/** One string as JSON, each UTF-16 unit spelled raw, short-escaped or as \u with either case. */
export function jsonString(text: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.tuple(text, fc.array(fc.nat(3), { minLength: 1, maxLength: 12 })).map(([plain, ways]) => {
    const characters = [...plain].map((character, index) => spelled(character, ways[index % ways.length]!));
    return `"${characters.join('')}"`;
  });
}

function spelled(character: string, way: number): string {
  const units = Array.from({ length: character.length }, (_, at) => character.charCodeAt(at));
  const hex = (unit: number) => `\\u${unit.toString(16).padStart(4, '0')}`;
  if (way === 1) return units.map(hex).join('');
  if (way === 2) return units.map((unit) => hex(unit).replace(/[a-f]/g, (digit) => digit.toUpperCase())).join('');
  if (way === 3 && character === '/') return '\\/';
  return JSON.stringify(character).slice(1, -1);
}

const space = fc.constantFrom('', '', ' ', '\n', '\t ', '\r\n');

const numbers = fc.constantFrom(
  '0',
  '-0',
  '1E400',
  '9007199254740993',
  '4111111111111111',
  '4.111111111111111e15',
  '4111111111111111.0',
  '-123456789',
  '1.10',
  '123456789012345678901234567890',
  '1e-9',
);

/** A JSON value as text, up to `depth` levels; with some strings that hold JSON themselves. */
export function jsonValue(depth: number): fc.Arbitrary<string> {
  const leaf = fc.oneof(
    jsonString(nastyText),
    jsonString(fc.constantFrom('\ud83d', 'x\udc00y', '{', '[1', ' {"a" ', '[4111,1111]')),
    numbers,
    fc.constantFrom('true', 'false', 'null', '"\\ud800"', '"\\udc00\\ud800"'),
  );
  if (depth === 0) return leaf;
  const value = fc.oneof(leaf, jsonValue(depth - 1));
  const key = fc.oneof(
    fc.constantFrom('"a"', '"a"', '"\\u0061"', '"a/b~c"', '"__proto__"', '""'),
    jsonString(nastyText),
  );
  const array = fc
    .array(fc.tuple(space, value, space), { maxLength: 4 })
    .map((items) => `[${items.map((item) => item.join('')).join(',')}]`);
  const object = fc
    .array(fc.tuple(space, key, space, space, value, space), { maxLength: 4 })
    .map((items) => `{${items.map(([a, name, b, c, held, d]) => `${a}${name}${b}:${c}${held}${d}`).join(',')}}`);
  const nested = jsonString(fc.oneof(array, object));
  return fc.oneof(array, object, nested, leaf);
}

/** A whole JSON body: BOM, outer white space and up to three levels of JSON in strings. */
export const jsonDocument: fc.Arbitrary<Buffer> = fc
  .tuple(fc.constantFrom('', '', '\ufeff'), space, jsonValue(4), space)
  .map((parts) => Buffer.from(parts.join('')));

export interface EditPlan {
  readonly seeds: readonly number[];
  readonly inserts: readonly string[];
}

/** Numbers that `planEdits` turns into edits once the spans are known. */
export const editPlan: fc.Arbitrary<EditPlan> = fc.record({
  seeds: fc.array(fc.nat(1_000_000), { minLength: 3, maxLength: 12 }),
  inserts: fc.array(fc.oneof(nastyText, fc.constant('[card ••1111 #x]')), { minLength: 1, maxLength: 4 }),
});

/** Disjoint edits on code point borders, at most two for each of a few spans. */
export function planEdits(spans: readonly TextSpan[], plan: EditPlan): Edit[] {
  if (spans.length === 0) return [];
  const edits: Edit[] = [];
  const used = new Set<number>();
  for (let index = 0; index + 2 < plan.seeds.length; index += 3) {
    const [which = 0, one = 0, two = 0] = plan.seeds.slice(index, index + 3);
    const span = which % spans.length;
    if (used.has(span)) continue;
    used.add(span);
    const borders = codePointBorders(spans[span]!.text);
    const picked = [borders[one % borders.length]!, borders[two % borders.length]!].sort((a, b) => a - b);
    edits.push({
      span,
      start: picked[0]!,
      end: picked[1]!,
      insert: wellFormed(plan.inserts[index % plan.inserts.length]!),
    });
  }
  return edits;
}

function codePointBorders(text: string): number[] {
  const borders = [0];
  for (const character of text) borders.push(borders.at(-1)! + character.length);
  return borders;
}

function wellFormed(text: string): string {
  return Buffer.from(text).toString();
}

/** What the texts should be after the edits. */
export function edited(text: string, edits: readonly Edit[]): string {
  let result = text;
  for (const edit of [...edits].sort((a, b) => b.start - a.start)) {
    result = result.slice(0, edit.start) + edit.insert + result.slice(edit.end);
  }
  return result;
}
