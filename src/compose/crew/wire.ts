/** What the process that holds the vault and the processes that carry traffic say to each other, over their private channel. */
import type { ErrorCode } from '../../domain/errors.ts';
import type { CoverageRow, StatsRow } from '../../domain/stats.ts';
import type { LoadOptions } from '../../settings/load.ts';
import type { RecognitionKeys } from '../../vault/recognition.ts';
import type { Binding, Token } from '../../vault/vault.ts';

/** A value on its way to the vault; it crosses this channel and no other, and no part of it is logged. */
export interface SealOrder {
  readonly plain: string;
  readonly binding: Binding;
  readonly label: string;
}

/** Whose token: tenant and allowed kinds are not asked, the vault's side knows them. */
export interface RestoreOrder {
  readonly token: string;
  readonly site: string;
  readonly conversation: string;
  readonly credential: string;
}

/** Every question that a worker may ask, by name. There is none that reveals a value outside its conversation. */
export interface Questions {
  seal: { ask: readonly SealOrder[]; answer: readonly Token[] };
  restore: { ask: RestoreOrder; answer: string | undefined };
  addStats: { ask: { stats: readonly StatsRow[]; coverage: readonly CoverageRow[] }; answer: null };
}
export type QuestionName = keyof Questions;

export interface Question {
  readonly id: number;
  readonly name: QuestionName;
  readonly ask: unknown;
}

export type Answer =
  | { readonly id: number; readonly answer: unknown }
  | { readonly id: number; readonly code: ErrorCode };

/** Everything a worker needs that its own files do not tell it. */
export interface WorkerOrder {
  readonly load: Pick<LoadOptions, 'file' | 'env' | 'cwd' | 'baseDir'>;
  /** Of the settings in force; the files must say the same. */
  readonly digest: string;
  /** Make the digests of credentials and tell whose a token is; they open nothing. */
  readonly keys: RecognitionKeys;
  /** Our pseudonym in Via, one for all workers. */
  readonly via: string;
}

export type ToWorker =
  | { readonly say: 'begin'; readonly order: WorkerOrder }
  /** Comes with the socket itself. */
  | {
      readonly say: 'take';
      readonly connection: number;
      /** From a PROXY head, where there was one. */
      readonly address: string | undefined;
      /** Bytes that were read behind that head. */
      readonly early: Uint8Array | undefined;
    }
  | { readonly say: 'answers'; readonly answers: readonly Answer[] }
  | { readonly say: 'reload'; readonly digest: string }
  | { readonly say: 'metrics'; readonly id: number }
  | { readonly say: 'drain'; readonly seconds: number };

export type ToPrimary =
  /** Loaded far enough to be given its order. */
  | { readonly say: 'up' }
  | { readonly say: 'ready' }
  | { readonly say: 'questions'; readonly questions: readonly Question[] }
  | { readonly say: 'gone'; readonly connections: readonly number[] }
  | { readonly say: 'metrics'; readonly id: number; readonly metrics: readonly object[] }
  | { readonly say: 'reloaded'; readonly ok: boolean };

/** Exit codes of a worker, for the log of the one who started it. */
export const workerExits = { fault: 1, settings: 3, orphaned: 4 } as const;
