import { describe, expect, it } from 'vitest';
import { resolveDetection } from '../../src/cli/detection.ts';

describe('resolveDetection', () => {
  it('has every detector on by default and knows how their kinds are masked', async () => {
    const resolution = await resolveDetection('default', process.cwd());
    expect(resolution.ok).toBe(true);
    if (!resolution.ok) return;
    const { detection, kinds, policy } = resolution.resolved;
    const text = '4111 1111 1111 1111 a@b.co';
    const found = detection.find({ text, bytes: Buffer.from(text) });
    expect(found.map(({ kind }) => kind)).toEqual(['PAYMENT_CARD', 'EMAIL']);
    for (const finding of found) {
      expect(kinds.has(finding.kind)).toBe(true);
      expect(policy.decide(finding, { site: '', direction: 'to-upstream', path: '' }).action).not.toBe('pass');
    }
  });

  it('says what is wrong with a policy it does not know', async () => {
    const resolution = await resolveDetection('nowhere', process.cwd());
    expect(resolution.ok ? [] : resolution.problems.map(({ message }) => message)).toEqual([
      expect.stringMatching(/no such policy/),
    ]);
  });
});
