/** The one-time link and the sessions it opens, in memory only: a restart ends them all. */
import { timingSafeEqual } from 'hono/utils/buffer';
import type { Clock, Entropy } from '../domain/clock.ts';

/** 256 bits: nobody guesses it, so no throttle is needed. */
const keyBytes = 32;
const linkMsMax = 15 * 60_000;
const sessionMsMax = 8 * 3_600_000;
/** One person, a few browsers; the oldest session ends when there are more. */
const sessionsMax = 16;

export interface SignIn {
  /** A new key; an earlier one that was not used is worth nothing from now on. */
  issueKey(): string;
  /** A session id when the key is right, in time and unused. */
  exchange(key: string): Promise<string | undefined>;
  known(session: string): Promise<boolean>;
  end(session: string): Promise<void>;
}

export const sessionSecondsMax = sessionMsMax / 1000;

export function createSignIn(clock: Clock, entropy: Entropy): SignIn {
  let pending: { readonly key: string; readonly expires: number } | undefined;
  let sessions: readonly { readonly id: string; readonly expires: number }[] = [];
  const newKey = (): string => entropy.bytes(keyBytes).toString('base64url');

  /** Compares with every session, so that time tells nothing about which one came near. */
  const find = async (session: string): Promise<string | undefined> => {
    sessions = sessions.filter((one) => one.expires > clock.now());
    let found: string | undefined;
    for (const one of sessions) if (await timingSafeEqual(one.id, session)) found = one.id;
    return found;
  };

  return {
    issueKey() {
      pending = { key: newKey(), expires: clock.now() + linkMsMax };
      return pending.key;
    },
    async exchange(key) {
      const offered = pending;
      if (offered === undefined || !(await timingSafeEqual(offered.key, key))) return undefined;
      // Another request may have used the key while we compared.
      if (pending !== offered) return undefined;
      pending = undefined;
      if (clock.now() >= offered.expires) return undefined;
      const id = newKey();
      sessions = [...sessions, { id, expires: clock.now() + sessionMsMax }].slice(-sessionsMax);
      return id;
    },
    known: async (session) => (await find(session)) !== undefined,
    async end(session) {
      const id = await find(session);
      sessions = sessions.filter((one) => one.id !== id);
    },
  };
}
