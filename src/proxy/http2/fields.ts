/** Fields between HTTP/2 and the HTTP/1.1 that everything else here reads: no way to say less strictly what must be strict. */
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http2';
import type { ErrorCode } from '../../domain/errors.ts';

export interface InnerRequest {
  readonly method: string;
  readonly target: string;
  /** Flat name and value pairs, Host first. */
  readonly headers: string[];
}

/** RFC 9113 section 8.2.2: fields of one connection have no place on a stream. */
const connectionFields = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
  'http2-settings',
]);
/** Lower-case tokens only (RFC 9113 section 8.2.1). */
const nameForm = /^[a-z0-9!#$%&'*+.^_`|~-]+$/;
const pseudoNames = new Set([':method', ':scheme', ':authority', ':path']);

interface Seen {
  readonly pseudo: Map<string, string>;
  readonly cookies: string[];
  readonly fields: string[];
  host: string | undefined;
}

/** The request as HTTP/1.1 says it, or why it is refused. What HTTP/1.1 refuses is left to be refused there. */
export function toInner(raw: readonly string[], hasBody: boolean, countMax: number): InnerRequest | ErrorCode {
  if (raw.length / 2 > countMax) return 'CV_HEADERS_TOO_MANY';
  const seen: Seen = { pseudo: new Map(), cookies: [], fields: [], host: undefined };
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const fault = take(seen, raw[at] ?? '', raw[at + 1] ?? '');
    if (fault !== undefined) return fault;
  }
  const method = seen.pseudo.get(':method') ?? '';
  const target = seen.pseudo.get(':path') ?? '';
  if (method === 'CONNECT') return 'CV_METHOD_REFUSED';
  if (seen.pseudo.get(':scheme') !== 'https') return 'CV_BAD_TARGET';
  if (!target.startsWith('/') && !(target === '*' && method === 'OPTIONS')) return 'CV_BAD_TARGET';
  const authority = seen.pseudo.get(':authority');
  const host = authority ?? seen.host;
  // Two names would be chosen between differently by different readers.
  if (host === undefined || (seen.host !== undefined && seen.host.toLowerCase() !== host.toLowerCase())) {
    return 'CV_BAD_HOST';
  }
  const headers = ['Host', host, ...seen.fields];
  // RFC 9113 section 8.2.3: pieces of a cookie are joined before they leave HTTP/2.
  if (seen.cookies.length > 0) headers.push('Cookie', seen.cookies.join('; '));
  const sized = seen.fields.some((field, at) => at % 2 === 0 && field === 'content-length');
  if (hasBody && !sized) headers.push('Transfer-Encoding', 'chunked');
  return { method, target, headers };
}

function take(seen: Seen, name: string, value: string): ErrorCode | undefined {
  if (name.startsWith(':')) {
    if (!pseudoNames.has(name) || seen.pseudo.has(name)) return 'CV_BAD_REQUEST';
    seen.pseudo.set(name, value);
    return undefined;
  }
  if (!nameForm.test(name) || connectionFields.has(name)) return 'CV_BAD_HEADER';
  if (name === 'host') {
    if (seen.host !== undefined) return 'CV_BAD_HOST';
    seen.host = value;
  } else if (name === 'te') {
    if (value !== 'trailers') return 'CV_BAD_HEADER';
  } else if (name === 'cookie') seen.cookies.push(value);
  else seen.fields.push(name, value);
  return undefined;
}

const dropped = new Set([...connectionFields, 'trailer']);

/** The answer's fields for a stream. */
export function toOuter(status: number, raw: readonly string[]): OutgoingHttpHeaders & IncomingHttpHeaders {
  const headers: OutgoingHttpHeaders = { ':status': status };
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = (raw[at] ?? '').toLowerCase();
    const value = raw[at + 1] ?? '';
    if (dropped.has(name)) continue;
    const earlier = headers[name];
    headers[name] = earlier === undefined ? value : [...(Array.isArray(earlier) ? earlier : [String(earlier)]), value];
  }
  return headers as OutgoingHttpHeaders & IncomingHttpHeaders;
}
