/** The one writer of request headers toward the vendor: hop-by-hop removal, Host, Origin, forwarded-for, Via. */
import type { ErrorCode } from '../domain/errors.ts';
import { type HeaderRole, headerName } from './header-names.ts';
import type { Redirection } from './redirection.ts';
import type { RequestHead } from './strict.ts';

/** What the writer needs to know beside the header pairs. */
export interface ForwardFacts {
  /** Origin that the browser sees: scheme and host as requested. */
  readonly ownOrigin: string;
  readonly upstream: URL;
  readonly clientAddress: string;
  /** Scheme of the downstream connection. */
  readonly scheme: 'http' | 'https';
  /** The sender is a hop whose X-Forwarded-* are believed. */
  readonly trusted: boolean;
  /** Pseudonym of this process in Via. */
  readonly via: string;
  /** Routes that are inspected must see whole bodies, so ranges go. */
  readonly inspect: boolean;
  /** Of sites whose profile lists further hosts. */
  readonly redirection?: Redirection | undefined;
}

/** Changes of the body that headers must follow. */
export interface BodyChange {
  /** New Content-Type; undefined keeps the declared one. */
  readonly contentType?: string | undefined;
  /** The bytes are no longer those that Content-MD5 and the like were made of. */
  readonly edited: boolean;
  /** The content coding was taken off and not put on again. */
  readonly identity: boolean;
}

export const untouched: BodyChange = { edited: false, identity: false };

/** CV_LOOP when the request already went through this process or through too many proxies. */
export function loopFault(head: RequestHead, via: string): ErrorCode | undefined {
  if (head.via === undefined) return undefined;
  return head.via.includes(via) || head.via.split(',').length > HOPS_MAX ? 'CV_LOOP' : undefined;
}

const HOPS_MAX = 20;

/** What a writer of one field sees; it answers the value to send, or undefined to leave the field out. */
interface Writing {
  readonly facts: ForwardFacts;
  readonly change: BodyChange;
  /** X-Forwarded-* of a trusted hop, by name. */
  readonly hops: Map<string, string>;
  readonly raw: readonly string[];
  readonly path: string;
}
type FieldWriter = (value: string, writing: Writing, lower: string) => string | undefined;

const keep: FieldWriter = (value) => value;

/** Roles without an entry (hop-by-hop, framing, handshake) are made anew for the next hop or not at all. */
const writers: { readonly [Role in HeaderRole]?: FieldWriter } = {
  plain: keep,
  custom: keep,
  cookie: (value, { facts, path }) => (facts.redirection === undefined ? value : facts.redirection.cookie(value, path)),
  via: keep,
  'cache-control': keep,
  etag: keep,
  location: keep,
  'set-cookie': keep,
  'allow-origin': keep,
  link: keep,
  'content-policy': keep,
  'host-policy': keep,
  'content-type': (value, { change }) => change.contentType ?? value,
  'content-encoding': (value, { change }) => (change.identity ? undefined : value),
  'accept-encoding': (value) => acceptableCodings(value),
  origin: (value, { facts, raw }) => vendorOrigin(value, raw, facts),
  referer: (value, { facts }) =>
    facts.redirection?.referer(value) ?? swapOrigin(value, facts.ownOrigin, facts.upstream.origin),
  range: (value, { facts }) => (facts.inspect ? undefined : value),
  digest: (value, { change }) => (change.edited ? undefined : value),
  'max-forwards': (value) => String(Math.max(0, Number(value) - 1)),
  forwarded(value, { facts, hops }, lower) {
    if (!facts.trusted) return undefined;
    if (lower === 'forwarded') return value;
    const earlier = hops.get(lower);
    hops.set(lower, earlier === undefined || lower !== 'x-forwarded-for' ? value : `${earlier}, ${value}`);
    return undefined;
  },
};

/** Flat header pairs for the vendor; `masked` replaces single values, by the index of the value in `raw`. */
export function requestHeaders(
  raw: readonly string[],
  head: RequestHead,
  facts: ForwardFacts,
  change: BodyChange,
  masked: ReadonlyMap<number, string> | undefined,
): string[] {
  const out: string[] = ['Host', facts.upstream.host];
  const hops = new Map<string, string>();
  const writing: Writing = { facts, change, hops, raw, path: head.path };
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = raw[at] ?? '';
    const { role, lower, kept } = headerName(name);
    if (!kept && head.nominated.length > 0 && head.nominated.includes(lower)) continue;
    const value = writers[role]?.(masked?.get(at + 1) ?? raw[at + 1] ?? '', writing, lower);
    if (value !== undefined) out.push(name, value);
  }
  const before = hops.get('x-forwarded-for');
  // What sits behind a Unix socket has no address; RFC 7239 section 6.2 has a word for that.
  const sender = facts.clientAddress === '' ? 'unknown' : facts.clientAddress;
  out.push(
    'X-Forwarded-For',
    before === undefined ? sender : `${before}, ${sender}`,
    'X-Forwarded-Proto',
    hops.get('x-forwarded-proto') ?? facts.scheme,
    'X-Forwarded-Host',
    hops.get('x-forwarded-host') ?? head.host,
    'Via',
    `1.1 ${facts.via}`,
  );
  return out;
}

/** The Origin that the vendor is told instead of `value`. */
export function vendorOrigin(
  value: string,
  raw: readonly string[],
  { redirection, ownOrigin, upstream }: Pick<ForwardFacts, 'redirection' | 'ownOrigin' | 'upstream'>,
): string {
  if (redirection === undefined) return value === ownOrigin ? upstream.origin : value;
  const at = raw.findIndex((name, index) => index % 2 === 0 && headerName(name).role === 'referer');
  return redirection.origin(value, at === -1 ? undefined : raw[at + 1]);
}

/** `url` with our origin in front replaced by the vendor's; anything else stays as it is. */
export function swapOrigin(url: string, from: string, to: string): string {
  if (!url.startsWith(from)) return url;
  const next = url.charCodeAt(from.length);
  return Number.isNaN(next) || next === 0x2f || next === 0x3f || next === 0x23 ? to + url.slice(from.length) : url;
}

/** Codings that we can undo safely and the client can read; br and zstd are negotiated away. */
export function acceptableCodings(accepted: string): string {
  const gzip = accepts(accepted, 'gzip');
  const deflate = accepts(accepted, 'deflate');
  if (gzip) return deflate ? 'gzip, deflate' : 'gzip';
  return deflate ? 'deflate' : 'identity';
}

/** Whether an Accept-Encoding value admits `coding` (RFC 9110 section 12.5.3). */
export function accepts(accepted: string | undefined, coding: string): boolean {
  if (accepted === undefined) return false;
  let any = false;
  for (const part of accepted.toLowerCase().split(',')) {
    const [name, ...parameters] = part.split(';').map((piece) => piece.trim());
    const refused = parameters.some((parameter) => /^q=0(?:\.0{1,3})?$/.test(parameter));
    if (name === coding) return !refused;
    if (name === '*') any = !refused;
  }
  return any;
}
