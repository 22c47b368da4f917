/** Short JSON numbers: texts where they may be a number in pieces, and otherwise nothing anybody looks at. */
import { describe, expect, it } from 'vitest';
import { Assembly } from '../../src/codecs/assembly.ts';
import { jsonCodec } from '../../src/codecs/formats/json.ts';
import { ShortNumbers } from '../../src/codecs/short-numbers.ts';
import { defaultLimits } from '../../src/domain/limits.ts';

function numbersIn(body: string) {
  const opened = jsonCodec.open(Buffer.from(body), { limits: defaultLimits, nesting: 0 });
  if (!opened.ok) throw new Error(opened.reason);
  const { document } = opened;
  const spans = document.spans.flatMap((span, index) => (span.role === 'number' ? [{ span, index }] : []));
  return { document, spans, shown: spans.map(({ span }) => `${span.path}=${span.text}`) };
}

describe('short numbers', () => {
  it('are texts where they stand in the groups of a card or an SSN', () => {
    expect(numbersIn('[4111,1111,1111,1111]').shown).toEqual(['/0=4111', '/1=1111', '/2=1111', '/3=1111']);
    expect(numbersIn('{"a":{"n1":3782,"n2":822463,"n3":10005},"b":"x"}').shown).toEqual([
      '/a/n1=3782',
      '/a/n2=822463',
      '/a/n3=10005',
    ]);
    expect(numbersIn('{"t":["x",[536,22,1234],"y"]}').shown).toEqual(['/t/1/0=536', '/t/1/1=22', '/t/1/2=1234']);
    expect(numbersIn(JSON.stringify([...'4111111111111111'].map(Number))).spans).toHaveLength(16);
  });

  it('are texts under a name that says what they are', () => {
    expect(numbersIn('{"n":1,"cvc":123,"m":2}').shown).toEqual(['/cvc=123']);
  });

  it('are none in coordinates, counts, lists and dates', () => {
    const harmless = [
      '{"x":12,"y":48,"width":1920,"height":1080}',
      '[1,2,3]',
      '[2019,2020,2021]',
      '[41.11,1111,1111,1111]',
      '[-4111,1111,1111,1111]',
      '[4111,1111,"x",1111,1111]',
      '{"year":2026,"month":11,"day":23}',
      JSON.stringify(Array.from({ length: 5000 }, (_, index) => 1000 + index)),
      JSON.stringify(Array.from({ length: 64 }, (_, index) => index % 2)),
    ];
    for (const body of harmless) expect(numbersIn(body).shown, body.slice(0, 40)).toEqual([]);
  });

  it('are held back until their row ends', () => {
    const raw = Buffer.from('[4111,1111,1111,1111]');
    const assembly = new Assembly(raw);
    const row = new ShortNumbers(raw, {}, assembly);
    for (const start of [1, 6, 11, 16]) row.take(start, start + 4, undefined);
    expect([row.some, assembly.spans.length]).toEqual([true, 0]);
    row.end();
    expect([row.some, assembly.spans.length]).toEqual([false, 4]);
  });

  it('become strings when they are replaced, and nothing else changes', () => {
    const { document, spans } = numbersIn('{"a":[4111, 1111,1111,1111 ],"b":"7"}');
    const edits = spans.map(({ span, index }) => ({ span: index, start: 0, end: span.text.length, insert: 'x"' }));
    expect(document.rewrite(edits).toString()).toBe('{"a":["x\\"", "x\\"","x\\"","x\\"" ],"b":"7"}');
    expect(document.rewrite([]).toString()).toBe('{"a":[4111, 1111,1111,1111 ],"b":"7"}');
  });
});
