/** What the vault may do right now. It moves toward refusal by itself and never back without a new, verified opening. */
import { ChatveilError } from '../domain/errors.ts';
import type { VaultState } from './vault.ts';

const rank: Readonly<Record<VaultState, number>> = { uninitialised: 0, open: 1, degraded: 2, sealed: 3 };

export interface StateGate {
  readonly current: VaultState;
  /** Moves to a state that allows less; a call that would allow more is ignored. */
  fail(to: 'degraded' | 'sealed'): void;
  /** Throws unless values may be sealed. */
  demandOpen(): void;
  onChange(listener: (state: VaultState) => void): () => void;
}

export function createStateGate(initial: VaultState): StateGate {
  const listeners = new Set<(state: VaultState) => void>();
  let current = initial;
  return {
    get current() {
      return current;
    },
    fail(to) {
      if (current === 'uninitialised' || rank[to] <= rank[current]) return;
      current = to;
      for (const listener of listeners) listener(to);
    },
    demandOpen() {
      if (current === 'uninitialised') throw new ChatveilError('CV_VAULT_UNINITIALISED');
      if (current !== 'open') throw new ChatveilError('CV_VAULT_UNAVAILABLE');
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
