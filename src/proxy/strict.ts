/** The raw-request check before any framework: refuses what two parsers could read in two ways. */
import type { IncomingMessage } from 'node:http';
import type { ErrorCode } from '../domain/errors.ts';
import type { Limits } from '../domain/limits.ts';
import { type HeaderRole, headerName } from './header-names.ts';
import { asksForOther } from './ignored-upgrade.ts';
import { readTarget } from './target.ts';

/** What one pass over the raw header pairs of an acceptable request found. */
export interface RequestHead {
  readonly method: string;
  /** Lower-case Host with its port. */
  readonly host: string;
  readonly path: string;
  /** With its `?`, or empty. */
  readonly query: string;
  /** Declared length, -1 when chunked, 0 without a body. */
  readonly contentLength: number;
  readonly hasBody: boolean;
  readonly expects: boolean;
  readonly upgrade: string | undefined;
  readonly contentType: string | undefined;
  readonly contentEncoding: string | undefined;
  readonly acceptEncoding: string | undefined;
  /** Names that `Connection` takes away, lower case. */
  readonly nominated: readonly string[];
  readonly via: string | undefined;
  readonly cookie: string | undefined;
}

const hostForm = /^(?:[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?\.?|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these characters are what is looked for
const control = /[\x00-\x08\x0a-\x1f\x7f]/;
const digits = /^[0-9]{1,15}$/;

/** Tunnels, mirrors of the request, and the method behind which node:http also takes `ICE/1.0` for a version. */
const refusedMethods = new Set(['CONNECT', 'TRACE', 'TRACK', 'PRI', 'SOURCE']);

type Seen = { -readonly [Role in HeaderRole]?: string };

/** One field may stand only once: two values would be chosen between differently by different parsers. */
const single = new Set<HeaderRole>([
  'host',
  'content-length',
  'transfer-encoding',
  'content-type',
  'content-encoding',
  'expect',
  'upgrade',
  'max-forwards',
  'origin',
]);

export function readHead(request: IncomingMessage, limits: Limits): RequestHead | ErrorCode {
  const raw = request.rawHeaders;
  if (request.httpVersionMajor !== 1) return 'CV_HTTP_VERSION';
  if (raw.length / 2 > limits.headerCountMax) return 'CV_HEADERS_TOO_MANY';
  const seen: Seen = {};
  const fault = readFields(raw, seen);
  if (fault !== undefined) return fault;
  const method = request.method ?? '';
  if (refusedMethods.has(method)) return 'CV_METHOD_REFUSED';
  const host = seen.host?.toLowerCase() ?? '';
  if (!hostForm.test(host)) return 'CV_BAD_HOST';
  const length = readFraming(request, seen);
  if (typeof length === 'string') return length;
  const target = readTarget(request.url ?? '', host, limits.targetBytesMax);
  if (typeof target === 'string') return target;
  const hops = seen['max-forwards'];
  if (hops !== undefined && (!digits.test(hops) || (Number(hops) === 0 && method === 'OPTIONS')))
    return 'CV_BAD_HEADER';
  if (seen.upgrade !== undefined && length !== 0 && !asksForOther(seen.upgrade)) return 'CV_UPGRADE_REFUSED';
  return {
    method,
    host,
    path: target.path,
    query: target.query,
    contentLength: length,
    hasBody: length !== 0,
    expects: seen.expect !== undefined,
    upgrade: seen.upgrade,
    contentType: seen['content-type'],
    contentEncoding: seen['content-encoding'],
    acceptEncoding: seen['accept-encoding'],
    nominated: nominated(seen.connection),
    via: seen.via,
    cookie: seen.cookie,
  };
}

/** Fills `seen`; a repeated list field is joined by a comma, as RFC 9110 section 5.3 has it. */
function readFields(raw: readonly string[], seen: Seen): ErrorCode | undefined {
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const value = raw[at + 1] ?? '';
    const name = headerName(raw[at] ?? '');
    if (name.bad || control.test(value)) return name.role === 'host' ? 'CV_BAD_HOST' : 'CV_BAD_HEADER';
    const role = name.role;
    if (role === 'plain' || role === 'custom' || role === 'hop') continue;
    const earlier = seen[role];
    if (earlier === undefined) seen[role] = value;
    else if (single.has(role)) return repeated(role);
    else seen[role] = role === 'cookie' ? `${earlier}; ${value}` : `${earlier}, ${value}`;
  }
  return undefined;
}

function repeated(role: HeaderRole): ErrorCode {
  if (role === 'host') return 'CV_BAD_HOST';
  return role === 'content-length' || role === 'transfer-encoding' ? 'CV_BAD_FRAMING' : 'CV_BAD_HEADER';
}

/** Declared body length, -1 for chunked, 0 for none; RFC 9112 section 6 read as narrowly as it allows. */
function readFraming(request: IncomingMessage, seen: Seen): number | ErrorCode {
  const coding = seen['transfer-encoding'];
  const length = seen['content-length'];
  if (seen.trailer !== undefined) return 'CV_TRAILERS';
  if (seen.expect !== undefined && seen.expect.toLowerCase() !== '100-continue') return 'CV_EXPECTATION';
  if (coding !== undefined) {
    if (length !== undefined || coding.toLowerCase() !== 'chunked') return 'CV_BAD_FRAMING';
    return request.httpVersionMinor === 0 ? 'CV_BAD_FRAMING' : -1;
  }
  if (length === undefined) return 0;
  return digits.test(length) && (length.length === 1 || length.charCodeAt(0) !== 0x30)
    ? Number(length)
    : 'CV_BAD_FRAMING';
}

const none: readonly string[] = [];

/** Fields that `Connection` nominates for removal, without the ones that must not be stripped that way. */
function nominated(connection: string | undefined): readonly string[] {
  if (connection === undefined) return none;
  const lower = connection.toLowerCase();
  if (lower === 'keep-alive' || lower === 'close') return none;
  return lower
    .split(',')
    .map((token) => token.trim())
    .filter((token) => token !== '' && !headerName(token).kept);
}
