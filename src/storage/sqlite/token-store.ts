/** The vault's store on SQLite: everything that waits while one commit is under way shares the next. */
import { ChatveilError } from '../../domain/errors.ts';
import type { Batch, TokenStore } from '../../vault/store.ts';
import type { Connection } from './connection.ts';
import { asBuffers, ownMemory, packRecords, type WriteJob } from './wire.ts';

export interface CommitHooks {
  /** After each durable commit: the number of writes that shared it, and how long it took in seconds. */
  readonly committed?: (batch: number, seconds: number) => void;
  /** Waiting writes that may share one commit; 1 gives each its own, as the benchmark's peer does. */
  readonly batchMax?: number;
}

const BATCH_MAX = 4096;

export function createTokenStore(connection: Connection, hooks: CommitHooks = {}): TokenStore {
  return {
    ...createReads(connection),
    append: createGroupCommit(connection, hooks),
    async initialise(meta, keys) {
      await connection.ask('initialise', { meta: ownMemory(meta), keys: keys.map(ownMemory) });
    },
    close: () => connection.close(),
  };
}

function createReads(
  connection: Connection,
): Pick<TokenStore, 'meta' | 'tenantKeys' | 'newestDataKey' | 'record' | 'wraps' | 'counts'> {
  return {
    async meta() {
      const meta = await connection.ask('meta', null);
      return meta && asBuffers(meta);
    },
    async tenantKeys(tenant) {
      return (await connection.ask('tenantKeys', tenant)).map(asBuffers);
    },
    async newestDataKey(query) {
      const found = await connection.ask('newestDataKey', ownMemory(query));
      return found && { key: asBuffers(found.key), records: found.records };
    },
    async record(id) {
      const found = await connection.ask('record', Uint8Array.from(id));
      return found && { record: asBuffers(found.record), key: asBuffers(found.key) };
    },
    wraps: (tenant, kekVersion) => connection.ask('wraps', { tenant, kekVersion }),
    counts: () => connection.ask('counts', null),
  };
}

interface Write {
  readonly batch: Batch;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

function createGroupCommit(
  connection: Connection,
  { committed, batchMax = BATCH_MAX }: CommitHooks,
): TokenStore['append'] {
  let queue: Write[] = [];
  let busy = false;
  let failed: unknown;
  const commitWaiting = async (): Promise<void> => {
    while (queue.length > 0) {
      const writes = queue.slice(0, batchMax);
      queue = queue.slice(writes.length);
      const begun = performance.now();
      try {
        await connection.ask('write', joined(writes));
      } catch (error) {
        failed = error;
        for (const { reject } of [...writes, ...queue]) reject(error);
        queue = [];
        break;
      }
      committed?.(writes.length, (performance.now() - begun) / 1000);
      for (const { resolve } of writes) resolve();
    }
    busy = false;
  };
  return (batch) =>
    new Promise((resolve, reject) => {
      if (failed !== undefined) return reject(new ChatveilError('CV_VAULT_UNAVAILABLE', {}, { cause: failed }));
      queue.push({ batch, resolve, reject });
      if (busy) return;
      busy = true;
      queueMicrotask(() => void commitWaiting());
    });
}

function joined(writes: readonly Write[]): WriteJob {
  return {
    tenantKeys: writes.flatMap(({ batch }) => (batch.tenantKeys ?? []).map(ownMemory)),
    dataKeys: writes.flatMap(({ batch }) => batch.dataKeys.map(ownMemory)),
    records: packRecords(writes.flatMap(({ batch }) => batch.records)),
  };
}
