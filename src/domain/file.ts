/** Files that messages carry: what is known of one, what a route says of them, and the port that decides. */
import type { ErrorCode } from './errors.ts';

/** A file is never read as text; what is in it is not inspected. */
export interface FileFacts {
  /** As the sender declared it: lower-case type/subtype; undefined when nothing was declared. */
  readonly mediaType: string | undefined;
  /** How its content begins: `FILE_LOOK_BYTES` of it, or all when it is shorter. */
  readonly first: Buffer;
}

/** Bytes from which is told what a file is. */
export const FILE_LOOK_BYTES = 4096;

export interface FileLimits {
  /** Media types that pass: `image/png`, `image/*`. Declaration and content must both be one of them. */
  readonly types: readonly string[];
  /** Bytes of one file. */
  readonly bytesMax: number;
}

export type FileRule = 'block' | 'pass' | FileLimits;

/** Decides about files. A scanner or a quarantine goes behind it; it must answer at once and never throw. */
export interface FilePort {
  /** Why the file may not pass; undefined when it may, as far as what is known of it tells. */
  judge(file: FileFacts, rule: FileRule): ErrorCode | undefined;
  /** The same for how much of it has been seen: called as often as more of it comes. */
  judgeSize(bytes: number, rule: FileRule): ErrorCode | undefined;
}
