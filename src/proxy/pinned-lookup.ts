/** Name resolution that answers only addresses which were checked, so that a name cannot lead inside the network. */
import { lookup as systemLookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { type Networks, networks, specialNetworks } from '../settings/address-list.ts';
import type { Site } from '../settings/settings.ts';

interface Address {
  readonly address: string;
  readonly family: number;
}

/** All addresses of a name. */
export type Resolve = (
  name: string,
  done: (error: NodeJS.ErrnoException | null, found: readonly Address[]) => void,
) => void;

/** How long checked addresses are used before the name is asked for again; the system resolver tells no TTL. */
const PIN_MS = 60_000;
/** Names remembered at a time; wildcards of an allow-list let visitors choose them. */
const PINS_MAX = 1000;

/** Code of the error when a name has an address that may not be connected to. */
export const ADDRESS_REFUSED = 'CV_ADDRESS_REFUSED';

/**
 * Where machines say things about themselves: link-local, and the addresses that some clouds use beside it
 * (Alibaba 100.100.100.200, Oracle 192.0.0.192, AWS fd00:ec2::/32).
 */
export const metadataNetworks: Networks = networks([
  '0.0.0.0/8',
  '169.254.0.0/16',
  'fe80::/10',
  '100.100.100.200',
  '192.0.0.192',
  'fd00:ec2::/32',
]);

export interface PinnedLookup {
  /** For `net.connect` and `tls.connect`; fails with ADDRESS_REFUSED when any address of the name is refused. */
  readonly lookup: LookupFunction;
}

/**
 * Resolves a name once and gives every connection of the next minute the same, checked addresses: between the check
 * and the connection there is no second answer that could differ (DNS rebinding).
 */
export function pinnedLookup(
  refused: Networks,
  resolve: Resolve = resolveAll,
  now: () => number = () => performance.now(),
): PinnedLookup {
  const pins = new Map<string, { readonly found: readonly Address[]; readonly until: number }>();

  const find = (name: string, done: (error: NodeJS.ErrnoException | null, found: readonly Address[]) => void) => {
    const pin = pins.get(name);
    if (pin !== undefined && pin.until > now()) return done(null, pin.found);
    resolve(name, (error, found) => {
      if (error) return done(error, []);
      const bad = found.length === 0 || found.some(({ address }) => isIP(address) === 0 || refused.has(address));
      if (bad) return done(refusal(), []);
      pins.delete(name);
      if (pins.size >= PINS_MAX) pins.delete(pins.keys().next().value ?? '');
      pins.set(name, { found, until: now() + PIN_MS });
      done(null, found);
    });
  };
  const lookup = (
    name: string,
    options: { readonly all?: boolean; readonly family?: number | string },
    done: (error: Error | null, address: string | readonly Address[], family?: number) => void,
  ) =>
    find(name.toLowerCase(), (error, found) => {
      if (error) return done(error, []);
      const family =
        options.family === 6 || options.family === 'IPv6'
          ? 6
          : options.family === 4 || options.family === 'IPv4'
            ? 4
            : 0;
      const fitting = family === 0 ? found : found.filter((one) => one.family === family);
      const [first] = fitting;
      if (first === undefined) return done(Object.assign(new Error('no address'), { code: 'ENOTFOUND' }), []);
      if (options.all === true) done(null, [...fitting]);
      else done(null, first.address, first.family);
    });
  return { lookup: lookup as LookupFunction };
}

const resolveAll: Resolve = (name, done) => systemLookup(name, { all: true, verbatim: true }, done);

function refusal(): NodeJS.ErrnoException {
  return Object.assign(new Error('the address of this host is not allowed'), { code: ADDRESS_REFUSED });
}

const publicOnly = pinnedLookup(specialNetworks);
const notMetadata = pinnedLookup(metadataNetworks);

/** Further hosts of a vendor are public unless their entry says otherwise; the operator's own upstream is his word. */
export function lookupFor({ mount }: Pick<Site, 'mount'>): LookupFunction {
  return mount === undefined || mount.allowPrivate ? notMetadata.lookup : publicOnly.lookup;
}

/** Whether a literal address, which no lookup ever sees, may be connected to for this entry. */
export function literalAllowed(hostname: string, allowPrivate: boolean): boolean {
  if (isIP(hostname) === 0) return true;
  return allowPrivate ? !metadataNetworks.has(hostname) : !specialNetworks.has(hostname);
}
