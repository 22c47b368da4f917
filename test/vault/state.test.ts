/** The state moves toward refusal and never back. */
import { describe, expect, it } from 'vitest';
import { createStateGate } from '../../src/vault/state.ts';

describe('the state gate', () => {
  it('lets values in only while open', () => {
    expect(() => createStateGate('open').demandOpen()).not.toThrow();
    expect(() => createStateGate('sealed').demandOpen()).toThrow(
      expect.objectContaining({ code: 'CV_VAULT_UNAVAILABLE' }),
    );
    expect(() => createStateGate('degraded').demandOpen()).toThrow(
      expect.objectContaining({ code: 'CV_VAULT_UNAVAILABLE' }),
    );
    expect(() => createStateGate('uninitialised').demandOpen()).toThrow(
      expect.objectContaining({ code: 'CV_VAULT_UNINITIALISED' }),
    );
  });

  it('never moves back, and tells each move once', () => {
    const gate = createStateGate('open');
    const seen: string[] = [];
    const stop = gate.onChange((state) => seen.push(state));
    for (const to of ['degraded', 'degraded', 'sealed', 'degraded', 'sealed'] as const) gate.fail(to);
    expect(seen).toEqual(['degraded', 'sealed']);
    expect(gate.current).toBe('sealed');
    stop();
  });

  it('leaves an uninitialised vault what it is', () => {
    const gate = createStateGate('uninitialised');
    gate.fail('sealed');
    expect(gate.current).toBe('uninitialised');
  });
});
