/** Lists of IP addresses and networks in CIDR form, matched as addresses rather than as text. */
import { BlockList, isIP } from 'node:net';

export interface Networks {
  /** False for what is not an IP address, such as the empty address of a Unix socket. */
  has(address: string): boolean;
}

const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/**
 * `entries` are IP addresses or networks in CIDR form; others are ignored, the settings refuse them before.
 * An IPv4 address that arrives mapped into IPv6 (RFC 4291 section 2.5.5.2) is the IPv4 address.
 *
 * @example
 * networks(['10.0.0.0/8']).has('::ffff:10.1.2.3'); // true
 */
export function networks(entries: readonly string[]): Networks {
  const list = new BlockList();
  for (const entry of entries) {
    const [address = '', bits] = entry.split('/');
    const family = isIP(address);
    if (family === 0) continue;
    const type = family === 4 ? 'ipv4' : 'ipv6';
    if (bits === undefined) list.addAddress(address, type);
    else list.addSubnet(address, Number(bits), type);
  }
  return {
    has(address) {
      const plain = MAPPED.exec(address)?.[1] ?? address;
      const family = isIP(plain);
      return family !== 0 && list.check(plain, family === 4 ? 'ipv4' : 'ipv6');
    },
  };
}

/**
 * Networks that are never a public vendor: private, shared, loopback, link-local (cloud metadata among them), test,
 * benchmark, multicast, reserved, and the IPv6 forms that carry an IPv4 address (RFC 6890 and its registries).
 */
export const specialNetworks: Networks = networks([
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '::/128',
  '::1/128',
  '::/96',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '100::/64',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  'fc00::/7',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
]);
