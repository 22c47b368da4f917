import { describe, expect, it } from 'vitest';
import { keyOf, Quiet } from '../../../src/detection/conversation/quiet.ts';
import type { Detection } from '../../../src/detection/detection.ts';

const detection: Detection = { find: () => [], clean: () => true, openFrom: (text) => text.length };
const other: Detection = { ...detection };

describe('a quiet field', () => {
  it('knows the question it was asked last, of this detection only, until it is wiped', () => {
    const quiet = new Quiet();
    expect(quiet.knows(detection, 'a')).toBe(false);
    quiet.note(detection, 'a');
    expect(quiet.knows(detection, 'a')).toBe(true);
    expect(quiet.knows(other, 'a')).toBe(false);
    expect(quiet.knows(detection, 'b')).toBe(false);
    quiet.note(detection, 'b');
    expect(quiet.knows(detection, 'a')).toBe(false);
    quiet.wipe();
    expect(quiet.knows(detection, 'b')).toBe(false);
  });

  it('reads the same piece once, and again when letters count', () => {
    const quiet = new Quiet();
    const first = quiet.fragmentOf('it is 4111', false);
    expect(first?.characters).toBe(4);
    expect(quiet.fragmentOf('it is 4111', false)).toBe(first);
    expect(quiet.fragmentOf('AB 4111', true)?.characters).toBe(6);
    expect(quiet.fragmentOf('AB 4111', false)?.characters).toBe(4);
  });
});

describe('the key of a question', () => {
  it('keeps apart what stands in different places', () => {
    const part = { text: '12', pure: true };
    const keys = [
      keyOf(['ab', ''], []),
      keyOf(['a', 'b'], []),
      keyOf(['ab', '', ''], []),
      keyOf(['ab', ''], [part]),
      keyOf(['ab', '12'], []),
      keyOf(['ab', ''], [{ ...part, pure: false }]),
      keyOf(['ab', ''], [part, { text: '', pure: true }]),
    ];
    expect(new Set(keys).size).toBe(keys.length);
    expect(keyOf(['ab', ''], [part])).toBe(keys[3]);
  });
});
