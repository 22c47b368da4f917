/** Which conversation and visitor a request or socket speaks for; the only maker of conversation ids. */
import { type ConversationId, conversationId } from '../domain/frame.ts';
import type { ConversationSource } from '../domain/profile.ts';
import type { Policy } from '../policy/policy.ts';
import type { VisitorRestorer } from '../redaction/redaction.ts';
import type { Site } from '../settings/settings.ts';
import type { DataPlaneParts } from './parts.ts';
import type { Presence } from './presence.ts';
import type { RequestHead } from './strict.ts';

export interface Binding {
  readonly site: string;
  readonly conversation: ConversationId;
  /** Keyed digest of the visitor's credential, or empty. */
  readonly credential: string;
  /** The vendor's own id of the conversation, when the request said one. */
  readonly claimed?: string;
  /** For messages that name their conversation themselves. */
  readonly rebind?: (claimed: string) => ConversationId;
}

/** What identifies the downstream connection: made once, dies with it. */
export interface Binder {
  bind(site: Site, head: RequestHead, rawHeaders: readonly string[]): Binding;
  /** Only for an exchange that the vendor accepted (2xx, 101); undefined where nothing may be restored. */
  restorer(site: Site, binding: Binding): VisitorRestorer | undefined;
  close(): void;
}

const ID_LENGTH_MAX = 256;

/** `presence` learns which conversations have this connection. */
export function createBinder(parts: DataPlaneParts, presence?: Presence): Binder {
  let anonymous: ConversationId | undefined;
  const present = new Set<ConversationId>();
  const digests = new Map<string, string>();
  const restorers = new Map<string, VisitorRestorer>();

  /** HMAC once per credential and connection; a connection rarely carries more than one. */
  const digest = (text: string): string => {
    let known = digests.get(text);
    if (known === undefined) {
      if (digests.size >= BINDINGS_MAX) digests.clear();
      known = parts.digest(text);
      digests.set(text, known);
    }
    return known;
  };

  /** Tells that this connection speaks for the conversation; one connection rarely speaks for two. */
  const seen = (binding: Binding): Binding => {
    const { conversation } = binding;
    if (present.has(conversation)) return binding;
    if (present.size >= BINDINGS_MAX) {
      for (const oldest of present) {
        leave(oldest);
        break;
      }
    }
    present.add(conversation);
    presence?.enter(conversation);
    return binding;
  };
  const leave = (conversation: ConversationId) => {
    present.delete(conversation);
    // A conversation that is nothing but this connection cannot be gone on with.
    presence?.leave(conversation, conversation !== anonymous);
  };

  const bindTo: Binder['bind'] = (site, head, rawHeaders) => {
    const secret = firstOf(site.profile.credential, head, rawHeaders);
    const credential = secret === undefined ? '' : digest(`credential\0${site.id}\0${secret}`);
    const claimed = firstOf(site.profile.conversation, head, rawHeaders);
    const named = (id: string) => conversationId(digest(`conversation\0${site.id}\0${id}`));
    // The vendor's id may itself be personal; what we keep is a digest of it.
    if (claimed !== undefined) return { site: site.id, conversation: named(claimed), credential, claimed };
    const rebind = site.profile.conversation.some(({ from }) => from === 'body') ? { rebind: named } : {};
    // Without an id of the vendor's, one visitor at one site is one conversation: HTTP and sockets share it.
    if (credential !== '')
      return { site: site.id, conversation: conversationId(`v-${credential}`), credential, ...rebind };
    anonymous ??= conversationId(`c-${parts.entropy.bytes(12).toString('hex')}`);
    return { site: site.id, conversation: anonymous, credential, ...rebind };
  };

  return {
    bind: (site, head, rawHeaders) => seen(bindTo(site, head, rawHeaders)),
    restorer(site, binding) {
      if (binding.credential === '') return undefined;
      const key = `${binding.site}\0${binding.conversation}\0${binding.credential}`;
      let open = restorers.get(key);
      if (open === undefined) {
        if (restorers.size >= BINDINGS_MAX) closeAll(restorers);
        const { claimed: _, rebind, ...bound } = binding;
        const made = parts.openRestorer({
          tenant: parts.tenant,
          ...bound,
          allows: (kind) => currentPolicy(parts, site).restores(kind),
        });
        // Same visitor, same site: only the conversation differs, and only where messages name it.
        open =
          rebind === undefined
            ? made
            : { ...made, beside: (conversation) => this.restorer(site, { ...bound, conversation }) };
        restorers.set(key, open);
      }
      return open;
    },
    close() {
      closeAll(restorers);
      digests.clear();
      for (const conversation of [...present]) leave(conversation);
    },
  };
}

/** Conversations one downstream connection may speak for at a time. */
const BINDINGS_MAX = 32;

function closeAll(restorers: Map<string, VisitorRestorer>): void {
  for (const restorer of restorers.values()) restorer.close();
  restorers.clear();
}

function currentPolicy(parts: DataPlaneParts, site: Site): Policy {
  return parts.settings.current.sites.find((other) => other.id === site.id)?.policy ?? site.policy;
}

function firstOf(
  sources: readonly ConversationSource[],
  head: RequestHead,
  rawHeaders: readonly string[],
): string | undefined {
  for (const source of sources) {
    const value = readSource(source, head, rawHeaders);
    if (value !== undefined && value !== '' && value.length <= ID_LENGTH_MAX * 16) return value;
  }
  return undefined;
}

function readSource(source: ConversationSource, head: RequestHead, rawHeaders: readonly string[]): string | undefined {
  switch (source.from) {
    case 'path':
      return idInPath(source.pattern, head.path);
    case 'query':
      return head.query === '' ? undefined : (new URLSearchParams(head.query).get(source.name) ?? undefined);
    case 'header':
      return headerValue(rawHeaders, source.name.toLowerCase());
    case 'cookie':
      return cookieValue(head.cookie, source.name);
    case 'body':
      // Read from the message, once it is there.
      return undefined;
  }
}

/** `{id}` in the pattern marks the segment; `*` and `**` are as in route globs. */
export function idInPath(pattern: string, path: string): string | undefined {
  let compiled = patterns.get(pattern);
  if (compiled === undefined) {
    const source = pattern
      .split(/(\{[a-z]+\}|\*\*|\*)/)
      .map((part) => pathPart(part))
      .join('');
    compiled = new RegExp(`^${source}`, 's');
    patterns.set(pattern, compiled);
  }
  return compiled.exec(path)?.[1];
}

const patterns = new Map<string, RegExp>();

function pathPart(part: string): string {
  if (part.startsWith('{')) return '([^/]+)';
  if (part === '**') return '.*';
  if (part === '*') return '[^/]*';
  return part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

function headerValue(rawHeaders: readonly string[], name: string): string | undefined {
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    if (rawHeaders[at]?.toLowerCase() === name) return rawHeaders[at + 1];
  }
  return undefined;
}

/** `name` may end in `*`, as vendors put the id of an account behind it. */
export function cookieValue(cookie: string | undefined, name: string): string | undefined {
  if (cookie === undefined) return undefined;
  const start = name.endsWith('*') ? name.slice(0, -1) : undefined;
  for (const pair of cookie.split(';')) {
    const mark = pair.indexOf('=');
    const own = mark > 0 ? pair.slice(0, mark).trim() : '';
    if (own !== '' && (start === undefined ? own === name : own.startsWith(start))) return pair.slice(mark + 1).trim();
  }
  return undefined;
}
