/** Texts that arrive in pieces: however they are cut, what comes out is what the whole text would have become. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Detection } from '../../src/detection/detection.ts';
import { createDetection } from '../../src/detection/engine.ts';
import { defaultLimits } from '../../src/domain/limits.ts';
import type { Delta } from '../../src/redaction/delta.ts';
import { createDeltaGate, type DeltaGate, type Passage } from '../../src/redaction/delta-gate.ts';
import { loadDetectors } from '../../src/settings/catalog.ts';

const detection: Detection = createDetection({ detectors: await loadDetectors() });

const texts = [
  'Sure! Your card 4111 1111 1111 1111 was charged in 2024, thank you.',
  'The account is DE89 3704 0044 0532 0130 00, please transfer 12 euros to it.',
  'Write to john.doe@example.com or call me tomorrow at noon.',
  'four one one one one one one one one one one one one one one one is the number you gave',
  'Nothing in here at all, just words and 3 numbers like 42 and 2024-11-23 to think about',
  'two: 5555-5555-5555-4444 and 378282246310005, both of them were refused by the bank',
];

const piece = (text: string, more: Partial<Delta> = {}): Delta => ({
  key: 'a',
  path: '/delta',
  text,
  done: false,
  declared: true,
  ...more,
});

/** What a reader sees of a piece once its findings are hidden. */
function shown({ item, piece: known }: Passage<string>): string {
  let out = item;
  for (const { start, end, kind, continued } of (known?.findings ?? []).toReversed()) {
    out = out.slice(0, start) + (continued === true ? '' : `[${kind}]`) + out.slice(end);
  }
  return out;
}

function whole(text: string): string {
  let out = text;
  for (const { start, end, kind } of detection.find({ text, bytes: Buffer.from(text) }).toReversed()) {
    out = `${out.slice(0, start)}[${kind}]${out.slice(end)}`;
  }
  return out;
}

function run(gate: DeltaGate<string>, pieces: readonly string[], more: Partial<Delta> = {}): string[] {
  const out: string[] = [];
  for (const [index, text] of pieces.entries()) {
    out.push(...gate.take(text, text.length, piece(text, more), index).map(shown));
  }
  out.push(...gate.flush().map(shown));
  return out;
}

const open = () => createDeltaGate<string>(() => detection, defaultLimits);

function cutAt(text: string, cuts: readonly number[]): string[] {
  const places = [...new Set(cuts.map((cut) => cut % text.length))].sort((a, b) => a - b);
  return [0, ...places].map((from, index) => text.slice(from, places[index] ?? text.length));
}

describe('any cut of a text', () => {
  it.each(texts)('gives the same: %#', (text) => {
    const expected = whole(text);
    for (let at = 0; at <= text.length; at += 1) {
      expect(run(open(), [text.slice(0, at), text.slice(at)]).join(''), `cut at ${at}`).toBe(expected);
    }
    expect(run(open(), [...text]).join('')).toBe(expected);
    fc.assert(
      fc.property(fc.array(fc.nat(200), { maxLength: 20 }), (cuts) => {
        expect(run(open(), cutAt(text, cuts)).join('')).toBe(expected);
      }),
      { numRuns: 60 },
    );
  });

  it('hides something in the texts that hold something', () => {
    expect(texts.filter((text) => whole(text) !== text)).toHaveLength(5);
  });
});

describe('what is held', () => {
  it('is the last word, and goes with the next', () => {
    const gate = open();
    expect(gate.take('Hello ', 6, piece('Hello '), 0).map(({ item }) => item)).toEqual(['Hello ']);
    expect(gate.take('the', 3, piece('the'), 1)).toEqual([]);
    expect(gate.deadline).toBe(1 + defaultLimits.streamHoldMillisecondsMax);
    expect(gate.take('re', 2, piece('re'), 2)).toEqual([]);
    expect(gate.take(' you', 4, piece(' you'), 3).map(({ item }) => item)).toEqual(['the', 're']);
    expect(gate.flush().map(({ item }) => item)).toEqual([' you']);
    expect(gate.deadline).toBeUndefined();
  });

  it('goes when the text is done, and the next text of that name is another', () => {
    const gate = open();
    expect(gate.take('it is 4111', 9, piece('it is 4111'), 0)).toEqual([]);
    const done = gate.take(' 1111', 5, piece(' 1111', { done: true }), 1);
    expect(done.map(({ item }) => item)).toEqual(['it is 4111', ' 1111']);
    expect(gate.take('1111 1111 ', 10, piece('1111 1111 ', { done: true }), 2).map(shown)).toEqual(['1111 1111 ']);
  });

  it('keeps the order with messages that are no pieces, and texts apart by their names', () => {
    const gate = open();
    gate.take('4111 1111 ', 10, piece('4111 1111 '), 0);
    expect(gate.take('ping', 4, undefined, 1)).toEqual([]);
    expect(gate.take('1111 1111 ', 10, piece('1111 1111 ', { key: 'b' }), 2)).toEqual([]);
    const out = gate.take('no more.', 8, piece('no more.', { done: true }), 3).map(shown);
    expect(out).toEqual(['4111 1111 ', 'ping']);
    expect(gate.take('[DONE]', 6, 'end', 4).map(shown)).toEqual(['1111 1111 ', 'no more.', '[DONE]']);
  });

  it('is bounded: past the limit everything goes, and the rest of a value is hidden when it is known', () => {
    const gate = createDeltaGate<string>(() => detection, { ...defaultLimits, streamHoldBytesMax: 12 });
    const out = ['my card is 4111 1111 11', '11 1111 ok, and this is all there is to say about it for now'].flatMap(
      (text) => gate.take(text, text.length, piece(text), 0).map(shown),
    );
    expect(out[0]).toBe('my card is 4111 1111 11');
    expect(out.concat(gate.flush().map(shown)).join('')).not.toContain('1111 ok');
  });

  it('is what a failing detector cannot read: it goes on alone, to be refused by the pipeline', () => {
    const failing: Detection = {
      find() {
        throw new Error('broken');
      },
      clean: () => false,
      openFrom: (text) => text.length,
    };
    const gate = createDeltaGate<string>(() => failing, defaultLimits);
    expect(gate.take('abc', 3, piece('abc'), 0)).toEqual([{ item: 'abc' }]);
  });
});

describe('texts of which it is not known that they come in pieces', () => {
  it('go at once when they end in words, and wait shortly when they end in a number', () => {
    const gate = open();
    const doubt = { declared: false };
    expect(gate.take('Hello there', 11, piece('Hello there', doubt), 0)).toHaveLength(1);
    const other = open();
    expect(other.take('it is 4111 11', 13, piece('it is 4111 11', doubt), 0)).toEqual([]);
    expect(other.deadline).toBe(400);
    expect(run(open(), [...(texts[0] ?? '')], doubt).join('')).toBe(whole(texts[0] ?? ''));
  });
});
