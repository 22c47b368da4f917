/** What every verb of the command line is given, and how it ends. */
import type { Readable, Writable } from 'node:stream';
import type { Command } from 'commander';

export const exitCodes = { ok: 0, failed: 1, usage: 2, badInput: 3, found: 4 } as const;

export interface Io {
  readonly stdin: Readable;
  readonly stdout: Writable;
  /** Progress and problems go here, results to stdout. */
  readonly stderr: Writable;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Ends the process with this code once the output has drained. */
  exit(code: number): void;
}

/** Adds one verb (or a group) to the program. One file in `cli/` each. */
export type Verb = (program: Command, io: Io) => void;
