/** `/<prefix>/<host>/…`: requests for further hosts of the vendor, each checked against the profile's list. */
import type { ErrorCode } from '../domain/errors.ts';
import { type FoundHost, type HostList, hostList } from '../domain/host-list.ts';
import type { Profile, Route } from '../domain/profile.ts';
import type { Mount, Site } from '../settings/settings.ts';
import { cookieToVendor } from './cookie-map.ts';
import { literalAllowed } from './pinned-lookup.ts';
import type { RequestHead } from './strict.ts';

export const defaultPrefix = '/__h';
/** Name under the prefix at which the shim is served; no host has it, because host names here hold a dot or port. */
export const shimName = 'shim.js';

/** A request as it goes on: the site it is for, with the host's own origin as upstream, and the path on that host. */
export interface Entered {
  readonly site: Site;
  readonly head: RequestHead;
}

const lists = new WeakMap<Profile, HostList>();

export function hostsOf(profile: Profile): HostList {
  let list = lists.get(profile);
  if (list === undefined) {
    list = hostList(profile.hosts ?? []);
    lists.set(profile, list);
  }
  return list;
}

const names = new WeakMap<Site, { readonly name: string | undefined }>();

/** Name of the entry that a site's requests go to; undefined when its upstream is none of the listed hosts. */
export function hostName(site: Site): string | undefined {
  if (site.mount !== undefined) return site.mount.name;
  let known = names.get(site);
  if (known === undefined) {
    known = { name: hostsOf(site.profile).find(site.upstream.host)?.entry.name };
    names.set(site, known);
  }
  return known.name;
}

export function prefixOf(profile: Profile): string {
  return profile.redirect?.prefix ?? defaultPrefix;
}

/** Whether this request asks for our own script. */
export function asksForShim({ profile }: Site, head: RequestHead): boolean {
  return profile.hosts !== undefined && head.path === `${prefixOf(profile)}/${shimName}`;
}

/** The same site for a path of its own, another for one under the prefix; a code when the host is not on the list. */
export function enterHost(site: Site, head: RequestHead): Entered | ErrorCode {
  const { profile } = site;
  if (profile.hosts === undefined) return { site, head };
  const prefix = prefixOf(profile);
  if (!head.path.startsWith(prefix)) return { site, head };
  const rest = head.path.slice(prefix.length);
  if (rest !== '' && !rest.startsWith('/')) return { site, head };
  const slash = rest.indexOf('/', 1);
  const host = rest.slice(1, slash === -1 ? undefined : slash);
  const path = slash === -1 ? '/' : rest.slice(slash);
  if (!hostSegment.test(host) || path.startsWith('//')) return 'CV_BAD_TARGET';
  const found = hostsOf(profile).find(host.toLowerCase());
  if (found === undefined || found.entry.action === 'block') return 'CV_HOST_REFUSED';
  if (!literalAllowed(found.hostname, found.entry.allowPrivate === true)) return 'CV_ADDRESS_REFUSED';
  const entered = mounted(site, found);
  const cookie = head.cookie === undefined ? undefined : cookieToVendor(head.cookie, entered.mount, path);
  return { site: entered, head: { ...head, path, cookie } };
}

/** No escape, no slash in any spelling, no user: what is looked up is what stands there. */
const hostSegment = /^[A-Za-z0-9_.-]{1,253}(?::[0-9]{1,5})?$/;

const mounts = new WeakMap<Site, Map<string, Site>>();
/** Hosts of one site remembered at a time; wildcards let visitors choose them. */
const MOUNTS_MAX = 500;

/** The site with `host` for its upstream; the same object for the same host, so that what is kept by site is found. */
function mounted(site: Site, found: FoundHost): Site {
  let known = mounts.get(site);
  if (known === undefined) {
    known = new Map();
    mounts.set(site, known);
  }
  const hit = known.get(found.host);
  if (hit !== undefined) return hit;
  if (known.size >= MOUNTS_MAX) known.clear();
  const { link: _, ...rest } = site;
  const { name, action, allowPrivate = false } = found.entry;
  const mount: Mount = { name, host: found.host, hostname: found.hostname, allowPrivate, home: site.upstream };
  const made: Site = {
    ...rest,
    upstream: new URL(found.origin),
    mount,
    // A private host may have a certificate of the operator's own authority; a public one never has.
    ...(allowPrivate && site.link?.ca !== undefined && { link: { ca: site.link.ca } }),
    ...(action === 'pass' && { profile: { ...site.profile, routes: [passRoute] } }),
  };
  // The list belongs to the profile; a copy for `pass` hosts has the same one.
  lists.set(made.profile, hostsOf(site.profile));
  known.set(found.host, made);
  return made;
}

/** The mounted site of newer settings; undefined when the host is no longer on the list. */
export function mountAgain(site: Site, mount: Mount): Site | undefined {
  const found = hostsOf(site.profile).find(mount.host);
  return found === undefined || found.entry.action === 'block' ? undefined : mounted(site, found);
}

const passRoute: Route = {
  id: 'host',
  path: '/**',
  inspect: false,
  ifUnreadable: 'block',
  files: 'block',
  binary: 'block',
  previews: [],
  own: [],
  never: [],
};
