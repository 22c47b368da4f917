/** A piece that was not looked for is one that could not have mattered. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endsEarly, fragmentOf } from '../../../src/detection/conversation/fragment.ts';
import { Lane } from '../../../src/detection/conversation/lane.ts';
import type { Said } from '../../../src/detection/conversation/said.ts';
import { fragmentIn, standingOf } from '../../../src/detection/conversation/standing.ts';

const said = (text: string): Said => ({ from: 'visitor', kind: 'message', text, at: 0, id: 2 });
const talk = 'and that is all that there is to say of it';

function laneWith(...pieces: readonly string[]): Lane {
  const lane = new Lane('');
  for (const text of pieces)
    lane.addPiece({ id: 1, text, offset: 0, pure: true }, { at: 0, order: 1 }, text.length, 34);
  return lane;
}

describe('standingOf', () => {
  it('puts a piece behind those before it', () => {
    const { chain, pivot, goesOn, loose } = standingOf(laneWith('4111'), said('1111'));
    expect(chain.map(({ text }) => text)).toEqual(['4111', '1111']);
    expect([pivot, goesOn, loose]).toEqual([1, true, false]);
  });

  it('does not look for a piece where none could go on, until something is found', () => {
    const text = `order 12345 ${talk}`;
    const standing = standingOf(laneWith(), said(text));
    expect(standing).toMatchObject({ loose: true, fragment: undefined, chain: [] });
    expect(fragmentIn(standing, said(text))).toEqual(fragmentOf(text, false));
    expect(standingOf(laneWith('4111'), said(text)).loose).toBe(false);
  });

  it('counts up without being a piece', () => {
    expect(standingOf(laneWith('ticket 41'), said('ticket 42'))).toMatchObject({ counts: true, chain: [] });
  });
});

describe('endsEarly', () => {
  it('is never said of a text whose number could go on', () => {
    const piece = fc.constantFrom('4111', '1', 'part', ' ', ', ', talk, '2nd', 'é', '٤', 'four', '12/03/2024', 'a1b');
    const texts = fc.array(piece, { maxLength: 6 }).map((pieces) => [...pieces, talk].join(' '));
    let early = 0;
    fc.assert(
      fc.property(texts, (text) => {
        if (!endsEarly(text)) return;
        early += 1;
        expect(fragmentOf(text, false)?.endsLate ?? false).toBe(false);
      }),
      { numRuns: 3000 },
    );
    expect(early).toBeGreaterThan(100);
  });
});
