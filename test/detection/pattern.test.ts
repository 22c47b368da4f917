import { describe, expect, it } from 'vitest';
import { compilePatterns, type PatternDef } from '../../src/detection/pattern.ts';

const def = (change: Partial<PatternDef>): PatternDef => ({
  name: 'member',
  kind: 'MEMBER',
  pattern: 'M-(\\d{4})',
  examples: { hits: ['M-1234'], misses: ['M-12'] },
  ...change,
});

function find(defs: readonly PatternDef[], text: string): string[] {
  const made = compilePatterns(defs);
  if (!made.ok) throw new Error(JSON.stringify(made.problems));
  return made.patterns.find({ text, bytes: Buffer.from(text) }).map(({ start, end }) => text.slice(start, end));
}
function problems(change: Partial<PatternDef>): string[] {
  const made = compilePatterns([def(change)]);
  return made.ok ? [] : made.problems.map(({ at, message }) => `${at}: ${message}`);
}

describe('compilePatterns', () => {
  it('finds every match by position, past ASCII too', () => {
    expect(find([def({})], 'é😀 M-1234, M-5678')).toEqual(['M-1234', 'M-5678']);
  });

  it('can take a group, a flag, a checksum and words nearby', () => {
    expect(find([def({ group: 1 })], 'é M-1234')).toEqual(['1234']);
    expect(find([def({ flags: 'i' })], 'm-1234')).toEqual(['m-1234']);
    const luhn = def({
      pattern: '\\b\\d{8}\\b',
      checksum: 'luhn',
      examples: { hits: ['12345674'], misses: ['12345678'] },
    });
    expect(find([luhn], '12345674 12345675')).toEqual(['12345674']);
    const near = def({
      context: { words: ['Member'], distance: 10 },
      examples: { hits: ['member M-1234'], misses: ['M-1234', 'remember M-1234'] },
    });
    expect(find([near], 'member M-1234 and so on and on M-5678')).toEqual(['M-1234']);
  });

  it('runs several patterns with different flags behind one gate', () => {
    const other = def({
      name: 'other',
      kind: 'OTHER',
      pattern: 'vip',
      flags: 'i',
      examples: { hits: ['VIP'], misses: ['x'] },
    });
    expect(find([def({}), other], 'Vip M-1234').sort()).toEqual(['M-1234', 'Vip']);
    expect(find([], 'anything')).toEqual([]);
  });

  it.each([
    ['look-ahead', { pattern: 'a(?=b)' }, /^pattern: look-around is not available/],
    ['look-behind', { pattern: '(?<!a)b' }, /^pattern: look-around is not available/],
    ['a back-reference', { pattern: '(a)\\1' }, /^pattern: back-references are not available/],
    ['a broken pattern', { pattern: 'a(' }, /^pattern: not a valid RE2 pattern/],
    ['a pattern that matches nothing', { pattern: 'a*' }, /^pattern: .*everywhere/],
    ['one that matches between characters', { pattern: '\\b' }, /^pattern: .*everywhere: see "Hello/],
    ['a pattern that hits harmless texts', { pattern: '\\d{5,8}|M-\\d{4}' }, /^pattern: too wide.*"48213377" in the/],
    ['a pattern that swallows its surroundings', { pattern: '.*M-\\d{4}.*' }, /^examples.hits.0: too wide/],
    ['a marked place it misses', { examples: { hits: ['M-‹1234›'], misses: ['x'] } }, /^examples.hits.0: .*1 to 6/],
    ['an unknown flag', { flags: 'x' }, /^flags/],
    ['a group that is not there', { group: 2 }, /^group: the pattern has 1 groups/],
    ['no examples', { examples: { hits: [], misses: [] } }, /^examples.hits/],
    ['a hit it misses', { examples: { hits: ['M-1'], misses: ['x'] } }, /^examples.hits.0/],
    ['a miss it finds', { examples: { hits: ['M-1234'], misses: ['x', 'M-1234'] } }, /^examples.misses.1/],
  ])('refuses %s with a reason', (_name, change, reason) => {
    expect(problems(change)[0]).toMatch(reason);
  });

  it('refuses two patterns of one name', () => {
    const made = compilePatterns([def({}), def({})]);
    expect(made.ok ? [] : made.problems.map(({ at }) => at)).toContain('name');
  });

  it('lets an operator insist on a wide pattern, but not on a hollow one', () => {
    expect(problems({ pattern: '\\d{4}', allowWide: true })).toEqual([]);
    expect(problems({ pattern: '\\d*', allowWide: true })[0]).toMatch(/everywhere/);
  });

  it('is linear where backtracking engines explode', () => {
    const bad = def({ pattern: '(a+)+b', examples: { hits: ['aab'], misses: ['aaa'] }, allowWide: true });
    expect(find([bad], 'a'.repeat(100_000))).toEqual([]);
  });
});
