/** Classifies header field names once, so that the strict check and the header writer agree and stay cheap. */

/** What a field means to the proxy. `plain` fields are forwarded as they came. */
export type HeaderRole =
  | 'plain'
  /** Hop-by-hop (RFC 9110 section 7.6.1): never forwarded. */
  | 'hop'
  /** Set by the proxy itself; what the sender put there is dropped or rebuilt. */
  | 'own'
  /** May hold a typed value: looked at before it is forwarded. */
  | 'custom'
  | 'host'
  | 'connection'
  | 'content-length'
  | 'transfer-encoding'
  | 'content-type'
  | 'content-encoding'
  | 'accept-encoding'
  | 'expect'
  | 'upgrade'
  | 'trailer'
  | 'max-forwards'
  | 'via'
  | 'origin'
  | 'referer'
  | 'forwarded'
  | 'range'
  | 'cookie'
  | 'set-cookie'
  | 'location'
  | 'etag'
  | 'digest'
  | 'cache-control'
  | 'allow-origin'
  /** Holds URLs that a client may follow. */
  | 'link'
  | 'content-policy'
  /** Speaks for the host that sends it, as long as the browser asks that host itself. */
  | 'host-policy'
  | 'websocket';

export interface HeaderName {
  readonly lower: string;
  readonly role: HeaderRole;
  /** Characters or a spelling that some parser on the way could read otherwise. */
  readonly bad: boolean;
  /** A `Connection` header may not name it away. */
  readonly kept: boolean;
}

const roles: Readonly<Record<string, HeaderRole>> = {
  host: 'host',
  connection: 'connection',
  'keep-alive': 'hop',
  'proxy-connection': 'hop',
  'proxy-authenticate': 'hop',
  'proxy-authorization': 'hop',
  'proxy-authentication-info': 'hop',
  'http2-settings': 'hop',
  te: 'hop',
  upgrade: 'upgrade',
  trailer: 'trailer',
  'content-length': 'content-length',
  'transfer-encoding': 'transfer-encoding',
  'content-type': 'content-type',
  'content-encoding': 'content-encoding',
  'accept-encoding': 'accept-encoding',
  expect: 'expect',
  'max-forwards': 'max-forwards',
  via: 'via',
  origin: 'origin',
  referer: 'referer',
  forwarded: 'forwarded',
  'x-forwarded-for': 'forwarded',
  'x-forwarded-host': 'forwarded',
  'x-forwarded-proto': 'forwarded',
  'x-forwarded-port': 'forwarded',
  'x-forwarded-server': 'forwarded',
  'x-real-ip': 'forwarded',
  range: 'range',
  'if-range': 'range',
  cookie: 'cookie',
  'set-cookie': 'set-cookie',
  location: 'location',
  'content-location': 'location',
  etag: 'etag',
  'content-md5': 'digest',
  digest: 'digest',
  'content-digest': 'digest',
  'repr-digest': 'digest',
  'last-modified': 'etag',
  'accept-ranges': 'digest',
  'cache-control': 'cache-control',
  'access-control-allow-origin': 'allow-origin',
  link: 'link',
  refresh: 'link',
  'content-security-policy': 'content-policy',
  'content-security-policy-report-only': 'content-policy',
  'strict-transport-security': 'host-policy',
  'alt-svc': 'host-policy',
  'clear-site-data': 'host-policy',
  'service-worker-allowed': 'host-policy',
  nel: 'host-policy',
  'report-to': 'host-policy',
  'reporting-endpoints': 'host-policy',
  'sec-websocket-key': 'websocket',
  'sec-websocket-version': 'websocket',
  'sec-websocket-extensions': 'websocket',
  'sec-websocket-protocol': 'websocket',
  'sec-websocket-accept': 'websocket',
};

/** Fields with a grammar of their own in which no visitor types; everything unknown is `custom`. */
const plain = new Set(
  `accept accept-language accept-charset age alt-svc allow authorization content-language content-range
  content-security-policy date dnt early-data expires if-match if-modified-since if-none-match if-unmodified-since link
  nel origin-agent-cluster permissions-policy pragma priority purpose referrer-policy report-to retry-after save-data
  sec-ch-ua sec-ch-ua-mobile sec-ch-ua-platform sec-fetch-dest sec-fetch-mode sec-fetch-site sec-fetch-user sec-gpc server
  server-timing strict-transport-security timing-allow-origin upgrade-insecure-requests user-agent vary warning
  www-authenticate x-content-type-options x-csrf-token x-frame-options x-request-id x-requested-with x-xsrf-token
  x-xss-protection traceparent tracestate access-control-allow-credentials access-control-allow-headers
  access-control-allow-methods access-control-expose-headers access-control-max-age access-control-request-headers
  access-control-request-method`.split(/\s+/),
);

const kept = new Set(['authorization', 'cookie', 'cache-control', 'date', 'user-agent', 'set-cookie']);
const keptRoles = new Set<HeaderRole>([
  'host',
  'content-length',
  'transfer-encoding',
  'content-type',
  'content-encoding',
  'forwarded',
  'via',
  'origin',
]);

/** Names known so far; bounded, because the other side chooses the names. */
const known = new Map<string, HeaderName>();
const KNOWN_MAX = 1024;
const KNOWN_LENGTH_MAX = 64;

const letters = /^[a-z0-9_.-]+$/;

/** No field is called after a number this long; a value that is spelled as a name would pass where none is looked at. */
const digitsOfNumber = /(?:[0-9][^0-9]?){12}/;

export function headerName(name: string): HeaderName {
  const hit = known.get(name);
  if (hit !== undefined) return hit;
  const fresh = classify(name.toLowerCase());
  if (known.size < KNOWN_MAX && name.length <= KNOWN_LENGTH_MAX) known.set(name, fresh);
  return fresh;
}

function classify(lower: string): HeaderName {
  const dashed = lower.replaceAll('_', '-');
  const listed = Object.hasOwn(roles, lower) ? roles[lower] : undefined;
  const role = listed ?? (lower.startsWith('x-forwarded-') ? 'forwarded' : plain.has(lower) ? 'plain' : 'custom');
  // `X_Forwarded_For` becomes the same CGI variable as `X-Forwarded-For`: a second spelling of a field we vouch for.
  const twin = dashed !== lower && (Object.hasOwn(roles, dashed) || plain.has(dashed));
  return {
    lower,
    role,
    bad: !letters.test(lower) || digitsOfNumber.test(lower) || lower === '__proto__' || twin,
    kept: kept.has(lower) || keptRoles.has(role) || lower.startsWith('access-control-'),
  };
}
