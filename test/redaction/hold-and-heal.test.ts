/** What the pipeline answers where a policy holds or heals the pieces of a number. */
import { describe, expect, it } from 'vitest';
import { conversationId, type FrameHead } from '../../src/domain/frame.ts';
import { defaultLimits } from '../../src/domain/limits.ts';
import { createPolicy } from '../../src/policy/decide.ts';
import type { SplitRule } from '../../src/policy/policy.ts';
import { createRedactor } from '../../src/redaction/redactor.ts';
import { inspectAll } from '../support/routes.ts';
import { simpleDetection, simpleLabel } from '../support/simple-detection.ts';

const head: FrameHead = {
  site: 'shop',
  channel: 'ws-text',
  direction: 'to-upstream',
  transport: 'websocket',
  conversation: conversationId('c'),
  credential: '',
  path: '/',
};

function wire(mode: SplitRule['mode'], action: 'mask' | 'pass' = 'mask') {
  const redactor = createRedactor({
    sealer: { seal: () => Promise.reject(new Error('nothing is sealed here')), owns: () => false },
    clock: { now: () => 0 },
    limits: defaultLimits,
    label: simpleLabel,
  });
  const rules = [{ id: 'all', action }];
  const policy = createPolicy({ id: 'p', title: 'P', version: '1', rules, split: { mode, holdSeconds: 2 } });
  const treatment = {
    mode: 'enforce' as const,
    policy,
    detection: simpleDetection,
    route: inspectAll,
    limits: defaultLimits,
    tenant: 't',
    messages: { id: '/id', edits: '/replaces' },
  };
  return async (body: object) => {
    const answer = await redactor.redact({ head, bytes: Buffer.from(JSON.stringify(body)) }, treatment);
    if (answer.verdict !== 'forward') throw new Error(answer.code);
    return answer;
  };
}

describe('hold', () => {
  it('keeps back a piece, and rewrites it once the number is known', async () => {
    const send = wire('hold');
    const first = await send({ id: 'm1', text: 'so 4111 1111' });
    expect(first.hold).toMatchObject({ id: 'm1', milliseconds: 2000 });
    const second = await send({ id: 'm2', text: '1111 1111' });
    expect(second.held).toEqual([{ id: 'm1', start: 3, end: 12, insert: '[card ••]' }]);
    expect(first.hold?.rewrite(second.held ?? []).toString()).toBe('{"id":"m1","text":"so [card ••]"}');
  });

  it('keeps back nothing else', async () => {
    const send = wire('hold');
    for (const text of ['hello', 'I have 2 of them', 'see you at 10'])
      expect((await send({ text })).hold).toBeUndefined();
  });
});

describe('heal', () => {
  it('names the messages that were let go, as the vendor does', async () => {
    const send = wire('heal');
    expect((await send({ id: 'm1', text: '4111 1111' })).hold).toBeUndefined();
    expect((await send({ id: 'm2', text: '1111 1111' })).heal).toEqual([{ message: 'm1', text: '[card ••]' }]);
  });

  it('says so when nothing names a message', async () => {
    const send = wire('heal');
    await send({ text: '4111 1111' });
    expect((await send({ text: '1111 1111' })).heal).toMatchObject([{ message: undefined }]);
  });

  it('follows edits', async () => {
    const send = wire('heal');
    await send({ id: 'm1', text: '4111' });
    await send({ id: 'm2', text: '9' });
    await send({ id: 'm3', text: '1111 1111' });
    const { heal } = await send({ id: 'm4', replaces: 'm2', text: '1111' });
    expect(heal?.map(({ message }) => message)).toEqual(['m1', 'm3']);
  });

  it.each(['pass', 'heal'] as const)('leaves alone what the policy lets through (%s)', async (mode) => {
    const send = wire(mode, 'pass');
    await send({ id: 'm1', text: '4111 1111' });
    const second = await send({ id: 'm2', text: '1111 1111' });
    expect([second.heal, second.held, second.edited]).toEqual([undefined, undefined, false]);
  });
});
