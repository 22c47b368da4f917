/** Which earlier messages are held or taken back, with which name and text. */
import { describe, expect, it } from 'vitest';
import { conversationId, type FrameHead } from '../../src/domain/frame.ts';
import { defaultLimits } from '../../src/domain/limits.ts';
import type { MessageFields } from '../../src/domain/profile.ts';
import { Utf8Span } from '../../src/domain/text.ts';
import { atOnce } from '../../src/domain/work.ts';
import { createPolicy } from '../../src/policy/decide.ts';
import type { SplitRule } from '../../src/policy/policy.ts';
import { createConversationMemory } from '../../src/redaction/conversation.ts';
import { learnNames, planHealing, rememberSent } from '../../src/redaction/healing.ts';

const head: FrameHead = {
  site: 'shop',
  channel: 'ws-text',
  direction: 'to-upstream',
  transport: 'websocket',
  conversation: conversationId('c'),
  credential: '',
  path: '/',
};
const earlier = (start: number, end: number, id: number | string = 'w1') => ({
  detector: 'payment-card',
  kind: 'PAYMENT_CARD',
  start,
  end,
  confidence: 1,
  evidence: [],
  id,
});

function setup(mode: SplitRule['mode'], fields: MessageFields | undefined) {
  const memory = createConversationMemory({ now: () => 0 }, defaultLimits);
  const rules = [{ id: 'all', action: 'mask' as const }];
  const policy = createPolicy({ id: 'p', title: 'P', version: '1', rules, split: { mode, holdSeconds: 1 } });
  const deliver = (id: number | string, text: string, edits?: string) => {
    const written = { id, text, path: '/text', kind: 'message' as const, ...(edits !== undefined && { edits }) };
    memory.hear(head.conversation, written, { find: () => [], clean: () => true, openFrom: () => 0 }, []);
    rememberSent(written, { index: 0, text }, { head, fields }, memory)([]);
  };
  const plan = (...found: ReturnType<typeof earlier>[]) =>
    planHealing(
      found,
      { site: 'shop', direction: 'to-upstream', path: '/text' },
      { head, policy, fields },
      { memory, label: () => 'card' },
    );
  return { memory, deliver, plan };
}

describe('planHealing', () => {
  it('takes one message back once, however often its digits were found', () => {
    const { deliver, plan } = setup('heal', { id: '/id' });
    deliver('w1', 'so 4111 1111, and 22');
    const { heal } = plan(earlier(3, 12), earlier(3, 7), earlier(18, 20));
    expect(heal).toEqual([{ message: 'w1', text: 'so [card], and [card]' }]);
  });

  it('names an edited message by the one that it replaced', () => {
    const { deliver, plan } = setup('heal', { id: '/id', edits: '/edits' });
    deliver('w2', '4111', 'w1');
    expect(plan(earlier(0, 4, 'w2')).heal).toEqual([{ message: 'w1', text: '[card]' }]);
  });

  it('takes back no other field than the one that the call sets', () => {
    const { deliver, plan } = setup('heal', { id: '/id', text: '/body' });
    deliver('w1', '4111');
    expect(plan(earlier(0, 4)).heal).toMatchObject([{ message: undefined }]);
  });

  it('rewrites what is held, and does nothing where the policy lets pieces pass', () => {
    expect(setup('hold', undefined).plan(earlier(3, 12), earlier(3, 7)).held).toEqual([
      { id: 'w1', start: 3, end: 12, insert: '[card]' },
    ]);
    expect(setup('pass', undefined).plan(earlier(3, 12))).toEqual({ heal: [], held: [] });
  });
});

describe('learnNames', () => {
  const fields = { id: '/client', acks: [{ id: '/id', for: '/client' }] };

  it('gives the name to whoever waits for it', async () => {
    const { memory, deliver, plan } = setup('heal', fields);
    deliver('w1', '4111');
    const [target] = plan(earlier(0, 4)).heal;
    const spans = [new Utf8Span('/id', Buffer.from('m1')), new Utf8Span('/client', Buffer.from('w1'))];
    atOnce(learnNames(spans, { head, fields }, memory));
    expect(await target?.message).toBe('m1');
  });

  it('leaves conversations alone of which nothing is kept', () => {
    const { memory } = setup('heal', fields);
    atOnce(learnNames([new Utf8Span('/id', Buffer.from('m1'))], { head, fields }, memory));
    expect(memory.size).toBe(0);
  });
});
