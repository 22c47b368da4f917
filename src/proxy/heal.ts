/** Takes back what was delivered: the vendor's own edit call, to the vendor's own origin, a few times and not for long. */
import { setTimeout as wait } from 'node:timers/promises';
import { Agent, request } from 'undici';
import { ChatveilError } from '../domain/errors.ts';
import type { FrameHead } from '../domain/frame.ts';
import type { Healer, HealOrder, HealTarget } from '../redaction/redaction.ts';
import type { Site } from '../settings/settings.ts';
import type { DataPlaneParts } from './parts.ts';
import { lookupFor } from './pinned-lookup.ts';
import { strictServerIdentity } from './upstream.ts';

export interface HttpHealerParts {
  /** The site of that id as it is configured now. */
  readonly site: (id: string) => Site | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds before each further try; absent: a second, then four. */
  readonly delays?: readonly number[];
}

/** Milliseconds that one try may take. */
const TRY_MS = 10_000;
const DELAYS = [1000, 4000];
/** Calls under way at a time; a vendor that hangs must not fill the memory. */
const CALLS_MAX = 256;
/** Bytes of an answer that are read before the connection is let go. */
const ANSWER_MAX = 64 * 1024;
const ID_MAX = 200;

export function createHttpHealer({ site: siteOf, env, delays = DELAYS }: HttpHealerParts): Healer {
  const agent = new Agent({
    connect: { timeout: TRY_MS, checkServerIdentity: strictServerIdentity, lookup: lookupFor({}) },
  });
  let calls = 0;
  return {
    async heal(order) {
      const site = siteOf(order.site);
      const call = site === undefined ? undefined : callFor(site, order, env);
      if (call === undefined || calls >= CALLS_MAX) throw new ChatveilError('CV_UPSTREAM_UNREACHABLE');
      calls += 1;
      try {
        for (const delay of [...delays, undefined]) {
          const outcome = await send(call, agent);
          if (outcome === 'done') return;
          if (outcome === 'refused' || delay === undefined) break;
          await wait(delay, undefined, { ref: false });
        }
      } finally {
        calls -= 1;
      }
      throw new ChatveilError('CV_UPSTREAM_UNREACHABLE');
    },
  };
}

interface Call {
  readonly origin: string;
  readonly path: string;
  readonly method: 'PATCH' | 'PUT' | 'POST' | 'DELETE';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** Undefined when the profile has no such call, or it needs what is not known. */
function callFor(site: Site, order: HealOrder, env: HttpHealerParts['env']): Call | undefined {
  const { heal } = site.profile;
  if (heal === undefined || !isId(order.message)) return undefined;
  if (heal.path.includes('{conversation}') && !isId(order.vendorConversation)) return undefined;
  const secret = heal.credential === undefined ? undefined : env[heal.credential.env];
  if (heal.credential !== undefined && (secret === undefined || secret === '')) return undefined;
  const base = site.upstream.pathname.replace(/\/$/, '');
  const path = heal.path
    .replaceAll('{conversation}', () => encodeURIComponent(order.vendorConversation ?? ''))
    .replaceAll('{message}', () => encodeURIComponent(order.message ?? ''));
  return {
    origin: site.upstream.origin,
    path: base + path,
    method: heal.method,
    headers: {
      ...(heal.body !== undefined && { 'content-type': heal.mediaType }),
      ...(heal.credential !== undefined && { [heal.credential.header.toLowerCase()]: secret ?? '' }),
    },
    body: heal.body?.replaceAll('{text}', () => JSON.stringify(order.text).slice(1, -1)) ?? null,
  };
}

/** `.` and `..` would lead to another path than the profile names. */
function isId(id: string | undefined): id is string {
  return id !== undefined && id !== '' && id.length <= ID_MAX && !/^\.{1,2}$/.test(id);
}

/** `again`: the vendor may answer otherwise later. Redirects are not followed: they lead elsewhere. */
async function send({ origin, ...options }: Call, dispatcher: Agent): Promise<'done' | 'again' | 'refused'> {
  try {
    const signal = AbortSignal.timeout(TRY_MS);
    const { statusCode, body } = await request(origin + options.path, {
      method: options.method,
      headers: options.headers,
      body: options.body,
      dispatcher,
      signal,
    });
    await body.dump({ limit: ANSWER_MAX, signal });
    if (statusCode >= 200 && statusCode < 300) return 'done';
    return statusCode === 408 || statusCode === 429 || statusCode >= 500 ? 'again' : 'refused';
  } catch {
    return 'again';
  }
}

/** Starts the calls and does not wait for them; what cannot be taken back is an incident. */
export function takeBack(
  { healer, recorder, log }: Pick<DataPlaneParts, 'healer' | 'recorder' | 'log'>,
  { site, vendorConversation }: FrameHead,
  targets: readonly HealTarget[],
): void {
  const failed = (kind: string) => {
    recorder.incident?.(site, kind);
    log.error('heal-failed', { site });
  };
  for (const target of targets) {
    if (healer === undefined || target.message === undefined) failed('heal-impossible');
    else healer.heal({ ...target, site, vendorConversation }).catch(() => failed('heal-failed'));
  }
}
