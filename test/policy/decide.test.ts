/** First matching rule wins; what is never stored is never tokenized. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/domain/finding.ts';
import { createPolicy, noRule } from '../../src/policy/decide.ts';
import type { Rule, Scene } from '../../src/policy/policy.ts';

const scene: Scene = { site: 'shop', direction: 'to-upstream', path: '/message/text' };

function finding(kind: string, confidence = 0.9): Finding {
  return { detector: 'x', kind, start: 0, end: 4, confidence, evidence: [] };
}

function decide(rules: readonly Rule[], found: Finding, at: Scene = scene) {
  return createPolicy({ id: 'p', title: 'P', version: '1', rules }).decide(found, at);
}

describe('createPolicy', () => {
  const rules: Rule[] = [
    { id: 'low', confidenceMin: 0.95, action: 'block', notice: 'No.' },
    { id: 'agents', direction: 'to-client', action: 'pass' },
    { id: 'notes', fields: ['/notes/*'], action: 'drop' },
    { id: 'bank', sites: ['bank'], kinds: ['PAYMENT_CARD'], action: 'mask' },
    { id: 'health', kinds: ['HEALTH_*'], action: 'tokenize', restore: 'own-messages' },
    { id: 'cards', kinds: ['PAYMENT_CARD'], action: 'warn' },
  ];

  it.each([
    ['confidence', finding('EMAIL', 0.99), scene, 'low'],
    ['direction', finding('EMAIL'), { ...scene, direction: 'to-client' as const }, 'agents'],
    ['field', finding('EMAIL'), { ...scene, path: '/notes/2' }, 'notes'],
    ['site', finding('PAYMENT_CARD'), { ...scene, site: 'bank' }, 'bank'],
    ['kind family', finding('HEALTH_CONDITION'), scene, 'health'],
    ['kind', finding('PAYMENT_CARD'), scene, 'cards'],
    ['nothing', finding('EMAIL'), scene, noRule],
  ])('chooses by %s', (_, found, at, rule) => {
    expect(decide(rules, found, at).rule).toBe(rule);
  });

  it('passes what no rule names, and says that none did', () => {
    expect(decide([], finding('EMAIL'))).toEqual({ action: 'pass', rule: noRule, restore: 'never', notice: undefined });
  });

  it('masks sensitive authentication data where a rule says tokenize (PCI DSS 3.3.1)', () => {
    const all: Rule[] = [{ id: 'all', action: 'tokenize', restore: 'own-messages' }];
    for (const kind of ['CARD_CVV', 'CARD_TRACK', 'PIN']) {
      expect(decide(all, finding(kind))).toMatchObject({ action: 'mask', restore: 'never' });
    }
    expect(decide(all, finding('PAYMENT_CARD'))).toMatchObject({ action: 'tokenize', restore: 'own-messages' });
  });

  it('knows which kinds may be given back', () => {
    const policy = createPolicy({ id: 'p', title: 'P', version: '1', rules });
    expect(policy.restores('HEALTH_CONDITION')).toBe(true);
    expect(policy.restores('PAYMENT_CARD')).toBe(false);
  });

  it('decides each finding by itself, whatever came before', () => {
    const kinds = fc.constantFrom('PAYMENT_CARD', 'EMAIL', 'HEALTH_CONDITION', 'CARD_CVV');
    fc.assert(
      fc.property(fc.array(kinds, { maxLength: 8 }), (order) => {
        const policy = createPolicy({ id: 'p', title: 'P', version: '1', rules });
        for (const kind of order) {
          expect(policy.decide(finding(kind), scene)).toEqual(decide(rules, finding(kind)));
        }
      }),
    );
  });
});
