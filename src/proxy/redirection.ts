/** All that redirection does to one site's traffic for one visitor-facing origin: URLs, fields, cookies, policies. */
import { compilePointer } from '../domain/pointer.ts';
import type { TextSpan } from '../domain/text.ts';
import { changed, createUrlMap, type OwnOrigin, type TextChange } from '../domain/url-map.ts';
import type { UrlRewrite } from '../domain/vendor-hosts.ts';
import type { SpanUrls } from '../redaction/url-edits.ts';
import type { Site } from '../settings/settings.ts';
import { containment, mapContentPolicy } from './content-policy.ts';
import { type CookieScene, cookieToClient, cookieToVendor } from './cookie-map.ts';
import { hostsOf, prefixOf } from './mount.ts';
import { type PageEditor, pageEditor } from './page-edit.ts';
import { originText } from './visitor-origin.ts';

export interface Redirection {
  /** Edits of texts in what goes to the visitor, and in what comes from there; absent where no rule asks for any. */
  readonly toClient: SpanUrls | undefined;
  readonly toVendor: SpanUrls | undefined;
  readonly page: PageEditor;
  /** Request fields. The vendor sees the URLs it gave out. */
  referer(value: string): string;
  origin(value: string, referer: string | undefined): string;
  query(query: string): string;
  cookie(value: string, path: string): string | undefined;
  /** Response fields. */
  location(value: string): string;
  link(value: string): string;
  setCookie(value: string): string | undefined;
  /** `withShim`: an inline shim goes into the page. */
  contentPolicy(value: string, withShim: boolean): string;
  /** A policy that goes with every page that has the shim, where the profile asks for it. */
  readonly containment: string | undefined;
}

const known = new WeakMap<Site, Map<string, Redirection>>();
/** Visitor-facing origins of one site remembered at a time; trusted hops may name many. */
const ORIGINS_MAX = 32;

/** Undefined for a site whose profile lists no further hosts: its traffic is treated as ever. */
export function redirectionFor(site: Site, own: OwnOrigin): Redirection | undefined {
  if (site.profile.hosts === undefined) return undefined;
  let ofSite = known.get(site);
  if (ofSite === undefined) {
    ofSite = new Map();
    known.set(site, ofSite);
  }
  const key = originText(own);
  let redirection = ofSite.get(key);
  if (redirection === undefined) {
    if (ofSite.size >= ORIGINS_MAX) ofSite.clear();
    redirection = createRedirection(site, { ...own, host: key.slice(key.indexOf('/') + 2) });
    ofSite.set(key, redirection);
  }
  return redirection;
}

function createRedirection(site: Site, own: OwnOrigin): Redirection {
  const { profile, mount } = site;
  const home = mount?.home ?? site.upstream;
  const prefix = prefixOf(profile);
  const hosts = hostsOf(profile);
  const urls = createUrlMap({ hosts, own, prefix, home });
  const ownText = originText(own);
  const sockets = ownText.replace(/^http/, 'ws');
  const mountPath = mount === undefined ? '' : `${prefix}/${mount.host}`;
  const root = (text: string) => rootRelative(text, mountPath, prefix);
  const map = (value: string) => changed(value, urls.toClient(value));
  const back = (value: string) => changed(value, urls.toVendor(value));
  const scene: CookieScene = {
    scheme: own.scheme,
    ownHost: own.host,
    base: home.pathname.replace(/\/$/, ''),
    mount,
    prefix,
  };
  const page = pageEditor({ profile, own, prefix, home, urls });
  const rules = profile.rewriteUrls ?? [];
  const contain = profile.redirect?.shim?.contain;
  return {
    toClient: spanUrls(rules, (text, html, names) => [...(html ? root(text) : []), ...urls.toClient(text, names)]),
    toVendor: spanUrls(
      rules.filter(({ reverse }) => reverse),
      (text) => urls.toVendor(text),
    ),
    page,
    referer: back,
    origin(value, referer) {
      if (value !== ownText) return value;
      if (profile.redirect?.origin === 'upstream') return site.upstream.origin;
      // A document of a further host lies under that host's path: there the vendor expects its own origin.
      const document = referer === undefined ? '' : back(referer);
      return URL.canParse(document) && document !== referer ? new URL(document).origin : home.origin;
    },
    query: (query) => mapQuery(query, back),
    cookie: (value, path) => cookieToVendor(value, mount, path),
    location(value) {
      const mapped = map(value);
      if (mapped !== value) return mapped;
      if (mount === undefined) return homePath(value, scene.base);
      return changed(value, root(value));
    },
    link: map,
    setCookie: (value) => cookieToClient(value, scene),
    contentPolicy: (value, withShim) =>
      mapContentPolicy(value, {
        urls,
        origins: [ownText, sockets],
        shimHash: withShim ? page.shimHash() : undefined,
        closed: withShim ? page.closed : undefined,
      }),
    containment: contain && containment([ownText, sockets], contain),
  };
}

/** A path on a mounted host is a path under its mount. */
function rootRelative(text: string, mountPath: string, prefix: string): TextChange[] {
  const applies = mountPath !== '' && /^\/(?!\/)/.test(text) && !text.startsWith(`${prefix}/`);
  return applies ? [{ start: 0, end: 0, insert: mountPath }] : [];
}

/** A path below the upstream's base path is a path of ours without it. */
function homePath(value: string, base: string): string {
  return base !== '' && value.startsWith(`${base}/`) ? value.slice(base.length) : value;
}

type Change = (text: string, html: boolean, names: ReadonlySet<string> | undefined) => readonly TextChange[];

interface Rule {
  readonly html: boolean;
  readonly fits: (path: string) => boolean;
  readonly names: ReadonlySet<string>;
}

/** Attributes of HTML that hold a URL (or, `content`, may hold one). */
const urlAttribute = /\/@(?:src|href|srcset|action|formaction|data|poster|background|content|cite|data-[a-z-]+)$/i;

/** The first rule that fits a text decides; scripts are not documents and have rules of their own in the page editor. */
function spanUrls(rules: readonly UrlRewrite[], change: Change): SpanUrls | undefined {
  const compiled = rules
    .filter((rule) => rule.in !== 'js')
    .map(({ in: kind, path, hosts }): Rule => {
      const pattern = path === undefined ? undefined : compilePointer(path);
      return {
        html: kind === 'html',
        fits: (at) => pattern === undefined || pattern.match(at) !== undefined,
        names: new Set(hosts),
      };
    });
  if (compiled.length === 0) return undefined;
  return (span: TextSpan) => {
    // Only attributes of pages may hold a URL without its host.
    if (!span.bytes.includes(SLASH)) return [];
    const attribute = urlAttribute.test(span.path);
    if (!attribute && !span.bytes.includes(SLASHES)) return [];
    const rule = compiled.find(({ html, fits }) => (attribute || !html) && fits(span.path));
    return rule === undefined ? [] : change(span.text, rule.html && attribute, rule.names);
  };
}

const SLASH = 0x2f;
const SLASHES = '//';

/** Values are decoded for the search and encoded again where something was found; all else stays as it came. */
function mapQuery(query: string, back: (value: string) => string): string {
  if (!query.includes('%3A') && !query.includes('%3a') && !query.includes('://')) return query;
  return query.replace(/([?&][^=&]*=)([^&]*)/g, (pair, before: string, value: string) => {
    const text = decoded(value);
    const mapped = back(text);
    return mapped === text ? pair : before + encodeURIComponent(mapped);
  });
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
