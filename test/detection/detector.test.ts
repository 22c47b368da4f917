import { describe, expect, it } from 'vitest';
import { defineDetector, NEAR_MAX } from '../../src/detection/detector.ts';
import { loadDetectors } from '../../src/settings/catalog.ts';

describe('defineDetector', () => {
  it('answers the very detector it was given', async () => {
    const [first] = await loadDetectors();
    expect(first && defineDetector(first)).toBe(first);
    expect(NEAR_MAX).toBeGreaterThan(0);
  });
});
