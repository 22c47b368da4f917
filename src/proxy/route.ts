/** Which site and route a request belongs to. */
import type { Direction } from '../domain/frame.ts';
import type { Route } from '../domain/profile.ts';
import type { Settings, Site } from '../settings/settings.ts';
import { hostName, mountAgain } from './mount.ts';
import { type VisitorFacts, visitorOrigin } from './visitor-origin.ts';

/** Hosts of one generation of the settings; rebuilt when they are swapped. */
const sitesOf = new WeakMap<Settings, ReadonlyMap<string, Site>>();

/** `visitor` tells the scheme, whose usual port is as good as none (RFC 9110 sections 4.2.1 and 4.2.2). */
export function findSite(
  settings: Settings,
  host: string,
  visitor?: VisitorFacts,
  raw: readonly string[] = [],
): Site | undefined {
  let hosts = sitesOf.get(settings);
  if (hosts === undefined) {
    hosts = new Map(settings.sites.flatMap((site) => site.hosts.map((name) => [name.toLowerCase(), site] as const)));
    sitesOf.set(settings, hosts);
  }
  const site = hosts.get(host);
  if (site !== undefined || visitor === undefined) return site;
  return findUsual(hosts, host, visitorOrigin(visitor, host, raw).scheme);
}

const usualPorts = { http: ':80', https: ':443' };

function findUsual(hosts: ReadonlyMap<string, Site>, host: string, scheme: 'http' | 'https'): Site | undefined {
  const port = usualPorts[scheme];
  return host.endsWith(port) ? hosts.get(host.slice(0, -port.length)) : hosts.get(host + port);
}

/** The same site in newer settings, so that open connections feel a tightened policy. */
export function siteNow(settings: Settings, site: Site): Site | undefined {
  if (settings.sites.includes(site)) return site;
  const now = settings.sites.find((other) => other.id === site.id);
  return now === undefined || site.mount === undefined ? now : mountAgain(now, site.mount);
}

/** What holds for a path that no route of the profile names: everything is inspected, nothing unreadable passes. */
export const strictRoute: Route = {
  id: 'default',
  path: '**',
  inspect: true,
  ifUnreadable: 'block',
  files: 'block',
  binary: 'block',
  previews: [],
  never: [],
  own: [],
};

/** First route that fits; `method` is `GET` for a WebSocket upgrade. */
export function findRoute(site: Site, path: string, method: string, direction: Direction): Route {
  for (const route of site.profile.routes) {
    if (route.host !== undefined && route.host !== (hostName(site) ?? route.host)) continue;
    if (route.direction !== undefined && route.direction !== direction) continue;
    if (route.methods !== undefined && !route.methods.includes(method)) continue;
    if (matchesGlob(route.path, path)) return route;
  }
  return strictRoute;
}

const globs = new Map<string, RegExp>();

/** `*` stands for one segment or a part of one, `**` for any number of segments. */
export function matchesGlob(glob: string, path: string): boolean {
  if (glob === '**' || glob === '/**') return true;
  let pattern = globs.get(glob);
  if (pattern === undefined) {
    pattern = compileGlob(glob);
    globs.set(glob, pattern);
  }
  return pattern.test(path);
}

/** Globs come from profiles, not from traffic; `[^/]*` and `.*` between literals stay polynomial in a bounded path. */
function compileGlob(glob: string): RegExp {
  const source = glob
    .split(/(\*\*|\*)/)
    .map((part) => (part === '**' ? '.*' : part === '*' ? '[^/]*' : part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')))
    .join('');
  return new RegExp(`^${source.replace(/\/\.\*$/, '(?:/.*)?')}$`, 's');
}
