/** Cookies of vendor hosts at the proxy's host: re-scoped by path and name, so that no host sees those of another. */
import type { Mount } from '../settings/settings.ts';
import type { VisitorFacts } from './visitor-origin.ts';

/** Before the names of cookies that belong to further hosts: `cv~<host or .domain>~<path>~<name>`. */
const MARK = 'cv~';

export interface CookieScene {
  /** What the visitor's browser speaks to us. */
  readonly scheme: VisitorFacts['scheme'];
  /** Host that the visitor asked, with or without a port. */
  readonly ownHost: string;
  /** Base path of the site's own upstream, without a slash at the end. */
  readonly base: string;
  readonly mount: Mount | undefined;
  /** `/__h`. */
  readonly prefix: string;
}

interface Attribute {
  readonly name: string;
  readonly value: string;
  readonly text: string;
}

/** A Set-Cookie value as the visitor's browser must get it; undefined when the host may not set such a cookie. */
export function cookieToClient(value: string, scene: CookieScene): string | undefined {
  const [pair = '', ...rest] = value.split(';');
  const attributes = rest.map(attribute);
  return scene.mount === undefined ? ofHome(pair, attributes, scene) : ofMount(pair, attributes, scene, scene.mount);
}

function attribute(text: string): Attribute {
  const mark = text.indexOf('=');
  const name = (mark === -1 ? text : text.slice(0, mark)).trim().toLowerCase();
  return { name, value: mark === -1 ? '' : text.slice(mark + 1).trim(), text };
}

/** Without Domain a cookie belongs to our host; the browser would refuse the vendor's. */
function ofHome(pair: string, attributes: readonly Attribute[], scene: CookieScene): string {
  const kept = secured(attributes, scene).flatMap((one) => {
    if (one.name === 'domain') return ownDomain(one.value, scene.ownHost) ? [one.text] : [];
    if (one.name === 'path' && scene.base !== '' && one.value.startsWith(scene.base)) {
      const path = one.value.slice(scene.base.length);
      return path === '' || path.startsWith('/') ? [` Path=${path === '' ? '/' : path}`] : [one.text];
    }
    return [one.text];
  });
  return [pair, ...kept].join(';');
}

/**
 * A cookie of one host lives under that host's path. One for a domain lives under the prefix, and its name says the
 * domain and path, because our paths cannot: it goes on to the hosts of that domain and to no other.
 */
function ofMount(pair: string, attributes: readonly Attribute[], scene: CookieScene, mount: Mount): string | undefined {
  const mark = pair.indexOf('=');
  const name = pair.slice(0, Math.max(mark, 0)).trim();
  if (name === '') return undefined;
  const domain = lastOf(attributes, 'domain')?.replace(/^\./, '').toLowerCase() ?? '';
  // RFC 6265 section 5.3: a host speaks for itself and for domains it is in; one label is never such a domain.
  const foreign =
    domain !== '' && domain !== mount.hostname && !(domain.includes('.') && isWithin(mount.hostname, domain));
  if (foreign) return undefined;
  const scope = domain === '' ? mount.hostname : `.${domain}`;
  const said = lastOf(attributes, 'path') ?? '/';
  const path = said.startsWith('/') ? said : '/';
  const place = `${scene.prefix}/${domain === '' ? mount.host + path : ''}`;
  const inName = domain === '' || path === '/' ? '' : encodeURIComponent(path);
  const kept = secured(attributes, scene).filter((one) => one.name !== 'domain' && one.name !== 'path');
  return [
    `${MARK}${scope}~${inName}~${name}${pair.slice(mark)}`,
    ` Path=${place}`,
    ...kept.map(({ text }) => text),
  ].join(';');
}

/** Over plain HTTP a browser refuses Secure, and with it SameSite=None and Partitioned, which need it. */
function secured(attributes: readonly Attribute[], { scheme }: CookieScene): readonly Attribute[] {
  if (scheme === 'https') return attributes;
  return attributes.filter(
    ({ name, value }) =>
      name !== 'secure' && name !== 'partitioned' && !(name === 'samesite' && value.toLowerCase() === 'none'),
  );
}

function lastOf(attributes: readonly Attribute[], name: string): string | undefined {
  return attributes.findLast((one) => one.name === name)?.value;
}

function ownDomain(value: string, ownHost: string): boolean {
  const domain = value.replace(/^\./, '').toLowerCase();
  const host = ownHost.replace(/:\d+$/, '');
  return domain !== '' && isWithin(host, domain);
}

function isWithin(host: string, domain: string): boolean {
  return host === domain || host.endsWith(`.${domain}`);
}

/**
 * A Cookie value as the vendor's host must get it, undefined when nothing of it is meant for that host: a further
 * host gets what it or its domain set and nothing of the site's own; the site's own upstream the rest.
 */
export function cookieToVendor(value: string, mount: Mount | undefined, path: string): string | undefined {
  const marked = value.includes(MARK);
  if (mount === undefined && !marked) return value;
  const kept = value.split(';').flatMap((pair) => {
    const text = pair.trim();
    if (!text.startsWith(MARK)) return mount === undefined && text !== '' ? [text] : [];
    const [, scope = '', inName = '', original = ''] = marking.exec(text) ?? [];
    if (mount === undefined || original === '') return [];
    const fits = scope.startsWith('.') ? isWithin(mount.hostname, scope.slice(1)) : scope === mount.hostname;
    return fits && isUnder(path, inName) ? [original] : [];
  });
  return kept.length === 0 ? undefined : kept.join('; ');
}

const marking = /^cv~([^~=]*)~([^~=]*)~(.*)$/s;

/** RFC 6265 section 5.1.4; empty is the root, to which every path belongs. */
function isUnder(path: string, inName: string): boolean {
  if (inName === '') return true;
  try {
    const under = decodeURIComponent(inName);
    return path === under || path.startsWith(under.endsWith('/') ? under : `${under}/`);
  } catch {
    return false;
  }
}
