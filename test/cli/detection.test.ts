import { describe, expect, it } from 'vitest';
import { resolveDetection } from '../../src/cli/detection.ts';

describe('resolveDetection', () => {
  it('has every detector on by default and knows how their kinds are masked', async () => {
    const resolved = await resolveDetection('default');
    const text = '4111 1111 1111 1111 a@b.co';
    const found = resolved?.detection.find({ text, bytes: Buffer.from(text) }) ?? [];
    expect(found.map(({ kind }) => kind)).toEqual(['PAYMENT_CARD', 'EMAIL']);
    for (const { kind } of found) expect(resolved?.kinds.has(kind)).toBe(true);
  });

  it('takes any policy by name, and says why one cannot be used', async () => {
    expect(await resolveDetection('pci-dss')).toBeDefined();
    const told: string[] = [];
    const resolved = await resolveDetection('pci-ds', (problems) =>
      told.push(...problems.map(({ message }) => message)),
    );
    expect(resolved).toBeUndefined();
    expect(told).toEqual(['there is no such policy; did you mean "pci-dss"?']);
  });
});
