/** Content-Security-Policy of pages that go through the proxy: room for the shim, our origin, and no way past us. */
import type { UrlMap } from '../domain/url-map.ts';

export interface PolicyChange {
  readonly urls: UrlMap;
  /** Our origin and the same for sockets. */
  readonly origins: readonly [http: string, socket: string];
  /** `'sha256-…'` of the inline shim, when one is put into the page. */
  readonly shimHash: string | undefined;
  /** Hosts whose URLs the page's own markup has lost as well, so that no directive need name them. */
  readonly closed?: ReadonlySet<string> | undefined;
}

/** Directives whose sources the shim leads to our origin. */
const fetching = [
  'connect-src',
  'img-src',
  'frame-src',
  'child-src',
  'script-src',
  'script-src-elem',
  'worker-src',
  'media-src',
];

/** Directives of what else a page loads or sends; ours goes where a host of the vendor's was. */
const others = ['default-src', 'style-src', 'style-src-elem', 'font-src', 'object-src', 'manifest-src', 'form-action'];

/**
 * A policy for pages that have none, or a wide one: nothing is loaded from, sent to or framed from anywhere but us and
 * `sources`. Inline code stays allowed, since it is not what is kept in.
 */
export function containment(origins: PolicyChange['origins'], sources: readonly string[]): string {
  const allowed = [...origins, ...sources].join(' ');
  // A worker of a data: URL is not held by the policy of its page.
  const worker = `worker-src 'self' blob: ${allowed}; form-action 'self' ${allowed}`;
  return `default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob: ${allowed}; ${worker}`;
}

interface Directive {
  readonly name: string;
  readonly sources: readonly string[];
}

/** Several policies may stand in one value; each must allow what is done, so each is changed (CSP3 section 4.1). */
export function mapContentPolicy(value: string, change: PolicyChange): string {
  return value
    .split(',')
    .map((policy) => mapPolicy(policy, change))
    .join(',');
}

function mapPolicy(policy: string, change: PolicyChange): string {
  const directives = policy.split(';').flatMap((text): Directive[] => {
    const [name, ...sources] = text.trim().split(/[\t\n\f\r ]+/);
    return name === undefined || name === '' ? [] : [{ name: name.toLowerCase(), sources }];
  });
  if (directives.length === 0) return policy;
  const mapped = directives.map(({ name, sources }) => {
    const withUs = fetching.includes(name) ? extend(name, sources, change) : swap(name, sources, change);
    return [name, ...(name === 'script-src' || name === 'script-src-elem' ? allowShim(withUs, change) : withUs)].join(
      ' ',
    );
  });
  return [...mapped, ...inherited(directives, change)].join('; ');
}

/** What only `default-src` rules so far: a directive of its own, with the same sources and ours. */
function inherited(directives: readonly Directive[], change: PolicyChange): string[] {
  const has = (name: string) => directives.some((one) => one.name === name);
  const fallback = directives.find(({ name }) => name === 'default-src');
  if (fallback === undefined) return [];
  const wanted = ['connect-src', 'img-src', ...(has('child-src') ? [] : ['frame-src']), 'script-src'];
  return wanted
    .filter((name) => !has(name))
    .map((name) => {
      const sources = extend(name, fallback.sources, change);
      return [name, ...(name === 'script-src' ? allowShim(sources, change) : sources)].join(' ');
    });
}

/**
 * Adds our origin. The vendor's hosts are taken away, so that a way past the shim fails loudly: of `connect-src` always,
 * of other directives where the page's own markup leads here too.
 */
function extend(name: string, sources: readonly string[], change: PolicyChange): string[] {
  const kept = sources.filter((source) => source.toLowerCase() !== "'none'");
  const left = kept.filter((source) => !isVendors(source, change, name));
  const ours = name === 'connect-src' ? change.origins : change.origins.slice(0, 1);
  return [...left, ...ours.filter((origin) => !left.includes(origin))];
}

/** Puts our origin where the vendor's hosts were; a directive that names none of them stays. */
function swap(name: string, sources: readonly string[], change: PolicyChange): readonly string[] {
  if (!others.includes(name)) return sources;
  const left = sources.filter((source) => !isVendors(source, change, name));
  const [ours] = change.origins;
  return left.length === sources.length || left.includes(ours) ? left : [...left, ours];
}

/** A source of the list: `*.vendor.example`, `wss://api.vendor.example/path`; a wildcard is tried with some label. */
function isVendors(source: string, { urls, closed }: PolicyChange, name: string): boolean {
  if (name !== 'connect-src' && closed === undefined) return false;
  const bare = source.replace(/^[a-z]+:\/\//i, '').replace(/[/:].*$/, '');
  if (!bare.includes('.') || bare.startsWith("'")) return false;
  const url = `https://${bare.replace(/^\*/, 'x')}/`;
  return urls.toClient(url, name === 'connect-src' ? undefined : closed).length > 0;
}

/** A hash or nonce switches `'unsafe-inline'` off, so none is added where that is what allows inline scripts. */
function allowShim(sources: readonly string[], { shimHash }: PolicyChange): readonly string[] {
  if (shimHash === undefined || sources.includes(shimHash)) return sources;
  const exact = sources.some((source) => /^'(?:nonce-|sha\d{3}-|strict-dynamic)/i.test(source));
  const inline = sources.some((source) => source.toLowerCase() === "'unsafe-inline'");
  return inline && !exact ? sources : [...sources, shimHash];
}
