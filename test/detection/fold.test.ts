import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldText, foldUnits } from '../../src/detection/fold.ts';

const fold = (text: string): string => foldText(text).text;

describe('foldText', () => {
  it('leaves ASCII as it is', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary-ascii' }), (text) => fold(text) === text));
  });

  it.each([
    ['full width', '４２'],
    ['Arabic-Indic', '٤٢'],
    ['extended Arabic-Indic', '۴۲'],
    ['Devanagari', '४२'],
    ['Thai', '๔๒'],
    ['superscript', '⁴²'],
    ['circled', '④②'],
    ['negative circled', '❹❷'],
    ['parenthesised', '⑷⑵'],
    ['full stop', '⒋⒉'],
    ['mathematical bold', '𝟒𝟐'],
    ['mathematical monospace', '𝟺𝟸'],
    ['keycap', '4️⃣2️⃣'],
    ['circled number', '㊷'],
    ['zero-width between', '4\u200b\u2060\ufeff2'],
    ['bidi marks', '\u202d4\u200e2\u202c'],
    ['soft hyphen', '4\u00ad2'],
    ['combining overlay', '4\u03362\u0336'],
    ['tags', '4\u{e0041}2'],
  ])('reads %s digits', (_name, text) => {
    expect(fold(text)).toBe('42');
  });

  it('reads every decimal digit that Unicode has', () => {
    let seen = 0;
    for (let point = 128; point <= 0x1ffff; point += 1) {
      const text = String.fromCodePoint(point);
      if (!/^\p{Nd}$/u.test(text)) continue;
      seen += 1;
      expect(fold(text)).toMatch(/^[0-9]$/);
    }
    expect(seen).toBeGreaterThan(600);
  });

  it('makes blanks, dashes, quotes and accents plain', () => {
    expect(fold('a\u00a0b\u2009c\u3000d')).toBe('a b c d');
    expect(fold('1–2—3−4')).toBe('1-2-3-4');
    expect(fold('‘it’s’')).toBe("'it's'");
    expect(fold('café ﬁne ＠')).toBe('cafe fine @');
  });

  it('keeps lone surrogates and NULs in their places', () => {
    const text = 'a\ud800b\u0000c\udc00d';
    expect(fold(text)).toBe(text);
  });

  it('reads drawings and brackets that ASCII lacks as dividers', () => {
    expect(fold('4111😀1111→1111✓1111')).toBe('4111~1111~1111~1111');
    expect(fold('【4111】「1111」')).toBe('(4111)(1111)');
    expect(fold('5€ 7°C')).toBe('5€ 7~C');
  });

  it('maps every canonical unit to the piece of the original it came from', () => {
    const original = fc.string({
      unit: fc.oneof(
        fc.constantFrom('4', 'a', ' ', '４', '٤', '𝟒', '4️⃣', '\u200b', 'é', 'ﬁ', '😀', '糖', '\ud800'),
        fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
      ),
      maxLength: 40,
    });
    fc.assert(
      fc.property(original, (text) => {
        const { text: canonical, map } = foldText(text);
        expect(foldUnits(text).length).toBe(canonical.length);
        let last = 0;
        for (let i = 0; i < canonical.length; i += 1) {
          const start = map.startOf(i);
          const end = map.endOf(i + 1);
          expect(start).toBeGreaterThanOrEqual(Math.min(last, start));
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
          // Folding the piece by itself gives a text that holds the unit.
          expect(fold(text.slice(start, end))).toContain(canonical[i]);
          last = start;
        }
      }),
    );
  });

  it('reads a pair as ever after half of it stood alone', () => {
    const [digit, half] = ['\u{1d7d2}', '\ud835'];
    expect(foldUnits(half).length).toBe(1);
    expect(foldText(half).text).toBe(half);
    const { units, length } = foldUnits(digit);
    expect([...units.subarray(0, length)]).toEqual([52]);
  });
});
