/** What the main thread and the database thread say to each other. */
import type { CoverageRow, StatsRow } from '../../domain/stats.ts';
import type { DataKeyRow, RecordRow, TenantKeyRow, VaultMeta } from '../../vault/store.ts';

/** Handed to the thread when it starts. */
export interface ThreadData {
  readonly vault: { readonly path: string; readonly create: boolean };
  readonly stats?: string;
  /** Pages of 4 KiB that the vault's file may grow to. */
  readonly pagesMax?: number;
}

/** One write of the vault: as many waiting batches as there were. */
export interface WriteJob {
  readonly tenantKeys: readonly TenantKeyRow[];
  readonly dataKeys: readonly DataKeyRow[];
  readonly records: PackedRecords;
}

/** Many records in one buffer, because each object that crosses threads has its price. */
export interface PackedRecords {
  /** Per record: id(16), data key id(16), sealed. */
  readonly bytes: Uint8Array;
  /** Per record: bytes of its sealed part, time of creation. */
  readonly numbers: Float64Array;
  /** Per record: kind, detector, credential. */
  readonly texts: readonly string[];
}

/** Every question that the thread answers, by name. */
export interface Questions {
  meta: { ask: null; answer: VaultMeta | undefined };
  initialise: { ask: { meta: VaultMeta; keys: readonly TenantKeyRow[] }; answer: null };
  tenantKeys: { ask: string; answer: readonly TenantKeyRow[] };
  write: { ask: WriteJob; answer: null };
  newestDataKey: {
    ask: { tenant: string; conversation: Uint8Array; period: string };
    answer: { key: DataKeyRow; records: number } | undefined;
  };
  record: { ask: Uint8Array; answer: { record: RecordRow; key: DataKeyRow } | undefined };
  wraps: { ask: { tenant: string; kekVersion: number }; answer: number };
  counts: { ask: null; answer: { records: number; dataKeys: number } };
  addStats: { ask: { stats: readonly StatsRow[]; coverage: readonly CoverageRow[] }; answer: null };
  readStats: {
    ask: { from: number; to: number };
    answer: { stats: readonly StatsRow[]; coverage: readonly CoverageRow[] };
  };
  close: { ask: null; answer: null };
}

export type QuestionName = keyof Questions;

export interface Question {
  readonly id: number;
  readonly name: QuestionName;
  readonly ask: unknown;
}

/** Why a question failed, in words that cross threads; never text of the database. */
export interface Fault {
  readonly code: 'CV_VAULT_UNAVAILABLE' | 'CV_VAULT_LOCKED' | 'CV_VAULT_UNINITIALISED' | 'CV_VAULT_KEY' | 'CV_INTERNAL';
  readonly diskFull: boolean;
  /** Primary result code of SQLite (SQLITE_FULL is 13, SQLITE_IOERR 10), 0 when it came from elsewhere. */
  readonly sqlite: number;
}

export type Answer = { readonly id: number; readonly answer: unknown } | { readonly id: number; readonly fault: Fault };

/** The thread's first word: `undefined` when both files are open. */
export interface Started {
  readonly started: true;
  readonly fault?: Fault;
}

const ID_BYTES = 16;
const FIXED_BYTES = 2 * ID_BYTES;

export function packRecords(records: readonly RecordRow[]): PackedRecords {
  const size = records.reduce((sum, { sealed }) => sum + FIXED_BYTES + sealed.length, 0);
  const bytes = new Uint8Array(size);
  const numbers = new Float64Array(2 * records.length);
  const texts: string[] = [];
  let at = 0;
  for (const [index, record] of records.entries()) {
    bytes.set(record.id, at);
    bytes.set(record.dataKey, at + ID_BYTES);
    bytes.set(record.sealed, at + FIXED_BYTES);
    at += FIXED_BYTES + record.sealed.length;
    numbers[2 * index] = record.sealed.length;
    numbers[2 * index + 1] = record.createdAt;
    texts.push(record.kind, record.detector, record.credential);
  }
  return { bytes, numbers, texts };
}

export function* unpackRecords({ bytes, numbers, texts }: PackedRecords): Generator<RecordRow> {
  let at = 0;
  for (let index = 0; index * 2 < numbers.length; index++) {
    const end = at + FIXED_BYTES + (numbers[2 * index] ?? 0);
    yield {
      id: view(bytes, at, at + ID_BYTES),
      dataKey: view(bytes, at + ID_BYTES, at + FIXED_BYTES),
      sealed: view(bytes, at + FIXED_BYTES, end),
      createdAt: numbers[2 * index + 1] ?? 0,
      kind: texts[3 * index] ?? '',
      detector: texts[3 * index + 1] ?? '',
      credential: texts[3 * index + 2] ?? '',
    };
    at = end;
  }
}

function view(bytes: Uint8Array, start: number, end: number): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start);
}

/**
 * A copy whose byte arrays own their memory: crossing threads copies the whole memory behind a view,
 * and behind a small Buffer lies a pool with other people's bytes in it.
 */
export function ownMemory<Row extends object>(row: Row): Row {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, value instanceof Uint8Array ? Uint8Array.from(value) : value]),
  ) as Row;
}

/** The reverse at the other end: byte arrays are Buffers again. */
export function asBuffers<Row extends object>(row: Row): Row {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      value instanceof Uint8Array ? Buffer.from(value.buffer, value.byteOffset, value.byteLength) : value,
    ]),
  ) as Row;
}
