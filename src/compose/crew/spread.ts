/** Which worker gets a connection: the same one for the same address, so that a visitor's requests and sockets meet. */
import { isIPv6 } from 'node:net';

export interface Spread {
  /** A worker takes part from now on. */
  add(slot: number): void;
  /** It takes no more; its connections are forgotten. */
  remove(slot: number): void;
  /** The slot for a new connection from this address (empty: unknown), undefined when there is no worker. */
  assign(address: string): number | undefined;
  /** A connection that was assigned has ended. */
  release(slot: number, address: string): void;
}

/**
 * Connections of one address that are one visitor's: browsers open at most six for HTTP/1.1 to a host, and a socket or
 * two. More than that is a proxy or a large network, whose further connections go where there is most room.
 */
export const visitorConnectionsMax = 8;

export function createSpread(): Spread {
  const loads = new Map<number, { connections: number; readonly byAddress: Map<string, number> }>();

  const least = (): number | undefined => {
    let best: number | undefined;
    for (const [slot, { connections }] of loads) {
      if (best === undefined || connections < (loads.get(best)?.connections ?? 0)) best = slot;
    }
    return best;
  };

  /** Highest random weight: when a worker is away only its own visitors move, and they come back with it. */
  const home = (group: string): number | undefined => {
    let best: number | undefined;
    let highest = -1;
    for (const slot of loads.keys()) {
      const weight = hash(`${group} ${slot}`);
      if (weight > highest) [best, highest] = [slot, weight];
    }
    return best;
  };

  return {
    add(slot) {
      loads.set(slot, { connections: 0, byAddress: new Map() });
    },
    remove(slot) {
      loads.delete(slot);
    },
    assign(address) {
      const group = groupOf(address);
      const own = group === '' ? undefined : home(group);
      const full = own === undefined || (loads.get(own)?.byAddress.get(group) ?? 0) >= visitorConnectionsMax;
      const slot = full ? least() : own;
      const load = slot === undefined ? undefined : loads.get(slot);
      if (load === undefined) return undefined;
      load.connections += 1;
      load.byAddress.set(group, (load.byAddress.get(group) ?? 0) + 1);
      return slot;
    },
    release(slot, address) {
      const load = loads.get(slot);
      if (load === undefined) return;
      const group = groupOf(address);
      const left = (load.byAddress.get(group) ?? 0) - 1;
      load.connections -= 1;
      if (left > 0) load.byAddress.set(group, left);
      else load.byAddress.delete(group);
    },
  };
}

/** An IPv6 visitor changes addresses within the /64 of its network (RFC 8981); a mapped IPv4 address is the IPv4 one. */
function groupOf(address: string): string {
  if (!isIPv6(address)) return address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  const [head = '', tail] = (address.split('%')[0] ?? '').split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : 8 - left.length - right.length;
  const words = [...left, ...Array.from({ length: Math.max(0, zeros) }, () => '0'), ...right];
  return words
    .slice(0, 4)
    .map((word) => Number.parseInt(word, 16).toString(16))
    .join(':');
}

/** FNV-1a with a final mix; spreads, and keeps no secret. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}
