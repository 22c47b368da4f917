import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDetection } from '../../src/detection/engine.ts';
import { createTailCutter } from '../../src/detection/tail.ts';
import { loadDetectors } from '../../src/settings/catalog.ts';

const detection = createDetection({ detectors: await loadDetectors() });

function redact(pieces: readonly string[]): { all: string; emissions: string[] } {
  const cutter = createTailCutter(detection, ({ kind }) => `<${kind}>`);
  const emissions = [...pieces.map((piece) => cutter.push(piece)), cutter.end()];
  return { all: emissions.join(''), emissions };
}

const cardText = 'Hello. I paid with 4111 1111\n1111 1111 yesterday.\n\nNothing came.\nMy mail is a@b.co though.\n';

describe('createTailCutter', () => {
  it('gives the same output for every cut in two', () => {
    const { all } = redact([cardText]);
    expect(all).toContain('<PAYMENT_CARD>');
    for (let at = 0; at <= cardText.length; at += 1) {
      const cut = redact([cardText.slice(0, at), cardText.slice(at)]);
      expect(cut.all).toBe(all);
      for (const emission of cut.emissions) expect(emission).not.toMatch(/4111|a@b/);
    }
  });

  it('gives the same output for any cuts of a long text', () => {
    const filler = 'the quick brown fox jumps over 12 lazy dogs, '.repeat(1500);
    const text = `${filler}4111 1111 1111 1111 ${filler}\n536-22-1234. ${filler}`;
    const { all } = redact([text]);
    expect(all.match(/<[A-Z_]+>/g)).toEqual(['<PAYMENT_CARD>', '<US_SSN>']);
    fc.assert(
      fc.property(fc.array(fc.nat(text.length), { maxLength: 8 }), (places) => {
        const cuts = [0, ...places.sort((a, b) => a - b), text.length];
        return redact(cuts.slice(1).map((cut, i) => text.slice(cuts[i], cut))).all === all;
      }),
      { numRuns: 20 },
    );
  });

  it('lets a finished sentence go at once, and holds what could still grow', () => {
    const cutter = createTailCutter(detection, () => '#');
    expect(cutter.push('All is well here.\n')).toBe('All is well here.\n');
    expect(cutter.push('my number: 4111 1111\n')).toBe('');
    expect(cutter.push('1111 1111')).toBe('');
    expect(cutter.end()).toBe('my number: #');
  });

  it('leaves a clean text as it is', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'abc .\n😀é'), maxLength: 300 }),
        (text) => redact([text]).all === text,
      ),
    );
  });

  it('masks a value that lies on the edge of a window', () => {
    for (const shift of [31_700, 31_740, 32_700, 32_760]) {
      const text = `${'a b '.repeat(10_000).slice(0, shift)}4111 1111 1111 1111 ${'c d '.repeat(10_000)}`;
      expect(redact([text]).all).not.toContain('1111');
    }
  });
});
