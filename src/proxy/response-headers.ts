/** Checks and rewrites the vendor's response headers: what may not cross a hop, and what became false by an edit. */
import { type HeaderRole, headerName } from './header-names.ts';
import { type BodyChange, swapOrigin, untouched } from './headers.ts';
import type { Redirection } from './redirection.ts';

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
  const raw = pairs.map(latin1);
  const seen: Seen = {};
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const value = raw[at + 1] ?? '';
    if (control.test(value)) return undefined;
    const { role } = headerName(raw[at] ?? '');
    if (!watched.has(role)) continue;
    const earlier = seen[role];
    if (earlier !== undefined && !(role === 'connection' || role === 'content-encoding')) return undefined;
    seen[role] = earlier === undefined ? value : `${earlier}, ${value}`;
  }
  const length = seen['content-length'];
  const coding = seen['transfer-encoding'];
  if (coding !== undefined && (length !== undefined || coding.toLowerCase() !== 'chunked')) return undefined;
  if (length !== undefined && !digits.test(length)) return undefined;
  return {
    status,
    raw,
    contentType: seen['content-type'],
    contentEncoding: seen['content-encoding'],
    contentLength: length === undefined ? undefined : Number(length),
    nominated: seen.connection === undefined ? none : nominations(seen.connection),
  };
}

type Seen = { [Role in HeaderRole]?: string };
const none: readonly string[] = [];
const watched = new Set<HeaderRole>([
  'content-type',
  'content-encoding',
  'content-length',
  'transfer-encoding',
  'connection',
]);

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
  /** Of sites whose profile lists further hosts. */
  readonly redirection?: Redirection | undefined;
  /** It stands on a path of a further host. */
  readonly mounted?: boolean;
  /** A page that has our inline script: its policy must let it run. */
  readonly shim?: boolean;
  /** Origin of the request as the visitor sent it and as the vendor got it, where they differ. */
  readonly origin?: { readonly received: string; readonly sent: string } | undefined;
}

/** How the answer goes out. */
export interface AnswerChange extends BodyChange {
  /** Exact length of the body that follows; undefined for a stream. */
  readonly length: number | undefined;
  /** Values were put back for the visitor, or tokens of theirs stand in it: no cache may keep this. */
  readonly restored: boolean;
  /** The body is, or could have been, rewritten: a strong validator would be a lie. */
  readonly weaken: boolean;
}

/** An answer that goes on as it came. */
export const plainAnswer: AnswerChange = { ...untouched, length: undefined, restored: false, weaken: false };

type FieldWriter = (value: string, facts: AnswerFacts, change: AnswerChange, lower: string) => string | undefined;

const drop: FieldWriter = () => undefined;

/** Roles without an entry are passed on as they came. */
const writers: { readonly [Role in HeaderRole]?: FieldWriter } = {
  hop: drop,
  connection: drop,
  'content-length': drop,
  'transfer-encoding': drop,
  upgrade: drop,
  trailer: drop,
  websocket: drop,
  host: drop,
  'content-type': (value, _facts, change) => change.contentType ?? value,
  'content-encoding': (value, _facts, change) => (change.identity ? undefined : value),
  etag(value, _facts, change, lower) {
    if (change.edited || change.restored) return undefined;
    return lower === 'etag' && change.weaken && !value.startsWith('W/') ? `W/${value}` : value;
  },
  digest: (value, _facts, change) => (change.edited || change.weaken ? undefined : value),
  'cache-control': (value, _facts, change) => (change.restored ? undefined : value),
  location: (value, facts) => facts.redirection?.location(value) ?? mapLocation(value, facts),
  link: (value, { redirection }) => redirection?.link(value) ?? value,
  'content-policy': (value, { redirection, shim }) => redirection?.contentPolicy(value, shim === true) ?? value,
  'host-policy': (value, { mounted }) => (mounted === true ? undefined : value),
  'set-cookie': (value, facts) =>
    facts.redirection === undefined ? mapCookie(value, facts) : facts.redirection.setCookie(value),
  'allow-origin'(value, { origin, upstream, ownOrigin }) {
    if (origin !== undefined && value === origin.sent) return origin.received;
    return value === upstream.origin ? ownOrigin : value;
  },
};

/** Flat header pairs for the client. */
export function responseHeaders(head: ResponseHead, facts: AnswerFacts, change: AnswerChange): string[] {
  const out: string[] = [];
  const raw = head.raw;
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = raw[at] ?? '';
    const { role, lower, bad } = headerName(name);
    if (bad || (head.nominated.length > 0 && head.nominated.includes(lower))) continue;
    const writer = writers[role];
    const value = raw[at + 1] ?? '';
    const written = writer === undefined ? value : writer(value, facts, change, lower);
    if (written !== undefined) out.push(name, written);
  }
  const containment = facts.shim === true ? facts.redirection?.containment : undefined;
  if (containment !== undefined) out.push('Content-Security-Policy', containment);
  if (change.restored) out.push('Cache-Control', 'no-store');
  // Taken off for this receiver: another one gets the same answer with its coding.
  if (change.identity && !variesByCoding(raw)) out.push('Vary', 'Accept-Encoding');
  if (change.length !== undefined) out.push('Content-Length', String(change.length));
  return out;
}

function variesByCoding(raw: readonly string[]): boolean {
  for (let at = 0; at + 1 < raw.length; at += 2) {
    if (raw[at]?.toLowerCase() === 'vary' && /(?:^|,)\s*(?:accept-encoding|\*)\s*(?:,|$)/i.test(raw[at + 1] ?? ''))
      return true;
  }
  return false;
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
