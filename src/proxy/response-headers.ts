/** Checks and rewrites the vendor's response headers: what may not cross a hop, and what became false by an edit. */
import { headerName } from './header-names.ts';
import type { BodyChange } from './headers.ts';
import { swapOrigin } from './headers.ts';

/** What one pass over the vendor's header pairs found. */
export interface ResponseHead {
  readonly status: number;
  /** Flat name and value pairs, as they came. */
  readonly raw: readonly string[];
  readonly contentType: string | undefined;
  readonly contentEncoding: string | undefined;
  readonly contentLength: number | undefined;
  readonly nominated: readonly string[];
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these characters are what is looked for
const control = /[\x00-\x08\x0a-\x1f\x7f]/;
const digits = /^[0-9]{1,15}$/;

/** The response head, or undefined when it is malformed or ambiguous and must not be relayed. */
export function readResponse(
  status: number,
  pairs: readonly (Buffer | string)[],
  countMax: number,
): ResponseHead | undefined {
  if (status < 100 || status > 599 || pairs.length / 2 > countMax * 2) return undefined;
  const raw: string[] = new Array(pairs.length);
  let contentType: string | undefined;
  let contentEncoding: string | undefined;
  let contentLength: string | undefined;
  let transferEncoding: string | undefined;
  let nominated: readonly string[] = [];
  for (let at = 0; at + 1 < pairs.length; at += 2) {
    const name = (raw[at] = latin1(pairs[at]));
    const value = (raw[at + 1] = latin1(pairs[at + 1]));
    const { role, bad } = headerName(name);
    if (control.test(value) || (bad && role !== 'custom')) return undefined;
    if (role === 'content-type') {
      if (contentType !== undefined && contentType !== value) return undefined;
      contentType = value;
    } else if (role === 'content-encoding') {
      contentEncoding = contentEncoding === undefined ? value : `${contentEncoding}, ${value}`;
    } else if (role === 'content-length') {
      if (contentLength !== undefined || !digits.test(value)) return undefined;
      contentLength = value;
    } else if (role === 'transfer-encoding') {
      if (transferEncoding !== undefined || value.toLowerCase() !== 'chunked') return undefined;
      transferEncoding = value;
    } else if (role === 'connection') {
      nominated = [...nominated, ...nominations(value)];
    }
  }
  if (transferEncoding !== undefined && contentLength !== undefined) return undefined;
  const length = contentLength === undefined ? undefined : Number(contentLength);
  return { status, raw, contentType, contentEncoding, contentLength: length, nominated };
}

function nominations(value: string): string[] {
  const lower = value.toLowerCase();
  if (lower === 'keep-alive' || lower === 'close') return [];
  return lower
    .split(',')
    .map((token) => token.trim())
    .filter((token) => token !== '' && !headerName(token).kept);
}

function latin1(part: Buffer | string | undefined): string {
  return typeof part === 'string' ? part : (part?.toString('latin1') ?? '');
}

export interface AnswerFacts {
  readonly ownOrigin: string;
  readonly ownHost: string;
  readonly upstream: URL;
}

/** How the answer goes out. */
export interface AnswerChange extends BodyChange {
  /** Exact length of the body that follows; undefined for a stream. */
  readonly length: number | undefined;
  /** Values were put back for the visitor: no cache may keep this. */
  readonly restored: boolean;
  /** The body is, or could have been, rewritten: a strong validator would be a lie. */
  readonly weaken: boolean;
}

/** Flat header pairs for the client. */
export function responseHeaders(head: ResponseHead, facts: AnswerFacts, change: AnswerChange): string[] {
  const out: string[] = [];
  const raw = head.raw;
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = raw[at] ?? '';
    const value = raw[at + 1] ?? '';
    const { role, lower } = headerName(name);
    if (head.nominated.length > 0 && head.nominated.includes(lower)) continue;
    switch (role) {
      case 'hop':
      case 'connection':
      case 'content-length':
      case 'transfer-encoding':
      case 'upgrade':
      case 'trailer':
      case 'websocket':
      case 'host':
        break;
      case 'content-type':
        out.push(name, change.contentType ?? value);
        break;
      case 'content-encoding':
        if (!change.identity) out.push(name, value);
        break;
      case 'etag':
        pushValidator(out, name, lower, value, change);
        break;
      case 'digest':
        if (!change.edited && !change.weaken) out.push(name, value);
        break;
      case 'cache-control':
        if (!change.restored) out.push(name, value);
        break;
      case 'location':
        out.push(name, mapLocation(value, facts));
        break;
      case 'set-cookie':
        out.push(name, mapCookie(value, facts));
        break;
      case 'allow-origin':
        out.push(name, value === facts.upstream.origin ? facts.ownOrigin : value);
        break;
      default:
        out.push(name, value);
    }
  }
  if (change.restored) out.push('Cache-Control', 'no-store');
  if (change.length !== undefined) out.push('Content-Length', String(change.length));
  return out;
}

function pushValidator(out: string[], name: string, lower: string, value: string, change: AnswerChange): void {
  if (change.edited || change.restored) return;
  if (lower === 'etag' && change.weaken && !value.startsWith('W/')) out.push(name, `W/${value}`);
  else out.push(name, value);
}

/** A redirect to the vendor's origin stays with us; any other destination is passed on and never followed. */
function mapLocation(value: string, facts: AnswerFacts): string {
  const base = facts.upstream.pathname === '/' ? '' : facts.upstream.pathname.replace(/\/$/, '');
  const mapped = swapOrigin(value, facts.upstream.origin, facts.ownOrigin);
  if (base === '') return mapped;
  const path = mapped.startsWith(facts.ownOrigin) ? mapped.slice(facts.ownOrigin.length) : mapped;
  if (!path.startsWith(`${base}/`)) return mapped;
  return (mapped === path ? '' : facts.ownOrigin) + path.slice(base.length);
}

/** A cookie for the vendor's host would be refused by the browser; without Domain it belongs to ours. */
function mapCookie(value: string, facts: AnswerFacts): string {
  if (!/;\s*domain\s*=/i.test(value)) return value;
  return value
    .split(';')
    .filter((part, index) => index === 0 || !/^\s*domain\s*=/i.test(part) || ownDomain(part, facts.ownHost))
    .join(';');
}

function ownDomain(part: string, ownHost: string): boolean {
  const domain = part
    .slice(part.indexOf('=') + 1)
    .trim()
    .replace(/^\./, '')
    .toLowerCase();
  const host = ownHost.replace(/:\d+$/, '');
  return domain !== '' && (host === domain || host.endsWith(`.${domain}`));
}
