/** The vault's statements; runs in the database thread only. */
import type { Database } from 'better-sqlite3';
import { ChatveilError } from '../../domain/errors.ts';
import type { DataKeyRow, RecordRow, StoreCounts, TenantKeyRow, VaultMeta } from '../../vault/store.ts';
import { type Questions, unpackRecords, type WriteJob } from './wire.ts';

const META = `SELECT vault_id AS vaultId, key_check AS keyCheck, root_generation AS rootGeneration,
  created_at AS createdAt FROM vault`;
const TENANT_KEY = 'SELECT tenant, purpose, version, root_generation AS rootGeneration, wrapped FROM tenant_key';
const DATA_KEY = `SELECT id, tenant, site, conversation, period, kek_version AS kekVersion, wrapped, commitment,
  created_at AS createdAt FROM data_key`;
const RECORD = `SELECT id, data_key AS dataKey, kind, detector, credential, created_at AS createdAt, sealed FROM record`;

export interface VaultTables {
  meta(): VaultMeta | undefined;
  initialise(ask: Questions['initialise']['ask']): null;
  tenantKeys(tenant: string): readonly TenantKeyRow[];
  write(job: WriteJob): null;
  newestDataKey(ask: Questions['newestDataKey']['ask']): Questions['newestDataKey']['answer'];
  record(id: Uint8Array): Questions['record']['answer'];
  wraps(ask: Questions['wraps']['ask']): number;
  counts(): StoreCounts;
}

export function createVaultTables(database: Database): VaultTables {
  const meta = database.prepare<[], VaultMeta>(META);
  const tenantKeys = database.prepare<[string], TenantKeyRow>(`${TENANT_KEY} WHERE tenant = ? ORDER BY version`);
  const newest = database.prepare<[Uint8Array, string, string], DataKeyRow>(
    `${DATA_KEY} WHERE conversation = ? AND period = ? AND tenant = ? ORDER BY number DESC LIMIT 1`,
  );
  const recordsUnder = database.prepare<[Uint8Array], number>('SELECT count(*) FROM record WHERE data_key = ?').pluck();
  const record = database.prepare<[Uint8Array], RecordRow>(`${RECORD} WHERE id = ?`);
  const dataKey = database.prepare<[Uint8Array], DataKeyRow>(`${DATA_KEY} WHERE id = ?`);
  const wraps = database
    .prepare<[string, number], number>('SELECT count(*) FROM data_key WHERE tenant = ? AND kek_version = ?')
    .pluck();
  const counts = database.prepare<[], StoreCounts>(
    'SELECT (SELECT count(*) FROM record) AS records, (SELECT count(*) FROM data_key) AS dataKeys',
  );
  return {
    ...createWrites(database, () => meta.get()),
    meta: () => meta.get(),
    tenantKeys: (tenant) => tenantKeys.all(tenant),
    newestDataKey({ tenant, conversation, period }) {
      const key = newest.get(conversation, period, tenant);
      return key && { key, records: recordsUnder.get(key.id) ?? 0 };
    },
    record(id) {
      const found = record.get(id);
      const key = found && dataKey.get(found.dataKey);
      return found && key && { record: found, key };
    },
    wraps: ({ tenant, kekVersion }) => wraps.get(tenant, kekVersion) ?? 0,
    counts: () => counts.get() ?? { records: 0, dataKeys: 0 },
  };
}

function createWrites(
  database: Database,
  meta: () => VaultMeta | undefined,
): Pick<VaultTables, 'initialise' | 'write'> {
  const insertMeta = database.prepare('INSERT INTO vault VALUES (1, @vaultId, @keyCheck, @rootGeneration, @createdAt)');
  const insertTenantKey = database.prepare(
    'INSERT INTO tenant_key VALUES (@tenant, @purpose, @version, @rootGeneration, @wrapped)',
  );
  const insertDataKey = database.prepare(
    `INSERT INTO data_key VALUES (NULL, @id, @tenant, @site, @conversation, @period, @kekVersion, @wrapped,
      @commitment, @createdAt)`,
  );
  const insertRecord = database.prepare('INSERT INTO record VALUES (NULL, ?, ?, ?, ?, ?, ?, ?)');
  const initialise = database.transaction((ask: Questions['initialise']['ask']) => {
    if (meta() !== undefined) throw new ChatveilError('CV_VAULT_KEY', { initialised: true });
    insertMeta.run(ask.meta);
    for (const key of ask.keys) insertTenantKey.run(key);
  });
  const write = database.transaction((job: WriteJob) => {
    for (const key of job.tenantKeys) insertTenantKey.run(key);
    for (const key of job.dataKeys) insertDataKey.run(key);
    for (const row of unpackRecords(job.records)) {
      insertRecord.run(row.id, row.dataKey, row.kind, row.detector, row.credential, row.createdAt, row.sealed);
    }
  });
  return {
    initialise(ask) {
      initialise.immediate(ask);
      return null;
    },
    write(job) {
      write.immediate(job);
      return null;
    },
  };
}
