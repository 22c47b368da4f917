/** Exact lists find their values and nothing else, hold none of them, and say why a value cannot be used. */
import { createHmac } from 'node:crypto';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileExact, type ExactDef } from '../../src/detection/exact.ts';
import { valueProblem } from '../../src/detection/exact-value.ts';

const hash = (text: string) => createHmac('sha256', 'key of this test').update(text).digest();
const def = (normalise: ExactDef['normalise']): ExactDef => ({ name: 'customers', kind: 'CUSTOMER_ID', normalise });

function compile(normalise: ExactDef['normalise'], values: readonly string[]) {
  const made = compileExact(def(normalise), values, hash);
  if (!made.ok) throw new Error(JSON.stringify(made.problems));
  return made;
}
function find(normalise: ExactDef['normalise'], values: readonly string[], text: string): string[] {
  const { patterns } = compile(normalise, values);
  const bytes = Buffer.from(text);
  const found = patterns.find({ text, bytes });
  expect(patterns.mayMatch(bytes)).toBe(found.length > 0);
  return found.map(({ start, end }) => text.slice(start, end));
}

describe('compileExact', () => {
  it('finds whole tokens and their pieces, by the rule of sameness it was given', () => {
    const ids = ['CZ-20417-A', 'Q7QQ9X'];
    expect(find('upper', ids, 'I am cz-20417-a, she is (q7qq9x).')).toEqual(['cz-20417-a', 'q7qq9x']);
    expect(find('trim', ids, 'cz-20417-a CZ-20417-A')).toEqual(['CZ-20417-A']);
    expect(find('upper', ids, 'x/cz-20417-a/y id:Q7QQ9X, Q7QQ9XX CZ-20417-AB CZ 20417 A')).toEqual([
      'cz-20417-a',
      'Q7QQ9X',
    ]);
    expect(find('digits', ['771-204-118'], 'n° 771204118, 771.204.118, C771-204118 and 7712041180')).toEqual([
      '771204118',
      '771.204.118',
      'C771-204118',
    ]);
    expect(find('trim', ['ana.lima@example.org'], 'mail ana.lima@example.org.')).toEqual(['ana.lima@example.org']);
  });

  it('finds values past ASCII, and ASCII ones in disguise', () => {
    expect(find('upper', ['ÅSE-7741'], 'héllo åse-7741!')).toEqual(['åse-7741']);
    expect(find('digits', ['771204118'], 'é 7７1２04118')).toEqual(['7７1２04118']);
    expect(find('upper', ['Q7QQ9X'], '😀Q7QQ9X😀')).toEqual(['Q7QQ9X']);
  });

  it.each([
    ['nothing', [], -1, 'the list is empty'],
    ['a short value', ['QX1'], 0, 'the value has only 3 characters; fewer than 4 are met by chance'],
    ['a short number', ['QX12', '2417'], 1, 'the value has only 4 characters; fewer than 5 are met by chance'],
    [
      'a value of two words',
      ['Ana Lima'],
      0,
      'the value has a blank or a sign that ends a word; only unbroken values can be found',
    ],
    ['a sign at the edge', ['-AB123'], 0, 'the value begins or ends with a sign; leave the sign out'],
    [
      'an everyday word',
      ['Parcel'],
      0,
      'the value is an everyday word or number that also stands in harmless messages',
    ],
    ['a long value', ['a'.repeat(129)], 0, 'the value is longer than 128 characters'],
  ])('refuses %s by its row, and never quotes it', (_what, values, row, message) => {
    expect(compileExact(def('upper'), values, hash)).toEqual({ ok: false, problems: [{ row, message }] });
  });

  it('keeps no value in reach of an inspector', () => {
    const made = compile('upper', ['Q7QQ9X-SECRET']);
    expect(inspect(made, { depth: 20, showHidden: true })).not.toContain('Q7QQ9X');
    expect(made.size).toBe(1);
  });

  it('finds exactly the values of the list among tokens of the same make', () => {
    const token = fc.stringMatching(/^[A-Z]{2}[0-9]{4,7}$/);
    fc.assert(
      fc.property(fc.uniqueArray(token, { minLength: 1, maxLength: 30 }), fc.array(token), (list, others) => {
        const words = [...list, ...others];
        const wanted = words.filter((word) => list.includes(word));
        expect(find('trim', list, words.join(' '))).toEqual(wanted);
      }),
      { numRuns: 200 },
    );
  });

  it('is linear in hostile tokens', () => {
    const { patterns } = compile('digits', ['771204118', '12345678901']);
    const time = (units: number) => {
      const bytes = Buffer.from('1-'.repeat(units / 2));
      const started = performance.now();
      patterns.mayMatch(bytes);
      return performance.now() - started;
    };
    time(65_536);
    expect(Math.min(time(65_536), time(65_536), time(65_536))).toBeLessThan(150);
  });
});

describe('valueProblem', () => {
  it('lets numbers of five digits and words of four characters through', () => {
    expect(valueProblem('12345', 'digits')).toBeUndefined();
    expect(valueProblem('AB12', 'upper')).toBeUndefined();
  });
});
