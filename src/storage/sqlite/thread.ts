/** The database thread: SQLite is synchronous, so it works here, away from the traffic. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Database } from 'better-sqlite3';
import { ChatveilError } from '../../domain/errors.ts';
import { openFile } from './files.ts';
import { applicationIds, statsMigrations, vaultMigrations } from './schema.ts';
import { createStatsTables, type StatsTables } from './stats-tables.ts';
import { createVaultTables, type VaultTables } from './vault-tables.ts';
import type { Answer, Fault, Question, QuestionName, Questions, Started, ThreadData } from './wire.ts';

type Answers = { [Name in QuestionName]: (ask: Questions[Name]['ask']) => Questions[Name]['answer'] };

/** SQLite's primary result codes that decide what a person is told. */
const sqliteCodes: Readonly<Record<string, number>> = {
  SQLITE_BUSY: 5,
  SQLITE_LOCKED: 6,
  SQLITE_READONLY: 8,
  SQLITE_IOERR: 10,
  SQLITE_CORRUPT: 11,
  SQLITE_FULL: 13,
  SQLITE_CANTOPEN: 14,
  SQLITE_NOTADB: 26,
};

const port = parentPort;
if (port !== null) serve(port, workerData as ThreadData);

function serve(replies: NonNullable<typeof parentPort>, data: ThreadData): void {
  let answers: Answers;
  try {
    answers = openAll(data);
  } catch (error) {
    replies.postMessage({ started: true, fault: faultOf(error) } satisfies Started);
    return;
  }
  replies.on('message', (questions: readonly Question[]) => {
    const said: Answer[] = questions.map(({ id, name, ask }) => {
      try {
        // The name decides the type of the question; `wire.ts` pairs them.
        return { id, answer: (answers[name] as (ask: unknown) => unknown)(ask) };
      } catch (error) {
        return { id, fault: faultOf(error) };
      }
    });
    replies.postMessage(said);
    if (questions.some(({ name }) => name === 'close')) replies.close();
  });
  replies.postMessage({ started: true } satisfies Started);
}

function openAll(data: ThreadData): Answers {
  const vaultFile = openFile({
    ...data.vault,
    applicationId: applicationIds.vault,
    migrations: vaultMigrations,
    synchronous: 'FULL',
    exclusive: true,
    ...(data.pagesMax !== undefined && { pagesMax: data.pagesMax }),
  });
  let statsFile: Database | undefined;
  if (data.stats !== undefined) {
    try {
      statsFile = openStats(data.stats);
    } catch (error) {
      vaultFile.close();
      throw error;
    }
  }
  return {
    ...vaultAnswers(createVaultTables(vaultFile)),
    ...statsAnswers(statsFile),
    close: closer(vaultFile, statsFile),
  };
}

/** Counts may lose their last seconds in a power cut, so their commits need no sync of their own. */
function openStats(path: string): Database {
  return openFile({
    path,
    create: true,
    applicationId: applicationIds.stats,
    migrations: statsMigrations,
    synchronous: 'NORMAL',
    exclusive: false,
  });
}

function vaultAnswers(tables: VaultTables): Omit<Answers, 'addStats' | 'readStats' | 'close'> {
  let broken = false;
  return {
    meta: () => tables.meta(),
    initialise: (ask) => tables.initialise(ask),
    tenantKeys: (tenant) => tables.tenantKeys(tenant),
    newestDataKey: (ask) => tables.newestDataKey(ask),
    record: (id) => tables.record(id),
    wraps: (ask) => tables.wraps(ask),
    counts: () => tables.counts(),
    write(job) {
      // After one failed commit nobody knows what the disk holds: nothing is written after it.
      if (broken) throw new ChatveilError('CV_VAULT_UNAVAILABLE');
      try {
        return tables.write(job);
      } catch (error) {
        broken = true;
        throw error;
      }
    },
  };
}

function statsAnswers(file: Database | undefined): StatsTables {
  if (file !== undefined) return createStatsTables(file);
  const absent = (): never => {
    throw new ChatveilError('CV_INTERNAL', { stats: false });
  };
  return { addStats: absent, readStats: absent };
}

function closer(vaultFile: Database, statsFile: Database | undefined): () => null {
  return () => {
    statsFile?.close();
    vaultFile.close();
    return null;
  };
}

/** Text of SQLite may name a path, so only its number crosses. */
function faultOf(error: unknown): Fault {
  if (error instanceof ChatveilError) {
    const known = ['CV_VAULT_UNINITIALISED', 'CV_VAULT_KEY', 'CV_INTERNAL'].find((code) => code === error.code);
    return { code: (known ?? 'CV_VAULT_UNAVAILABLE') as Fault['code'], diskFull: false, sqlite: 0 };
  }
  const text = error instanceof Error && 'code' in error ? String(error.code) : '';
  const sqlite = sqliteCodes[text.split('_').slice(0, 2).join('_')] ?? 0;
  const locked = sqlite === sqliteCodes['SQLITE_BUSY'] || sqlite === sqliteCodes['SQLITE_LOCKED'];
  return {
    code: locked ? 'CV_VAULT_LOCKED' : 'CV_VAULT_UNAVAILABLE',
    diskFull: sqlite === sqliteCodes['SQLITE_FULL'] || text === 'ENOSPC',
    sqlite,
  };
}
