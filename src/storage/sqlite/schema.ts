/** The tables, as numbered steps. A step that was released is never edited; a change is a new step. */
import type { Migration } from '../migrate.ts';

/** `PRAGMA application_id`: "CVlt" and "CSta" in ASCII; a file of another kind is refused. */
export const applicationIds = { vault: 0x43566c74, stats: 0x43537461 } as const;

export const vaultMigrations: readonly Migration[] = [
  {
    number: 1,
    sql: `
      CREATE TABLE vault (
        one INTEGER PRIMARY KEY CHECK (one = 1),
        vault_id BLOB NOT NULL,
        key_check BLOB NOT NULL,
        root_generation INTEGER NOT NULL,
        created_at INTEGER NOT NULL
      ) STRICT;
      CREATE TABLE tenant_key (
        tenant TEXT NOT NULL,
        purpose TEXT NOT NULL CHECK (purpose IN ('kek', 'token')),
        version INTEGER NOT NULL,
        root_generation INTEGER NOT NULL,
        wrapped BLOB NOT NULL,
        PRIMARY KEY (tenant, purpose, version)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE data_key (
        number INTEGER PRIMARY KEY,
        id BLOB NOT NULL UNIQUE,
        tenant TEXT NOT NULL,
        site TEXT NOT NULL,
        conversation BLOB NOT NULL,
        period TEXT NOT NULL,
        kek_version INTEGER NOT NULL,
        wrapped BLOB NOT NULL,
        commitment BLOB NOT NULL,
        created_at INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX data_key_of_conversation ON data_key (conversation, period);
      CREATE INDEX data_key_of_kek ON data_key (tenant, kek_version);
      -- Rows are appended in order; only the narrow index follows the random ids, which keeps commits small.
      CREATE TABLE record (
        number INTEGER PRIMARY KEY,
        id BLOB NOT NULL UNIQUE,
        data_key BLOB NOT NULL REFERENCES data_key (id),
        kind TEXT NOT NULL,
        detector TEXT NOT NULL,
        credential TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        sealed BLOB NOT NULL
      ) STRICT;
      CREATE INDEX record_of_data_key ON record (data_key);
    `,
  },
];

export const statsMigrations: readonly Migration[] = [
  {
    number: 1,
    sql: `
      CREATE TABLE finding_count (
        hour INTEGER NOT NULL,
        site TEXT NOT NULL,
        direction TEXT NOT NULL,
        kind TEXT NOT NULL,
        action TEXT NOT NULL,
        count INTEGER NOT NULL,
        PRIMARY KEY (hour, site, direction, kind, action)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE coverage_count (
        hour INTEGER NOT NULL,
        site TEXT NOT NULL,
        direction TEXT NOT NULL,
        reason TEXT NOT NULL,
        messages INTEGER NOT NULL,
        bytes INTEGER NOT NULL,
        PRIMARY KEY (hour, site, direction, reason)
      ) STRICT, WITHOUT ROWID;
    `,
  },
];
