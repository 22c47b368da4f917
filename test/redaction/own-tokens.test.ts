/** Tokens that nothing is looked for in, and what becomes of those that a visitor types. */
import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { conversationId } from '../../src/domain/frame.ts';
import { atOnce } from '../../src/domain/work.ts';
import { disarm, exemptTokens, outside } from '../../src/redaction/own-tokens.ts';
import { findTokens, printToken } from '../../src/vault/token.ts';

const place = { site: 'shop', conversation: conversationId('c') };
const reference = (label: string) => printToken(label, randomBytes(16), randomBytes(5));
const finding = (start: number, end: number) => ({
  detector: 'd',
  kind: 'K',
  start,
  end,
  confidence: 1,
  evidence: [],
});

describe('exemptTokens', () => {
  it.each([
    ['card ••4242', true],
    ['phone number', true],
    ['contract-number', true],
    ['bob@x.example', false],
    ['card 4242', false],
    ['card ••42421', false],
  ])('knows our own labels: %s', (label, ours) => {
    const found = findTokens(`[${label} ${reference('x').slice(3)}`);
    expect(found).toHaveLength(1);
    expect(atOnce(exemptTokens(found, place, 't', () => true))).toHaveLength(ours ? 1 : 0);
  });

  it('asks the vault for this conversation', () => {
    const found = findTokens(reference('card'));
    const asked: unknown[] = [];
    const owns = (_: string, of: object) => asked.push(of) === 0;
    expect(atOnce(exemptTokens(found, place, 't', owns))).toEqual([]);
    expect(asked).toEqual([{ tenant: 't', ...place }]);
  });
});

describe('outside', () => {
  it('leaves what stands before and behind a token', () => {
    const [token] = findTokens(`ab ${reference('card')} cd`);
    if (token === undefined) throw new Error('there is a token');
    const { end } = token;
    expect(outside([finding(0, 5)], [token])).toMatchObject([{ start: 0, end: 3 }]);
    expect(outside([finding(0, end + 3)], [token])).toMatchObject([
      { start: 0, end: 3 },
      { start: end, end: end + 3 },
    ]);
    expect(outside([finding(4, 8)], [token])).toEqual([]);
  });
});

describe('disarm', () => {
  const [token] = findTokens(`ab ${reference('card')} cd`);
  if (token === undefined) throw new Error('there is a token');
  const { end } = token;

  it('makes words of it', () => {
    expect(disarm(7, token, [])).toEqual([{ span: 7, start: 3, end, insert: '(card)' }]);
  });

  it('leaves nothing of it around what was replaced', () => {
    expect(disarm(0, token, [finding(5, 8), finding(0, 4)])).toEqual([
      { span: 0, start: 4, end: 5, insert: ' ' },
      { span: 0, start: 8, end, insert: ' ' },
    ]);
  });
});
