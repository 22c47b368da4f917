/** Numbers that count up are a series; pieces of a card are none, whatever way it is cut. */
import { describe, expect, it } from 'vitest';
import { seriesOf } from '../../../src/detection/conversation/series.ts';

const pieces = (...texts: string[]) => texts.map((text) => ({ text }));

describe('numbers that count up', () => {
  it('are known by the same words in front of them', () => {
    expect(seriesOf(pieces('ticket 41'), 'ticket 42')).toEqual({ counts: true, anew: true });
    expect(seriesOf(pieces('ticket 41'), 'ticket 44')).toEqual({ counts: true, anew: true });
    expect(seriesOf(pieces('ticket 41'), 'parcel 42')).toBeUndefined();
    expect(seriesOf(pieces('ticket 41'), 'ticket 55')).toBeUndefined();
  });

  it('are known by two more that rise, where the words are not kept', () => {
    expect(seriesOf(pieces('0', '41', '42'), 'ticket 43')).toEqual({ counts: true, anew: true });
    expect(seriesOf(pieces('9', '42'), 'ticket 43')).toBeUndefined();
  });

  it('are known without words while all of them rise a little', () => {
    expect(seriesOf(pieces('3', '4', '6'), '7')).toEqual({ counts: true, anew: false });
    expect(seriesOf(pieces('9', '10', '11'), '12')).toEqual({ counts: true, anew: false });
    expect(seriesOf(pieces('41', '42', '43', '44', '45'), '1')).toEqual({ counts: false, anew: true });
  });
});

describe('pieces of a number', () => {
  it('are no series', () => {
    expect(seriesOf([], '4111')).toBeUndefined();
    expect(seriesOf(pieces('4111'), '1111')).toBeUndefined();
    expect(seriesOf(pieces('my card is 4111'), '1112')).toBeUndefined();
    expect(seriesOf(pieces('4', '5', '3'), '4')).toBeUndefined();
    expect(seriesOf(pieces('4', '5'), '3')).toBeUndefined();
    expect(seriesOf(pieces('4111 1111'), '1111 1112')).toBeUndefined();
  });
});
