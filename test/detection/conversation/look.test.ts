import { describe, expect, it } from 'vitest';
import { contextOf } from '../../../src/detection/conversation/look.ts';
import { ConversationTracker } from '../../../src/detection/conversation/tracker.ts';
import type { Detection } from '../../../src/detection/detection.ts';

/** Sixteen digits in a row are a value; counts how often it is asked. */
function counting(): { detection: Detection; asked: () => number } {
  let asked = 0;
  const find: Detection['find'] = ({ text }) => {
    asked += 1;
    return [...text.matchAll(/\d{4}(?: ?\d{4}){3}/g)].map(({ index, 0: value }) => ({
      detector: 'four-fours',
      kind: 'PAYMENT_CARD',
      start: index,
      end: index + value.length,
      confidence: 0.95,
      evidence: [],
    }));
  };
  return { detection: { find, clean: () => false, openFrom: (text) => text.length }, asked: () => asked };
}

function open() {
  const tracker = new ConversationTracker({ idleMilliseconds: 1000, charactersMax: 34 });
  let id = 0;
  const { detection, asked } = counting();
  const say = (text: string, lane: string, at = 0) =>
    tracker.hear(detection, { from: 'visitor', kind: 'message', text, at, id: id++, lane }, []);
  return { tracker, say, asked };
}

describe('looking at a text in its company', () => {
  it('asks nothing more of a field that says the same in each message', () => {
    const { say, asked } = open();
    for (let count = 0; count < 20; count += 1) say('a1b2c3', '/id');
    const before = asked();
    for (let count = 0; count < 20; count += 1) expect(say('a1b2c3', '/id').here).toEqual([]);
    expect(asked()).toBe(before);
  });

  it('asks again when an agent has spoken meanwhile', () => {
    const { tracker, say, asked } = open();
    for (let count = 0; count < 20; count += 1) say('a1b2c3', '/id');
    const before = asked();
    tracker.noteOther('and what is the number of your card?', 0, []);
    say('a1b2c3', '/id');
    expect(asked()).toBeGreaterThan(before);
  });

  it('finds a value that is the same group of digits four times', () => {
    const { say } = open();
    const found = [say('4242', '/text'), say('4242', '/text'), say('4242', '/text'), say('4242', '/text')];
    expect(found.slice(0, 3).flatMap(({ here }) => here.filter(({ unfinished }) => unfinished !== true))).toEqual([]);
    expect(found[3]?.here).toHaveLength(1);
    expect(found[3]?.earlier.map(({ id }) => id).sort()).toEqual([0, 1, 2]);
  });

  it('forgets with its pieces what a field said', () => {
    const { say } = open();
    for (const at of [0, 500, 900]) say('4242', '/text', at);
    expect(say('4242', '/text', 5000).here).toEqual([]);
  });

  it('takes the end of what was said for context', () => {
    expect(contextOf([])).toBe('');
    expect(contextOf(['a', 'b'])).toBe('a\nb\n');
    expect(contextOf(['x'.repeat(500)])).toHaveLength(241);
  });

  it('takes the end of a long text that comes back for an echo', () => {
    const { tracker, say, asked } = open();
    const talk = `${'so this is what happened to me '.repeat(8)} and can you tell me why?`;
    say(talk, '/text');
    tracker.noteOther(talk, 0, []);
    const before = asked();
    say('fine', '/other');
    expect(asked()).toBe(before);
  });
});
