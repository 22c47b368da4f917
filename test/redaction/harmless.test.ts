/** Texts that held nothing are known again byte by byte, a few at a time, and wiped. */
import { describe, expect, it } from 'vitest';
import { conversationId, type FrameHead } from '../../src/domain/frame.ts';
import { defaultLimits } from '../../src/domain/limits.ts';
import { Utf8Span } from '../../src/domain/text.ts';
import { createConversationMemory } from '../../src/redaction/conversation.ts';
import { HarmlessTexts } from '../../src/redaction/harmless.ts';
import { planSmall } from '../../src/redaction/plan.ts';
import type { Treatment } from '../../src/redaction/redaction.ts';
import { simpleDetection, simpleLabel } from '../support/simple-detection.ts';

const text = (content: string) => Buffer.from(content);

describe('HarmlessTexts', () => {
  it('knows the very same bytes under the same detection only', () => {
    const harmless = new HarmlessTexts();
    expect(harmless.knows(simpleDetection, text('room 12'))).toBe(false);
    harmless.note(simpleDetection, text('room 12'));
    expect(harmless.knows(simpleDetection, text('room 12'))).toBe(true);
    expect(harmless.knows(simpleDetection, text('room 92'))).toBe(false);
    expect(harmless.knows(simpleDetection, text('room 1'))).toBe(false);
    expect(harmless.knows({ ...simpleDetection }, text('room 12'))).toBe(false);
  });

  it('keeps a few of them, the latest, and none that is long', () => {
    const harmless = new HarmlessTexts();
    for (let count = 0; count < 20; count += 1) harmless.note(simpleDetection, text(`room ${count}`));
    const known = Array.from({ length: 20 }, (_, count) => harmless.knows(simpleDetection, text(`room ${count}`)));
    expect(known.lastIndexOf(false)).toBe(11);
    expect(known.slice(12)).not.toContain(false);
    harmless.note(simpleDetection, text('x'.repeat(769)));
    expect(harmless.knows(simpleDetection, text('x'.repeat(769)))).toBe(false);
    harmless.note(simpleDetection, text('y'.repeat(768)));
    harmless.note(simpleDetection, text('z'.repeat(768)));
    expect(harmless.knows(simpleDetection, text('y'.repeat(768)))).toBe(false);
    expect(harmless.knows(simpleDetection, text('z'.repeat(768)))).toBe(true);
  });

  it('forgets everything when it is wiped', () => {
    const harmless = new HarmlessTexts();
    harmless.note(simpleDetection, text('room 12'));
    harmless.wipe();
    expect(harmless.knows(simpleDetection, text('room 12'))).toBe(false);
  });
});

function setUp() {
  let looks = 0;
  const detection = {
    ...simpleDetection,
    find: (span: { text: string; bytes: Buffer }) => {
      looks += 1;
      return simpleDetection.find(span);
    },
  };
  const memory = createConversationMemory({ now: () => 0 }, defaultLimits);
  const conversation = conversationId('one');
  const policy = { decide: () => ({ action: 'mask', rule: 'r', restore: 'never', notice: undefined }) };
  const route = { previews: [], own: [], never: [] };
  const treatment = { detection, policy, route, limits: defaultLimits, tenant: 't' } as unknown as Treatment;
  const say = (content: string, direction: FrameHead['direction'] = 'to-upstream') => {
    const head = { site: 's', channel: 'ws-text', direction, conversation, path: '/' } as unknown as FrameHead;
    const document = { spans: [new Utf8Span('/text', text(content))], uninspected: [], rewrite: () => text('') };
    const parts = { memory, label: simpleLabel, owns: () => false };
    return planSmall(document, { head, treatment, restoring: false }, parts);
  };
  return { say, memory, conversation, detection, looks: () => looks };
}

describe('a text that comes back', () => {
  it('is not looked at again', () => {
    const { say, looks } = setUp();
    say('hello there');
    say('room 12 please');
    const before = looks();
    expect(say('room 12 please', 'to-client').decisions).toEqual([]);
    expect(looks()).toBe(before);
    say('room 13 please', 'to-client');
    expect(looks()).toBe(before + 1);
  });

  it('is found as ever when it holds a value', () => {
    const { say } = setUp();
    say('hello there');
    expect(say('4111 1111 1111 1111').decisions).toHaveLength(1);
    expect(say('4111 1111 1111 1111', 'to-client').decisions).toHaveLength(1);
  });

  it('is not kept when it was a piece of a value', () => {
    const { say, memory, conversation, detection } = setUp();
    say('hello there');
    say('4111 1111');
    expect(memory.harmless(conversation)?.knows(detection, text('4111 1111'))).toBe(true);
    expect(say('1111 1111').decisions).toHaveLength(1);
    expect(memory.harmless(conversation)?.knows(detection, text('4111 1111'))).toBe(false);
    expect(memory.harmless(conversation)?.knows(detection, text('1111 1111'))).toBe(false);
  });
});
