import { describe, expect, it } from 'vitest';
import { detectors } from '../../src/cli/detectors.ts';
import { runVerb } from './detection-io.ts';

describe('detectors', () => {
  it('lists each one with its kinds, authority, regulations and examples', async () => {
    const { out } = await runVerb(detectors, ['detectors', '--json']);
    const rows = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(rows.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['email', 'health-terms', 'payment-card', 'phone', 'us-ssn']),
    );
    for (const row of rows) {
      expect(row.kinds.length).toBeGreaterThan(0);
      expect(row.authority.length).toBeGreaterThan(0);
      expect(row.examples.hits.length).toBeGreaterThan(0);
    }
  });

  it('reads well for people', async () => {
    const { out } = await runVerb(detectors, ['detectors']);
    expect(out).toContain('payment-card: Payment card numbers');
    expect(out).toContain('leaves alone');
  });
});
