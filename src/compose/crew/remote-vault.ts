/** The vault as a worker has it: it can ask for tokens and for a visitor's own values, and makes digests by itself. */
import { Secret } from '../../domain/secret.ts';
import type { StatsStore } from '../../domain/stats.ts';
import { digestUnder } from '../../vault/keyed-hash.ts';
import type { OpenRestorer, Sealer } from '../../vault/vault.ts';
import type { Asking } from './asking.ts';

export interface RemoteVault {
  readonly sealer: Sealer;
  readonly openRestorer: OpenRestorer;
  readonly digest: (text: string) => string;
  readonly stats: StatsStore;
}

/** `digestKey` is wiped. */
export function createRemoteVault(asking: Asking, digestKey: Uint8Array): RemoteVault {
  return {
    sealer: {
      seal: (requests) =>
        asking.ask(
          'seal',
          requests.map(({ secret, binding, label }) => ({ plain: secret.expose((plain) => plain), binding, label })),
        ),
    },
    openRestorer: ({ site, conversation, credential }) => {
      let open = true;
      return {
        conversation,
        async restore(token) {
          if (!open || credential === '') return undefined;
          // Every kind of "no" is the same to whoever asked, that of a lost channel as well.
          const plain = await asking.ask('restore', { token, site, conversation, credential }).catch(() => undefined);
          return plain === undefined || !open ? undefined : new Secret(plain);
        },
        close() {
          open = false;
        },
      };
    },
    digest: digestUnder(digestKey),
    stats: {
      addStats: async (stats, coverage) => void (await asking.ask('addStats', { stats, coverage })),
      readStats: () => Promise.reject(new Error('counts are read where they are kept')),
    },
  };
}
