/** A long text that was decoded in pieces is the one that is decoded in one go, and so are edits of it. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { htmlCodec } from '../../src/codecs/formats/html.ts';
import { jsonCodec } from '../../src/codecs/formats/json.ts';
import { xmlCodec } from '../../src/codecs/formats/xml.ts';
import { LongSpelling } from '../../src/codecs/long-spelling.ts';
import { OffsetMap } from '../../src/codecs/offset-map.ts';
import { decodeLongPercent, decodePercent } from '../../src/codecs/percent.ts';
import { decodeText, type TextSpan } from '../../src/domain/text.ts';
import type { Work } from '../../src/domain/work.ts';
import { openHead } from './law-suite.ts';

function counted<Result>(work: Work<Result>): { result: Result; rests: number } {
  for (let rests = 0; ; rests += 1) {
    const step = work.next();
    if (step.done === true) return { result: step.value, rests };
  }
}

const formats = [
  [
    'JSON',
    jsonCodec,
    ['\\u0061', '\\ud83d\\ude00', '\\n', '\\"', 'é', 'abc ', '\\ud800', '{'],
    (t: string) => `{"text":"${t}"}`,
  ],
  ['XML', xmlCodec, ['&#104;', '&amp;', '&', '&am', 'é', 'abc ', '&#x1F600;'], (t: string) => `<a>${t}</a>`],
  ['HTML', htmlCodec, ['&#104;', '&nbsp;', '&', '&am', 'é', 'abc ', '&shy'], (t: string) => `<p>${t}</p>`],
] as const;

const longest = (spans: readonly TextSpan[]) => {
  const lengths = spans.map(({ role, text }) => (role === 'value' ? text.length : 0));
  return lengths.indexOf(Math.max(...lengths));
};

describe.each(formats)('%s', (_, format, parts, around) => {
  const open = (bytes: Buffer) => {
    const opened = format.open(bytes, openHead());
    if (!opened.ok) throw new Error(opened.reason);
    return opened.document;
  };

  test('reads and edits as in one go, and rests', () => {
    const line = fc.array(fc.constantFrom(...parts), { minLength: 30, maxLength: 300 });
    const places = fc.array(fc.nat(), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(line, places, (words, cuts) => {
        const row = words.join('');
        const bytes = Buffer.from(around(row.repeat(Math.ceil(140_000 / row.length))));
        const [plain, rested] = [open(bytes), open(bytes)];
        const span = longest(plain.spans);
        const work = rested.spans[span]?.ready?.();
        if (work === undefined) throw new Error('takes no time');
        expect(counted(work).rests).toBeGreaterThan(2);
        const text = plain.spans[span]?.text ?? '';
        expect(rested.spans[span]?.text === text).toBe(true);
        expect(rested.spans[span]?.bytes.equals(plain.spans[span]?.bytes ?? bytes)).toBe(true);
        const ends = [...new Set(cuts.map((cut) => cut % text.length))].sort((a, b) => a - b);
        const edits = ends.slice(1).map((end, index) => {
          const start = ends[index] ?? 0;
          return { span, start: Math.max(start, end - (index % 3)), end, insert: index % 2 === 0 ? 'Xé"%' : '' };
        });
        expect(rested.rewrite(edits).equals(plain.rewrite(edits))).toBe(true);
      }),
      { numRuns: 15 },
    );
  });

  test('a short one takes no time', () => {
    const { spans } = open(Buffer.from(around(parts.join(''))));
    expect(spans.map((span) => span.ready?.())).toEqual(spans.map(() => undefined));
  });
});

test.each([
  ['UTF-8', ['%61', '+', '%', '%4', 'é', '%C3%A9', 'abc', '%20']],
  ['Latin-1', ['%e9', '+', '%', 'abc', '%20']],
])('percent-encoded %s', (_, parts) => {
  const line = fc.array(fc.constantFrom(...parts), { minLength: 30, maxLength: 300 });
  fc.assert(
    fc.property(line, fc.array(fc.nat(), { minLength: 20, maxLength: 20 }), (words, places) => {
      const row = words.join('');
      const raw = Buffer.from(`a=${row.repeat(Math.ceil(140_000 / row.length))}`);
      const work = decodeLongPercent(raw, 2, raw.length);
      if (work === undefined) throw new Error('takes no time');
      const { result, rests } = counted(work);
      expect(rests).toBeGreaterThan(2);
      const map = new OffsetMap(2);
      const bytes = decodePercent(raw, 2, raw.length, map);
      expect(result.bytes.equals(bytes)).toBe(true);
      for (const place of places) {
        const at = place % (bytes.length + 1);
        expect([result.offsets.rawStart(at), result.offsets.rawEnd(at)]).toEqual([map.rawStart(at), map.rawEnd(at)]);
      }
    }),
    { numRuns: 15 },
  );
  expect(decodeLongPercent(Buffer.from('a=b'), 2, 3)).toBeUndefined();
});

test('every offset has the place that it has in the map of the whole', () => {
  // Two raw bytes are one of the text, but for a dot, which stands for itself.
  const piece = (raw: string) => (from: number, stop: number, map?: OffsetMap) => {
    const bytes: number[] = [];
    let at = from;
    while (at < stop) {
      const plain = raw[at] === '.';
      const next = at + (plain ? 1 : 2);
      if (!plain) map?.atom(bytes.length, bytes.length + 1, at, next);
      bytes.push(raw.charCodeAt(at));
      at = next;
    }
    return { bytes: Buffer.from(bytes), next: at };
  };
  fc.assert(
    fc.property(fc.array(fc.constantFrom('.', 'ab'), { minLength: 1, maxLength: 40 }), fc.nat(9), (parts, size) => {
      const raw = `--${parts.join('')}`;
      const whole = new OffsetMap(2);
      const { bytes } = piece(raw)(2, raw.length, whole);
      const long = new LongSpelling(2, raw.length, piece(raw), size + 1);
      expect(counted(long.bytes()).result).toEqual(bytes);
      for (let at = 0; at <= bytes.length; at += 1) {
        expect([long.rawStart(at), long.rawEnd(at)]).toEqual([whole.rawStart(at), whole.rawEnd(at)]);
      }
    }),
  );
});

test('text is decoded in pieces as in one go, wherever they end', () => {
  const letters = fc.string({ unit: fc.constantFrom(...'aé€😀\ufeff '), maxLength: 60 });
  fc.assert(
    fc.property(letters, fc.integer({ min: 1, max: 9 }), (text, size) => {
      const bytes = Buffer.from(text);
      const { result, rests } = counted(decodeText(bytes, size));
      expect(result).toBe(bytes.toString('utf8'));
      if (bytes.length > size + 3) expect(rests).toBeGreaterThan(0);
    }),
  );
});
