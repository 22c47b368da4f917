/** Which senders are hops of the operator's own, so that what they say of the visitor's address is believed. */
import type { Live } from '../domain/live.ts';
import { type Networks, networks } from '../settings/address-list.ts';
import type { Settings } from '../settings/settings.ts';

/** The entry of `trusted_hops` that stands for whoever may open the Unix socket. */
const UNIX = 'unix';

/** Follows the settings; the list is read into networks once for each of them. */
export function createTrust(settings: Live<Settings>): (address: string) => boolean {
  let entries: readonly string[] = [];
  let list: Networks = networks(entries);
  return (address) => {
    const { trustedHops } = settings.current;
    if (trustedHops !== entries) {
      entries = trustedHops;
      list = networks(entries);
    }
    return address === '' ? entries.includes(UNIX) : list.has(address);
  };
}
