/** What a profile's rules do to whole messages in the pipeline. */
import { randomBytes } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { conversationId, type Direction, type FrameHead } from '../../src/domain/frame.ts';
import { defaultLimits } from '../../src/domain/limits.ts';
import type { MessageRule } from '../../src/domain/message-rule.ts';
import type { Route } from '../../src/domain/profile.ts';
import { createPolicy } from '../../src/policy/decide.ts';
import type { Redaction, Treatment } from '../../src/redaction/redaction.ts';
import { createRedactor } from '../../src/redaction/redactor.ts';
import { asAddress } from '../../src/vault/stand-in.ts';
import { findTokens, printToken } from '../../src/vault/token.ts';
import type { SealRequest } from '../../src/vault/vault.ts';
import { inspectAll } from '../support/routes.ts';
import { simpleDetection, simpleLabel } from '../support/simple-detection.ts';

const number = ['4111', '1111', '1111', '1111'].join(' ');
const sealed: SealRequest[] = [];
const redactor = createRedactor({
  sealer: {
    owns: () => false,
    seal: async (requests) => {
      sealed.push(...requests);
      return requests.map(({ label }) => printToken(label, randomBytes(16), randomBytes(5)));
    },
  },
  clock: { now: () => 0 },
  limits: defaultLimits,
  label: simpleLabel,
});
const policy = createPolicy({ id: 'p', title: 'P', version: '1', rules: [{ id: 'all', action: 'tokenize' }] });
const rule: MessageRule = {
  id: 'message',
  kind: 'visitor-text',
  when: [{ path: '/type', equals: 'message' }],
  text: [{ path: '/text' }],
  own: [],
  never: [],
  duplicates: [],
};

function treatment(route: Partial<Route>, change: Partial<Treatment> = {}): Treatment {
  const known: Route = { ...inspectAll, messages: [rule], ...route };
  return {
    mode: 'enforce',
    policy,
    detection: simpleDetection,
    route: known,
    limits: defaultLimits,
    tenant: 't',
    ...change,
  };
}

async function redact(json: unknown, how: Treatment, direction: Direction = 'to-upstream'): Promise<Redaction> {
  const head: FrameHead = {
    site: 's',
    channel: 'ws-text',
    direction,
    transport: 'websocket',
    conversation: conversationId('c'),
    credential: '',
    path: '/',
    rebind: (id) => conversationId(`named ${id}`),
  };
  redactor.forget(head.conversation);
  return await redactor.redact({ head, bytes: Buffer.from(JSON.stringify(json)) }, how);
}

async function textOf(json: unknown, how: Treatment): Promise<Record<string, string>> {
  const redaction = await redact(json, how);
  if (redaction.verdict === 'block') throw new Error(redaction.code);
  return JSON.parse(redaction.bytes.toString());
}

beforeEach(() => {
  sealed.length = 0;
});

describe('a message that no rule fits', () => {
  const other = { type: 'other', text: number };

  it('is scanned like any other', async () => {
    expect((await textOf(other, treatment({})))['text']).toMatch(/^\[card/);
  });

  it('is refused or let pass where the profile says so', async () => {
    expect(await redact(other, treatment({ unmatched: 'block' }))).toMatchObject({ code: 'CV_CONTENT_UNKNOWN' });
    const passed = await redact(other, treatment({ unmatched: 'pass' }));
    const size = JSON.stringify(other).length;
    expect(passed).toMatchObject({ edited: false, uninspected: [{ reason: 'unmatched', bytes: size }] });
    expect(sealed).toEqual([]);
  });

  it('does not matter to one that fits, nor to an empty one', async () => {
    const strict = treatment({ unmatched: 'block' });
    expect((await textOf({ type: 'message', text: number }, strict))['text']).toMatch(/^\[card/);
    expect((await redact({}, strict)).verdict).toBe('forward');
  });
});

describe('places', () => {
  it('are told once, also in observe mode, and never in a profile without rules', async () => {
    const watched = treatment({ drift: true }, { profile: 'acme' });
    const message = { type: 'message', text: 'known to all', remark: 'not known yet' };
    expect(await redact(message, watched)).toMatchObject({ drift: ['/remark'] });
    expect(await redact(message, watched)).not.toHaveProperty('drift');
    const elsewhere = { ...watched, profile: 'other', mode: 'observe' as const };
    expect(await redact(message, elsewhere)).toMatchObject({ drift: ['/remark'] });
    expect(await redact(message, treatment({ messages: [] }))).not.toHaveProperty('drift');
  });

  it('of the vendor are told on routes with rules for its messages only', async () => {
    const text = { label: 'some words here' };
    const toVendor = { ...rule, direction: 'to-upstream' as const };
    const silent = treatment({ drift: true, messages: [toVendor] }, { profile: 'one' });
    expect(await redact(text, silent, 'to-client')).not.toHaveProperty('drift');
    expect(await redact(text, treatment({ drift: true }, { profile: 'two' }), 'to-client')).toMatchObject({
      drift: ['/label'],
    });
  });
});

describe('fields that the vendor checks', () => {
  const shaped = (token: 'email' | 'phone' | 'drop') =>
    treatment({ messages: [{ ...rule, when: [], text: [{ path: '/text', token }] }] });

  it('get a token as an address, which is sealed like any other', async () => {
    const { text = '' } = await textOf({ text: number }, shaped('email'));
    expect(text).toMatch(/^tok_[a-z]{45}@redacted\.invalid$/);
    expect(findTokens(text)).toHaveLength(1);
    expect(sealed).toHaveLength(1);
  });

  it('get a stand-in where no reference fits, and nothing is sealed', async () => {
    expect(await textOf({ text: number }, shaped('phone'))).toEqual({ text: '+99900000000' });
    expect(await textOf({ text: number }, shaped('drop'))).toEqual({ text: '' });
    expect(sealed).toEqual([]);
  });

  it('do not let a visitor type such a token', async () => {
    const address = asAddress(printToken('email', randomBytes(16), randomBytes(5)));
    expect(await textOf({ text: `to ${address}` }, treatment({}))).toEqual({ text: 'to masked@redacted.invalid' });
  });
});

it('seals under the conversation that the message names', async () => {
  await redact({ chat: 'A', text: number }, treatment({}, { conversation: ['/chat'] }));
  await redact({ text: number }, treatment({}, { conversation: ['/chat'] }));
  expect(sealed.map(({ binding }) => binding.conversation)).toEqual(['named A', 'c']);
});

it('refuses a file in a message that may otherwise pass unmatched', async () => {
  const multipart = Buffer.from(
    '--b\r\nContent-Disposition: form-data; name="f"; filename="a.pdf"\r\nContent-Type: application/pdf\r\n\r\n%PDF\r\n--b--\r\n',
  );
  const head = {
    site: 's',
    channel: 'http-body',
    direction: 'to-upstream',
    transport: 'http',
    conversation: conversationId('c'),
    credential: '',
    path: '/',
    mediaType: 'multipart/form-data',
    boundary: 'b',
  } as const;
  const redaction = await redactor.redact({ head, bytes: multipart }, treatment({ unmatched: 'pass' }));
  expect(redaction).toMatchObject({ verdict: 'block', code: 'CV_FILE_REFUSED' });
});
