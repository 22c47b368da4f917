/** Problems are sentences at a place, with the nearest known key. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { explain, inOrder, keysAt, nearest, placeIn, suggestion } from '../../src/settings/problems.ts';
import { parseSource } from '../../src/settings/source.ts';

describe('nearest', () => {
  it.each([
    ['prot', 'port'],
    ['upsteam', 'upstream'],
    ['data-dir', 'data_dir'],
    ['HOST', 'host'],
  ])('takes %s for %s', (word, meant) => {
    expect(nearest(word, ['port', 'host', 'upstream', 'data_dir'])).toBe(meant);
  });

  it('says nothing rather than something far', () => {
    expect(nearest('banana', ['port', 'host', 'upstream'])).toBeUndefined();
    expect(suggestion('banana', ['port', 'host'])).toBe('; known here: port, host');
  });

  it('always finds the word itself', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1, maxLength: 8 }), (words) => {
        for (const word of words) if (nearest(word, words) !== word) return false;
        return true;
      }),
      { numRuns: 200 },
    );
  });
});

describe('explain', () => {
  const schema = z.strictObject({
    store: z.union([z.strictObject({ file: z.string() }), z.strictObject({ env: z.string() })]),
    list: z.array(z.strictObject({ name: z.string() })).default([]),
  });
  const lines = (text: string) => {
    const source = parseSource('f.yaml', text);
    const result = schema.safeParse(source.value);
    const problems = result.success ? [] : explain(result.error.issues, schema, placeIn(source));
    return problems.map(({ line, column, at, message }) => `${line}:${column} ${at} ${message}`);
  };

  it('explains a union by the shape that was meant', () => {
    expect(lines('store: { env: 5 }')).toEqual(['1:15 store.env expected a string; put the number in quotes']);
    expect(lines('store: { fil: a }').join()).toContain('did you mean "file"?');
  });

  it('looks into lists', () => {
    expect(lines('store: { file: a }\nlist:\n  - name: x\n  - nam: y')).toEqual([
      '4:5 list.1.name is missing; expected a string',
      '4:5 list.1.nam unknown key; did you mean "name"?',
    ]);
    expect(keysAt(schema, ['list', 3])).toEqual(['name']);
    expect(keysAt(schema, ['store'])).toEqual(['file', 'env']);
  });
});

describe('inOrder', () => {
  it('goes through a file from top to bottom', () => {
    const at = (file: string, line: number, column: number) => ({ file, line, column, at: '', message: '' });
    const sorted = [at('a', 1, 2), at('a', 1, 9), at('a', 3, 1), at('b', 1, 1)];
    expect(inOrder(sorted.toReversed())).toEqual(sorted);
  });
});
