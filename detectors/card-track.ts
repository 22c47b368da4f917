/** Magnetic stripe data: track 1 (`%B...^NAME^YYMM...?`) and track 2 (`;...=YYMM...?`), whole. */
import { luhn } from '../src/detection/checks.ts';
import { codeAt } from '../src/detection/code-units.ts';
import { defineDetector } from '../src/detection/detector.ts';

/** PAN, field separator, name, field separator, expiry, service code and discretionary data. */
const track1 = /%?[Bb]\d{1,4}[\d ]{8,18}\^[^^\n?]{2,26}\^\d{4}[^\n?]{0,60}\??/y;
const track2 = /;?\d{12,19}[=D]\d{4}\d{3,30}\??/y;

/** `b`. */
const FORMAT_B = 98;

export default defineDetector({
  id: 'card-track',
  kinds: [
    { kind: 'CARD_TRACK', title: 'Magnetic stripe track data', word: 'track', visible: 'nothing', neverStored: true },
  ],
  title: 'Magnetic stripe track data',
  authority: 'ISO/IEC 7813 (track 1 format B, track 2)',
  regulations: ['PCI DSS 4.0.1 req. 3.3.1.1'],
  takes: ['digits'],
  digitsMin: 12,
  reach: 140,
  examples: {
    hits: ['swipe gave ‹%B4111111111111111^DOE/JANE^2712101123456789?› ok', '‹;4111111111111111=27121011234567890?›'],
    misses: ['4111111111111111', 'a=4111111111111112=2712', '%B123^x^', 'formula x^2^3'],
  },
  confirm({ text }, { run }) {
    const first = run.at[0] as number;
    // A track begins with twelve digits and more and a separator, or behind the letter of its format.
    const size = run.groupAt[1] as number;
    const separator = codeAt(text, first + size);
    const second = size >= 12 && (separator === 61 || separator === 68);
    if (!second && (codeAt(text, first - 1) | 32) !== FORMAT_B) return undefined;
    for (const [pattern, lead] of [
      [track1, 2],
      [track1, 1],
      [track2, 1],
      [track2, 0],
    ] as const) {
      const start = first - lead;
      if (start < 0) continue;
      pattern.lastIndex = start;
      const match = pattern.exec(text);
      if (match === null) continue;
      const digits = /^\D*([\d ]+)/.exec(match[0])?.[1]?.replaceAll(' ', '').length ?? 0;
      if (digits < 12 || digits > 19 || digits > run.count || !luhn(run, 0, digits)) continue;
      const evidence = [
        { rule: 'luhn', at: first },
        { rule: pattern === track1 ? 'track-1' : 'track-2', at: start },
      ];
      return { kind: 'CARD_TRACK', start, end: start + match[0].length, confidence: 1, evidence };
    }
    return undefined;
  },
});
