/** Conversations on the wire: early masks, answers to an agent, drafts; the same core as `chatveil scan`. */
import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { findInConversation } from '../../src/detection/conversation.ts';
import { createDetection } from '../../src/detection/engine.ts';
import { conversationId, type Direction } from '../../src/domain/frame.ts';
import { defaultLimits } from '../../src/domain/limits.ts';
import { createPolicy } from '../../src/policy/decide.ts';
import { createRedactor } from '../../src/redaction/redactor.ts';
import { loadDetectors } from '../../src/settings/catalog.ts';
import { printToken } from '../../src/vault/token.ts';
import type { SealRequest } from '../../src/vault/vault.ts';
import { inspectAll } from '../support/routes.ts';
import { simpleLabel } from '../support/simple-detection.ts';

const detection = createDetection({ detectors: await loadDetectors() });
const rules = [{ id: 'all', action: 'tokenize' as const }];
const treatment = {
  mode: 'enforce' as const,
  policy: createPolicy({ id: 'p', title: 'P', version: '1', rules }),
  detection,
  route: { ...inspectAll, previews: [{ path: '/draft' }] },
  limits: defaultLimits,
  tenant: 't',
};

function wire() {
  const sealed: string[] = [];
  const redactor = createRedactor({
    sealer: {
      async seal(requests: readonly SealRequest[]) {
        for (const { secret } of requests) sealed.push(secret.expose((plain) => plain));
        return requests.map(({ label }) => printToken(label, randomBytes(16), randomBytes(5)));
      },
      owns: () => false,
    },
    clock: { now: () => 0 },
    limits: defaultLimits,
    label: (kind, text) => (kind === 'US_SSN' ? 'ssn' : simpleLabel(kind, text)),
  });
  const send = async (body: object, direction: Direction): Promise<string> => {
    const head = {
      site: 'shop',
      channel: 'ws-text' as const,
      direction,
      transport: 'websocket' as const,
      conversation: conversationId('c'),
      credential: '',
      path: '/',
    };
    const answer = await redactor.redact({ head, bytes: Buffer.from(JSON.stringify(body)) }, treatment);
    return answer.verdict === 'forward' ? answer.bytes.toString() : answer.code;
  };
  const text = async (body: object, field: string, direction: Direction) =>
    (JSON.parse(await send(body, direction)) as Record<string, string>)[field] ?? '';
  return {
    sealed,
    say: (said: string) =>
      text({ type: 'message', id: 'm-1', text: said, at: 1_700_000_000_000 }, 'text', 'to-upstream'),
    type: (draft: string) => text({ type: 'typing', draft }, 'draft', 'to-upstream'),
    agent: (said: string) => text({ type: 'message', from: 'agent', text: said }, 'text', 'to-client'),
  };
}

const parts = ['4532', '0151', '1283', '0366'];

describe('numbers over several messages', () => {
  it('hides the third of four bubbles, and seals the whole number at the last', async () => {
    const { say, sealed } = wire();
    expect([await say(parts[0] ?? ''), await say(parts[1] ?? '')]).toEqual(parts.slice(0, 2));
    expect(await say(parts[2] ?? '')).toMatch(/^\[card[^\d#]*\]$/);
    expect(await say(parts[3] ?? '')).toMatch(/^\[card ••0366 #[a-z]+\]$/);
    expect(sealed.map((value) => value.replaceAll(' ', ''))).toEqual([parts.join('')]);
  });

  it('reads past agents and filler', async () => {
    const { say, agent } = wire();
    await agent('May I have the number of your card?');
    await say(`sure, ${parts[0]} ${parts[1]}`);
    await agent('Go on, please.');
    await say('sorry, one sec');
    expect(await say(`then ${parts[2]} ${parts[3]} ok`)).toMatch(/^then \[card ••0366 #[a-z]+\] ok$/);
  });

  it('leaves order numbers and rooms alone', async () => {
    const { say, agent } = wire();
    await agent('What is your order number?');
    for (const said of ['5532 1180', '0042', 'room 214', 'and 317', 'at 1930']) expect(await say(said)).toBe(said);
  });
});

describe('answers', () => {
  it('are what the agent asked for', async () => {
    const { say, agent } = wire();
    expect(await say('417239055')).toBe('417239055');
    await agent('For tax reasons: what is your social security number?');
    expect(await say('417239055')).toMatch(/^\[ssn #[a-z]+\]$/);
  });

  it('are not armed by the visitor’s own words coming back, nor by long gone questions', async () => {
    const { say, agent } = wire();
    await agent('What is your social security number?');
    for (const said of ['why?', 'no thanks', 'really not', 'bye']) await say(said);
    expect(await say('417239055')).toBe('417239055');
  });
});

describe('drafts', () => {
  it('show nothing of a number from the first ambiguous digit on, not even after backspacing', async () => {
    const { type } = wire();
    const full = `it is ${parts.join(' ')}`;
    const shown: string[] = [];
    for (let end = 1; end <= full.length; end += 1) shown.push(await type(full.slice(0, end)));
    for (const draft of shown) expect(draft.replaceAll(/\D/g, '').length).toBeLessThan(7);
    for (let end = full.length - 1; end > 6; end -= 1) {
      expect((await type(full.slice(0, end))).replaceAll(/\D/g, '')).toBe('');
    }
    expect(await type('it is ')).toBe('it is ');
  });

  it('continue a number that began in a sent message', async () => {
    const { say, type } = wire();
    await say(`card ${parts[0]} ${parts[1]}`);
    expect(await type(`${parts[2]} 0`)).toBe('…');
  });

  it('show harmless numbers', async () => {
    const { type } = wire();
    for (const draft of ['order 40218837', 'at 10:30 on 12/05', 'room 1208', 'I paid 1299.00']) {
      expect(await type(draft)).toBe(draft);
    }
  });
});

describe('one core', () => {
  it('says of a recorded conversation what the wire does', async () => {
    const { say } = wire();
    const messages = parts.map((text) => ({ from: 'visitor' as const, kind: 'message' as const, text }));
    const hidden: number[] = [];
    for (const [index, { text }] of messages.entries()) if ((await say(text)) !== text) hidden.push(index);
    expect(hidden).toEqual([2, 3]);
    expect(findInConversation(detection, messages).map(({ msg }) => msg)).toEqual([0, 1, 2, 3]);
    expect(findInConversation(detection, messages.slice(0, 3)).map(({ msg }) => msg)).toEqual([2]);
  });
});
