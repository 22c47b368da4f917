/** The one writer of request headers toward the vendor: hop-by-hop removal, Host, Origin, forwarded-for, Via. */
import type { ErrorCode } from '../domain/errors.ts';
import { headerName } from './header-names.ts';
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

/** Header pairs for the vendor; `values` replaces single values by index of the pair's value (masked texts). */
export function requestHeaders(
  raw: readonly string[],
  head: RequestHead,
  facts: ForwardFacts,
  change: BodyChange,
  masked: ReadonlyMap<number, string> | undefined,
): string[] {
  const out: string[] = ['Host', facts.upstream.host];
  let forwardedFor = '';
  let forwardedProto = '';
  let forwardedHost = '';
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = raw[at] ?? '';
    const value = masked?.get(at + 1) ?? raw[at + 1] ?? '';
    const { role, lower, kept } = headerName(name);
    if (!kept && head.nominated.length > 0 && head.nominated.includes(lower)) continue;
    switch (role) {
      case 'plain':
      case 'custom':
      case 'cookie':
        out.push(name, value);
        break;
      case 'content-type':
        out.push(name, change.contentType ?? value);
        break;
      case 'content-encoding':
        if (!change.identity) out.push(name, value);
        break;
      case 'accept-encoding':
        out.push(name, acceptableCodings(value));
        break;
      case 'origin':
        out.push(name, value === facts.ownOrigin ? facts.upstream.origin : value);
        break;
      case 'referer':
        out.push(name, swapOrigin(value, facts.ownOrigin, facts.upstream.origin));
        break;
      case 'range':
        if (!facts.inspect) out.push(name, value);
        break;
      case 'digest':
        if (!change.edited) out.push(name, value);
        break;
      case 'max-forwards':
        out.push(name, String(Math.max(0, Number(value) - 1)));
        break;
      case 'via':
        out.push(name, value);
        break;
      case 'forwarded':
        if (!facts.trusted) break;
        if (lower === 'x-forwarded-for') forwardedFor = forwardedFor === '' ? value : `${forwardedFor}, ${value}`;
        else if (lower === 'x-forwarded-proto') forwardedProto = value;
        else if (lower === 'x-forwarded-host') forwardedHost = value;
        else if (lower === 'forwarded') out.push(name, value);
        break;
      case 'cache-control':
      case 'etag':
      case 'location':
      case 'set-cookie':
      case 'allow-origin':
        out.push(name, value);
        break;
      default:
        // Hop-by-hop, framing, Expect, Upgrade, WebSocket handshake: made anew for the next hop or not at all.
        break;
    }
  }
  out.push('X-Forwarded-For', forwardedFor === '' ? facts.clientAddress : `${forwardedFor}, ${facts.clientAddress}`);
  out.push('X-Forwarded-Proto', forwardedProto === '' ? facts.scheme : forwardedProto);
  out.push('X-Forwarded-Host', forwardedHost === '' ? head.host : forwardedHost);
  out.push('Via', `1.1 ${facts.via}`);
  return out;
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
