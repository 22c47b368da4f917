/** Finds URLs of a vendor's hosts in a text and says how they read through the proxy, and the other way round. */
import type { FoundHost, HostList } from './host-list.ts';
import type { Edit } from './text.ts';

/** Replace [start, end) of a text. */
export type TextChange = Omit<Edit, 'span'>;

/** Where the visitor sees the proxy. */
export interface OwnOrigin {
  readonly scheme: 'http' | 'https';
  /** As in a Host header: with a port where it is not the usual one. */
  readonly host: string;
}

export interface UrlMapParts {
  readonly hosts: HostList;
  readonly own: OwnOrigin;
  /** `/__h`. */
  readonly prefix: string;
  /** The site's own upstream: its URLs are ours without a prefix. */
  readonly home: URL;
}

export interface UrlMap {
  /**
   * Changes that bring vendor URLs in `text` to the proxy; of the entries named, or of all. Idempotent: what leads
   * to the proxy already stays.
   */
  toClient(text: string, names?: ReadonlySet<string>): TextChange[];
  /** Changes that turn URLs of ours back into the vendor's. */
  toVendor(text: string): TextChange[];
  /** `/__h/host` for a host of the list. */
  mount(host: FoundHost): string;
}

/**
 * A URL begins a text or follows a character that cannot be part of one, so that the query of a foreign URL stays.
 * Without a scheme it must be the whole value.
 */
const absolute =
  /(^|[\s"'`(<>,;[{|\\]|url=)(https?:|wss?:)\/\/([a-z0-9_.-]{1,253}(?::\d{1,5})?)(?=[/?#"'`\s)<>,;\]}|\\]|$)/gi;
const relative = /^\/\/([a-z0-9_.-]{1,253}(?::\d{1,5})?)(?=[/?#]|$)/i;

export function createUrlMap({ hosts, own, prefix, home }: UrlMapParts): UrlMap {
  const secure = own.scheme === 'https';
  const ownOf = (scheme: string) => {
    if (scheme === '') return `//${own.host}`;
    const name = scheme.startsWith('w') ? (secure ? 'wss' : 'ws') : own.scheme;
    return `${name}://${own.host}`;
  };
  const base = home.pathname.replace(/\/$/, '');
  const mount = (host: FoundHost) => `${prefix}/${host.host}`;

  /** The change for one URL whose scheme and host end at `end`. */
  function toOurs(
    text: string,
    { start, end, scheme, host }: Head,
    names?: ReadonlySet<string>,
  ): TextChange | undefined {
    const lower = host.toLowerCase();
    if (lower === own.host) return undefined;
    if (isHome(home, lower)) {
      const after = text.slice(end, end + base.length + 1);
      const within = base === '' || after === base || /^[/?#]/.test(after.slice(base.length)) === true;
      if (within && after.startsWith(base)) return { start, end: end + base.length, insert: ownOf(scheme) };
    }
    const found = hosts.find(lower);
    if (found === undefined || (names !== undefined && !names.has(found.entry.name))) return undefined;
    return { start, end, insert: ownOf(scheme) + mount(found) };
  }

  const ours = new RegExp(
    `(https?|wss?)://${escaped(own.host)}(?:${escaped(prefix)}/([a-z0-9_.:-]+))?(?=[^a-z0-9_.:-]|$)`,
    'gi',
  );

  return {
    mount,
    toClient(text, names) {
      if (!text.includes('//')) return [];
      const changes: TextChange[] = [];
      const bare = relative.exec(text);
      const whole = bare?.[1] === undefined ? undefined : { start: 0, end: bare[0].length, scheme: '', host: bare[1] };
      const change = whole && toOurs(text, whole, names);
      if (change) changes.push(change);
      for (const match of text.matchAll(absolute)) {
        const [all, before = '', scheme = '', host = ''] = match;
        const head = { start: match.index + before.length, end: match.index + all.length, scheme, host };
        const one = toOurs(text, head, names);
        if (one) changes.push(one);
      }
      return changes;
    },
    toVendor(text) {
      if (!text.includes(own.host)) return [];
      const changes: TextChange[] = [];
      for (const match of text.matchAll(ours)) {
        const [all, scheme = '', host] = match;
        const start = match.index;
        const socket = scheme.toLowerCase().startsWith('w');
        const found = host === undefined ? undefined : hosts.find(host.toLowerCase());
        if (host !== undefined && found === undefined) continue;
        const origin = found === undefined ? home.origin + base : found.origin;
        changes.push({ start, end: start + all.length, insert: socket ? origin.replace(/^http/, 'ws') : origin });
      }
      return changes;
    },
  };
}

interface Head {
  readonly start: number;
  readonly end: number;
  /** With its colon; empty for `//host`. */
  readonly scheme: string;
  readonly host: string;
}

function isHome(home: URL, host: string): boolean {
  const usual = home.protocol === 'https:' ? '443' : '80';
  return host === home.host || host === `${home.hostname}:${usual}`;
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

/** `text` with the changes made, which are in order and apart. */
export function changed(text: string, changes: readonly TextChange[]): string {
  let out = '';
  let kept = 0;
  for (const { start, end, insert } of changes) {
    out += text.slice(kept, start) + insert;
    kept = end;
  }
  return kept === 0 && changes.length === 0 ? text : out + text.slice(kept);
}
