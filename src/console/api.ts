/** Calls of the console's API; a refusal is a value, a lost line an exception. */
import type { SessionRequest, StatsAnswer } from '../api/contract.ts';

/** `undefined` when the browser holds no session. */
export async function readStats(from: number, to: number): Promise<StatsAnswer | undefined> {
  const answer = await fetch(`/api/stats?from=${from}&to=${to}`);
  if (answer.status === 401) return undefined;
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  return (await answer.json()) as StatsAnswer;
}

/** Trades the key of the one-time link for a session; false when the key was used or is too old. */
export async function signIn(key: string): Promise<boolean> {
  const body: SessionRequest = { key };
  const answer = await fetch('/api/stats/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return answer.ok;
}

export async function signOut(): Promise<void> {
  await fetch('/api/stats/session', { method: 'DELETE' });
}
