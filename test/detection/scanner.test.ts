import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldUnits } from '../../src/detection/fold.ts';
import { AT, createScanner, DIGITS, TERM, TOKEN } from '../../src/detection/scanner.ts';
import { buildDictionary } from '../../src/detection/terms.ts';

const terms = ['card', 'heart attack', 'covid 19', 'crohn s disease'];
const make = (wanted = [1, 1, 1, 1]) =>
  createScanner({ dictionary: buildDictionary(terms), wantedTerms: Uint8Array.from(wanted), digitsMin: 7, at: true });

function marks(text: string, scanner = make()): string[] {
  if (!scanner.scan(Buffer.from(text))) return ['slow'];
  return Array.from({ length: scanner.count }, (_, i) => {
    const [kind = 0, start = 0, end = 0] = scanner.candidates.subarray(i * 3, i * 3 + 3);
    const name =
      kind >= TERM
        ? terms[kind - TERM]
        : kind === DIGITS
          ? 'digits'
          : kind === AT
            ? 'at'
            : kind === TOKEN
              ? 'token'
              : '?';
    return `${name}:${text.slice(start, end)}`;
  });
}

describe('scan', () => {
  it('marks digit runs with noise between them, once they are long enough', () => {
    expect(marks('a 4111 - 1111/11 b 123456 c')).toEqual(['digits:4111 - 1111/11']);
    expect(marks('123 456 x7')).toEqual([]);
    expect(marks('1234567 @ 12')).toEqual(['digits:1234567', 'at:@']);
  });

  it('ends a run at a gap that is too long, a letter, or an @', () => {
    expect(marks('1234567      1234567')).toEqual(['digits:1234567', 'digits:1234567']);
    expect(marks('1234x567')).toEqual([]);
  });

  it('marks words and phrases without regard to case, hyphens and apostrophes', () => {
    expect(marks('Card, HEART-Attack; Covid19 and Crohn’s'.replace('’', "'"))).toEqual([
      'card:Card',
      'heart attack:HEART-Attack',
      'covid 19:Covid19',
    ]);
    expect(marks("crohn's disease")).toEqual(["crohn s disease:crohn's disease"]);
    expect(marks('cards scorecard discard heart  rate')).toEqual([]);
  });

  it('counts only wanted marks beside context', () => {
    const scanner = make([0, 1, 1, 1]);
    scanner.scan(Buffer.from('card card'));
    expect([scanner.count, scanner.wanted]).toEqual([2, 0]);
  });

  it('sends anything past ASCII to the slow path', () => {
    expect(marks('caf\u00e9 1234567')).toEqual(['slow']);
  });

  it('reads folded text as it reads plain text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'4 1-@/.,xcardhet'), maxLength: 200 }), (text) => {
        const plain = make();
        plain.scan(Buffer.from(text));
        const folded = make();
        const { units, length } = foldUnits(text);
        folded.scanFolded(units, length);
        expect([...folded.candidates.subarray(0, folded.count * 3)]).toEqual([
          ...plain.candidates.subarray(0, plain.count * 3),
        ]);
      }),
    );
  });

  it('leaves candidates in order, apart from one another, and fewer than the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => {
        const scanner = make();
        scanner.scan(bytes);
        expect(scanner.count).toBeLessThanOrEqual(bytes.length);
        let last = 0;
        for (let i = 0; i < scanner.count; i += 1) {
          expect(scanner.candidates[i * 3 + 1]).toBeGreaterThanOrEqual(last);
          last = scanner.candidates[i * 3 + 2] as number;
        }
      }),
    );
  });

  it('survives a megabyte of digits, of @ and of words', () => {
    for (const piece of ['4', '@', 'heart ', '1 ']) {
      const scanner = make();
      expect(scanner.scan(Buffer.from(piece.repeat(1_048_576 / piece.length)))).toBe(true);
    }
  });
});

describe('tokens', () => {
  const withTokens = () =>
    createScanner({
      dictionary: buildDictionary(terms),
      wantedTerms: Uint8Array.from([1, 1, 1, 1]),
      digitsMin: 99,
      at: false,
      tokens: true,
    });
  const tokens = (text: string): string[] => marks(text, withTokens()).filter((mark) => mark.startsWith('token:'));

  it('are marked once, whole, wherever their digits stand', () => {
    expect(tokens('key sk_live_51AbC0def-9x.y end')).toEqual(['token:sk_live_51AbC0def-9x.y']);
    expect(tokens('a4:5e:60:e8:12:3f and a1b2c3d4e5f6a7b8')).toEqual([
      'token:a4:5e:60:e8:12:3f',
      'token:a1b2c3d4e5f6a7b8',
    ]);
    expect(tokens('abcdefghij-klmnop-9')).toEqual(['token:abcdefghij-klmnop-9']);
  });

  it('are passed over when they are numbers of requests and parcels', () => {
    expect(tokens('550e8400-e29b-41d4-a716-446655440000. tracking 1Z12345E0205271688')).toEqual([]);
  });

  it('need a digit or twenty letters in a row', () => {
    expect(tokens('ABCDEFGHIJKLMNOPQRST')).toEqual(['token:ABCDEFGHIJKLMNOPQRST']);
    expect(tokens('ABCDEFGHIJKLMNOPQRS short-but-many-dashes')).toEqual([]);
    expect(tokens('2026-03-04 12:30:00 1.234.567,00 +1-415-555-2671')).toEqual([]);
  });

  it('are marked when they are the head of an account number in groups', () => {
    expect(tokens('DE89 3704 0044')).toEqual(['token:DE89']);
    expect(tokens('iban:DE89 3704')).toEqual(['token:iban:DE89']);
    expect(tokens('E89 D890 room12')).toEqual(['token:room12']);
  });

  it('are marked the same in folded text', () => {
    const scanner = withTokens();
    const text = 'clé sk_live_51AbC0def';
    const { units, length } = foldUnits(text);
    scanner.scanFolded(units, length);
    const all = Array.from({ length: scanner.count }, (_, i) => [...scanner.candidates.subarray(i * 3, i * 3 + 3)]);
    expect(all.filter(([kind]) => kind === TOKEN)).toEqual([[TOKEN, 4, text.length]]);
  });

  it('cost the same a unit however long and hostile they are', () => {
    const scanner = withTokens();
    const time = (size: number): number => {
      const bytes = Buffer.from('a1-'.repeat(size));
      const start = performance.now();
      for (let i = 0; i < 5; i += 1) scanner.scan(bytes);
      return performance.now() - start;
    };
    time(20_000);
    expect(time(80_000)).toBeLessThan(time(20_000) * 4 * 3 + 20);
  });
});
