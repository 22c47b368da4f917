/** One-time keys and sessions: single use even when asked twice at once. */
import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createSignIn } from '../../src/api/sign-in.ts';

const make = () => createSignIn({ now: () => 0 }, { bytes: (size) => randomBytes(size) });

describe('sign-in', () => {
  it('lets one of two simultaneous exchanges through', async () => {
    const signIn = make();
    const key = signIn.issueKey();
    const sessions = await Promise.all([signIn.exchange(key), signIn.exchange(key)]);
    expect(sessions.filter((session) => session !== undefined)).toHaveLength(1);
  });

  it('keeps at most sixteen sessions, dropping the oldest', async () => {
    const signIn = make();
    const sessions: string[] = [];
    for (let count = 0; count < 17; count += 1) sessions.push((await signIn.exchange(signIn.issueKey())) ?? '');
    expect(await signIn.known(sessions[0] ?? '')).toBe(false);
    expect(await signIn.known(sessions[1] ?? '')).toBe(true);
    expect(await signIn.known(sessions[16] ?? '')).toBe(true);
  });

  it('knows no empty session and no key without a link', async () => {
    const signIn = make();
    expect(await signIn.known('')).toBe(false);
    expect(await signIn.exchange('')).toBeUndefined();
  });
});
