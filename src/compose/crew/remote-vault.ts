/** The vault as a worker has it: it can ask for tokens and for a visitor's own values, and makes digests by itself. */
import { Secret } from '../../domain/secret.ts';
import type { StatsStore } from '../../domain/stats.ts';
import { createRecognition, type RecognitionKeys } from '../../vault/recognition.ts';
import { type OpenRestorer, onlyTenant, type Sealer } from '../../vault/vault.ts';
import type { Asking } from './asking.ts';

export interface RemoteVault {
  readonly sealer: Sealer;
  readonly openRestorer: OpenRestorer;
  readonly digest: (text: string) => string;
  readonly stats: StatsStore;
}

/** `keys` are wiped. Whether the vault is still open is not known here: it says so when it is asked for a token. */
export function createRemoteVault(asking: Asking, keys: RecognitionKeys): RemoteVault {
  const { owns, digest } = createRecognition(onlyTenant, keys);
  return {
    sealer: {
      seal: (requests) =>
        asking.ask(
          'seal',
          requests.map(({ secret, binding, label }) => ({ plain: secret.expose((plain) => plain), binding, label })),
        ),
      owns,
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
    digest,
    stats: {
      addStats: async (stats, coverage) => void (await asking.ask('addStats', { stats, coverage })),
      readStats: () => Promise.reject(new Error('counts are read where they are kept')),
    },
  };
}
