/** The pipeline on whole frames: what is forwarded, what is blocked, and that it never throws. */
import { randomBytes } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { ChatveilError } from '../../src/domain/errors.ts';
import { conversationId, type Direction, type FrameHead } from '../../src/domain/frame.ts';
import { defaultLimits } from '../../src/domain/limits.ts';
import { Secret } from '../../src/domain/secret.ts';
import { createPolicy } from '../../src/policy/decide.ts';
import type { Rule } from '../../src/policy/policy.ts';
import type { Redaction, Treatment } from '../../src/redaction/redaction.ts';
import { createRedactor } from '../../src/redaction/redactor.ts';
import { printToken } from '../../src/vault/token.ts';
import type { ConversationRestorer, SealRequest, Token } from '../../src/vault/vault.ts';
import { inspectAll } from '../support/routes.ts';
import { simpleDetection, simpleLabel } from '../support/simple-detection.ts';

const number = ['4111', '1111', '1111', '1111'].join(' ');
const sealed: SealRequest[] = [];
let vaultFails = false;

/** The reference that the vault of these tests knows as one of this conversation. */
const own = printToken('card', randomBytes(16), randomBytes(5));
const ownReference = own.slice(own.indexOf('#'), -1);
const sealer = {
  async seal(requests: readonly SealRequest[]): Promise<readonly Token[]> {
    if (vaultFails) throw new ChatveilError('CV_VAULT_UNAVAILABLE');
    sealed.push(...requests);
    return requests.map(({ label }) => printToken(label, randomBytes(16), randomBytes(5)));
  },
  owns: (token: Token) => token.includes(ownReference),
};
const redactor = createRedactor({ sealer, clock: { now: () => 0 }, limits: defaultLimits, label: simpleLabel });

function treatmentOf(rule: Partial<Rule>, change: Partial<Treatment> = {}): Treatment {
  const rules = [{ id: 'cards', action: 'tokenize' as const, ...rule }];
  return {
    mode: 'enforce',
    policy: createPolicy({ id: 'p', title: 'P', version: '1', rules }),
    detection: simpleDetection,
    route: inspectAll,
    limits: defaultLimits,
    tenant: 't',
    ...change,
  };
}

function headOf(direction: Direction = 'to-upstream', mediaType?: string): FrameHead {
  return {
    site: 'shop',
    channel: mediaType === undefined ? 'ws-text' : 'http-body',
    direction,
    transport: 'websocket',
    conversation: conversationId('c1'),
    credential: 'cred',
    path: '/chat',
    ...(mediaType !== undefined && { mediaType }),
  };
}

async function redact(body: string | Buffer, treatment: Treatment, head = headOf(), restorer?: ConversationRestorer) {
  return await redactor.redact({ head, bytes: Buffer.from(body) }, treatment, restorer);
}

function textOf(redaction: Redaction): string {
  expect(redaction.verdict).toBe('forward');
  return redaction.verdict === 'forward' ? redaction.bytes.toString() : '';
}

beforeEach(() => {
  sealed.length = 0;
  vaultFails = false;
  redactor.forget(conversationId('c1'));
});

describe('what is forwarded', () => {
  it('hands back the very same bytes at once when nothing was found', () => {
    const bytes = Buffer.from('{ "text" : "hello" }');
    const answer = redactor.redact({ head: headOf(), bytes }, treatmentOf({}));
    expect(answer).toMatchObject({ verdict: 'forward', edited: false, decisions: [] });
    expect((answer as { bytes: Buffer }).bytes).toBe(bytes);
  });

  it('replaces only the value by a token, sealed with its binding', async () => {
    const text = textOf(await redact(`{"id":9007199254740993, "text":"it is ${number}, ok?"}`, treatmentOf({})));
    expect(text).toMatch(/^\{"id":9007199254740993, "text":"it is \[card ••1111 #[a-z]+\], ok\?"\}$/);
    expect(sealed).toHaveLength(1);
    expect(sealed[0]?.binding).toMatchObject({
      site: 'shop',
      conversation: 'c1',
      kind: 'PAYMENT_CARD',
      credential: 'cred',
    });
    expect(sealed[0]?.secret.expose((plain) => plain)).toBe(number);
  });

  it('gives one token to a value that stands twice in a document', async () => {
    const text = textOf(await redact(`{"text":"${number}","teaser":"${number}"}`, treatmentOf({})));
    const tokens = text.match(/\[card[^\]]+\]/g);
    expect(sealed).toHaveLength(1);
    expect(tokens).toHaveLength(2);
    expect(tokens?.[0]).toBe(tokens?.[1]);
  });

  it.each([
    ['mask', /^a \[card ••1111\] b$/],
    ['drop', /^a {2}b$/],
    ['pass', new RegExp(`^a ${number} b$`)],
    ['warn', new RegExp(`^a ${number} b$`)],
  ] as const)('acts as the rule says: %s', async (action, expected) => {
    expect(textOf(await redact(`a ${number} b`, treatmentOf({ action })))).toMatch(expected);
    expect(sealed).toHaveLength(0);
  });

  it('changes nothing in observe mode, and still decides', async () => {
    const body = `{"text":"${number}"}`;
    const answer = await redact(body, treatmentOf({ action: 'block' }, { mode: 'observe' }));
    expect(textOf(answer)).toBe(body);
    expect(answer.decisions).toMatchObject([{ action: 'block' }]);
  });
});

describe('what is blocked', () => {
  it('refuses by rule, with its notice', async () => {
    const answer = await redact(number, treatmentOf({ action: 'block', notice: 'Please call us.' }));
    expect(answer).toMatchObject({ verdict: 'block', code: 'CV_BLOCKED_BY_POLICY', notice: 'Please call us.' });
  });

  it('refuses when the vault is not available, or masks one-way where the policy says so', async () => {
    vaultFails = true;
    expect(await redact(number, treatmentOf({}))).toMatchObject({ verdict: 'block', code: 'CV_VAULT_UNAVAILABLE' });
    const rules = [{ id: 'cards', action: 'tokenize' as const }];
    const policy = createPolicy({ id: 'p', title: 'P', version: '1', rules, ifVaultUnavailable: 'mask' });
    expect(textOf(await redact(number, treatmentOf({}, { policy })))).toBe('[card ••1111]');
  });

  it('refuses when a detector throws', async () => {
    expect(await redact('boom', treatmentOf({}))).toMatchObject({ verdict: 'block', code: 'CV_DETECTION_FAILED' });
  });

  it.each([
    ['declared JSON that is none', '{"a":', 'application/json', 'CV_JSON_MALFORMED'],
    ['an unknown type', 'x', 'application/x-nobody-knows', 'CV_CONTENT_UNKNOWN'],
    ['a file', 'GIF89a', 'image/gif', 'CV_FILE_REFUSED'],
  ])('refuses %s, unless the route lets it pass in words', async (_, body, mediaType, code) => {
    const head = headOf('to-upstream', mediaType);
    expect(await redact(body, treatmentOf({}), head)).toMatchObject({ verdict: 'block', code });
    const route = { ...inspectAll, ifUnreadable: 'pass', files: 'pass', binary: 'pass' } as const;
    const passed = await redact(body, treatmentOf({}, { route }), head);
    expect(passed).toMatchObject({ verdict: 'forward', edited: false, uninspected: [{ bytes: body.length }] });
  });
});

describe('tokens', () => {
  const token = printToken('card ••4242', randomBytes(16), randomBytes(5));

  it('typed by a visitor lose their reference', async () => {
    expect(textOf(await redact(`see ${token}!`, treatmentOf({})))).toBe('see (card ••4242)!');
  });

  it('come back as the value only in fields that are the visitor’s own, through the restorer', async () => {
    const own = [{ path: '/messages/*/text', when: { path: '/messages/*/from', equals: 'visitor' } }];
    const route = { ...inspectAll, own };
    const restorer = {
      conversation: conversationId('c1'),
      restore: async (asked: Token) => (asked === token ? new Secret(number) : undefined),
      close: () => undefined,
    };
    const history = (mine: string) =>
      `{"messages":[{"from":"visitor","text":"${mine}"},{"from":"agent","text":"${token}"}]}`;
    const head = headOf('to-client');
    expect(textOf(await redact(history(token), treatmentOf({}, { route }), head, restorer))).toBe(history(number));
    expect(textOf(await redact(history(token), treatmentOf({}, { route }), head))).toBe(history(token));
    const stranger = printToken('card ••4242', randomBytes(16), randomBytes(5));
    expect(textOf(await redact(history(stranger), treatmentOf({}, { route }), head, restorer))).toBe(history(stranger));
  });
});

describe('conversations', () => {
  it('finds a number that began in the message before, and seals the whole of it', async () => {
    await redact('{"text":"4111 1111"}', treatmentOf({}));
    const second = await redact('{"text":"1111 1111 thanks"}', treatmentOf({}));
    expect(textOf(second)).toMatch(/^\{"text":"\[card ••1111 #[a-z]+\] thanks"\}$/);
    expect(second.decisions[0]?.finding).toMatchObject({
      start: 0,
      end: 9,
      evidence: [{ rule: 'digits' }, { rule: 'split' }],
    });
    expect(sealed[0]?.secret.expose((plain) => plain)).toBe(number);
  });

  it('does not join the messages of two conversations', async () => {
    await redact('{"text":"4111 1111"}', treatmentOf({}));
    const other = { ...headOf(), conversation: conversationId('c2') };
    expect(textOf(await redact('{"text":"1111 1111"}', treatmentOf({}), other))).toBe('{"text":"1111 1111"}');
  });

  it('hides an open number in a draft, and never seals a draft', async () => {
    const route = { ...inspectAll, previews: [{ path: '/draft' }] };
    const type = async (draft: string) => textOf(await redact(`{"draft":"${draft}"}`, treatmentOf({}, { route })));
    expect(await type('my card is 4111 1')).toBe('{"draft":"my card is …"}');
    expect(await type(`my card is ${number} ok`)).toBe('{"draft":"my card is … ok"}');
    expect(await type('my order is here')).toBe('{"draft":"my order is here"}');
    expect(sealed).toHaveLength(0);
  });
});

describe('text outside a body', () => {
  it('is masked, and refused where the rule says block', () => {
    const head = headOf();
    expect(redactor.redactText(`q ${number}`, head, treatmentOf({}))).toMatchObject({
      text: 'q [card ••1111]',
      blocked: false,
    });
    expect(redactor.redactText(number, head, treatmentOf({ action: 'block' })).blocked).toBe(true);
    const told = redactor.redactText(number, head, treatmentOf({ action: 'tokenize' }));
    expect(told.decisions.map(({ action }) => action)).toEqual(['mask']);
    expect(redactor.redactText('hello', head, treatmentOf({}))).toEqual({
      text: 'hello',
      decisions: [],
      blocked: false,
    });
  });

  it('may be long where all that is asked is whether something has to be hidden', () => {
    const hides = (text: string, treatment: Treatment) => {
      const work = redactor.hidesSomething(text, headOf(), treatment);
      let rests = 0;
      let step = work.next();
      for (; step.done !== true; step = work.next()) rests += 1;
      return { hides: step.value, rests };
    };
    const talk = 'the parcel has come '.repeat(5000);
    expect(hides(talk, treatmentOf({})).hides).toBe(false);
    const long = hides(`${talk}${number}`, treatmentOf({}));
    expect(long.hides).toBe(true);
    expect(long.rests).toBeGreaterThan(5);
    expect(hides(number, treatmentOf({})).hides).toBe(true);
    expect(hides(number, treatmentOf({ action: 'pass' })).hides).toBe(false);
    expect(hides(number, treatmentOf({}, { mode: 'observe' })).hides).toBe(false);
  });
});

describe('tokens of somebody else’s making', () => {
  const token = printToken('card ••4242', randomBytes(16), randomBytes(5));
  const foreign = token.slice(token.indexOf('#'), -1);
  it.each([
    ['whose checksum anybody can compute', `[${number} ${foreign}]`],
    ['with a label that is not of our making', `[${number} ${ownReference}]`],
    ['behind a value', `${number}[card ••4242 ${ownReference}]`],
    ['inside of which somebody wrote more', `[card ${number} ${ownReference}]`],
  ])('hide no value from the visitor or the vendor: one %s', async (_, text) => {
    for (const direction of ['to-client', 'to-upstream'] as const) {
      const answer = await redact(JSON.stringify({ text }), treatmentOf({ action: 'mask' }), headOf(direction));
      expect(textOf(answer)).not.toContain(number);
      expect(textOf(answer)).toContain('[card');
      if (direction === 'to-upstream') expect(textOf(answer)).not.toContain('#');
    }
  });

  it('of this conversation are left as they are', async () => {
    const text = `{"text":"see [card ••4242 ${ownReference}]"}`;
    expect(textOf(await redact(text, treatmentOf({}), headOf('to-client')))).toBe(text);
  });
});
