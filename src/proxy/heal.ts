/** Takes back what was delivered: the vendor's own edit call, to the vendor's own origin, a few times and not for long. */
import { setTimeout as wait } from 'node:timers/promises';
import { Agent, request } from 'undici';
import { ChatveilError } from '../domain/errors.ts';
import type { FrameHead } from '../domain/frame.ts';
import type { Healer, HealOrder, HealTarget } from '../redaction/redaction.ts';
import type { Site } from '../settings/settings.ts';
import type { DataPlaneParts } from './parts.ts';
import { linkOptions } from './upstream.ts';

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
  const latest = new Map<string, Promise<void>>();
  // A site keeps its object until the settings change: an upstream link that changed gets an agent of its own.
  const agents = new WeakMap<Site, Agent>();
  const agentFor = (site: Site) => {
    const agent = agents.get(site) ?? new Agent({ connect: { ...linkOptions(site), timeout: TRY_MS } });
    agents.set(site, agent);
    return agent;
  };
  let calls = 0;
  return {
    async heal(order) {
      const site = siteOf(order.site);
      const call = site === undefined ? undefined : callFor(site, order, env);
      if (site === undefined || call === undefined || calls >= CALLS_MAX)
        throw new ChatveilError('CV_UPSTREAM_UNREACHABLE');
      calls += 1;
      // One call after the other for one message: a late try of an older text would bring digits back.
      const key = JSON.stringify([order.site, order.vendorConversation, order.message]);
      const before = latest.get(key);
      const work = (before ?? Promise.resolve()).catch(() => undefined).then(() => tries(call, agentFor(site), delays));
      latest.set(key, work);
      try {
        await work;
      } finally {
        calls -= 1;
        if (latest.get(key) === work) latest.delete(key);
      }
    },
  };
}

async function tries(call: Call, agent: Agent, delays: readonly number[]): Promise<void> {
  for (const delay of [...delays, undefined]) {
    const outcome = await send(call, agent);
    if (outcome === 'done') return;
    if (outcome === 'refused' || delay === undefined) break;
    await wait(delay, undefined, { ref: false });
  }
  throw new ChatveilError('CV_UPSTREAM_UNREACHABLE');
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
  const needsConversation = `${heal.path}${heal.body ?? ''}`.includes('{conversation}');
  if (needsConversation && !isId(order.vendorConversation)) return undefined;
  const secret = heal.credential === undefined ? undefined : env[heal.credential.env];
  if (heal.credential !== undefined && (secret === undefined || secret === '')) return undefined;
  const base = site.upstream.pathname.replace(/\/$/, '');
  const { message, vendorConversation: conversation = '', text } = order;
  const asJson = (part: string) => JSON.stringify(part).slice(1, -1);
  const written = heal.mediaType === 'application/x-www-form-urlencoded' ? encodeURIComponent : asJson;
  const path = fill(heal.path, { message, conversation }, encodeURIComponent);
  return {
    origin: site.upstream.origin,
    path: base + path,
    method: heal.method,
    headers: {
      ...(heal.body !== undefined && { 'content-type': heal.mediaType }),
      ...(heal.credential !== undefined && { [heal.credential.header.toLowerCase()]: secret ?? '' }),
    },
    body: heal.body === undefined ? null : fill(heal.body, { message, conversation, text }, written),
  };
}

/** In one pass, so that nothing in a value is taken for a place to fill. */
function fill(template: string, values: Readonly<Record<string, string>>, spell: (value: string) => string): string {
  return template.replace(/\{(message|conversation|text)\}/g, (place, name: string) => {
    const value = values[name];
    return value === undefined ? place : spell(value);
  });
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

/** Milliseconds that the vendor may take to say what it calls a message. */
const NAME_MS = 15_000;

/** Starts the calls and does not wait for them; what cannot be taken back is an incident. */
export function takeBack(
  parts: Pick<DataPlaneParts, 'healer' | 'recorder' | 'log'>,
  { site, vendorConversation }: FrameHead,
  targets: readonly HealTarget[],
): void {
  const { healer, recorder, log } = parts;
  const end = (outcome: 'done' | 'failed' | 'impossible') => {
    recorder.healed?.(site, outcome);
    if (outcome === 'done') return;
    recorder.incident?.(site, `heal-${outcome}`);
    log.error('heal-failed', { site });
  };
  const one = async ({ message, text }: HealTarget): Promise<void> => {
    const name = typeof message === 'object' ? await within(NAME_MS, message) : message;
    if (healer === undefined || name === undefined) return end('impossible');
    await healer.heal({ message: name, text, site, vendorConversation }).then(
      () => end('done'),
      () => end('failed'),
    );
  };
  for (const target of targets) void one(target);
}

async function within<Result>(milliseconds: number, work: Promise<Result>): Promise<Result | undefined> {
  const over = new AbortController();
  const late = wait(milliseconds, undefined, { ref: false, signal: over.signal }).catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    over.abort();
  }
}
