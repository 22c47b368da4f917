/** One conversation, told event by event: pieces, answers, drafts, edits, and what is forgotten. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SaidKind, Speaker } from '../../../src/detection/conversation/said.ts';
import { ConversationTracker } from '../../../src/detection/conversation/tracker.ts';
import { defineDetector } from '../../../src/detection/detector.ts';
import { createDetection } from '../../../src/detection/engine.ts';
import { loadDetectors } from '../../../src/settings/catalog.ts';

/** A code of three digits that is only one behind its word, as a detector of security codes is. */
const code = defineDetector({
  id: 'test-code',
  kinds: [{ kind: 'TEST_CODE', title: 'Test code', word: 'code', visible: 'nothing' }],
  title: 'Test codes',
  authority: 'this test',
  regulations: [],
  takes: ['term'],
  reach: 40,
  terms: { word: ['secret code'] },
  examples: { hits: [], misses: [] },
  confirm({ text }, { end }) {
    const match = /^(?: is)?[: ]{1,3}(\d{3})(?!\d)/.exec(text.slice(end));
    if (match?.[1] === undefined) return undefined;
    const stop = end + match[0].length;
    return { kind: 'TEST_CODE', start: stop - 3, end: stop, confidence: 0.9, evidence: [{ rule: 'said' }] };
  },
});
const detection = createDetection({ detectors: [...(await loadDetectors()), code] });
const number = ['4532', '0151', '1283', '0366'];

function talk(idleMilliseconds = 60_000) {
  const tracker = new ConversationTracker({ idleMilliseconds, charactersMax: 32 });
  let id = -1;
  const hear = (from: Speaker, text: string, { kind = 'message' as SaidKind, at = 0, edits = -1 } = {}) => {
    id += 1;
    return tracker.hear(detection, { from, kind, text, at, id, ...(edits >= 0 && { edits }) });
  };
  const say = (text: string, at = 0) => hear('visitor', text, { at }).here.map(({ kind }) => kind);
  return { tracker, hear, say, ask: (text: string, at = 0) => hear('agent', text, { at }) };
}

describe('pieces', () => {
  it('answer the question before them, whatever is said in between', () => {
    const { hear } = talk();
    hear('agent', 'Please give me the social security number of the driver');
    for (const text of ['21', '407', 'order here is on my phone', 'one sec']) hear('visitor', text);
    const last = hear('visitor', '1958');
    expect(last.here.map(({ kind }) => kind)).toEqual(['US_SSN']);
    expect(last.earlier.map(({ id }) => id)).toEqual([1, 2]);
  });

  it.each([
    ['in fours', number],
    ['in two', ['card 4532 0151', '1283 0366 thx']],
    ['unevenly', ['45320', '1511283', '0366']],
    ['with filler', ['starts 4532', 'hang on', 'next 0151', 'then 1283', 'and last 0366 ok']],
    ['with their order', ['part 1: 4532', 'part 2: 0151', '3rd 1283', '4th 0366']],
    [
      'in full width',
      number.map((part) => part.replace(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit)))),
    ],
  ])('are put together %s', (_, bubbles) => {
    const { say } = talk();
    const kinds = bubbles.map((bubble) => say(bubble));
    expect(kinds.at(-1)).toEqual(['PAYMENT_CARD']);
  });

  it('name the places in earlier messages, each once', () => {
    const { hear } = talk();
    hear('visitor', `so ${number[0]} ${number[1]}`);
    hear('agent', 'Go on.');
    const { here, earlier } = hear('visitor', `${number[2]} ${number[3]}!`);
    expect(here).toMatchObject([{ start: 0, end: 9 }]);
    expect(earlier).toMatchObject([{ id: 0, start: 3, end: 12 }]);
  });

  it('are told to be held while they may go on, not when they are small talk', () => {
    const { hear } = talk();
    expect(hear('visitor', '4532').piece).toBe(0);
    expect(hear('visitor', 'I have 2').piece).toBeUndefined();
    expect(hear('visitor', 'we were 120 people in that room').piece).toBeUndefined();
  });

  it.each([
    ['orders', ['order 48213', '77120', 'and 90110']],
    ['rooms and times', ['room 210', 'for 12', 'at 1930']],
    ['another speaker', ['hi']],
  ])('are not made of %s', (_, bubbles) => {
    const { say } = talk();
    for (const bubble of bubbles) expect(say(bubble)).toEqual([]);
  });

  it('may be revised', () => {
    const { say, hear } = talk();
    say(number[0] ?? '');
    say('9999');
    say(number[2] ?? '');
    hear('visitor', number[1] ?? '', { kind: 'edit', edits: 1 });
    expect(say(number[3] ?? '')).toEqual(['PAYMENT_CARD']);
  });
});

describe('answers', () => {
  it('are understood by a detector that knows nothing of conversations', () => {
    const { say, ask } = talk();
    expect(say('519')).toEqual([]);
    ask('Thanks. Could you read me the secret code on the back of it, please?');
    expect(say('519')).toEqual(['TEST_CODE']);
  });

  it('stop being answers after a few messages, or after the idle time', () => {
    const { say, ask } = talk();
    ask('What is the secret code?');
    for (const text of ['why', 'no', 'hm']) say(text);
    expect(say('519')).toEqual([]);
    ask('What is the secret code?', 10);
    expect(say('519', 60_010)).toEqual(['TEST_CODE']);
    ask('What is the secret code?', 60_020);
    expect(say('519', 120_021)).toEqual([]);
  });

  it('are not found in what an agent says', () => {
    const { ask } = talk();
    ask('What is the secret code?');
    expect(ask('519').here).toEqual([]);
  });
});

describe('drafts', () => {
  it('are hidden from the first ambiguous digit, and stay so while there is a digit left', () => {
    const { hear } = talk();
    const full = `my card ${number.join(' ')}`;
    const shown = (text: string) => {
      const { here } = hear('visitor', text, { kind: 'preview' });
      return here.reduceRight((rest, { start, end }) => rest.slice(0, start) + rest.slice(end), text);
    };
    for (let end = 1; end <= full.length; end += 1)
      expect(shown(full.slice(0, end)).match(/\d/g)?.length ?? 0).toBeLessThan(4);
    for (let end = full.length; end > 9; end -= 1) expect(shown(full.slice(0, end))).not.toMatch(/\d/);
    expect(shown('')).toBe('');
    expect(shown('my card 453')).toBe('my card 453');
  });
});

describe('memory', () => {
  it('ends exactly with the idle time', () => {
    const { say } = talk();
    say('4532 0151');
    expect(say('1283 0366', 60_000)).toEqual(['PAYMENT_CARD']);
    say('4532 0151', 60_000);
    expect(say('1283 0366', 120_001)).toEqual([]);
  });

  it('is empty after it was wiped', () => {
    const { tracker, say } = talk();
    say('4532 0151');
    tracker.wipe();
    expect(say('1283 0366')).toEqual([]);
  });

  it('never throws, and answers places inside the text', () => {
    const text = fc.oneof(
      fc.string({ maxLength: 60, unit: 'binary' }),
      fc.stringMatching(/^[0-9 .-]{0,30}$/),
      fc.constantFrom(...number, '\ud800', 'DE89 3704', '0044 0532', 'four one one'),
    );
    const event = fc.record({
      from: fc.constantFrom<Speaker>('visitor', 'visitor', 'agent', 'bot'),
      kind: fc.constantFrom<SaidKind>('message', 'message', 'preview', 'edit'),
      text,
    });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 12 }), (events) => {
        const { hear } = talk();
        const texts: string[] = [];
        for (const { from, text: said, kind } of events) {
          texts.push(said);
          const heard = hear(from, said, { kind, edits: texts.length - 2 });
          for (const { start, end } of heard.here) expect(0 <= start && start < end && end <= said.length).toBe(true);
          for (const { id, start, end } of heard.earlier)
            expect(0 <= start && start < end && end <= (texts[Number(id)] ?? '').length).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });
});
