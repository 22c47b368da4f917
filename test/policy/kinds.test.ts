/** Groups hold the whole taxonomy, and a name in a rule covers what it says. */
import { describe, expect, it } from 'vitest';
import { coversKind, isKindGroup, kindGroups, taxonomy } from '../../src/policy/kinds.ts';

describe('kindGroups', () => {
  it('put every kind of the taxonomy into at least one group', () => {
    expect(taxonomy.length).toBe(81);
    for (const kind of taxonomy) {
      expect(kind).toMatch(/^[A-Z][A-Z0-9_]*$/);
      expect(Object.keys(kindGroups).some((group) => coversKind(group, kind))).toBe(true);
    }
    for (const [group, kinds] of Object.entries(kindGroups)) {
      expect(group).toMatch(/^@[a-z-]+$/);
      expect(new Set(kinds).size, group).toBe(kinds.length);
    }
  });

  it('keep what may not be stored apart from what may', () => {
    for (const kind of kindGroups['@card-authentication']) {
      for (const group of ['@cards', '@bank', '@government-ids', '@health', '@contact'])
        expect(coversKind(group, kind)).toBe(false);
    }
  });
});

describe('coversKind', () => {
  it.each([
    ['EMAIL', 'EMAIL', true],
    ['EMAIL', 'EMAILS', false],
    ['HEALTH_*', 'HEALTH_CONDITION', true],
    ['*', 'ANYTHING', true],
    ['@bank', 'IBAN', true],
    ['@bank', 'EMAIL', false],
    ['@nowhere', 'EMAIL', false],
  ])('%s on %s', (name, kind, covered) => expect(coversKind(name, kind)).toBe(covered));

  it('knows its groups by name', () => {
    expect(isKindGroup('@cards')).toBe(true);
    expect(isKindGroup('@toString')).toBe(false);
  });
});
